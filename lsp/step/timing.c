/*
 * Timed runs, alone on the machine, as judge/plan says. Every run's output is compared again: a
 * program that is right two times out of three is wrong. Start-up of the interpreter and of a
 * native program that does nothing are measured between the runs, and a control tells when
 * something else keeps the machine busy: then there is a pause. (How times become a claim:
 * docs/verdicts.md.)
 *
 *	turn -> build the native program -> runs and pauses -> judge
 */
#include "timing.h"

#include <string.h>

#include "base/mem.h"
#include "io/file.h"
#include "io/timer.h"
#include "judge/plan.h"
#include "original.h"
#include "step/steps.h"
#include "step/work.h"
#include "trial.h"

enum { TIMING_PROGRAM_MAX = 16 << 20 }; /* bytes of a program that are looked at */

struct timing {
	enum { TIMING_TURN, TIMING_NATIVE_BUILD, TIMING_RUNNING, TIMING_PAUSING } phase;
	struct plan plan;
	enum stats_kind kind; /* of the run under way */
	struct timer pause;
	uint64_t began_ms;
	double candidate_s; /* that its first run took */
};

void timing_deinit(struct timing *timing)
{
	mem_free(timing);
}

static struct stats_run timing_took(const struct sandbox_result *result)
{
	return (struct stats_run){result->wall_s, result->user_s + result->system_s};
}

/* What the runs that proved it right have told already. */
static void timing_plan(struct work *work)
{
	struct timing *timing = work->timing;
	const struct original_input *original = &work->original->inputs[work->input];
	const struct sandbox_result *plain = &original->plain.result;
	const struct sandbox_result *again = &original->again[0].result;
	struct stats_run source[2] = {timing_took(plain), timing_took(again)};
	/* Shifted clocks are slow: a script that asks them all the time is not timed by them. */
	bool both = original->repeated && again->wall_s < 1.25 * plain->wall_s;
	struct plan_wish wish = {
		.budget_s = work->settings.time_budget_s,
		.source_s = plain->wall_s,
		.candidate_s = timing->candidate_s,
		.counts = {source, original->crowded ? 0
				   : both            ? 2
						     : 1},
		.seed = work->job.id,
	};
	plan_init(&timing->plan, &wish);
}

/*
 * A native program that does nothing; with an argument, a fixed piece of work of some 10 ms: each
 * step needs the one before. It loads what the candidate loads, for that is start-up too.
 */
static const char timing_native[] =
	"int main(int count, char **words)\n"
	"{\n"
	"\tunsigned long long x = (unsigned long long)count;\n"
	"\tif (count > 1)\n"
	"\t\tfor (long i = 0; i < 10000000; i++)\n"
	"\t\t\tx = x * 6364136223846793005ULL + 1442695040888963407ULL;\n"
	"\treturn x == 7 && words[0] == nullptr;\n"
	"}\n";

/* What the candidate loads at its start: the C++ library, its streams, or neither. */
static const char *timing_loads(struct work *work)
{
	if (str_has(work->code, STR("stream>")) || str_has(work->code, STR("bits/stdc")))
		return "#include <iostream>\n";
	struct arena scratch;
	struct str program;
	struct err ignored;
	arena_init(&scratch);
	const char *path = arena_fmt(&scratch, "%.*s/candidate", STR_ARG(work->folder)).at;
	bool library = !file_read(&scratch, path, TIMING_PROGRAM_MAX, &program, &ignored) ||
		       str_has(program, STR("libstdc++.so")) || str_has(program, STR("libc++.so"));
	arena_deinit(&scratch);
	return library ? "#include <new>\nauto loaded = std::set_new_handler(nullptr);\n" : "";
}

