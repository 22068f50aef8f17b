/*
 * The plan of a timing. An original that takes a third of the budget is hardly run again: the
 * runs that proved the translation right count, if they had the machine to themselves. Whichever
 * side is much faster is run more often per round. Every round begins with a control.
 */
#include "judge/plan.h"

#include <math.h>
#include <string.h>

enum {
	PLAN_ROUNDS_MIN = 3,
	PLAN_ROUNDS_GOOD = 10, /* enough to stop at, once the budget is spent */
	PLAN_ROUNDS_MAX = 30,
	PLAN_LONG_ROUNDS = 15, /* of the candidate, where the original is too long to repeat */
	PLAN_IDLE_ROUNDS = 10,
	PLAN_SLOW_ROUNDS = 2, /* at least, of a candidate that takes much of the budget itself */
	PLAN_OFTEN = 3,       /* runs per round of a side that is much faster */
};

#define PLAN_LONG          1.0  /* seconds that an original may always be repeated in */
#define PLAN_LONG_TWICE    6.0  /* budgets that an original may take and be run twice */
#define PLAN_PATIENCE      5.0  /* seconds of waiting for a quiet moment, at most … */
#define PLAN_PATIENCE_OF   0.5  /* … and as a part of the budget */
#define PLAN_STRETCH       1.25 /* of a control's wall time over its CPU time: something else ran */
#define PLAN_STRETCH_LEAST 0.001 /* seconds: less is the price of starting a process */
#define PLAN_SLOW          1.3   /* of a control's CPU time over the least seen: a shared core */

/* xorshift64 (Marsaglia 2003): the order of runs needs no better randomness. */
static size_t plan_random(struct plan *plan, size_t below)
{
	plan->random ^= plan->random << 13;
	plan->random ^= plan->random >> 7;
	plan->random ^= plan->random << 17;
	return (size_t)(plan->random % below);
}

static void plan_push(struct plan *plan, enum stats_kind kind, size_t times)
{
	while (times-- > 0 && plan->queued < PLAN_QUEUE)
		plan->queue[plan->queued++] = kind;
}

static size_t plan_clamp(double value, size_t low, size_t high)
{
	return value < (double)low ? low : value > (double)high ? high : (size_t)value;
}

/*
 * How often a long original is run once more, where its earlier runs do not count: twice, for one
 * run has no interval, unless that takes minutes and the factor is large.
 */
static size_t plan_long_source(const struct plan_wish *wish)
{
	if (wish->counts.count > 0)
		return 0;
	bool fits = wish->source_s <= PLAN_LONG_TWICE * wish->budget_s;
	return fits || wish->source_s < 6 * wish->candidate_s ? 2 : 1;
}

void plan_init(struct plan *plan, const struct plan_wish *wish)
{
	memset(plan, 0, sizeof(*plan));
	double budget = wish->budget_s, source = wish->source_s, candidate = wish->candidate_s;
	bool is_long = source > budget / 3 && source > PLAN_LONG;
	bool is_slow = candidate > budget / 3 && candidate > PLAN_LONG;
	plan->budget_s = budget;
	plan->random = UINT64_C(0x9E3779B97F4A7C15) ^ wish->seed;
	if (plan->random == 0)
		plan->random = 1;
	plan->candidate_each = candidate < source / 20 ? PLAN_OFTEN : 1;
	plan->source_each = source < candidate / 20 ? PLAN_OFTEN : 1;
	double round = candidate * (double)plan->candidate_each +
		       (is_long ? 0 : source * (double)plan->source_each);
	plan->rounds =
		plan_clamp(budget / fmax(round, 1e-6), is_slow ? PLAN_SLOW_ROUNDS : PLAN_ROUNDS_MIN,
			   is_long ? PLAN_LONG_ROUNDS : PLAN_ROUNDS_MAX);
	plan->source_rounds = is_long ? plan_long_source(wish) : plan->rounds;
	for (size_t i = 0; is_long && i < wish->counts.count; i++)
		plan_add(plan, STATS_SOURCE, wish->counts.at[i]);
	bool idle = candidate < 0.25 || source < 1.0;
	plan->idle_rounds = idle ? PLAN_IDLE_ROUNDS : 0;
	plan->patience_s = fmin(PLAN_PATIENCE, PLAN_PATIENCE_OF * budget);
}

