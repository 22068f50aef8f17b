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

/* Two values may agree by chance: no interval from so few is narrower than this, either side. */
#define STATS_FEW_LEAST 0.03

#define STATS_SEED UINT64_C(0x9E3779B97F4A7C15)

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

/* Mean and standard deviation; at least two values. */
static double stats_deviation(const struct stats_sample *sample, double *mean)
{
	size_t n = sample->count;
	double sum = 0, squares = 0;
	for (size_t i = 0; i < n; i++)
		sum += sample->values[i];
	*mean = sum / (double)n;
	for (size_t i = 0; i < n; i++)
		squares += (sample->values[i] - *mean) * (sample->values[i] - *mean);
	return sqrt(squares / (double)(n - 1));
}

double stats_sample_relative(const struct stats_sample *sample)
{
	double mean;
	if (sample->count < 2)
		return 0;
	double deviation = stats_deviation(sample, &mean);
	return mean > 0 ? deviation / mean : 0;
}

double stats_sample_error(const struct stats_sample *sample)
{
	double mean;
	if (sample->count < 2)
		return 0;
	/* The median of a normal sample scatters 1.253 times as far as its mean. */
	return 1.253 * stats_deviation(sample, &mean) / sqrt((double)sample->count);
}

/* Student's t for 95 %, by degrees of freedom (from 1). */
static double stats_student(size_t freedom)
{
	static const double t[] = {12.706, 4.303, 3.182, 2.776, 2.571};
	enum { KNOWN = sizeof(t) / sizeof(t[0]) };
	return t[(freedom < KNOWN ? freedom : KNOWN) - 1];
}

/* How many of the least, and of the greatest, lie outside the sign test's interval. */
static size_t stats_sign_rank(size_t count)
{
	double term = pow(0.5, (double)count), below = 0;
	size_t rank = 0;
	while (rank < count && 2 * (below + term) <= 0.05) {
		below += term;
		term *= (double)(count - rank) / (double)(rank + 1);
		rank++;
	}
	return rank;
}

void stats_sample_middle(const struct stats_sample *logs, double *low, double *high)
{
	size_t n = logs->count;
	if (n >= STATS_FEW) {
		size_t rank = stats_sign_rank(n);
		*low = logs->values[rank - 1];
		*high = logs->values[n - rank];
		return;
	}
	double mean;
	double deviation = stats_deviation(logs, &mean);
	double half = fmax(stats_student(n - 1) * deviation / sqrt((double)n), STATS_FEW_LEAST);
	*low = fmin(mean - half, stats_sample_min(logs));
	*high = fmax(mean + half, stats_sample_max(logs));
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

/* The interval of what the resamples gave. */
static void stats_percentiles(double *values, double *low, double *high)
{
	qsort(values, STATS_RESAMPLES, sizeof(*values), stats_ascending);
	*low = values[STATS_RESAMPLES / 40];
	*high = values[STATS_RESAMPLES - 1 - STATS_RESAMPLES / 40];
}

void stats_bootstrap_less(const struct stats_sample *a, const struct stats_sample *a0, double *low,
			  double *high)
{
	size_t most = a->count > a0->count ? a->count : a0->count;
	uint32_t *counts = mem_new((most + 1) * sizeof(*counts));
	double *differences = mem_new(STATS_RESAMPLES * sizeof(*differences));
	uint64_t state = STATS_SEED;
	for (size_t i = 0; i < STATS_RESAMPLES; i++) {
		differences[i] = stats_resample(a, counts, &state);
		differences[i] -= stats_resample(a0, counts, &state);
	}
	stats_percentiles(differences, low, high);
	mem_free(differences);
	mem_free(counts);
}

/* A side's values with their rounds, in ascending order: a resample then needs no sorting. */
struct stats_ranked {
	double value;
	size_t round;
};

static int stats_ranked_ascending(const void *a, const void *b)
{
	return stats_ascending(&((const struct stats_ranked *)a)->value,
			       &((const struct stats_ranked *)b)->value);
}

static struct stats_ranked *stats_rank(const double *values, size_t rounds, size_t each)
{
	struct stats_ranked *ranked = mem_new(rounds * each * sizeof(*ranked));
	for (size_t i = 0; i < rounds * each; i++)
		ranked[i] = (struct stats_ranked){values[i], i / each};
	qsort(ranked, rounds * each, sizeof(*ranked), stats_ranked_ascending);
	return ranked;
}

/* The median of a resample, given as a count per round. */
static double stats_ranked_median(const struct stats_ranked *ranked, const uint32_t *counts,
				  size_t total)
{
	size_t i = 0, seen = counts[ranked[0].round];
	while (seen <= (total - 1) / 2)
		seen += counts[ranked[++i].round];
	double lower = ranked[i].value;
	while (seen <= total / 2)
		seen += counts[ranked[++i].round];
	return (lower + ranked[i].value) / 2;
}

void stats_bootstrap_rounds(const struct stats_pairs *pairs, double *low, double *high)
{
	size_t n = pairs->count;
	uint32_t *counts = mem_new(n * sizeof(*counts));
	double *ratios = mem_new(STATS_RESAMPLES * sizeof(*ratios));
	struct stats_ranked *a = stats_rank(pairs->a, n, pairs->a_each);
	struct stats_ranked *b = stats_rank(pairs->b, n, pairs->b_each);
	uint64_t state = STATS_SEED;
	for (size_t i = 0; i < STATS_RESAMPLES; i++) {
		memset(counts, 0, n * sizeof(*counts));
		for (size_t j = 0; j < n; j++)
			counts[(stats_random(&state) >> 32) * n >> 32]++;
		double top = stats_ranked_median(a, counts, n * pairs->a_each);
		double bottom = stats_ranked_median(b, counts, n * pairs->b_each);
		ratios[i] = bottom > 0 ? top / bottom : INFINITY;
	}
	stats_percentiles(ratios, low, high);
	mem_free(a);
	mem_free(b);
	mem_free(ratios);
	mem_free(counts);
}
