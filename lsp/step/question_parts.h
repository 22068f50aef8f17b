/*
 * The parts of a question. Private to question.c, which decides what of them is sent. All strings
 * are in the job's arena.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct work;

/* What of it is left out. */
struct question_cut {
	size_t dropped;  /* turns behind the first */
	size_t evidence; /* bytes of it that stay */
	bool no_facts;
};

/* What the original was seen to do: once, and again when a longer look has shown more. */
struct str question_facts(struct work *work);

/* work->evidence; of long one the end is left out, behind a whole line where there is one. */
struct str question_evidence(struct work *work, size_t most);

/* A section of the action's prompt, filled in; false with the job's err set. */
bool question_fill(struct work *work, const char *section, const struct question_cut *cut,
		   struct str *text);

/*
 * Scripts and program output may hold a key of the user's; that is none of the provider's business.
 */
struct str question_redacted(struct work *work, struct str text);