/* Queue one round's runs in random order. */
static void plan_round(struct plan *plan)
{
	plan->queued = plan->done = 0;
	plan_push(plan, STATS_SOURCE, plan->round < plan->source_rounds ? plan->source_each : 0);
	plan_push(plan, STATS_CANDIDATE, plan->candidate_each);
	plan_push(plan, STATS_SOURCE_IDLE, plan->round < plan->idle_rounds);
	plan_push(plan, STATS_CANDIDATE_IDLE, plan->round < plan->idle_rounds);
	for (size_t i = plan->queued; i > 1; i--) {
		size_t j = plan_random(plan, i);
		enum stats_kind kept = plan->queue[i - 1];
		plan->queue[i - 1] = plan->queue[j];
		plan->queue[j] = kept;
	}
	plan->round++;
}

/* Whether the last control shows that something else keeps the machine busy. */
static bool plan_busy(const struct plan *plan)
{
	size_t count = plan->count[STATS_CONTROL];
	if (count == 0)
		return false;
	const struct stats_run *runs = plan->runs[STATS_CONTROL], *last = &runs[count - 1];
	double least = last->cpu;
	for (size_t i = 0; i < count; i++)
		least = fmin(least, runs[i].cpu);
	return last->wall > PLAN_STRETCH * last->cpu + PLAN_STRETCH_LEAST ||
	       last->cpu > PLAN_SLOW * least;
}

/* All rounds are through, or the budget is spent and there is enough to judge. */
static bool plan_enough(const struct plan *plan, double spent_s)
{
	if (plan->round >= plan->rounds)
		return true;
	/* A long original takes what it takes: the budget is for the rest. */
	spent_s -= plan->long_s;
	bool good = plan->round >= PLAN_ROUNDS_GOOD && spent_s > plan->budget_s;
	bool least = plan->round >= PLAN_ROUNDS_MIN && spent_s > 2 * plan->budget_s + 1;
	return good || least;
}

enum plan_next plan_next(struct plan *plan, double spent_s, enum stats_kind *kind)
{
	if (plan->done < plan->queued) {
		*kind = plan->queue[plan->done];
		return PLAN_RUN;
	}
	if (plan_enough(plan, spent_s))
		return PLAN_ENOUGH;
	/* A control first; and after a pause once more. */
	*kind = STATS_CONTROL;
	if (!plan->looked)
		return PLAN_RUN;
	plan->looked = false;
	bool busy = plan_busy(plan);
	if (busy && plan->patience_s > 0) {
		plan->patience_s -= PLAN_PAUSE_MS / 1000.0;
		return PLAN_PAUSE;
	}
	plan->busy_rounds += busy;
	plan_round(plan);
	*kind = plan->queue[0];
	return PLAN_RUN;
}

void plan_add(struct plan *plan, enum stats_kind kind, struct stats_run run)
{
	if (kind == STATS_SOURCE && plan->round > 0 && plan->source_rounds < plan->rounds)
		plan->long_s += run.wall;
	if (kind == STATS_CONTROL)
		plan->looked = true;
	else if (plan->done < plan->queued)
		plan->done++;
	if (plan->count[kind] == PLAN_RUNS_MAX)
		return;
	plan->runs[kind][plan->count[kind]++] = run;
}

size_t plan_made(const struct plan *plan)
{
	size_t made = 0;
	for (size_t kind = 0; kind < STATS_KINDS; kind++)
		made += plan->count[kind];
	return made;
}

size_t plan_left(const struct plan *plan)
{
	size_t left = plan->rounds - plan->round;
	size_t each = plan->candidate_each + 1;
	size_t sources = plan->source_rounds > plan->round ? plan->source_rounds - plan->round : 0;
	size_t idle = plan->idle_rounds > plan->round ? plan->idle_rounds - plan->round : 0;
	return plan->queued - plan->done + left * each + sources * plan->source_each +
	       2 * (idle < left ? idle : left);
}

struct stats_speedup plan_judge(const struct plan *plan)
{
	struct stats_runs runs[STATS_KINDS];
	for (size_t i = 0; i < STATS_KINDS; i++)
		runs[i] = (struct stats_runs){plan->runs[i], plan->count[i]};
	struct stats_speedup speedup = stats_judge_runs(runs);
	/* More than a quarter of the rounds. */
	speedup.busy = 4 * plan->busy_rounds > plan->round;
	return speedup;
}
