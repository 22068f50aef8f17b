/*
 * The plan of a timing, played through with made-up times: how many runs of what, in which order,
 * when it waits and when it stops.
 */
#include "judge/plan.h"

#include "check.h"

/* What a made-up machine does. */
struct machine {
	double seconds[STATS_KINDS];
	double stretch;      /* of wall times */
	size_t busy_pauses;  /* it is quiet after so many pauses */
	double spent;        /* so far */
	size_t pauses, runs; /* made */
	size_t controls;
	enum stats_kind order[2000];
};

static void play(struct plan *plan, struct machine *machine)
{
	enum stats_kind kind;
	for (;;) {
		enum plan_next next = plan_next(plan, machine->spent, &kind);
		if (next == PLAN_ENOUGH)
			return;
		if (next == PLAN_PAUSE) {
			machine->pauses++;
			machine->spent += PLAN_PAUSE_MS / 1000.0;
			continue;
		}
		bool quiet = machine->pauses >= machine->busy_pauses;
		double cpu = machine->seconds[kind], wall = quiet ? cpu : cpu * machine->stretch;
		machine->spent += wall;
		machine->controls += kind == STATS_CONTROL;
		if (machine->runs < 2000)
			machine->order[machine->runs++] = kind;
		plan_add(plan, kind, (struct stats_run){wall, cpu});
	}
}

static struct machine machine_of(double source, double candidate)
{
	return (struct machine){.seconds = {source, candidate, 0.01, 0.001, 0.01}, .stretch = 2};
}

static struct plan plan_of(double budget, double source, double candidate)
{
	struct plan plan;
	struct plan_wish wish = {.budget_s = budget,
				 .source_s = source,
				 .candidate_s = candidate,
				 .seed = 7};
	plan_init(&plan, &wish);
	return plan;
}

static void check_rounds(void)
{
	struct machine machine = machine_of(0.5, 0.3);
	struct plan plan = plan_of(10, 0.5, 0.3);
	size_t expected = plan_left(&plan);
	play(&plan, &machine);
	CHECK_INT(plan.count[STATS_SOURCE], 12);
	CHECK_INT(plan.count[STATS_CANDIDATE], 12);
	CHECK_INT(plan.count[STATS_CONTROL], 12);
	CHECK_INT(plan.count[STATS_SOURCE_IDLE], 10);
	CHECK_INT(machine.pauses, 0);
	CHECK_INT(machine.runs, expected);
	CHECK_INT(plan_made(&plan), expected);
	CHECK_INT(plan_left(&plan), 0);
	CHECK(!plan_judge(&plan).busy);
	/* Each round is whole, and the order within it is not always the same. */
	size_t source_first = 0, round = 0;
	for (size_t i = 0; i < machine.runs; i++) {
		if (machine.order[i] != STATS_CONTROL)
			continue;
		round++;
		size_t k = i + 1;
		while (machine.order[k] > STATS_CANDIDATE)
			k++;
		source_first += machine.order[k] == STATS_SOURCE;
	}
	CHECK_INT(round, 12);
	CHECK(source_first > 2 && source_first < 10);
}

/* Much faster on one side: that one is run more often. */
static void check_unequal(void)
{
	struct machine machine = machine_of(0.5, 0.01);
	struct plan plan = plan_of(10, 0.5, 0.01);
	play(&plan, &machine);
	CHECK_INT(plan.count[STATS_CANDIDATE], 3 * plan.count[STATS_SOURCE]);
	machine = machine_of(0.05, 2);
	plan = plan_of(20, 0.05, 2);
	play(&plan, &machine);
	CHECK_INT(plan.count[STATS_SOURCE], 3 * plan.count[STATS_CANDIDATE]);
	CHECK(plan_judge(&plan).claim == STATS_SLOWER);
}

/* A long original is not run again where its earlier runs count. */
static void check_long(void)
{
	const struct stats_run before[] = {{27, 27}, {27.5, 27.4}};
	struct plan plan;
	struct plan_wish wish = {.budget_s = 10,
				 .source_s = 27,
				 .candidate_s = 0.0015,
				 .counts = {before, 2},
				 .seed = 7};
	plan_init(&plan, &wish);
	struct machine machine = machine_of(27, 0.0015);
	play(&plan, &machine);
	CHECK_INT(plan.count[STATS_SOURCE], 2);
	CHECK_INT(plan.count[STATS_CANDIDATE], 45);
	CHECK(machine.spent < 2);
	struct stats_speedup speedup = plan_judge(&plan);
	CHECK(speedup.claim == STATS_FASTER && !speedup.first && speedup.startup_dominates);
	/* Where they do not count, once more; twice where the factor is small. */
	wish.counts.count = 0;
	plan_init(&plan, &wish);
	play(&plan, &machine);
	CHECK_INT(plan.count[STATS_SOURCE], 2);
	CHECK_INT(plan.count[STATS_CANDIDATE], 45);
	wish.source_s = 100;
	plan_init(&plan, &wish);
	play(&plan, &machine);
	CHECK_INT(plan.count[STATS_SOURCE], 1);
	wish.source_s = 27;
	wish.candidate_s = 20;
	plan_init(&plan, &wish);
	machine = machine_of(27, 20);
	play(&plan, &machine);
	CHECK_INT(plan.count[STATS_SOURCE], 2);
	CHECK_INT(plan.count[STATS_CANDIDATE], 2);
}

static void check_budget(void)
{
	/* Slower than thought: it stops at the budget with ten rounds, later with three. */
	struct machine machine = machine_of(0.2, 0.2);
	struct plan plan = plan_of(2, 0.02, 0.02);
	play(&plan, &machine);
	CHECK_INT(plan.count[STATS_SOURCE], 10);
	machine = machine_of(2, 2);
	plan = plan_of(2, 0.02, 0.02);
	play(&plan, &machine);
	CHECK_INT(plan.count[STATS_SOURCE], 3);
}

static void check_busy(void)
{
	/* Waited out. */
	struct machine machine = machine_of(0.1, 0.1);
	machine.busy_pauses = 6;
	struct plan plan = plan_of(10, 0.1, 0.1);
	play(&plan, &machine);
	CHECK_INT(machine.pauses, 6);
	CHECK(!plan_judge(&plan).busy);
	/* Not for ever, and then it is said. */
	machine = machine_of(0.1, 0.1);
	machine.busy_pauses = 1000;
	plan = plan_of(10, 0.1, 0.1);
	play(&plan, &machine);
	CHECK_INT(machine.pauses, 20);
	CHECK(plan.count[STATS_SOURCE] >= 10);
	CHECK(plan_judge(&plan).busy);
	/* A small budget waits little. */
	machine = machine_of(0.1, 0.1);
	machine.busy_pauses = 1000;
	plan = plan_of(1, 0.1, 0.1);
	play(&plan, &machine);
	CHECK_INT(machine.pauses, 2);
}

int main(void)
{
	CHECK_BEGIN();
	check_rounds();
	check_unequal();
	check_long();
	check_budget();
	check_busy();
	return CHECK_END();
}