static enum next timing_build_native(struct work *work)
{
	struct arena *arena = &work->job.arena;
	struct str source = arena_fmt(arena, "%.*s/native.cpp", STR_ARG(work->folder));
	struct str program = arena_fmt(arena, "%.*s/native", STR_ARG(work->folder));
	struct str text = arena_fmt(arena, "%s%s", timing_loads(work), timing_native);
	if (!file_replace(source.at, text, &work->job.err) ||
	    !file_replace(program.at, STR(""), &work->job.err))
		return FAIL;
	struct sandbox_mount mounts[TOOLCHAIN_MOUNTS] = {
		{.host = source.at, .inside = "/job/native.cpp"}};
	size_t count = 1;
	toolchain_mounts(&work->compiler, mounts, &count);
	struct build build = {.compiler = work->compiler.path};
	struct sandbox_command command = {
		.argv = work->to->compile(arena, &build, "/job/native.cpp", "/job/artifact"),
		.mounts = mounts,
		.mount_count = count,
		.artifact = program.at,
		.limits = work->settings.compile,
	};
	return work_run(work, &work->build, &command);
}

static enum next timing_run_one(struct work *work)
{
	static const struct work_input nothing = {0};
	static const char *const words[] = {"control", NULL};
	static const struct work_input control = {.args = words};
	static const char *const pass[] = {"-c", "pass", NULL};
	const struct work_input *input = &work->inputs[work->input];
	const char *native = arena_fmt(&work->job.arena, "%.*s/native", STR_ARG(work->folder)).at;
	struct trial trial;
	switch (work->timing->kind) {
	case STATS_SOURCE:
		trial_script(work, input, NULL, NULL, &trial);
		break;
	case STATS_SOURCE_IDLE:
		trial_script(work, &nothing, NULL, pass, &trial);
		break;
	case STATS_CANDIDATE:
		trial_program(work, input, NULL, &trial);
		break;
	case STATS_CANDIDATE_IDLE:
		trial_program(work, &nothing, native, &trial);
		break;
	case STATS_CONTROL:
	case STATS_KINDS:
		trial_program(work, &control, native, &trial);
		break;
	}
	return work_run(work, &work->run, &trial.command);
}

/* Compare what a timed run printed; false when this run was another than the first. */
static bool timing_same(struct work *work, enum stats_kind kind)
{
	struct verdict *verdict = &work->job.verdict;
	if (kind != STATS_SOURCE && kind != STATS_CANDIDATE)
		return true;
	struct arena scratch;
	arena_init(&scratch);
	struct output_result result = trial_compare(work, &scratch, work->input, &work->run);
	bool same = result.match ==
		    (kind == STATS_SOURCE ? OUTPUT_IDENTICAL : verdict->inputs[work->input].match);
	if (!same) {
		verdict_withdraw(verdict, FINDING_OUTPUT);
		verdict->speedup = (struct stats_speedup){.claim = STATS_NOTHING};
	}
	if (!same && kind == STATS_SOURCE) {
		verdict_add(verdict, FINDING_NOT_DETERMINISTIC,
			    "a later run of the original printed something else (%.*s)",
			    STR_ARG(result.where));
		verdict->output.match = OUTPUT_UNKNOWN;
	} else if (!same) {
		verdict_add(verdict, FINDING_OUTPUT,
			    "one of %zu runs of the translation behaved differently: %.*s",
			    work->timing->plan.count[STATS_CANDIDATE] + 2, STR_ARG(result.text));
		verdict->output = result;
		verdict->output.where = arena_str(&work->job.arena, result.where);
		verdict->output.expected = arena_str(&work->job.arena, result.expected);
		verdict->output.got = arena_str(&work->job.arena, result.got);
		verdict->output.text = arena_str(&work->job.arena, result.text);
	}
	arena_deinit(&scratch);
	return same;
}

/* Keep every run for the report. */
static void timing_keep(struct work *work)
{
	const struct plan *plan = &work->timing->plan;
	struct verdict *verdict = &work->job.verdict;
	for (size_t kind = 0; kind < STATS_KINDS; kind++) {
		size_t count = plan->count[kind];
		struct stats_run *runs = arena_array(&work->job.arena, count + 1, sizeof(*runs));
		memcpy(runs, plan->runs[kind], count * sizeof(*runs));
		verdict->times[kind] = (struct stats_runs){runs, count};
	}
}

static void timing_judge(struct work *work)
{
	struct verdict *verdict = &work->job.verdict;
	const struct stats_runs *times = verdict->times;
	timing_keep(work);
	verdict->speedup = plan_judge(&work->timing->plan);
	verdict->source_seconds = stats_spread(times[STATS_SOURCE], false).median;
	verdict->candidate_seconds = stats_spread(times[STATS_CANDIDATE], false).median;
	verdict->source_runs = times[STATS_SOURCE].count;
	verdict->candidate_runs = times[STATS_CANDIDATE].count;
	verdict->source_startup = stats_spread(times[STATS_SOURCE_IDLE], false).median;
	verdict->candidate_startup = stats_spread(times[STATS_CANDIDATE_IDLE], false).median;
}

