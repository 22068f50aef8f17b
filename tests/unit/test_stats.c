/*
 * From times to claims. The test that matters most: programs compared with themselves, under
 * simulated noise, of which none may be called faster.
 */
#include "judge/stats.h"

#include <math.h>
#include <stdint.h>

#include "check.h"

enum { RUNS = 200 };

/* A generator of the test's own: splitmix64. */
static double uniform(uint64_t *state)
{
	uint64_t x = *state += UINT64_C(0x9E3779B97F4A7C15);
	x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
	return ((double)((x ^ x >> 31) >> 11) + 0.5) / 9007199254740992.0;
}

static double normal(uint64_t *state)
{
	double radius = sqrt(-2 * log(uniform(state)));
	return radius * cos(6.283185307179586 * uniform(state));
}

enum noise { QUIET, SCATTER, BURSTS, HEAVY, NOISES };

/* One run of a program of `seconds`: wall time with noise, CPU time with a tenth of it. */
static struct stats_run run_of(double seconds, enum noise noise, uint64_t *state)
{
	static const double spread[NOISES] = {0.01, 0.10, 0.05, 0.30};
	double factor = exp(spread[noise] * normal(state));
	if (noise == BURSTS && uniform(state) < 0.25)
		factor *= 1 + 2 * uniform(state);
	double cpu = 1 + (factor - 1) * 0.1;
	return (struct stats_run){.wall = seconds * fmax(factor, cpu), .cpu = seconds * cpu};
}

static void fill(struct stats_run *runs, size_t count, double seconds, enum noise noise,
		 uint64_t *state)
{
	for (size_t i = 0; i < count; i++)
		runs[i] = run_of(seconds, noise, state);
}

static struct stats_speedup judge(double a_seconds, size_t a_count, double b_seconds,
				  size_t b_count, enum noise noise, uint64_t *state)
{
	struct stats_run a[RUNS], b[RUNS], os[10], cs[10];
	fill(a, a_count, a_seconds, noise, state);
	fill(b, b_count, b_seconds, noise, state);
	fill(os, 10, 0.011, noise, state);
	fill(cs, 10, 0.001, noise, state);
	return stats_judge(a, a_count, b, b_count, os, 10, cs, 10);
}

/* A program against itself: never faster, never slower, whatever the noise and the counts. */
static void check_against_itself(void)
{
	static const size_t counts[] = {1, 2, 3, 4, 5, 10, 30};
	uint64_t state = 42;
	for (size_t c = 0; c < sizeof(counts) / sizeof(counts[0]); c++) {
		size_t false_claims = 0, claims = 0;
		for (size_t i = 0; i < 200; i++) {
			enum noise noise = (enum noise)(i % NOISES);
			struct stats_speedup speedup =
				judge(0.5, counts[c], 0.5, counts[c], noise, &state);
			claims++;
			false_claims +=
				speedup.claim == STATS_FASTER || speedup.claim == STATS_SLOWER;
		}
		CHECK_INT(claims, 200);
		CHECK_INT(false_claims, 0);
	}
}

/* Where drift falls on both runs of a round, the interval is as narrow as if there were none. */
static void check_drift(void)
{
	uint64_t state = 11;
	double a[10], b[10];
	for (size_t i = 0; i < 10; i++) {
		double pace = 1 + (double)i / 9;
		a[i] = 2.0 * pace * exp(0.005 * normal(&state));
		b[i] = 1.0 * pace * exp(0.005 * normal(&state));
	}
	struct stats_ratio ratio = stats_ratio(a, 10, b, 10);
	CHECK(ratio.low < 2 && ratio.high > 2);
	CHECK(ratio.high < 1.06 * ratio.low);
}

/* How often the interval holds the truth, under noise that hits some runs and not others. */
static void check_coverage(void)
{
	static const size_t counts[] = {3, 5, 6, 10, 30};
	uint64_t state = 99;
	for (size_t c = 0; c < sizeof(counts) / sizeof(counts[0]); c++) {
		size_t held = 0;
		for (size_t i = 0; i < 400; i++) {
			double a[30], b[90];
			size_t each = 1 + 2 * (i % 2);
			for (size_t r = 0; r < counts[c]; r++)
				a[r] = run_of(3, (enum noise)(i % NOISES), &state).wall;
			for (size_t r = 0; r < counts[c] * each; r++)
				b[r] = run_of(2, (enum noise)(i % NOISES), &state).wall;
			struct stats_ratio ratio = stats_ratio(a, counts[c], b, counts[c] * each);
			held += ratio.low <= 1.5 && 1.5 <= ratio.high;
		}
		CHECK(held >= 380);
	}
}

