/*
 * From measured times to a claim. Medians, with an interval that holds the truth at least 95
 * times in 100 (docs/verdicts.md says how it is made). Pure; the same runs give the same report.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/* The median; 0 for no values. Does not change `values`. */
double stats_median(const double *values, size_t count);

struct stats_ratio {
	double ratio;     /* median of a over median of b */
	double low, high; /* 95 % interval; both 0 when there is one value only on either side */
};

/*
 * When one side has as many values as the other, or a multiple, they are taken for rounds in the
 * order they were measured: value i of the one goes with as many of the other.
 */
struct stats_ratio stats_ratio(const double *a, size_t a_count, const double *b, size_t b_count);

/* One measured run, in seconds. */
struct stats_run {
	double wall;
	double cpu; /* user + system, of the program itself */
};

/* In the order they were measured. Borrowed. */
struct stats_runs {
	const struct stats_run *at;
	size_t count;
};

/* What is run in a timing. */
enum stats_kind {
	STATS_SOURCE,         /* the original */
	STATS_CANDIDATE,      /* the translation */
	STATS_SOURCE_IDLE,    /* the interpreter, doing nothing: its start-up */
	STATS_CANDIDATE_IDLE, /* a native program that does nothing */
	STATS_CONTROL,        /* a fixed piece of work, to notice a busy machine */
	STATS_KINDS,
};

enum stats_claim {
	STATS_NOTHING, /* not measured enough to say anything */
	STATS_FASTER,
	STATS_SLOWER,
	STATS_NO_DIFFERENCE, /* the interval holds 1, or comes within 5 % of it */
	STATS_UNCERTAIN,     /* it does not, but so few or unsteady runs prove nothing */
	STATS_TOO_SHORT,     /* both sides are little more than process start-up */
};

struct stats_speedup {
	enum stats_claim claim;
	struct stats_ratio whole;   /* whole run, process start to end */
	bool compute_known;         /* start-up could be told apart */
	bool compute_bound;         /* only that `compute` is at least compute.low is known */
	struct stats_ratio compute; /* CPU time less start-up */
	bool startup_dominates;     /* the candidate is shorter than 3 process start-ups */
	bool within_startup;        /* … what it computes is shorter than one */
	bool by_cpu;                /* `whole` is a ratio of CPU times (single-threaded programs) */
	bool noisy;                 /* wall and CPU disagree, or runs scatter */
	bool busy;                  /* something else kept the machine busy meanwhile */
	bool first;                 /* from too few runs for an interval */
};

/* What one side's runs took, by the measure that counts. All 0 when there are none. */
struct stats_spread {
	double min, median, max;
	double relative; /* standard deviation over mean */
};

struct stats_spread stats_spread(struct stats_runs runs, bool by_cpu);

/* Judge the times of original and candidate; the other kinds may be empty. */
struct stats_speedup stats_judge_runs(const struct stats_runs runs[STATS_KINDS]);

/* The same, by hand. */
struct stats_speedup stats_judge(const struct stats_run *original, size_t original_count,
				 const struct stats_run *candidate, size_t candidate_count,
				 const struct stats_run *original_startup, size_t os_count,
				 const struct stats_run *candidate_startup, size_t cs_count);

/* "41x faster", "about 40x faster", "30x to 60x faster", "no measurable difference", … */
struct str stats_words(struct arena *arena, const struct stats_speedup *speedup);
