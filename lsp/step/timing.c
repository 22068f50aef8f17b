/*
 * Timed runs, alone on the machine: rounds of one run of the original and one or more
 * of the candidate in random order, so that drift and noise fall on both alike. Every
 * run's output is compared again: a program that is right two times out of three is
 * wrong. Start-up of interpreter and of a native program that does nothing are measured
 * between the runs and told apart. (Interleaving and the number of runs: docs/verdicts.md.)
 *
 *	turn -> build the program that does nothing -> rounds -> judge
 */
#include "timing.h"

#include "base/mem.h"
#include "io/file.h"
#include "original.h"
#include "same_output.h"
#include "step/steps.h"
#include "step/work.h"
#include "toolchain.h"

enum timing_kind { TIMING_SOURCE, TIMING_CANDIDATE, TIMING_SOURCE_IDLE, TIMING_CANDIDATE_IDLE };
enum { TIMING_KINDS = 4, TIMING_RUNS_MAX = 200, TIMING_ROUNDS_MAX = 30, TIMING_ROUNDS_MIN = 3 };
enum { TIMING_IDLE_RUNS = 10, TIMING_LONG_RUNS = 15 };
enum { TIMING_LONG_SECONDS = 1 };

struct timing {
	enum { TIMING_TURN, TIMING_IDLE_BUILD, TIMING_RUNNING } phase;
	enum timing_kind plan[TIMING_RUNS_MAX * 2];
	size_t planned, done;
	struct stats_run runs[TIMING_KINDS][TIMING_RUNS_MAX];
	size_t count[TIMING_KINDS];
	uint64_t began_ms;
	uint64_t random;
};

void timing_deinit(struct timing *timing)
{
	mem_free(timing);
}

static void timing_record(struct timing *timing, enum timing_kind kind,
			  const struct sandbox_result *result)
{
	if (timing->count[kind] == TIMING_RUNS_MAX)
		return;
	timing->runs[kind][timing->count[kind]++] =
		(struct stats_run){result->wall_s, result->user_s + result->system_s};
}

/* xorshift64 (Marsaglia 2003): the order of runs needs no better randomness. */
static size_t timing_random(struct timing *timing, size_t below)
{
	timing->random ^= timing->random << 13;
	timing->random ^= timing->random >> 7;
	timing->random ^= timing->random << 17;
	return (size_t)(timing->random % below);
}

static void timing_plan_add(struct timing *timing, enum timing_kind kind, size_t times)
{
	size_t room = sizeof(timing->plan) / sizeof(timing->plan[0]);
	while (times-- > 0 && timing->planned < room)
		timing->plan[timing->planned++] = kind;
}

/* Put one round's runs in random order. */
static void timing_shuffle(struct timing *timing, size_t from)
{
	for (size_t i = timing->planned; i > from + 1; i--) {
		size_t j = from + timing_random(timing, i - from);
		enum timing_kind kept = timing->plan[i - 1];
		timing->plan[i - 1] = timing->plan[j];
		timing->plan[j] = kept;
	}
}

static size_t timing_clamp(double value, size_t low, size_t high)
{
	return value < (double)low ? low : value > (double)high ? high : (size_t)value;
}

/*
 * An original that takes long: its two verification runs count, if they had the machine to
 * themselves. Else it is run once more; twice when it fits or when the factor is small, for
 * then one run would be too little to claim anything.
 */
static void timing_long_source(struct work *work, double source, double candidate)
{
	struct timing *timing = work->timing;
	const struct original *original = work->original;
	if (original->crowded) {
		bool twice = source <= work->settings.time_budget_s || source < 6 * candidate;
		timing_plan_add(timing, TIMING_SOURCE, twice ? 2 : 1);
		return;
	}
	const struct sandbox_result *plain = &original->plain.result;
	const struct sandbox_result *again = &original->again.result;
	timing_record(timing, TIMING_SOURCE, plain);
	/* Shifted clocks are slow: a script that asks them all the time is not timed by them. */
	if (original->repeated && again->wall_s < 1.25 * plain->wall_s)
		timing_record(timing, TIMING_SOURCE, again);
}

/*
 * How many runs of each. An original that takes a third of the budget is hardly run again. A much
 * faster candidate is run more often per round.
 */