/* The same by wall time alone (programs that wait), where noise falls on the ratio in full. */
static void check_against_itself_by_wall(void)
{
	static const size_t counts[] = {5, 10, 20};
	uint64_t state = 4711;
	for (size_t c = 0; c < sizeof(counts) / sizeof(counts[0]); c++) {
		size_t wrong = 0;
		for (size_t i = 0; i < 200; i++) {
			struct stats_run a[RUNS], b[RUNS];
			fill(a, counts[c], 0.5, (enum noise)(i % 3), &state);
			fill(b, counts[c], 0.5, (enum noise)(i % 3), &state);
			for (size_t r = 0; r < counts[c]; r++)
				a[r].cpu = b[r].cpu = 0.05;
			struct stats_speedup speedup =
				stats_judge(a, counts[c], b, counts[c], NULL, 0, NULL, 0);
			CHECK(!speedup.by_cpu);
			/* So wide an interval may also say nothing. */
			wrong += speedup.claim != STATS_NO_DIFFERENCE &&
				 speedup.claim != STATS_UNCERTAIN;
		}
		CHECK_INT(wrong, 0);
	}
}

static void check_real_differences(void)
{
	uint64_t state = 7;
	for (size_t i = 0; i < 50; i++) {
		struct stats_speedup speedup = judge(2.0, 10, 0.05, 30, SCATTER, &state);
		CHECK_INT(speedup.claim, STATS_FASTER);
		CHECK(speedup.by_cpu && speedup.whole.low > 30 && speedup.whole.high < 50);
		CHECK(speedup.whole.low <= speedup.whole.ratio &&
		      speedup.whole.ratio <= speedup.whole.high);
		CHECK_INT(judge(0.5, 10, 1.0, 10, SCATTER, &state).claim, STATS_SLOWER);
		CHECK_INT(judge(0.5, 10, 0.42, 10, QUIET, &state).claim, STATS_FASTER);
	}
}

static void check_median(void)
{
	const double values[] = {3, 1, 2, 10};
	CHECK_NEAR(stats_median(values, 4), 2.5, 1e-12);
	CHECK_NEAR(stats_median(values, 3), 2, 1e-12);
	CHECK_NEAR(values[0], 3, 0);
	CHECK_NEAR(stats_median(values, 0), 0, 0);
	CHECK_NEAR(stats_median(NULL, 0), 0, 0);
	const double odd[] = {1, NAN, INFINITY, -1, 5};
	CHECK_NEAR(stats_median(odd, 5), 3, 1e-12);
}

