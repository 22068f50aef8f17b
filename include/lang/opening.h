/*
 * What a program opens with: the standard headers that it includes before anything else.
 * Standard headers may stand in any order, and nothing that comes before these could change
 * them. So they, and no others, may be compiled ahead of it without changing what it means: what
 * it forgets to include is missing as before. Pure: text in, finding out.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

enum { OPENING_HEADERS = 64 };

struct opening {
	/* Those that take time to read, sorted, each once; their names live for ever. */
	const char *headers[OPENING_HEADERS];
	size_t count;
	unsigned cost; /* of reading them, roughly: milliseconds, were each read alone */
	bool whole;    /* something else follows: it does not grow with the text */
};

/* Whether all headers of `part` are in `whole`. */
bool opening_within(const struct opening *part, const struct opening *whole);

/* One line of source for each header. */
struct str opening_text(struct arena *arena, const struct opening *opening);