static void timing_make_plan(struct work *work)
{
	struct timing *timing = work->timing;
	const struct sandbox_run *plain = &work->original->plain;
	double budget = work->settings.time_budget_s;
	double source = plain->result.wall_s, candidate = work->run.result.wall_s;
	bool idle = candidate < 0.25 || source < 1.0;
	if (source > budget / 3 && source > (double)TIMING_LONG_SECONDS) {
		timing_long_source(work, source, candidate);
		timing_plan_add(timing, TIMING_CANDIDATE,
				timing_clamp(budget / candidate, TIMING_ROUNDS_MIN,
					     TIMING_LONG_RUNS));
		timing_plan_add(timing, TIMING_SOURCE_IDLE, idle ? TIMING_IDLE_RUNS : 0);
		timing_plan_add(timing, TIMING_CANDIDATE_IDLE, idle ? TIMING_IDLE_RUNS : 0);
		timing_shuffle(timing, 0);
		return;
	}
	size_t rounds =
		timing_clamp(budget / (source + candidate), TIMING_ROUNDS_MIN, TIMING_ROUNDS_MAX);
	size_t per_round = candidate < source / 20 ? 3 : 1;
	for (size_t round = 0; round < rounds; round++) {
		size_t from = timing->planned;
		timing_plan_add(timing, TIMING_SOURCE, 1);
		timing_plan_add(timing, TIMING_CANDIDATE, per_round);
		timing_plan_add(timing, TIMING_SOURCE_IDLE, idle && round < TIMING_IDLE_RUNS);
		timing_plan_add(timing, TIMING_CANDIDATE_IDLE, idle && round < TIMING_IDLE_RUNS);
		timing_shuffle(timing, from);
	}
}

/* The native program that does nothing, but loads what a C++ program loads. */
static enum next timing_build_idle(struct work *work)
{
	struct arena *arena = &work->job.arena;
	struct str source = arena_fmt(arena, "%.*s/idle.cpp", STR_ARG(work->folder));
	struct str program = arena_fmt(arena, "%.*s/idle", STR_ARG(work->folder));
	if (!file_replace(source.at, STR("#include <iostream>\nint main() { return 0; }\n"),
			  &work->job.err) ||
	    !file_replace(program.at, STR(""), &work->job.err))
		return FAIL;
	struct sandbox_mount mounts[TOOLCHAIN_MOUNTS] = {
		{.host = source.at, .inside = "/job/idle.cpp"}};
	size_t count = 1;
	toolchain_mounts(&work->compiler, mounts, &count);
	struct sandbox_command command = {
		.argv = work->to->compile(arena, work->compiler.path, "/job/idle.cpp",
					  "/job/artifact"),
		.mounts = mounts,
		.mount_count = count,
		.artifact = program.at,
		.limits = work->settings.compile,
	};
	return work_run(work, &work->build, &command);
}

static enum next timing_run_one(struct work *work)
{
	struct sandbox_mount mounts[TOOLCHAIN_MOUNTS];
	const char *argv[4];
	struct sandbox_command command;
	enum timing_kind kind = work->timing->plan[work->timing->done];
	switch (kind) {
	case TIMING_SOURCE:
	case TIMING_SOURCE_IDLE:
		original_command(work, mounts, argv, &command);
		break;
	case TIMING_CANDIDATE:
	case TIMING_CANDIDATE_IDLE:
		same_output_command(work, mounts, argv, &command);
		break;
	}
	if (kind == TIMING_SOURCE_IDLE) {
		argv[1] = "-c";
		argv[2] = "pass";
		argv[3] = NULL;
	}
	if (kind == TIMING_CANDIDATE_IDLE)
		mounts[0].host = arena_fmt(&work->job.arena, "%.*s/idle", STR_ARG(work->folder)).at;
	return work_run(work, &work->run, &command);
}

/* Compare what a timed run printed; false when this run was another than the first. */
static bool timing_same(struct work *work, enum timing_kind kind)
{
	struct verdict *verdict = &work->job.verdict;
	if (kind != TIMING_SOURCE && kind != TIMING_CANDIDATE)
		return true;
	struct output_run plain = original_view(&work->original->plain);
	struct output_run again = original_view(&work->original->again);
	struct output_run this = original_view(&work->run);
	struct arena scratch;
	arena_init(&scratch);
	struct output_result result = output_compare(&scratch, &plain, &again, &this);
	bool same =
		result.match == (kind == TIMING_SOURCE ? OUTPUT_IDENTICAL : verdict->output.match);
	if (!same) {
		verdict_withdraw(verdict, FINDING_OUTPUT);
		verdict->speedup = (struct stats_speedup){.claim = STATS_NOTHING};
	}
	if (!same && kind == TIMING_SOURCE) {
		verdict_add(verdict, FINDING_NOT_DETERMINISTIC,
			    "a later run of the original printed something else (%.*s)",
			    STR_ARG(result.where));
		verdict->output.match = OUTPUT_UNKNOWN;
	} else if (!same) {
		verdict_add(verdict, FINDING_OUTPUT,
			    "one of %zu runs of the translation behaved differently: %.*s",
			    work->timing->count[TIMING_CANDIDATE] + 2, STR_ARG(result.text));
		verdict->output = result;
		verdict->output.where = arena_str(&work->job.arena, result.where);
		verdict->output.expected = arena_str(&work->job.arena, result.expected);
		verdict->output.got = arena_str(&work->job.arena, result.got);
		verdict->output.text = arena_str(&work->job.arena, result.text);
	}
	arena_deinit(&scratch);
	return same;
}