/* Of several inputs the one that takes longest, of those on which the outputs agree. */
static void timing_choose_input(struct work *work)
{
	const struct verdict *verdict = &work->job.verdict;
	work->input = 0;
	for (size_t i = 1; i < verdict->input_count; i++)
		if (verdict->inputs[work->input].match == OUTPUT_UNKNOWN ||
		    (verdict->inputs[i].match != OUTPUT_UNKNOWN &&
		     verdict->inputs[i].source_seconds >
			     verdict->inputs[work->input].source_seconds))
			work->input = i;
	work->timing->candidate_s = verdict->inputs[work->input].candidate_seconds;
}

static enum next timing_over(struct work *work)
{
	turn_give_back(&work->turn);
	timing_deinit(work->timing);
	work->timing = NULL;
	return NEXT;
}

/* The next run, or a pause for the machine to become quiet, or the end. */
static enum next timing_go_on(struct work *work)
{
	struct timing *timing = work->timing;
	struct job *job = &work->job;
	size_t made = plan_made(&timing->plan), left = plan_left(&timing->plan);
	double spent = (double)(loop_now_ms(job->loop) - timing->began_ms) / 1000;
	switch (plan_next(&timing->plan, spent, &timing->kind)) {
	case PLAN_RUN:
		timing->phase = TIMING_RUNNING;
		job_say(job, "timing, run %zu of %zu", made + 1, made + (left > 0 ? left : 1));
		return timing_run_one(work);
	case PLAN_PAUSE:
		timing->phase = TIMING_PAUSING;
		job_say(job, "timing, waiting for a quieter moment");
		job_op(job, &timing->pause.op);
		timer_start(job->loop, &timing->pause, PLAN_PAUSE_MS);
		return WAIT;
	case PLAN_ENOUGH:
		break;
	}
	timing_judge(work);
	return timing_over(work);
}

static enum next timing_start(struct job *job)
{
	struct work *work = work_of(job);
	if (work->unverified || !verdict_holds(&job->verdict) || work->settings.time_budget_s <= 0)
		return NEXT;
	if (work->timing == NULL) {
		work->timing = mem_new(sizeof(*work->timing));
		timing_choose_input(work);
		job_say(job, "waiting for the machine to be free for timing");
		job_op(job, &work->turn.op);
		turn_start(work->kit->queue, &work->turn, TURN_TIMING);
		return WAIT;
	}
	if (work->timing->phase == TIMING_NATIVE_BUILD)
		return timing_build_native(work);
	return timing_go_on(work);
}

static enum next timing_after_run(struct work *work)
{
	struct timing *timing = work->timing;
	if (work->run.op.err.kind != ERR_NONE) {
		/* What was proved stands; only its speed is not known better than before. */
		verdict_add(&work->job.verdict, FINDING_NOTE, "timing was given up: %s",
			    work->run.op.err.text);
		return timing_over(work);
	}
	if (!timing_same(work, timing->kind))
		return timing_over(work);
	plan_add(&timing->plan, timing->kind, timing_took(&work->run.result));
	return AGAIN;
}

static enum next timing_finish(struct job *job)
{
	struct work *work = work_of(job);
	struct timing *timing = work->timing;
	switch (timing->phase) {
	case TIMING_TURN:
		timing->phase = TIMING_NATIVE_BUILD;
		job_say(job, "timing");
		return AGAIN;
	case TIMING_NATIVE_BUILD:
		if (!work_ran(work, &work->build))
			return FAIL;
		timing_plan(work);
		timing->began_ms = loop_now_ms(job->loop);
		timing->phase = TIMING_PAUSING;
		return AGAIN;
	case TIMING_RUNNING:
		return timing_after_run(work);
	case TIMING_PAUSING:
		return AGAIN;
	}
	return FAIL;
}

const struct step step_time = {.title = "timing", .start = timing_start, .finish = timing_finish};
