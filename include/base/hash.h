/*
 * FNV-1a, 64 bit: tells whether a text is still the one it was. Names nothing that
 * an attacker could gain from confusing.
 */
#pragma once

#include <stdint.h>

#include "base/str.h"

uint64_t hash_bytes(struct str bytes);

/* The hash of a text whose beginning has `hash` and which goes on with `bytes`. */
uint64_t hash_more(uint64_t hash, struct str bytes);