static void check_ratio(void)
{
	const double a[] = {10, 10, 10}, b[] = {2, 2, 2};
	struct stats_ratio ratio = stats_ratio(a, 3, b, 3);
	CHECK_NEAR(ratio.ratio, 5, 1e-12);
	/* Few runs that agree may agree by chance. */
	CHECK(ratio.low > 4.7 && ratio.low < 4.9);
	CHECK(ratio.high > 5.1 && ratio.high < 5.3);
	ratio = stats_ratio(a, 2, b, 3);
	CHECK_NEAR(ratio.ratio, 5, 1e-12);
	CHECK(ratio.low > 4 && ratio.low < 4.9 && ratio.high > 5.1 && ratio.high < 6);
	ratio = stats_ratio(a, 3, b, 1);
	CHECK(ratio.low == 0 && ratio.high == 0);
	ratio = stats_ratio(a, 1, b, 3);
	CHECK_NEAR(ratio.ratio, 5, 1e-12);
	CHECK(ratio.low == 0 && ratio.high == 0);
	/* Two that differ by a tenth say little. */
	const double apart[] = {10, 11};
	ratio = stats_ratio(apart, 2, b, 3);
	CHECK(ratio.low < 4 && ratio.high > 7);
	const double none[] = {0, 0, 0};
	CHECK(stats_ratio(a, 3, none, 3).ratio == 0);
	CHECK(stats_ratio(none, 3, b, 3).ratio == 0);
	CHECK(stats_ratio(NULL, 0, NULL, 0).ratio == 0);
	/* The same values, the same interval: the report can be repeated. */
	const double x[] = {5, 6, 7, 8, 9, 10}, y[] = {1, 2, 3, 4, 5, 6};
	struct stats_ratio one = stats_ratio(x, 6, y, 6), two = stats_ratio(x, 6, y, 6);
	CHECK(one.low == two.low && one.high == two.high && one.low < one.high);
	/* Ten rounds: all but the least and the greatest of their ratios lie within. */
	const double top[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
		     ones[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
	ratio = stats_ratio(top, 10, ones, 10);
	CHECK(ratio.low > 1.9 && ratio.low < 2 && ratio.high > 9 && ratio.high < 9.1);
}

/* What the verification runs alone may say. */
static void check_first(void)
{
	struct stats_run slow = {8.5, 8.4}, fast = {0.2, 0.2}, similar = {4.0, 3.9};
	struct stats_speedup speedup = stats_judge(&slow, 1, &fast, 1, NULL, 0, NULL, 0);
	CHECK(speedup.first && speedup.claim == STATS_FASTER);
	CHECK(speedup.whole.low == 0 && speedup.whole.high == 0);
	CHECK_INT(stats_judge(&slow, 1, &similar, 1, NULL, 0, NULL, 0).claim, STATS_NOTHING);
	CHECK_INT(stats_judge(&fast, 1, &slow, 1, NULL, 0, NULL, 0).claim, STATS_SLOWER);
	/* Python's start-up against C++'s: no speed-up at all. */
	struct stats_run python = {0.012, 0.011}, native = {0.001, 0.001};
	CHECK_INT(stats_judge(&python, 1, &native, 1, NULL, 0, NULL, 0).claim, STATS_NOTHING);
	/* Nor on a busy machine, where an interpreter that is slow to start takes far longer. */
	struct stats_run busy = {0.16, 0.06};
	CHECK_INT(stats_judge(&busy, 1, &native, 1, NULL, 0, NULL, 0).claim, STATS_NOTHING);
	busy = (struct stats_run){0.6, 0.12};
	CHECK_INT(stats_judge(&busy, 1, &native, 1, NULL, 0, NULL, 0).claim, STATS_NOTHING);
	CHECK_INT(stats_judge(NULL, 0, NULL, 0, NULL, 0, NULL, 0).claim, STATS_NOTHING);
	struct stats_run zero = {0, 0};
	CHECK_INT(stats_judge(&slow, 1, &zero, 1, NULL, 0, NULL, 0).claim, STATS_NOTHING);
}

static void check_startup(void)
{
	uint64_t state = 3;
	/* An empty program. */
	struct stats_speedup speedup = judge(0.0115, 20, 0.00105, 60, QUIET, &state);
	CHECK_INT(speedup.claim, STATS_TOO_SHORT);
	CHECK(speedup.startup_dominates);
	/* Kadane's algorithm: 24 s against half a millisecond of work. */
	speedup = judge(24, 3, 0.0016, 30, QUIET, &state);
	CHECK_INT(speedup.claim, STATS_FASTER);
	CHECK(speedup.startup_dominates && speedup.compute_known);
	CHECK(speedup.compute.ratio > 30000 && speedup.compute.ratio < 50000);
	CHECK(speedup.whole.ratio < speedup.compute.ratio);
	/* Nothing measurable beyond start-up: no number for it. */
	speedup = judge(24, 3, 0.00101, 30, SCATTER, &state);
	CHECK(speedup.startup_dominates && !speedup.compute_known);
	CHECK(speedup.compute_bound && speedup.within_startup);
	CHECK(speedup.compute.low > speedup.whole.high && speedup.compute.low < 24 / 0.0001);
	/* Load has stretched the script's runs, but it computed nothing. */
	struct stats_run script[10], candidate[10], idle[10], nothing[10];
	for (size_t i = 0; i < 10; i++) {
		script[i] = (struct stats_run){0.120 + 0.001 * (double)i, 0.036};
		idle[i] = (struct stats_run){0.080 + 0.001 * (double)i, 0.035};
		candidate[i] = nothing[i] = (struct stats_run){0.002, 0.001};
	}
	CHECK_INT(stats_judge(script, 10, candidate, 10, idle, 10, nothing, 10).claim,
		  STATS_TOO_SHORT);
	/* Long enough, or a long wait. */
	for (size_t i = 0; i < 10; i++)
		script[i].wall = 1;
	CHECK_INT(stats_judge(script, 10, candidate, 10, idle, 10, nothing, 10).claim,
		  STATS_FASTER);
	speedup = judge(2, 10, 0.05, 30, QUIET, &state);
	CHECK(!speedup.startup_dominates);
	/* A short script that became slower is slower. */
	CHECK_INT(judge(0.02, 10, 0.5, 10, QUIET, &state).claim, STATS_SLOWER);
}

static void check_kinds(void)
{
	uint64_t state = 5;
	struct stats_run a[10], b[10];
	fill(a, 10, 2, QUIET, &state);
	fill(b, 10, 0.5, QUIET, &state);
	/* Several threads: CPU time counts them all, so the wall decides. */
	for (size_t i = 0; i < 10; i++)
		b[i].cpu = 4 * b[i].wall;
	struct stats_speedup speedup = stats_judge(a, 10, b, 10, NULL, 0, NULL, 0);
	CHECK(!speedup.by_cpu && speedup.claim == STATS_FASTER);
	CHECK_NEAR(speedup.whole.ratio, 4, 0.2);
	CHECK(!speedup.noisy);
	b[3].cpu = 9;
	CHECK(stats_judge(a, 10, b, 10, NULL, 0, NULL, 0).noisy);
}

/* On a busy machine a program that only computes is known by what the control got. */
static void check_busy(void)
{
	struct stats_run a[10], b[10], control[10];
	uint64_t state = 21;
	for (size_t i = 0; i < 10; i++) {
		double stretch = 1.4 + uniform(&state);
		a[i] = (struct stats_run){2 * stretch, 2};
		b[i] = (struct stats_run){0.5 * (3.8 - stretch), 0.5};
		control[i] = (struct stats_run){0.01 * (1.3 + uniform(&state)), 0.01};
	}
	struct stats_runs runs[STATS_KINDS] = {
		[STATS_SOURCE] = {a, 10}, [STATS_CANDIDATE] = {b, 10}};
	CHECK(!stats_judge_runs(runs).by_cpu);
	runs[STATS_CONTROL] = (struct stats_runs){control, 10};
	struct stats_speedup speedup = stats_judge_runs(runs);
	CHECK(speedup.by_cpu);
	CHECK_NEAR(speedup.whole.ratio, 4, 0.01);
	/* One that waits is not taken for one that is kept waiting. */
	for (size_t i = 0; i < 10; i++)
		a[i].cpu = 0.4;
	CHECK(!stats_judge_runs(runs).by_cpu);
}

static void check_spread(void)
{
	const struct stats_run runs[] = {{3, 1}, {1, 0.5}, {2, 0.75}};
	struct stats_spread spread = stats_spread((struct stats_runs){runs, 3}, false);
	CHECK(spread.min == 1 && spread.median == 2 && spread.max == 3);
	CHECK_NEAR(spread.relative, 0.5, 1e-9);
	CHECK(stats_spread((struct stats_runs){runs, 3}, true).max == 1);
	CHECK(stats_spread((struct stats_runs){NULL, 0}, true).max == 0);
}

/* When the quickest run of either side says otherwise, nothing is claimed. */
static void check_quickest(void)
{
	struct stats_run a[10], b[10];
	for (size_t i = 0; i < 10; i++) {
		a[i] = (struct stats_run){2, 2};
		b[i] = (struct stats_run){1, 1};
	}
	CHECK_INT(stats_judge(a, 10, b, 10, NULL, 0, NULL, 0).claim, STATS_FASTER);
	a[4] = b[0];
	CHECK_INT(stats_judge(a, 10, b, 10, NULL, 0, NULL, 0).claim, STATS_UNCERTAIN);
	CHECK_INT(stats_judge(b, 10, a, 10, NULL, 0, NULL, 0).claim, STATS_UNCERTAIN);
}

int main(void)
{
	CHECK_BEGIN();
	check_median();
	check_ratio();
	check_against_itself();
	check_against_itself_by_wall();
	check_drift();
	check_coverage();
	check_busy();
	check_quickest();
	check_spread();
	check_real_differences();
	check_first();
	check_startup();
	check_kinds();
	return CHECK_END();
}
