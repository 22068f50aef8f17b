/*
 * Times into claims. Nothing is called faster or slower whose interval comes within 5 % of 1:
 * measured, that rule called no program faster than itself in 216 comparisons, where
 * comparing medians alone did so in 81. (The interval: stats_ratio.c.)
 */
#include "judge/stats.h"

#include <math.h>

#include "base/mem.h"
#include "stats_sample.h"

/* Thresholds; verification of the method is in the numbers, so they have names. */
#define STATS_MARGIN       1.05    /* what the interval must lie beyond */
#define STATS_MARGIN_SOME  1.15    /* with fewer than STATS_PLENTY runs: intervals are narrow */
#define STATS_MARGIN_FEW   1.5     /* the same with fewer than STATS_ENOUGH runs */
#define STATS_MARGIN_FIRST 4.0     /* one run on a side: single runs scatter by 3x */
#define STATS_MARGIN_PAIR  3.0     /* two runs on a side */
#define STATS_WIDE         2.0     /* an interval beyond which nothing is said of no difference */
#define STATS_CPU_BOUND    0.9     /* of the wall time spent computing */
#define STATS_CPU_GIVEN    0.75    /* of what the control got, on a busy machine */
#define STATS_ONE_THREAD   1.1     /* more CPU than wall time: several threads */
#define STATS_STARTUP_CPU  0.25    /* seconds of CPU time that may be start-up alone … */
#define STATS_STARTUP_WALL 1.0     /* … and of wall time: a slow interpreter on a busy machine */
#define STATS_STARTUPS     5       /* start-ups that a script must last, or compute */
#define STATS_SHORT        0.020   /* seconds of work below which Python tells nothing */
#define STATS_TINY         0.0001  /* seconds of work that cannot be told from none */
#define STATS_FINE         0.00002 /* seconds: two programs' start-ups differ by as much */

#define STATS_RESOLVE 3.0 /* standard errors above none */

enum { STATS_ENOUGH = 6, STATS_PLENTY = 10 };

/* The runs of one side, as sorted columns. */
struct stats_side {
	struct stats_runs runs;
	struct stats_sample wall, cpu;
};

