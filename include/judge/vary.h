/*
 * Which constants to try in a program and its translation, and what the tries prove. A difference
 * counts only where it is established that both constants mean the same. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/* A constant of the original and the one that stands for it in the translation. */
struct vary_pair {
	double value;
	bool whole;
	bool named; /* the same name in both */
	bool weak;  /* that they mean the same is likely, not certain */
	bool seed;
	bool text;    /* a string: `value` is which other one stands there, from 1; its own is 0 */
	bool roomy;   /* the translation's arrays may be too small for more */
	bool derived; /* the translation holds what may follow from it: differences prove little */
	bool absent;  /* the translation holds nothing like it: it is the same for all values */
};

enum vary_outcome {
	VARY_ASIDE, /* tells nothing: the original fails, a limit, no time */
	VARY_SAME,
	VARY_CLOSE, /* only the last digits of fractions differ */
	VARY_DIFFERS,
	VARY_CRASHES, /* the translation does not end by itself, or with another status */
};

/* Both programs with one constant changed, or two. */
struct vary_try {
	size_t pair;
	double value;
	enum vary_outcome outcome;
	bool changed;      /* the original does something else than with its own constant */
	bool unmoved;      /* the translation does the same as with its own */
	bool wider;        /* vary_wider */
	double source_cpu; /* seconds of the original */
	bool both;         /* this one too */
	size_t other_pair;
	double other_value;
};

/* Tries of one constant, and of two. */
enum { VARY_PAIRS = 8, VARY_TRIES = 12, VARY_BOTH = 3, VARY_ALL = VARY_TRIES + VARY_BOTH };

struct vary {
	struct vary_pair pairs[VARY_PAIRS];
	size_t pair_count;
	struct vary_try tries[VARY_ALL];
	size_t try_count;
	double source_cpu; /* seconds of the original as it is */
	double run_max;    /* seconds that a run may take */
	double left;       /* seconds that are left for runs */
	bool partly;       /* some results are written down in the translation */
};

/* The next try, cheap and telling ones first; false when nothing is left that fits the time. */
bool vary_next(const struct vary *vary, size_t *pair, double *value);

/*
 * When none is left: two constants at once, each with a value that has agreed alone, to find what
 * only their product shows. `at` is filled in with what to try; false when nothing is left.
 */
bool vary_next_both(const struct vary *vary, struct vary_try *at);

/*
 * Whether a difference that a try showed counts against the translation. Only where another value
 * has shown that both constants mean the same: both programs then did the same, and not as usual.
 */
bool vary_counts(const struct vary *vary, const struct vary_try *at);

/*
 * Whether the translation does the same whatever stands in it, while the original does not: it
 * prints a result that was worked out before.
 */
bool vary_ignores(const struct vary *vary);

/* The same where that is likely and not established: for somebody to look at. */
bool vary_may_ignore(const struct vary *vary);

/* Whether two outputs are the same but for the last digits of fractions. */
bool vary_close(struct str a, struct str b);

/* What the largest integer in a text takes: 0: 64 bits, 1: 128 bits, 2: more. */
int vary_width(struct str text);

/*
 * Whether two outputs first differ in a line where integers are wider than in the same line of
 * the original's usual output: nobody need have provided for them.
 */
bool vary_wider(struct str usual, struct str expected, struct str got);

/* What of the results stands in the text of a translation. */
enum vary_text { VARY_COMPUTED, VARY_PARTLY, VARY_RECORDED };

/*
 * Whether the results that stand in `output` and not in the original's source stand in the
 * translation's, as strings and numbers. `literals` are those, one on a line; `loops` tells
 * whether the translation has any. `example` is then one of the results, a view of `output`.
 */
enum vary_text vary_recorded(struct str output, struct str original, struct str literals,
			     bool loops, struct str *example);
