/*
 * Times into claims. The ratio is one of medians; its interval comes from resampling the
 * runs (percentile bootstrap). Nothing is called faster or slower whose interval comes within
 * 5 % of 1: measured, that rule called no program faster than itself in 216 comparisons,
 * where comparing medians alone did so in 81.
 */
#include "judge/stats.h"

#include <math.h>

#include "stats_sample.h"

/* Thresholds; verification of the method is in the numbers, so they have names. */
#define STATS_MARGIN       1.05   /* what the interval must lie beyond */
#define STATS_MARGIN_SOME  1.15   /* with fewer than STATS_PLENTY runs: intervals are narrow */
#define STATS_MARGIN_FEW   2.0    /* the same with fewer than STATS_ENOUGH runs */
#define STATS_MARGIN_FIRST 4.0    /* one run on a side: single runs scatter by 3x */
#define STATS_MARGIN_PAIR  3.0    /* two runs on a side */
#define STATS_CPU_BOUND    0.9    /* of the wall time spent computing */
#define STATS_ONE_THREAD   1.1    /* more CPU than wall time: several threads */
#define STATS_STARTUP_CPU  0.25   /* seconds of CPU time that may be start-up alone … */
#define STATS_STARTUP_WALL 1.0    /* … and of wall time: a slow interpreter on a busy machine */
#define STATS_STARTUPS     5      /* start-ups that a script must last, or compute */
#define STATS_SHORT        0.020  /* seconds of work below which Python tells nothing */
#define STATS_TINY         0.0001 /* seconds of work that cannot be told from none */

enum { STATS_ENOUGH = 6, STATS_PLENTY = 10, STATS_RESOLVE = 3 };

/* The runs of one side, as columns. */
struct stats_side {
	struct stats_sample wall, cpu;
};

static struct stats_side stats_side_new(const struct stats_run *runs, size_t count)
{
	struct stats_side side;
	stats_sample_init(&side.wall, count);
	stats_sample_init(&side.cpu, count);
	for (size_t i = 0; i < count; i++) {
		stats_sample_add(&side.wall, runs[i].wall);
		stats_sample_add(&side.cpu, runs[i].cpu);
	}
	stats_sample_sort(&side.wall);
	stats_sample_sort(&side.cpu);
	return side;
}

static void stats_side_free(struct stats_side *side)
{
	stats_sample_deinit(&side->wall);
	stats_sample_deinit(&side->cpu);
}

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

/* An interval from few values is too narrow; no run may then lie outside of it. */
static void stats_widen(struct stats_ratio *ratio, const struct stats_sample *a,
			const struct stats_sample *b)
{
	double low = stats_sample_min(a) / stats_sample_max(b);
	double high = stats_sample_max(a) / stats_sample_min(b);
	ratio->low = fmin(ratio->low, low);
	ratio->high = fmax(ratio->high, high);
}

static struct stats_ratio stats_of(const struct stats_sample *a, const struct stats_sample *b)
{
	struct stats_ratio ratio = {0};
	double top = stats_sample_median(a), bottom = stats_sample_median(b);
	if (!(top > 0) || !(bottom > 0))
		return ratio;
	ratio.ratio = top / bottom;
	if (a->count < 3 || b->count < 3 || !(stats_sample_min(b) > 0))
		return ratio;
	struct stats_sample none = {0};
	stats_bootstrap(a, &none, b, &none, &ratio.low, &ratio.high);
	if (a->count < STATS_ENOUGH || b->count < STATS_ENOUGH)
		stats_widen(&ratio, a, b);
	return ratio;
}

struct stats_ratio stats_ratio(const double *a, size_t a_count, const double *b, size_t b_count)
{
	struct stats_sample first, second;
	stats_sample_init(&first, a_count);
	stats_sample_init(&second, b_count);
	for (size_t i = 0; i < a_count; i++)
		stats_sample_add(&first, a[i]);
	for (size_t i = 0; i < b_count; i++)
		stats_sample_add(&second, b[i]);
	stats_sample_sort(&first);
	stats_sample_sort(&second);
	struct stats_ratio ratio = stats_of(&first, &second);
	stats_sample_deinit(&first);
	stats_sample_deinit(&second);
	return ratio;
}

