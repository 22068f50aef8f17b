/*
 * Words as a POSIX shell reads them, without any expansion: for arguments that a person wrote.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/*
 * Split `text` at blanks; '…', "…" and \ keep them. The words are C strings in the arena,
 * NULL-terminated in *words. False when a quote is not closed, when a NUL byte is in it, or when
 * there are more than `max` words.
 */
bool words_split(struct arena *arena, struct str text, size_t max, const char *const **words,
		 size_t *count, struct err *err);

/* `text` with \n, \t, \r, \0, \\, \" and \xHH turned into what they stand for. */
struct str words_unescape(struct arena *arena, struct str text);
