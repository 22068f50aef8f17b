/*
 * What a compiler said, cut down to what helps: the first errors with their lines.
 */
#pragma once

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

struct build_error {
	size_t line, column; /* from 1; 0 when unknown */
	struct str text;     /* plain text */
};

/*
 * The errors (not warnings, not notes) of a gcc or clang log, at most `max`; linker errors
 * too, with line 0. Everything is plain text in the arena.
 */
size_t build_log_errors(struct arena *arena, struct str log, struct build_error *errors,
			size_t max);

/* The part worth sending back to a model: errors with their source lines, at most `max` bytes. */
struct str build_log_summary(struct arena *arena, struct str log, size_t max);
