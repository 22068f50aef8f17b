/*
 * Contents as one number, with a key the job does not know: who cannot choose what collides
 * cannot pass one content off as another. SipHash-2-4 (Aumasson and Bernstein, 2012); words are
 * taken as the machine has them, since no sum leaves the process that made it.
 */
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "jail.h"

enum { SUM_WORD = 8, SUM_ROUNDS = 2, SUM_LAST_ROUNDS = 4 };

bool sum_key(uint64_t key[2])
{
	return getentropy(key, 2 * sizeof *key) == 0;
}

static uint64_t sum_turn(uint64_t word, int bits)
{
	return word << bits | word >> (64 - bits);
}

static void sum_mix(uint64_t v[4], int rounds)
{
	for (int i = 0; i < rounds; i++) {
		v[0] += v[1];
		v[2] += v[3];
		v[1] = sum_turn(v[1], 13) ^ v[0];
		v[3] = sum_turn(v[3], 16) ^ v[2];
		v[0] = sum_turn(v[0], 32) + v[3];
		v[2] += v[1];
		v[1] = sum_turn(v[1], 17) ^ v[2];
		v[3] = sum_turn(v[3], 21) ^ v[0];
		v[2] = sum_turn(v[2], 32);
	}
}

static void sum_word(struct sum *sum)
{
	uint64_t word;
	memcpy(&word, sum->tail, sizeof word);
	sum->v[3] ^= word;
	sum_mix(sum->v, SUM_ROUNDS);
	sum->v[0] ^= word;
}

void sum_init(struct sum *sum, const uint64_t key[2])
{
	*sum = (struct sum){.v = {key[0] ^ UINT64_C(0x736f6d6570736575),
				  key[1] ^ UINT64_C(0x646f72616e646f6d),
				  key[0] ^ UINT64_C(0x6c7967656e657261),
				  key[1] ^ UINT64_C(0x7465646279746573)}};
}

void sum_feed(struct sum *sum, const char *bytes, size_t len)
{
	while (len > 0) {
		size_t at = (size_t)(sum->len % SUM_WORD);
		size_t part = SUM_WORD - at < len ? SUM_WORD - at : len;
		memcpy(sum->tail + at, bytes, part);
		bytes += part;
		len -= part;
		sum->len += part;
		if (at + part == SUM_WORD)
			sum_word(sum);
	}
}

uint64_t sum_end(struct sum *sum)
{
	size_t at = (size_t)(sum->len % SUM_WORD);
	memset(sum->tail + at, 0, SUM_WORD - at);
	sum->tail[SUM_WORD - 1] = (unsigned char)sum->len;
	sum_word(sum);
	sum->v[2] ^= 0xff;
	sum_mix(sum->v, SUM_LAST_ROUNDS);
	return sum->v[0] ^ sum->v[1] ^ sum->v[2] ^ sum->v[3];
}
