/*
 * From measured times to a claim. Medians, and a percentile bootstrap for the
 * interval (Efron 1979; 2,000 resamples, fixed seed so that a report can be repeated). Pure.
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
	double low, high; /* 95 % interval; both 0 when fewer than 3 values on either side */
};

struct stats_ratio stats_ratio(const double *a, size_t a_count, const double *b, size_t b_count);

/* One measured run, in seconds. */
struct stats_run {
	double wall;
	double cpu; /* user + system, of the program itself */
};

enum stats_claim {
	STATS_NOTHING, /* not measured enough to say anything */
	STATS_FASTER,
	STATS_SLOWER,
	STATS_NO_DIFFERENCE, /* the interval holds 1, or comes within 5 % of it */
	STATS_TOO_SHORT,     /* both sides are little more than process start-up */
};

struct stats_speedup {
	enum stats_claim claim;
	struct stats_ratio whole;   /* whole run, process start to end */
	bool compute_known;         /* start-up could be told apart */
	struct stats_ratio compute; /* CPU time less start-up */
	bool startup_dominates;     /* the candidate is shorter than 3 process start-ups */
	bool by_cpu;                /* `whole` is a ratio of CPU times (single-threaded programs) */
	bool noisy;                 /* wall and CPU disagree, or runs scatter */
	bool first;                 /* from the verification runs alone, no interval yet */
};

/*
 * Judge the times of original and candidate; the start-ups are runs of an interpreter and of
 * a native program that do nothing (counts may be 0).
 */
struct stats_speedup stats_judge(const struct stats_run *original, size_t original_count,
				 const struct stats_run *candidate, size_t candidate_count,
				 const struct stats_run *original_startup, size_t os_count,
				 const struct stats_run *candidate_startup, size_t cs_count);

/* "41x faster", "about 40x faster", "30x to 60x faster", "no measurable difference", … */
struct str stats_words(struct arena *arena, const struct stats_speedup *speedup);
