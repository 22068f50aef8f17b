/*
 * FNV-1a (Fowler, Noll, Vo), 64 bit.
 */
#include "base/hash.h"

uint64_t hash_bytes(struct str bytes)
{
	uint64_t hash = 0xcbf29ce484222325u;
	for (size_t i = 0; i < bytes.len; i++) {
		hash ^= (unsigned char)bytes.at[i];
		hash *= 0x100000001b3u;
	}
	return hash;
}
