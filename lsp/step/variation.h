/*
 * The state of trying other constants in both programs: what is varied, how far it has come, and
 * what the tries have shown; private to step_vary and what frees a work.
 */
#pragma once

#include "io/sandbox.h"
#include "judge/vary.h"
#include "lang/constants.h"
#include "step/work.h"

enum variation_phase {
	VARIATION_TURN,    /* a place on the machine is waited for */
	VARIATION_OPEN,    /* a build that reads its constants is being made */
	VARIATION_COMPILE, /* a build with the constant of this try is being made */
	VARIATION_RUN,     /* both programs run */
};

struct variation {
	enum variation_phase phase;
	struct vary vary;
	struct constant_pair pairs[VARY_PAIRS];
	struct output_result results[VARY_ALL]; /* of comparing the tries */
	bool opened;         /* one build serves all tries; else each has its own */
	size_t input;        /* on which both are run */
	struct vary_try now; /* whose turn it is: which constants, which values */
	struct sandbox_run source, again, candidate;
	bool repeats; /* the original repeats itself, `again` is not needed */
};

/*
 * What can be varied in the work's original and candidate. NULL when nothing can; then *recorded
 * tells whether the candidate's text holds the results, and *example one of them.
 */
struct variation *variation_new(struct work *work, bool *recorded, struct str *example);
void variation_free(struct variation *variation);

/* "N = 7", "300 for 150": in the job's arena. */
struct str variation_name(struct work *work, const struct variation *variation,
			  const struct vary_try *at);

/* The source (or the candidate, `target`) with the values of the try whose turn it is. */
struct str variation_text(struct work *work, const struct variation *variation, bool target);

/* What stands in the place of a constant; empty where a string has no other value. */
struct str variation_value(struct arena *arena, const struct constant *constant, double value);

/* Whether the try whose turn it is wants a build of its own. */
bool variation_own_build(const struct variation *variation);

/* The candidate with its constants read from the environment; empty: cannot be. */
struct str variation_open(struct work *work, const struct variation *variation);

/* The runs of this try have ended: judge them, and note the try. */
void variation_note(struct work *work, struct variation *variation);

/* This try has come to nothing. */
void variation_set_aside(struct variation *variation);

/* The first try whose difference counts against the candidate; try_count when none does. */
size_t variation_held(const struct variation *variation);

/* Say in the verdict what was tried. */
void variation_report(struct work *work, const struct variation *variation);
