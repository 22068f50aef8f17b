/* secret: a value is struck out in every form that who was given it may send it back in, whatever
 * stands around it; other text stays as it is; and a long log takes no long time. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/secret.h"
#include "check.h"

enum { TEXT_ROOM = 4 << 20, KEY_LONGEST = 48, LOG_SIZE = 1 << 20, LOG_MS = 1000 };

#define KEY "sk-a/b+c%d=e~f~~>>??g h"

/* By hand and differently from the program: three bytes at a time, padded. */
static void put_base64(struct buf *out, struct str bytes, bool url, bool padded)
{
	const char *last = url ? "-_" : "+/";
	for (size_t at = 0; at < bytes.len; at += 3) {
		struct str three = str_part(bytes, at, 3);
		unsigned long sum = 0;
		for (size_t i = 0; i < 3; i++)
			sum = sum << 8 | (i < three.len ? (unsigned char)three.at[i] : 0);
		for (size_t i = 0; i < 4; i++) {
			unsigned six = sum >> (18 - 6 * i) & 63;
			if (i <= three.len)
				buf_add_char(out, six < 26   ? (char)('A' + six)
						  : six < 52 ? (char)('a' + six - 26)
						  : six < 62 ? (char)('0' + six - 52)
							     : last[six - 62]);
			else if (padded)
				buf_add_char(out, '=');
		}
	}
}

static void redact(struct str value, struct buf *text)
{
	struct secrets secrets;
	secrets_init(&secrets);
	secrets_put(&secrets, "KEY", value);
	secrets_redact(&secrets, text);
	secrets_deinit(&secrets);
}

/* Not one character is left that holds a bit of the value, and no other is touched. */
static size_t base64_bad(struct str value, size_t before, size_t behind, bool url, bool padded)
{
	char around[KEY_LONGEST + 16];
	memset(around, 'q', sizeof(around));
	memcpy(around + before, value.at, value.len);
	struct buf plain, text;
	buf_init(&plain, TEXT_ROOM);
	buf_init(&text, TEXT_ROOM);
	put_base64(&plain, (struct str){around, before + value.len + behind}, url, padded);
	buf_addf(&text, "Basic %.*s, is it?", STR_ARG(buf_str(&plain)));
	redact(value, &text);
	size_t from = before * 8 / 6, to = ((before + value.len) * 8 + 5) / 6, bad = 0;
	for (size_t i = 0; i < plain.len; i++) {
		bool holds = i >= from && i < to;
		bad += text.at[6 + i] != (holds ? '*' : plain.at[i]);
	}
	bad += !str_starts(buf_str(&text), STR("Basic ")) ||
	       !str_ends(buf_str(&text), STR(", is it?"));
	buf_deinit(&plain);
	buf_deinit(&text);
	return bad;
}

static void test_base64(void)
{
	char value[KEY_LONGEST + 1];
	unsigned seed = 5;
	size_t bad = 0;
	for (size_t len = 8; len <= KEY_LONGEST; len++) {
		for (size_t i = 0; i < len; i++) {
			seed = seed * 1103515245u + 12345u;
			value[i] = (char)('!' + (seed >> 16) % 94);
		}
		value[len] = '\0';
		for (size_t around = 0; around < 6 * 4 * 4; around++)
			bad += base64_bad(str_of(value), around / 16, around / 4 % 4, around & 1,
					  around & 2);
	}
	CHECK_INT(bad, 0);
}

/* Each is a whole text; nothing but stars may come of it, or nothing at all. */
static void test_forms(void)
{
	static const struct {
		const char *text;
		bool struck;
	} texts[] = {
		{KEY, true},
		{"sk-a%2Fb%2Bc%25d%3De~f~~%3E%3E%3F%3Fg%20h", true},
		{"sk-a%2fb%2bc%25d%3de~f~~%3e%3e%3f%3fg%20h", true},
		{"sk-a/b%2Bc%25d%3De~f~~%3E%3E%3F%3Fg%20h", true},
		{"736b2d612f622b6325643d657e667e7e3e3e3f3f672068", true},
		{"736B2D612F622B6325643D657E667E7E3E3E3F3F672068", true},
		/* Cut. */
		{"sk-a/b", true},
		{"sk-a%2", true},
		{"736b2d61", true},
		{"c2stYS9i", true},
		{"sk-a/", false},
		{"736b2d6", false},
		{"c2stYS9", false},
		{"", false},
		/* Others. */
		{"sk-a/b+c%d=e~f~~>>??g ", true},
		{"sk-a/b-c%d=e~f~~>>??g h", false},
		{"k-a/b+c%d=e~f~~>>??g h", false},
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct buf text;
		buf_init(&text, TEXT_ROOM);
		buf_add(&text, str_of(texts[i].text));
		redact(STR(KEY), &text);
		bool stars = text.len > 0;
		for (size_t k = 0; k < text.len; k++)
			stars = stars && text.at[k] == '*';
		CHECK_INT(stars, texts[i].struck);
		if (!texts[i].struck)
			CHECK_STR(buf_str(&text), texts[i].text);
		buf_deinit(&text);
	}
}

/* Of two that begin alike the longer one; what is too short to be struck out has no form either. */
static void test_several(void)
{
	struct secrets secrets;
	struct buf text;
	secrets_init(&secrets);
	buf_init(&text, TEXT_ROOM);
	secrets_put(&secrets, "A", STR("abcdef"));
	secrets_put(&secrets, "B", STR("abcdefgh"));
	secrets_put(&secrets, "C", STR("word"));
	buf_add(&text, STR("abcdefgh abcdefg YWJjZGVmZ2g= YWJjZGVm word 776f7264 d29yZA=="));
	secrets_redact(&secrets, &text);
	CHECK_STR(buf_str(&text), "******** ******g ***********= ******** word 776f7264 d29yZA==");
	buf_deinit(&text);
	secrets_deinit(&secrets);
}

/* Ten keys and a log of a megabyte: a search for every form of each took many times as long. */
static void test_log(void)
{
	struct secrets secrets;
	struct buf text;
	struct timespec from, to;
	secrets_init(&secrets);
	buf_init(&text, TEXT_ROOM);
	for (int i = 0; i < 10; i++) {
		char name[32], value[64];
		snprintf(name, sizeof(name), "KEY_%d", i);
		snprintf(value, sizeof(value), "sk-%02d+Key/of%%nobody-%d-and-much-more", i, i * 7);
		secrets_put(&secrets, name, str_of(value));
	}
	for (int i = 0; text.len < LOG_SIZE; i++)
		buf_addf(&text, "kadane: debug: asked the disk task %d of sk-0 at %x: tokens\n", i,
			 (unsigned)i * 2654435761u);
	CHECK_INT(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from), 0);
	secrets_redact(&secrets, &text);
	CHECK_INT(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to), 0);
	double ms =
		(double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
	printf("redacting a megabyte: %.1f ms\n", ms);
	CHECK(ms < LOG_MS);
	CHECK(!str_has(buf_str(&text), STR("*")));
	buf_deinit(&text);
	secrets_deinit(&secrets);
}

/* What held a key holds it no more, nor does the part that was cut off. */
static void test_wipe(void)
{
	struct buf text;
	buf_init(&text, TEXT_ROOM);
	buf_wipe(&text);
	buf_add(&text, STR("a key"));
	buf_wipe(&text);
	CHECK_INT(text.len, 0);
	CHECK_INT(text.room, 0);
	CHECK(text.at == NULL);
}

int main(void)
{
	CHECK_BEGIN();
	test_base64();
	test_forms();
	test_several();
	test_log();
	test_wipe();
	return CHECK_END();
}
