/*
 * A sorted sample, and resampling of samples; private to stats.
 */
#pragma once

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

/* Standard error of the median, from the spread of the sample. */
double stats_sample_error(const struct stats_sample *sample);

/*
 * The 2.5th and 97.5th percentile of (median a - median a0) / (median b - median b0) over
 * 2,000 resamples; a0 and b0 may be empty, which is 0. A resample whose denominator is not
 * above 0 counts as infinite.
 */
void stats_bootstrap(const struct stats_sample *a, const struct stats_sample *a0,
		     const struct stats_sample *b, const struct stats_sample *b0, double *low,
		     double *high);