/* Whether the program computed all the time, in one thread: then its CPU time is the truth. */
static bool stats_cpu_bound(const struct stats_run *runs, size_t count)
{
	size_t best = 0;
	for (size_t i = 1; i < count; i++)
		if (runs[i].wall < runs[best].wall)
			best = i;
	if (count == 0 || !(runs[best].wall > 0) || !(runs[best].cpu > 0))
		return false;
	double share = runs[best].cpu / runs[best].wall;
	return share > STATS_CPU_BOUND && share < STATS_ONE_THREAD;
}

/* The ratio of CPU times less start-up, when both differences stand out from their scatter. */
static void stats_compute(struct stats_speedup *speedup, const struct stats_side *original,
			  const struct stats_side *candidate, const struct stats_side *os,
			  const struct stats_side *cs)
{
	if (original->cpu.count == 0 || candidate->cpu.count < 3 || os->cpu.count < 3 ||
	    cs->cpu.count < 3)
		return;
	double top = stats_sample_median(&original->cpu) - stats_sample_median(&os->cpu);
	double bottom = stats_sample_median(&candidate->cpu) - stats_sample_median(&cs->cpu);
	double top_error = hypot(stats_sample_error(&original->cpu), stats_sample_error(&os->cpu));
	double bottom_error =
		hypot(stats_sample_error(&candidate->cpu), stats_sample_error(&cs->cpu));
	if (top <= (double)STATS_RESOLVE * top_error || top <= STATS_TINY ||
	    bottom <= (double)STATS_RESOLVE * bottom_error || bottom <= STATS_TINY)
		return;
	speedup->compute.ratio = top / bottom;
	speedup->compute_known = true;
	if (original->cpu.count < 3)
		return;
	stats_bootstrap(&original->cpu, &os->cpu, &candidate->cpu, &cs->cpu, &speedup->compute.low,
			&speedup->compute.high);
	speedup->compute_known = isfinite(speedup->compute.high) && speedup->compute.low > 0;
}

/* A side whose CPU time varies by more than half, and by more than a clock tick's worth. */
static bool stats_scatters(const struct stats_sample *cpu)
{
	return cpu->count > 1 && stats_sample_max(cpu) > 1.5 * stats_sample_min(cpu) &&
	       stats_sample_max(cpu) - stats_sample_min(cpu) > 0.001;
}

/* The least the true ratio can be above (or, with the sides swapped, below) 1. */
static enum stats_claim stats_direction(double low, double high, double margin)
{
	if (low > margin)
		return STATS_FASTER;
	if (high < 1 / margin)
		return STATS_SLOWER;
	return STATS_NO_DIFFERENCE;
}

/* How slow, or fast, a side may be: of many runs the median, of few the last that was seen. */
static double stats_bound(const struct stats_sample *sample, bool upper)
{
	if (sample->count >= STATS_ENOUGH)
		return stats_sample_median(sample);
	return upper ? stats_sample_max(sample) : stats_sample_min(sample);
}

/* With too few runs for an interval only what is far out of single runs' scatter is said. */
static enum stats_claim stats_claim_first(const struct stats_sample *a,
					  const struct stats_sample *b)
{
	double margin = a->count >= 2 && b->count >= 2 ? STATS_MARGIN_PAIR : STATS_MARGIN_FIRST;
	double low = stats_bound(a, false) / stats_bound(b, true);
	double high = stats_bound(a, true) / stats_bound(b, false);
	enum stats_claim claim = stats_direction(low, high, margin);
	return claim == STATS_NO_DIFFERENCE ? STATS_NOTHING : claim;
}

/*
 * Noise only ever adds time, so the quickest runs must agree with the interval: without that,
 * a program under bursts of other load was called faster than itself about once in 100 times.
 */