static struct stats_side stats_side_new(struct stats_runs runs)
{
	struct stats_side side = {.runs = runs};
	stats_sample_init(&side.wall, runs.count);
	stats_sample_init(&side.cpu, runs.count);
	for (size_t i = 0; i < runs.count; i++) {
		stats_sample_add(&side.wall, runs.at[i].wall);
		stats_sample_add(&side.cpu, runs.at[i].cpu);
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

/* One column of the runs, in the order they were measured. */
static double *stats_column(struct stats_runs runs, bool cpu)
{
	double *values = mem_new((runs.count + 1) * sizeof(*values));
	for (size_t i = 0; i < runs.count; i++)
		values[i] = cpu ? runs.at[i].cpu : runs.at[i].wall;
	return values;
}

static struct stats_ratio stats_of(const struct stats_side *a, const struct stats_side *b, bool cpu)
{
	double *top = stats_column(a->runs, cpu), *bottom = stats_column(b->runs, cpu);
	struct stats_ratio ratio = stats_ratio(top, a->runs.count, bottom, b->runs.count);
	mem_free(top);
	mem_free(bottom);
	return ratio;
}

struct stats_spread stats_spread(struct stats_runs runs, bool by_cpu)
{
	struct stats_side side = stats_side_new(runs);
	const struct stats_sample *sample = by_cpu ? &side.cpu : &side.wall;
	struct stats_spread spread = {
		.min = stats_sample_min(sample),
		.median = stats_sample_median(sample),
		.max = stats_sample_max(sample),
		.relative = stats_sample_relative(sample),
	};
	stats_side_free(&side);
	return spread;
}

/* CPU time over wall time: the best of the runs, or the middle one. 0: nothing is known. */
static double stats_share(struct stats_runs runs, bool best)
{
	struct stats_sample shares;
	stats_sample_init(&shares, runs.count);
	for (size_t i = 0; i < runs.count; i++)
		stats_sample_add(&shares, runs.at[i].cpu / runs.at[i].wall);
	stats_sample_sort(&shares);
	double share = best ? stats_sample_max(&shares) : stats_sample_median(&shares);
	stats_sample_deinit(&shares);
	return share;
}

/*
 * Whether the program computed all the time, in one thread: then its CPU time is the truth. Where
 * other load takes the processor away, the control shows how much of it a program gets that does
 * nothing but compute.
 */
static bool stats_cpu_bound(struct stats_runs runs, struct stats_runs control)
{
	double best = stats_share(runs, true);
	if (best > STATS_ONE_THREAD)
		return false;
	if (best > STATS_CPU_BOUND)
		return true;
	double given = stats_share(control, false);
	return given > 0 && given < STATS_CPU_BOUND &&
	       stats_share(runs, false) > STATS_CPU_GIVEN * given;
}

/* CPU time less start-up, as an interval. */
struct stats_work {
	double median, low, high;
	bool known; /* it stands out from its scatter */
};

static struct stats_work stats_work(const struct stats_side *side, const struct stats_side *idle)
{
	struct stats_work work = {0};
	double start = stats_sample_median(&idle->cpu);
	work.median = stats_sample_median(&side->cpu) - start;
	if (side->cpu.count >= STATS_ENOUGH) {
		stats_bootstrap_less(&side->cpu, &idle->cpu, &work.low, &work.high);
	} else if (stats_middle_of(side->cpu.values, side->cpu.count, &work.low, &work.high)) {
		work.low -= start;
		work.high -= start;
	}
	work.low -= STATS_FINE;
	work.high += STATS_FINE;
	double error = hypot(stats_sample_error(&side->cpu), stats_sample_error(&idle->cpu));
	work.known = work.median > STATS_RESOLVE * error && work.median > STATS_TINY;
	return work;
}

/*
 * The ratio of CPU times less start-up, when both differences stand out from their scatter; the
 * least it can be when only the original's does.
 */
static void stats_compute(struct stats_speedup *speedup, const struct stats_side *original,
			  const struct stats_side *candidate, const struct stats_side *os,
			  const struct stats_side *cs)
{
	if (original->cpu.count == 0 || candidate->cpu.count < 3 || os->cpu.count < 3 ||
	    cs->cpu.count < 3)
		return;
	struct stats_work top = stats_work(original, os), bottom = stats_work(candidate, cs);
	double most = fmax(bottom.high, STATS_TINY);
	speedup->within_startup =
		speedup->startup_dominates && most < stats_sample_median(&cs->cpu);
	if (!top.known)
		return;
	bool interval = original->cpu.count >= 2;
	if (bottom.known && (bottom.low > 0 || !interval)) {
		speedup->compute.ratio = top.median / bottom.median;
		speedup->compute_known = true;
	}
	if (!interval || top.low <= 0)
		return;
	speedup->compute.low = top.low / most;
	speedup->compute_bound = !speedup->compute_known;
	if (speedup->compute_known)
		speedup->compute.high = top.high / bottom.low;
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
	enum stats_claim claim = stats_direction(ratio->low, ratio->high, STATS_MARGIN);
	/* "No difference" is a claim, too: one that so wide an interval does not bear. */
	if (claim == STATS_NO_DIFFERENCE)
		return ratio->high > ratio->low * STATS_WIDE ? STATS_UNCERTAIN : claim;
	bool firm = claim == stats_direction(ratio->low, ratio->high, margin) &&
		    claim == stats_direction(quickest, quickest, margin);
	return firm ? claim : STATS_UNCERTAIN;
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

/* Whether anything makes the times themselves doubtful. */
static bool stats_noisy(const struct stats_speedup *speedup, const struct stats_side *a,
			const struct stats_side *b)
{
	double by_wall = stats_sample_median(&a->wall) / stats_sample_median(&b->wall);
	double by_cpu = stats_sample_median(&a->cpu) / stats_sample_median(&b->cpu);
	return stats_scatters(&a->cpu) || stats_scatters(&b->cpu) ||
	       (speedup->by_cpu && (by_wall > 1.3 * by_cpu || by_cpu > 1.3 * by_wall));
}

struct stats_speedup stats_judge_runs(const struct stats_runs runs[STATS_KINDS])
{
	struct stats_speedup speedup = {0};
	struct stats_side side[STATS_KINDS];
	for (size_t kind = 0; kind < STATS_KINDS; kind++)
		side[kind] = stats_side_new(runs[kind]);
	const struct stats_side *a = &side[STATS_SOURCE], *b = &side[STATS_CANDIDATE];
	const struct stats_side *os = &side[STATS_SOURCE_IDLE], *cs = &side[STATS_CANDIDATE_IDLE];
	speedup.by_cpu = stats_cpu_bound(a->runs, runs[STATS_CONTROL]) &&
			 stats_cpu_bound(b->runs, runs[STATS_CONTROL]);
	speedup.whole = stats_of(a, b, speedup.by_cpu);
	speedup.first = speedup.whole.low == 0;
	speedup.startup_dominates =
		cs->wall.count > 0 && b->wall.count > 0 &&
		stats_sample_median(&b->wall) < 3 * stats_sample_median(&cs->wall);
	/* Where a program waits, or others compute for it, its CPU time is not what it takes. */
	if (speedup.by_cpu || speedup.startup_dominates)
		stats_compute(&speedup, a, b, os, cs);
	speedup.noisy = stats_noisy(&speedup, a, b);
	speedup.claim = stats_claim(&speedup, a, b, os);
	for (size_t kind = 0; kind < STATS_KINDS; kind++)
		stats_side_free(&side[kind]);
	return speedup;
}

struct stats_speedup stats_judge(const struct stats_run *original, size_t original_count,
				 const struct stats_run *candidate, size_t candidate_count,
				 const struct stats_run *original_startup, size_t os_count,
				 const struct stats_run *candidate_startup, size_t cs_count)
{
	const struct stats_runs runs[STATS_KINDS] = {
		[STATS_SOURCE] = {original, original_count},
		[STATS_CANDIDATE] = {candidate, candidate_count},
		[STATS_SOURCE_IDLE] = {original_startup, os_count},
		[STATS_CANDIDATE_IDLE] = {candidate_startup, cs_count},
	};
	return stats_judge_runs(runs);
}
