/*
 * The documents the editor has open, as it last told us they are.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "lang/lang.h"
#include "place.h"

struct document {
	struct document *next;
	struct arena arena;
	struct place place;
	const struct language *language; /* NULL: none we know */
	int64_t version;
	struct text text;
	bool lost;      /* a change could not be applied: the text is not the editor's */
	bool published; /* the editor shows diagnostics of ours */
	bool moved;     /* their lines are others since */
	/* Of the loop's clock; server/stale.h. */
	uint64_t hashed_ms; /* when the text was last hashed */
	uint64_t due_ms;    /* when to look again and tell what is new; 0: there is nothing */
};

struct documents {
	struct document *first; /* the one opened last stands first */
	struct document *seen;  /* the last one a message named; NULL: it was closed since */
};

/* An open document, or NULL. */
struct document *documents_find(const struct documents *documents, struct str key);

/* What a command without arguments is about; NULL when nothing is open. */
struct document *documents_last(const struct documents *documents);

void documents_deinit(struct documents *documents);
