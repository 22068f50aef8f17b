/*
 * What pairing constants and missing them share.
 */
#pragma once

#include "lang/constants.h"

/* Whether a number is one that a program is parameterised by. */
bool constant_can_vary(const struct constant *constant);

/* Whether a name has one of the words in it; NULL-terminated. */
bool constant_name_has(struct str name, const char *const *words);

/* How often the number stands in strings, whole. */
size_t constants_in_texts(const struct constants *constants, struct str digits);

/* A text of the translation is a line of that length: "=" * WIDTH was written out. */
bool constants_written_out(const struct constants *source, const struct constants *target,
			   double v);
