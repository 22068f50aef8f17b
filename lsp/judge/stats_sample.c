/*
 * Medians and the bootstrap. A resample of a sorted sample is a count per value, so its median
 * costs no sorting: 2,000 resamples of 150 runs take a millisecond or two.
 */
#include "stats_sample.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { STATS_RESAMPLES = 2000 };

void stats_sample_init(struct stats_sample *sample, size_t count)
{
	sample->values = count == 0 ? NULL : mem_new(count * sizeof(*sample->values));
	sample->count = 0;
}

void stats_sample_deinit(struct stats_sample *sample)
{
	mem_free(sample->values);
	*sample = (struct stats_sample){0};
}

void stats_sample_add(struct stats_sample *sample, double value)
{
	if (isfinite(value) && value >= 0)
		sample->values[sample->count++] = value;
}

static int stats_ascending(const void *a, const void *b)
{
	double x, y;
	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x > y) - (x < y);
}

void stats_sample_sort(struct stats_sample *sample)
{
	if (sample->count > 1)
		qsort(sample->values, sample->count, sizeof(*sample->values), stats_ascending);
}

double stats_sample_median(const struct stats_sample *sample)
{
	size_t n = sample->count;
	if (n == 0)
		return 0;
	return n % 2 == 1 ? sample->values[n / 2]
			  : (sample->values[n / 2 - 1] + sample->values[n / 2]) / 2;
}

double stats_sample_min(const struct stats_sample *sample)
{
	return sample->count == 0 ? 0 : sample->values[0];
}

double stats_sample_max(const struct stats_sample *sample)
{
	return sample->count == 0 ? 0 : sample->values[sample->count - 1];
}

double stats_sample_error(const struct stats_sample *sample)
{
	size_t n = sample->count;
	if (n < 2)
		return 0;
	double sum = 0, squares = 0;
	for (size_t i = 0; i < n; i++)
		sum += sample->values[i];
	double mean = sum / (double)n;
	for (size_t i = 0; i < n; i++)
		squares += (sample->values[i] - mean) * (sample->values[i] - mean);
	/* The median of a normal sample scatters 1.253 times as far as its mean. */
	return 1.253 * sqrt(squares / (double)(n - 1) / (double)n);
}

/* xorshift64* (Vigna 2016). The seed is fixed: the same runs give the same report. */
static uint64_t stats_random(uint64_t *state)
{
	uint64_t x = *state;
	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	*state = x;
	return x * UINT64_C(2685821657736338717);
}

/* The value at `rank` (from 0) of a resample given as a count per value. */
static double stats_at_rank(const struct stats_sample *sample, const uint32_t *counts, size_t rank)
{
	size_t i = 0, seen = counts[0];
	while (seen <= rank)
		seen += counts[++i];
	return sample->values[i];
}

static double stats_resample(const struct stats_sample *sample, uint32_t *counts, uint64_t *state)
{
	size_t n = sample->count;
	if (n == 0)
		return 0;
	memset(counts, 0, n * sizeof(*counts));
	for (size_t i = 0; i < n; i++)
		counts[(stats_random(state) >> 32) * n >> 32]++;
	double upper = stats_at_rank(sample, counts, n / 2);
	return n % 2 == 1 ? upper : (stats_at_rank(sample, counts, n / 2 - 1) + upper) / 2;
}

static size_t stats_most(size_t a, size_t b)
{
	return a > b ? a : b;
}

void stats_bootstrap(const struct stats_sample *a, const struct stats_sample *a0,
		     const struct stats_sample *b, const struct stats_sample *b0, double *low,
		     double *high)
{
	size_t most = stats_most(stats_most(a->count, a0->count), stats_most(b->count, b0->count));
	uint32_t *counts = mem_new((most + 1) * sizeof(*counts));
	double *ratios = mem_new(STATS_RESAMPLES * sizeof(*ratios));
	uint64_t state = UINT64_C(0x9E3779B97F4A7C15);
	for (size_t i = 0; i < STATS_RESAMPLES; i++) {
		double top = stats_resample(a, counts, &state);
		top -= stats_resample(a0, counts, &state);
		double bottom = stats_resample(b, counts, &state);
		bottom -= stats_resample(b0, counts, &state);
		ratios[i] = bottom > 0 ? fmax(top, 0) / bottom : INFINITY;
	}
	qsort(ratios, STATS_RESAMPLES, sizeof(*ratios), stats_ascending);
	*low = ratios[STATS_RESAMPLES / 40];
	*high = ratios[STATS_RESAMPLES - 1 - STATS_RESAMPLES / 40];
	mem_free(ratios);
	mem_free(counts);
}