static enum stats_claim stats_claim_interval(const struct stats_ratio *ratio,
					     const struct stats_sample *a,
					     const struct stats_sample *b)
{
	size_t least = a->count < b->count ? a->count : b->count;
	double margin = least < STATS_ENOUGH   ? STATS_MARGIN_FEW
			: least < STATS_PLENTY ? STATS_MARGIN_SOME
					       : STATS_MARGIN;
	double quickest = stats_sample_min(a) / stats_sample_min(b);
	enum stats_claim claim = stats_direction(ratio->low, ratio->high, margin);
	return claim == stats_direction(quickest, quickest, margin) ? claim : STATS_NO_DIFFERENCE;
}

/* Whether what was seen of the original may be the start of its interpreter and little else. */
static bool stats_is_short(const struct stats_side *original, const struct stats_side *os)
{
	double wall = stats_sample_median(&original->wall);
	double cpu = stats_sample_median(&original->cpu);
	if (os->wall.count == 0)
		return wall < STATS_STARTUP_WALL && cpu < STATS_STARTUP_CPU;
	double start = stats_sample_median(&os->wall);
	/* Load stretches wall times apart that are alike: then the CPU time must have grown too. */
	bool computes = cpu - stats_sample_median(&os->cpu) >= STATS_SHORT;
	return wall - start < STATS_SHORT || (!computes && wall < STATS_STARTUPS * start);
}

static enum stats_claim stats_claim(const struct stats_speedup *speedup,
				    const struct stats_side *original,
				    const struct stats_side *candidate, const struct stats_side *os)
{
	const struct stats_sample *a = speedup->by_cpu ? &original->cpu : &original->wall;
	const struct stats_sample *b = speedup->by_cpu ? &candidate->cpu : &candidate->wall;
	if (!(speedup->whole.ratio > 0))
		return STATS_NOTHING;
	bool is_short = stats_is_short(original, os);
	bool ahead = stats_sample_median(&candidate->wall) < stats_sample_median(&original->wall);
	if (is_short && ahead && os->wall.count > 0)
		return STATS_TOO_SHORT;
	enum stats_claim claim = speedup->first ? stats_claim_first(a, b)
						: stats_claim_interval(&speedup->whole, a, b);
	return is_short && claim == STATS_FASTER ? STATS_NOTHING : claim;
}

struct stats_speedup stats_judge(const struct stats_run *original, size_t original_count,
				 const struct stats_run *candidate, size_t candidate_count,
				 const struct stats_run *original_startup, size_t os_count,
				 const struct stats_run *candidate_startup, size_t cs_count)
{
	struct stats_speedup speedup = {0};
	struct stats_side a = stats_side_new(original, original_count);
	struct stats_side b = stats_side_new(candidate, candidate_count);
	struct stats_side os = stats_side_new(original_startup, os_count);
	struct stats_side cs = stats_side_new(candidate_startup, cs_count);
	speedup.by_cpu = stats_cpu_bound(original, original_count) &&
			 stats_cpu_bound(candidate, candidate_count);
	speedup.whole = speedup.by_cpu ? stats_of(&a.cpu, &b.cpu) : stats_of(&a.wall, &b.wall);
	speedup.first = speedup.whole.low == 0;
	stats_compute(&speedup, &a, &b, &os, &cs);
	speedup.startup_dominates =
		cs_count > 0 && b.wall.count > 0 &&
		stats_sample_median(&b.wall) < 3 * stats_sample_median(&cs.wall);
	double by_wall = stats_of(&a.wall, &b.wall).ratio, by_cpu = stats_of(&a.cpu, &b.cpu).ratio;
	speedup.noisy = stats_scatters(&a.cpu) || stats_scatters(&b.cpu) ||
			(speedup.by_cpu && (by_wall > 1.3 * by_cpu || by_cpu > 1.3 * by_wall));
	speedup.claim = stats_claim(&speedup, &a, &b, &os);
	stats_side_free(&a);
	stats_side_free(&b);
	stats_side_free(&os);
	stats_side_free(&cs);
	return speedup;
}
