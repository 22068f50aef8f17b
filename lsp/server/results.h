/*
 * What is known of documents: the last verdict of each action on each, where it is
 * shown, and which text it is about. Survives closing the document.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "action/action.h"
#include "base/arena.h"
#include "base/text.h"
#include "documents.h"
#include "judge/verdict.h"
#include "place.h"

struct ticket;

struct result {
	struct result *next;
	struct arena arena;
	struct place place;
	const struct action *action;
	uint64_t job;
	uint32_t line; /* where it is shown */
	bool stale;    /* the text is not the one that was judged, as far as is known */
	bool unsure;   /* it has its length again, and was not compared yet: server/stale.h */
	bool final, holds;
	/* The text that was judged. */
	int64_t version; /* -1: of no open document */
	uint64_t source_hash;
	size_t source_len;
	uint32_t source_line;           /* where the result is shown in it */
	const char *code;               /* of its diagnostic: "kadane-verified" */
	struct str headline, line_text; /* the whole, and what fits on a short line */
	struct str stale_text;          /* the line when it is stale */
	struct str hint, markdown, plain, artefact;
	struct str expected, got; /* the first difference; empty when there is none */
};

struct results {
	struct result *first; /* the newest stands first */
};

void results_deinit(struct results *results);

/* The next result of a document behind `after` (NULL: its first); NULL when there is none. */
struct result *results_next(const struct results *results, struct str key,
			    const struct result *after);

/* By the number of its job; NULL when it has been replaced. */
const struct result *results_by_job(const struct results *results, uint64_t job);

/* Take what the ticket's job has found out in the place of what was known. */
void results_take(struct results *results, const struct ticket *ticket);

/* Forget what a job had found out when it did not come to an end; true when there was something. */
bool results_drop(struct results *results, uint64_t job);

/* `range` (NULL: all) of a document was replaced by `with`; true when a result's line moved. */
bool results_edited(struct results *results, struct str key, const struct text_range *range,
		    struct str with);

/* Where a line is after an edit. */
uint32_t results_moved(uint32_t line, const struct text_range *range, struct str with);

/* The line at which the result of a script is shown: that of its main part, else the first. */
uint32_t results_line(struct str source);
