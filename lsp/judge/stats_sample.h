/*
 * A sorted sample, and resampling of samples; private to stats.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct stats_sample {
	double *values; /* ascending once sorted */
	size_t count;
};

/* Room for `count` values, none of them there yet. */
void stats_sample_init(struct stats_sample *sample, size_t count);
void stats_sample_deinit(struct stats_sample *sample);

/* What is no time (negative, NaN, infinite) is left out. */
void stats_sample_add(struct stats_sample *sample, double value);
void stats_sample_sort(struct stats_sample *sample);

/* All 0 for an empty sample. */
double stats_sample_median(const struct stats_sample *sample);
double stats_sample_min(const struct stats_sample *sample);
double stats_sample_max(const struct stats_sample *sample);

/* Standard deviation over mean. */
double stats_sample_relative(const struct stats_sample *sample);

/* Standard error of the median, from the spread of the sample. */
double stats_sample_error(const struct stats_sample *sample);

/* The same for values that are no logarithms, in any order; false for fewer than two above 0. */
bool stats_middle_of(const double *values, size_t count, double *low, double *high);

/*
 * Two sides measured in rounds: `count` rounds, each with so many values of either side, in the
 * order of the rounds. Not measured in rounds: one of all values.
 */
struct stats_pairs {
	const double *a, *b;
	size_t count, a_each, b_each;
};

enum { STATS_FEW = 6 }; /* fewer values than the sign test needs for 95 % */

/*
 * The 95 % interval of what a sorted sample of logarithms lies around: the sign test's, or with
 * few values Student's. At least two values.
 */
void stats_sample_middle(const struct stats_sample *logs, double *low, double *high);

/* The interval of the ratio of medians, over 2,000 resamples of whole rounds. */
void stats_bootstrap_rounds(const struct stats_pairs *pairs, double *low, double *high);

/*
 * The 2.5th and 97.5th percentile of median a - median a0 over 2,000 resamples; a0 may be empty,
 * which is 0.
 */
void stats_bootstrap_less(const struct stats_sample *a, const struct stats_sample *a0, double *low,
			  double *high);
