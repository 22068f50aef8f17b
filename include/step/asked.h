/*
 * What this machine has measured of models: one line for each question that was answered, kept from
 * run to run. Numbers and names only; nothing of a question or an answer is ever written there.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* One answered question. What is not known is negative, or empty. */
struct asked {
	struct str day;             /* UTC, "2026-11-25"; empty: today */
	struct str provider, model; /* as they were asked for */
	double first_token_s, tokens_per_s;
	int64_t input, output; /* tokens */
	double cost;           /* USD */
	int verified;          /* 1: what came of it was proved; 0: it was not */
};

/* The same of one model, over all its lines. */
struct asked_sum {
	size_t count;                       /* questions */
	double first_token_s, tokens_per_s; /* medians; negative: not known */
	size_t judged, verified;            /* so many could be judged, so many of them held */
};

/* Nothing is known yet. */
extern const struct asked asked_nothing;

/* Add a line; the oldest go when there are more than a thousand. */
bool asked_note(const struct asked *asked, struct err *err);

/*
 * All lines, the oldest first, into the arena; lines that make no sense are passed over. No file is
 * no line.
 */
bool asked_load(struct arena *arena, struct asked **list, size_t *count, struct err *err);

struct asked_sum asked_sum_of(struct arena *arena, const struct asked *list, size_t count,
			      struct str provider, struct str model);
