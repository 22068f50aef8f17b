/*
 * FNV-1a (Fowler, Noll, Vo), 64 bit.
 */
#include "base/hash.h"

uint64_t hash_more(uint64_t hash, struct str bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		hash ^= (unsigned char)bytes.at[i];
		hash *= 0x100000001b3u;
	}
	return hash;
}

uint64_t hash_bytes(struct str bytes)
{
	return hash_more(0xcbf29ce484222325u, bytes);
}