static double timing_median_wall(const struct timing *timing, enum timing_kind kind)
{
	double walls[TIMING_RUNS_MAX];
	for (size_t i = 0; i < timing->count[kind]; i++)
		walls[i] = timing->runs[kind][i].wall;
	return stats_median(walls, timing->count[kind]);
}

static void timing_judge(struct work *work)
{
	struct timing *t = work->timing;
	struct verdict *verdict = &work->job.verdict;
	verdict->speedup =
		stats_judge(t->runs[TIMING_SOURCE], t->count[TIMING_SOURCE],
			    t->runs[TIMING_CANDIDATE], t->count[TIMING_CANDIDATE],
			    t->runs[TIMING_SOURCE_IDLE], t->count[TIMING_SOURCE_IDLE],
			    t->runs[TIMING_CANDIDATE_IDLE], t->count[TIMING_CANDIDATE_IDLE]);
	verdict->source_seconds = timing_median_wall(t, TIMING_SOURCE);
	verdict->candidate_seconds = timing_median_wall(t, TIMING_CANDIDATE);
	verdict->source_runs = t->count[TIMING_SOURCE];
	verdict->candidate_runs = t->count[TIMING_CANDIDATE];
	verdict->source_startup = timing_median_wall(t, TIMING_SOURCE_IDLE);
	verdict->candidate_startup = timing_median_wall(t, TIMING_CANDIDATE_IDLE);
}

/* Enough when the plan is through, or when the budget is spent and there is a round to judge. */
static bool timing_enough(const struct work *work)
{
	const struct timing *timing = work->timing;
	double spent = (double)(loop_now_ms(work->job.loop) - timing->began_ms) / 1000;
	bool least = timing->count[TIMING_CANDIDATE] >= TIMING_ROUNDS_MIN &&
		     timing->count[TIMING_SOURCE] >= 1;
	return timing->done >= timing->planned ||
	       (least && spent > 2 * work->settings.time_budget_s + 1);
}

static enum next timing_start(struct job *job)
{
	struct work *work = work_of(job);
	if (work->unverified || !verdict_holds(&job->verdict) || work->settings.time_budget_s <= 0)
		return NEXT;
	if (work->timing == NULL) {
		work->timing = mem_new(sizeof(*work->timing));
		work->timing->random = 0x9E3779B97F4A7C15u ^ job->id;
		job_say(job, "waiting for the machine to be free for timing");
		job_op(job, &work->turn.op);
		turn_start(work->kit->queue, &work->turn, TURN_TIMING);
		return WAIT;
	}
	if (work->timing->phase == TIMING_IDLE_BUILD)
		return timing_build_idle(work);
	job_say(job, "timing, run %zu of %zu", work->timing->done + 1, work->timing->planned);
	return timing_run_one(work);
}

static enum next timing_over(struct work *work)
{
	turn_give_back(&work->turn);
	timing_deinit(work->timing);
	work->timing = NULL;
	return NEXT;
}

static enum next timing_after_run(struct work *work)
{
	struct timing *timing = work->timing;
	enum timing_kind kind = timing->plan[timing->done++];
	if (work->run.op.err.kind != ERR_NONE) {
		/* What was proved stands; only its speed is not known better than before. */
		verdict_add(&work->job.verdict, FINDING_NOTE, "timing was given up: %s",
			    work->run.op.err.text);
		return timing_over(work);
	}
	if (!timing_same(work, kind))
		return timing_over(work);
	timing_record(timing, kind, &work->run.result);
	if (!timing_enough(work))
		return AGAIN;
	timing_judge(work);
	return timing_over(work);
}

static enum next timing_finish(struct job *job)
{
	struct work *work = work_of(job);
	struct timing *timing = work->timing;
	switch (timing->phase) {
	case TIMING_TURN:
		timing->began_ms = loop_now_ms(job->loop);
		timing->phase = TIMING_IDLE_BUILD;
		job_say(job, "timing");
		return AGAIN;
	case TIMING_IDLE_BUILD:
		if (!work_ran(work, &work->build))
			return FAIL;
		timing_make_plan(work);
		timing->began_ms = loop_now_ms(job->loop);
		timing->phase = TIMING_RUNNING;
		return AGAIN;
	case TIMING_RUNNING:
		return timing_after_run(work);
	}
	return FAIL;
}

const struct step step_time = {.title = "timing", .start = timing_start, .finish = timing_finish};
