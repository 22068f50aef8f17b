/*
 * Times two programs with the product's own plan and judgement, each run in the sandbox, and
 * prints every run and what was concluded. tests/bench/timing.py counts what holds.
 *
 *	timing JOB STEPS_A STEPS_B BUDGET [SEED]
 *
 * A and B are JOB (timing_job) with so many steps; doing nothing is 0 steps.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "io/sandbox.h"
#include "io/timer.h"
#include "judge/plan.h"

#define CONTROL_STEPS "10000000"

struct bench {
	struct loop *loop;
	struct sandbox *sandbox;
	const char *job;
	const char *steps[STATS_KINDS];
	struct plan plan;
	struct sandbox_run run;
	struct timer timer;
	size_t ended;
	uint64_t began_ns;
};

static void bench_ended(struct op *op)
{
	struct bench *bench = op->owner;
	bench->ended++;
}

static struct stats_run bench_run(struct bench *bench, enum stats_kind kind)
{
	const char *argv[] = {"/job/program", bench->steps[kind], NULL};
	struct sandbox_mount mount = {.host = bench->job, .inside = argv[0]};
	struct sandbox_command command = {.argv = argv,
					  .mounts = &mount,
					  .mount_count = 1,
					  .limits = sandbox_run_limits};
	struct err err = {0};
	memset(&bench->run, 0, sizeof(bench->run));
	bench->run.op.ended = bench_ended;
	bench->run.op.owner = bench;
	if (!sandbox_start(bench->sandbox, SANDBOX_NONE, &bench->run, &command, &err)) {
		fprintf(stderr, "timing: %s\n", err.text);
		exit(2);
	}
	loop_run(bench->loop);
	const struct sandbox_result *result = &bench->run.result;
	if (bench->run.op.err.kind != ERR_NONE || result->status != 0 || result->signal != 0) {
		fprintf(stderr, "timing: the program failed: %s\n", bench->run.op.err.text);
		exit(2);
	}
	struct stats_run took = {result->wall_s, result->user_s + result->system_s};
	sandbox_run_deinit(&bench->run);
	return took;
}

static double bench_spent(const struct bench *bench)
{
	return (double)(loop_now_ns() - bench->began_ns) / 1e9;
}

static void bench_time(struct bench *bench, double budget, uint64_t seed)
{
	struct plan_wish wish = {
		.budget_s = budget,
		.source_s = bench_run(bench, STATS_SOURCE).wall,
		.candidate_s = bench_run(bench, STATS_CANDIDATE).wall,
		.seed = seed,
	};
	plan_init(&bench->plan, &wish);
	bench->began_ns = loop_now_ns();
	enum stats_kind kind = STATS_SOURCE;
	for (;;) {
		enum plan_next next = plan_next(&bench->plan, bench_spent(bench), &kind);
		if (next == PLAN_ENOUGH)
			return;
		if (next == PLAN_RUN) {
			plan_add(&bench->plan, kind, bench_run(bench, kind));
			continue;
		}
		bench->timer.op.ended = bench_ended;
		bench->timer.op.owner = bench;
		timer_start(bench->loop, &bench->timer, PLAN_PAUSE_MS);
		loop_run(bench->loop);
	}
}

static void bench_print_ratio(const char *name, const struct stats_ratio *ratio)
{
	printf("\"%s\": [%.9g, %.9g, %.9g], ", name, ratio->ratio, ratio->low,
	       ratio->high < 1e300 ? ratio->high : 1e300);
}

static void bench_print(struct bench *bench, const struct stats_speedup *speedup)
{
	static const char *const names[STATS_KINDS] = {"a", "b", "a_idle", "b_idle", "control"};
	struct arena arena;
	arena_init(&arena);
	printf("{\"claim\": %d, \"words\": \"%.*s\", ", speedup->claim,
	       STR_ARG(stats_words(&arena, speedup)));
	bench_print_ratio("whole", &speedup->whole);
	bench_print_ratio("compute", &speedup->compute);
	printf("\"known\": %d, \"bound\": %d, \"by_cpu\": %d, \"noisy\": %d, \"busy\": %d, "
	       "\"seconds\": %.3f, \"runs\": {",
	       speedup->compute_known, speedup->compute_bound, speedup->by_cpu, speedup->noisy,
	       speedup->busy, bench_spent(bench));
	for (size_t kind = 0; kind < STATS_KINDS; kind++) {
		printf("%s\"%s\": [", kind == 0 ? "" : ", ", names[kind]);
		for (size_t i = 0; i < bench->plan.count[kind]; i++)
			printf("%s[%.6f, %.6f]", i == 0 ? "" : ", ", bench->plan.runs[kind][i].wall,
			       bench->plan.runs[kind][i].cpu);
		printf("]");
	}
	printf("}}\n");
	arena_deinit(&arena);
}

int main(int argc, char **argv)
{
	static const struct log log = {.level = LOG_WARNING};
	if (argc != 5 && argc != 6) {
		fputs("timing JOB STEPS_A STEPS_B BUDGET [SEED]\n", stderr);
		return 2;
	}
	static struct bench bench;
	bench.job = argv[1];
	bench.steps[STATS_SOURCE] = argv[2];
	bench.steps[STATS_CANDIDATE] = argv[3];
	bench.steps[STATS_SOURCE_IDLE] = bench.steps[STATS_CANDIDATE_IDLE] = "0";
	bench.steps[STATS_CONTROL] = CONTROL_STEPS;
	bench.loop = loop_new(&log);
	bench.sandbox = sandbox_new(bench.loop);
	struct sandbox_look look = {.op = {.owner = &bench, .ended = bench_ended}};
	sandbox_look(bench.sandbox, &look);
	loop_run(bench.loop);
	bench_time(&bench, strtod(argv[4], NULL), argc == 6 ? strtoull(argv[5], NULL, 10) : 1);
	struct stats_speedup speedup = plan_judge(&bench.plan);
	bench_print(&bench, &speedup);
	sandbox_free(bench.sandbox);
	loop_free(bench.loop);
	return 0;
}
