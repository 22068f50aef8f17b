/*
 * What an answer costs: as the provider tells it, else by the list prices of models.json. What is
 * not known is unknown, never nothing.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "model/model.h"

/* How a cost is known. */
enum cost_basis {
	COST_UNKNOWN,
	COST_LOCAL, /* it ran on the user's own machine, or was recorded: nobody charges for it */
	COST_LIST,  /* tokens times list price */
	COST_TOLD,  /* the provider's own words */
};

struct cost {
	enum cost_basis basis;
	double usd;       /* COST_LIST, COST_TOLD; else 0 */
	struct str as_of; /* COST_LIST: of when the prices are, "2026-11"; may be empty */
};

/* The most that a question can take. */
struct cost_worst {
	struct cost cost;
	int64_t input, output; /* tokens; output 0: no limit is known */
};

/*
 * What an answer of `model` took, asked as `choice` says at `when` (seconds since 1970: some charge
 * more at some hours). `usage` must say how many tokens went in and came out, or it is unknown.
 */
struct cost cost_of(struct arena *arena, const struct model_choice *choice, struct str model,
		    const struct model_usage *usage, int64_t when);

/*
 * The same of a question that is yet to be asked: its length in tokens is estimated, on the high
 * side, and the answer is taken to be as long as it may be.
 */
struct cost_worst cost_worst(struct arena *arena, const struct model_choice *choice,
			     const struct model_question *question, int64_t when);

/* The model that is asked: the one chosen, else the provider's default; may be empty. */
struct str cost_model(struct arena *arena, const struct model_choice *choice);
