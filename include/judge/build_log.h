/*
 * What a compiler said, cut down to what helps: the first errors with their lines.
 */
#pragma once

#include <stdbool.h>
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

/*
 * The warnings about the program itself, not those about what it includes, at most `max`; each
 * once for its line and text.
 */
size_t build_log_warnings(struct arena *arena, struct str log, struct build_error *warnings,
			  size_t max);

/* Whether a warning hints at a wrong result, and is not about style alone. */
bool build_log_matters(struct str warning);

/* The part worth sending back to a model: errors with their source lines, at most `max` bytes. */
struct str build_log_summary(struct arena *arena, struct str log, size_t max);
