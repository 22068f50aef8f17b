/*
 * The ratio of two sides and its interval. With rounds, the interval is the union of two: the
 * percentile bootstrap of the ratio of medians, resampling whole rounds (Efron 1979), and the
 * sign test's interval of the rounds' own ratios. The second assumes nothing of the noise but that
 * the order within a round is random, which is how the rounds are made; the first alone is too
 * narrow for times that are not independent of their neighbours. With few values neither
 * works, and Student's interval of the logarithms stands in.
 */
#include <math.h>

#include "judge/stats.h"
#include "stats_sample.h"

double stats_median(const double *values, size_t count)
{
	struct stats_sample sample;
	stats_sample_init(&sample, count);
	for (size_t i = 0; i < count; i++)
		stats_sample_add(&sample, values[i]);
	stats_sample_sort(&sample);
	double median = stats_sample_median(&sample);
	stats_sample_deinit(&sample);
	return median;
}

/* The logarithms of each round's ratio, sorted. */
static void stats_rounds(const struct stats_pairs *pairs, struct stats_sample *logs)
{
	stats_sample_init(logs, pairs->count);
	for (size_t i = 0; i < pairs->count; i++) {
		double top = stats_median(pairs->a + i * pairs->a_each, pairs->a_each);
		double bottom = stats_median(pairs->b + i * pairs->b_each, pairs->b_each);
		if (top > 0 && bottom > 0)
			logs->values[logs->count++] = log(top / bottom);
	}
	stats_sample_sort(logs);
}

static void stats_interval_rounds(const struct stats_pairs *pairs, struct stats_ratio *ratio)
{
	struct stats_sample logs;
	stats_rounds(pairs, &logs);
	if (logs.count >= 2) {
		stats_sample_middle(&logs, &ratio->low, &ratio->high);
		ratio->low = fmin(ratio->ratio, exp(ratio->low));
		ratio->high = fmax(ratio->ratio, exp(ratio->high));
	}
	if (logs.count >= STATS_FEW) {
		double low, high;
		stats_bootstrap_rounds(pairs, &low, &high);
		ratio->low = fmin(ratio->low, low);
		ratio->high = fmax(ratio->high, high);
	}
	stats_sample_deinit(&logs);
}

bool stats_middle_of(const double *values, size_t count, double *low, double *high)
{
	struct stats_sample logs;
	stats_sample_init(&logs, count);
	for (size_t i = 0; i < count; i++)
		if (values[i] > 0)
			logs.values[logs.count++] = log(values[i]);
	stats_sample_sort(&logs);
	bool enough = logs.count >= 2;
	if (enough) {
		stats_sample_middle(&logs, low, high);
		*low = exp(*low);
		*high = exp(*high);
	}
	stats_sample_deinit(&logs);
	return enough;
}

/* What no number of runs averages out: layout in memory, the pace of the processor. */
#define STATS_SYSTEMATIC 1.005

static void stats_widen(struct stats_ratio *ratio)
{
	ratio->low /= STATS_SYSTEMATIC;
	ratio->high *= STATS_SYSTEMATIC;
}

struct stats_ratio stats_ratio(const double *a, size_t a_count, const double *b, size_t b_count)
{
	struct stats_ratio ratio = {0};
	double top = stats_median(a, a_count), bottom = stats_median(b, b_count);
	if (!(top > 0) || !(bottom > 0))
		return ratio;
	ratio.ratio = top / bottom;
	size_t least = a_count < b_count ? a_count : b_count;
	if (a_count % least == 0 && b_count % least == 0 && least > 1) {
		struct stats_pairs pairs = {a, b, least, a_count / least, b_count / least};
		stats_interval_rounds(&pairs, &ratio);
		stats_widen(&ratio);
		return ratio;
	}
	/* Not measured in rounds: each side has an interval of its own, and both count. */
	double a_low, a_high, b_low, b_high;
	if (stats_middle_of(a, a_count, &a_low, &a_high) &&
	    stats_middle_of(b, b_count, &b_low, &b_high)) {
		ratio.low = a_low / b_high;
		ratio.high = a_high / b_low;
		stats_widen(&ratio);
	}
	return ratio;
}
