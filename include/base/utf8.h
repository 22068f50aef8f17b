/*
 * UTF-8 as it comes: perhaps broken, perhaps hostile. (Unicode 15, 3.9, table 3-7.)
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/*
 * The first character of `s` (not empty) into *rune; returns the bytes it takes,
 * at least 1. A byte that begins no valid character is one character U+FFFD.
 */
size_t utf8_next(struct str s, uint32_t *rune);

/* Append `rune`; U+FFFD when it is none. */
bool utf8_add(struct buf *buf, uint32_t rune);

bool utf8_valid(struct str s);

/*
 * Append `s` for showing to a person or sending to a model: valid UTF-8, escape
 * sequences dropped, control, bidi and zero-width characters dropped; \n and \t stay.
 */
bool utf8_add_plain(struct buf *buf, struct str s);
