/*
 * The same program with other compilers and flags, within a budget. Each build must do on every
 * input what the first one did; of those that do, the fastest is what is timed and reported, if it
 * is clearly faster. That a build does something else is worth knowing in itself: a program whose
 * output hangs on the compiler is right by luck.
 *
 *	turn -> one run of the first build, to see whether it is worth it -> per build: compile,
 *	a run per input -> the machine for us alone -> rounds of one run of each -> choose
 */
#include "builds.h"

#include <stdio.h>

#include "compile.h"
#include "judge/build_log.h"
#include "original.h"
#include "paste.h"
#include "step/steps.h"
#include "toolchain.h"
#include "trial.h"

/* A build that differs by less than noise is no better. */
static const double builds_clearly = 0.97;
static const double builds_short_s = 0.005;

struct builds_way *builds_at(struct builds *builds)
{
	return &builds->ways[builds->at];
}

static struct builds *builds_new(struct work *work)
{
	struct builds *builds = arena_new(&work->job.arena, sizeof(*builds));
	*builds = (struct builds){.began_ms = loop_now_ms(work->job.loop), .compile_s = 1};
	builds_plan(work, builds);
	return builds;
}

static enum next builds_over(struct work *work)
{
	turn_give_back(&work->turn);
	work->builds = NULL;
	return NEXT;
}

static double builds_spent(const struct work *work)
{
	return (double)(loop_now_ms(work->job.loop) - work->builds->began_ms) / 1000;
}

/* Whether one more build, its runs and the race of all fit what is left. */
static bool builds_fits(const struct work *work)
{
	const struct builds *builds = work->builds;
	const struct verdict *verdict = &work->job.verdict;
	double runs = 0, one = builds->ways[0].wall;
	for (size_t i = 0; i < verdict->input_count; i++)
		runs += verdict->inputs[i].candidate_seconds;
	double race = (double)((builds->good + 2) * builds_rounds(builds)) * one;
	return builds_spent(work) + builds->compile_s + runs + race <
	       work->settings.builds_budget_s;
}

/* What the report says of the builds tried so far. */
static void builds_tell(struct work *work)
{
	const struct builds *builds = work->builds;
	struct verdict *verdict = &work->job.verdict;
	verdict->build_count = 0;
	for (size_t i = 0; i < builds->tried && verdict->build_count < VERDICT_BUILDS; i++) {
		const struct builds_way *way = &builds->ways[i];
		verdict->builds[verdict->build_count++] = (struct verdict_build){
			.command = way->command,
			.paste = paste_command(work, &way->build),
			.verified = way->good,
			.chosen = i == builds->chosen,
			.cpu_seconds = way->cpu,
			.why = way->why,
		};
	}
}

static double builds_taken(const struct builds_way *way, bool wall)
{
	return wall ? way->wall : way->cpu;
}

/* The one that is clearly faster than `than`, of those that do the same; else `than`. */
static size_t builds_fastest(const struct builds *builds, size_t than, bool fast_math, bool wall)
{
	size_t best = than;
	for (size_t i = 1; i < builds->tried; i++)
		if (builds->ways[i].good && builds->ways[i].build.fast_math == fast_math &&
		    builds_taken(&builds->ways[i], wall) < builds_taken(&builds->ways[best], wall))
			best = i;
	double limit = builds_clearly * builds_taken(&builds->ways[than], wall);
	return builds_taken(&builds->ways[best], wall) < limit ? best : than;
}

/* The chosen program takes the place of the first. */
static enum next builds_choose(struct work *work)
{
	struct builds *builds = work->builds;
	struct verdict *verdict = &work->job.verdict;
	bool wall = work->to->uses_threads != NULL && work->to->uses_threads(work->code);
	/* Processors' time says little of threads. */
	builds->chosen = builds_fastest(builds, 0, false, wall);
	builds->chosen = builds_fastest(builds, builds->chosen, true, wall);
	const struct builds_way *way = &builds->ways[builds->chosen];
	if (builds->chosen > 0 && rename(way->program, builds->ways[0].program) != 0)
		builds->chosen = 0;
	if (builds->chosen > 0)
		verdict->compiler = way->command;
	verdict->command = paste_command(work, &builds->ways[builds->chosen].build);
	if (builds->chosen > 0 && way->build.fast_math) {
		verdict->output.match = OUTPUT_SAME_VALUE;
		verdict->output.text =
			STR("the same output, but built with -ffast-math, which rounds as it "
			    "likes: with other numbers it may differ");
		verdict_withdraw(verdict, FINDING_OUTPUT);
		verdict_add(verdict, FINDING_OUTPUT, "%.*s", STR_ARG(verdict->output.text));
	}
	builds_tell(work);
	job_show(&work->job);
	return builds_over(work);
}

/* --- each build in turn --- */

/* Go on to the next build that fits, else to the race. */
static enum next builds_next(struct work *work)
{
	struct builds *builds = work->builds;
	builds->at = builds->tried;
	builds->input = 0;
	builds->phase = BUILDS_COMPILE;
	if (builds->tried < builds->count && builds_fits(work))
		return AGAIN;
	builds->at = 0;
	builds->phase = BUILDS_ALONE;
	return builds->good > 0 ? AGAIN : builds_choose(work);
}

static enum next builds_bad(struct work *work, struct str why)
{
	builds_at(work->builds)->why = why;
	work->builds->tried++;
	return builds_next(work);
}

static enum next builds_compiled(struct work *work)
{
	struct builds *builds = work->builds;
	struct build_error first = {.text = STR("the compiler failed")};
	builds->compile_s = work->build.result.wall_s;
	if (compile_succeeded(&work->build) && builds_input(work)) {
		builds->phase = BUILDS_VERIFY;
		return AGAIN;
	}
	build_log_errors(&work->job.arena, sandbox_err(&work->build), &first, 1);
	return builds_bad(work, first.text);
}

/* Another build prints something else: undefined, or where floating point is used, fragile. */
static enum next builds_differ(struct work *work, const struct output_result *output)
{
	struct job *job = &work->job;
	const struct builds_way *first = &work->builds->ways[0], *way = builds_at(work->builds);
	bool floats = work->to->uses_floats == NULL || work->to->uses_floats(work->code);
	if (way->build.fast_math)
		return builds_bad(work, output->text);
	if (floats || output->match == OUTPUT_UNKNOWN) {
		verdict_add(&job->verdict, FINDING_WARNING,
			    "built in another way it behaves differently: %.*s\nas reported: "
			    "%.*s\notherwise: %.*s",
			    STR_ARG(output->text), STR_ARG(first->command), STR_ARG(way->command));
		return builds_bad(work, output->text);
	}
	verdict_add(&job->verdict, FINDING_UNDEFINED,
		    "what it does hangs on the compiler: %.*s\nalike: %.*s\ndiffers: %.*s",
		    STR_ARG(output->text), STR_ARG(first->command), STR_ARG(way->command));
	struct str evidence = arena_fmt(
		&job->arena,
		"Built in one way it does what the original does, built in another it does not: "
		"its behaviour is undefined, or hangs on an order that C++ leaves open.\n\n"
		"Alike: %.*s\nDiffers: %.*s\n\nFirst difference: %.*s\nThe original gives:\n%.*s"
		"\n\nThis build gives:\n%.*s",
		STR_ARG(first->command), STR_ARG(way->command), STR_ARG(output->where),
		STR_ARG(output->expected), STR_ARG(output->got));
	builds_at(work->builds)->why = output->text;
	work->builds->tried++;
	builds_tell(work);
	builds_over(work);
	job_show(job);
	return job_repair(job, evidence);
}

/* Whoever builds it so will see it crash: that is for a person to look at. */
static enum next builds_crash(struct work *work, int signal)
{
	const struct builds_way *first = &work->builds->ways[0], *way = builds_at(work->builds);
	struct str why = arena_fmt(&work->job.arena, "ended by signal %d", signal);
	bool first_crash = !way->build.fast_math && !work->builds->crashed;
	work->builds->crashed = work->builds->crashed || first_crash;
	if (first_crash)
		verdict_add(&work->job.verdict, FINDING_WARNING,
			    "built in another way it is %.*s\nas reported: %.*s\notherwise: %.*s",
			    STR_ARG(why), STR_ARG(first->command), STR_ARG(way->command));
	return builds_bad(work, why);
}

static enum next builds_verified(struct work *work)
{
	struct builds *builds = work->builds;
	struct job *job = &work->job;
	const struct sandbox_result *result = &work->run.result;
	struct output_result output = trial_compare(work, &job->arena, builds->input, &work->run);
	if (output.match != job->verdict.inputs[builds->input].match) {
		if (result->limit != SANDBOX_NO_LIMIT)
			return builds_bad(work, work_limit_text(work, result, &work->settings.run));
		if (result->signal != 0)
			return builds_crash(work, result->signal);
		return builds_differ(work, &output);
	}
	builds->input++;
	if (builds_input(work))
		return AGAIN;
	builds_at(builds)->good = true;
	builds->good++;
	builds->tried++;
	return builds_next(work);
}

/* --- which is the fastest --- */

static enum next builds_raced(struct work *work)
{
	struct builds *builds = work->builds;
	struct builds_way *way = builds_at(builds);
	struct arena scratch;
	arena_init(&scratch);
	struct output_result output = trial_compare(work, &scratch, builds->timed, &work->run);
	bool same = output.match == work->job.verdict.inputs[builds->timed].match;
	arena_deinit(&scratch);
	builds_time(way, &work->run.result);
	/* What the first build does is looked at again when it is timed. */
	if (!same && builds->at > 0) {
		way->good = false;
		way->why = STR("one of its runs behaved differently");
	}
	return builds_step_race(builds) && builds_spent(work) < 2 * work->settings.builds_budget_s
		       ? AGAIN
		       : builds_choose(work);
}

/* The first run tells whether builds can matter at all. */
static enum next builds_looked(struct work *work)
{
	struct builds *builds = work->builds;
	builds_time(&builds->ways[0], &work->run.result);
	builds->tried = 1;
	builds->ways[0].good = true;
	if (builds->ways[0].cpu >= builds_short_s)
		return builds_next(work);
	/* Too short for other builds to matter. */
	const struct settings *settings = &work->settings;
	if (settings->builds_asked || settings->builds_fast_math ||
	    settings->builds_compilers.len > 0)
		verdict_add(&work->job.verdict, FINDING_NOTE,
			    "other builds were not tried%s: a run takes %.2g ms of CPU time, and "
			    "below %.0f ms they cannot be told apart",
			    settings->builds_fast_math ? ", -ffast-math neither" : "",
			    builds->ways[0].cpu * 1000, builds_short_s * 1000);
	return builds_over(work);
}

static enum next builds_run(struct work *work, size_t input)
{
	struct trial trial;
	trial_program(work, &work->inputs[input], builds_at(work->builds)->program, &trial);
	return work_run(work, &work->run, &trial.command);
}

static enum next builds_turn(struct work *work, enum turn_kind kind)
{
	turn_give_back(&work->turn);
	job_op(&work->job, &work->turn.op);
	turn_start(work->kit->queue, &work->turn, kind);
	return WAIT;
}

static enum next builds_start(struct job *job)
{
	struct work *work = work_of(job);
	struct builds *builds = work->builds;
	if (work->unverified || !verdict_holds(&job->verdict))
		return NEXT;
	if (work->settings.builds_budget_s <= 0) {
		if (work->settings.builds_fast_math)
			verdict_add(&job->verdict, FINDING_NOTE,
				    "-ffast-math was not tried: other builds are given no time "
				    "(builds.budget, --builds)");
		return NEXT;
	}
	if (builds == NULL) {
		job_say(job, "trying other builds");
		work->builds = builds_new(work);
		return builds_turn(work, TURN_WORK);
	}
	switch (builds->phase) {
	case BUILDS_COMPILE:
		return builds_compile(work);
	case BUILDS_VERIFY:
		return builds_run(work, builds->input);
	case BUILDS_ALONE:
		return builds_turn(work, TURN_TIMING);
	case BUILDS_TURN:
	case BUILDS_LOOK:
	case BUILDS_ASK:
	case BUILDS_RACE:
		break;
	}
	return builds_run(work, builds->timed);
}

static enum next builds_finish(struct job *job)
{
	struct work *work = work_of(job);
	struct builds *builds = work->builds;
	bool compiles = builds->phase == BUILDS_COMPILE || builds->phase == BUILDS_ASK;
	const struct op *op = compiles ? &work->build.op : &work->run.op;
	bool turn = builds->phase == BUILDS_TURN || builds->phase == BUILDS_ALONE;
	if (!turn && op->err.kind != ERR_NONE) {
		/* What was proved stands. */
		verdict_add(&job->verdict, FINDING_WARNING, "other builds were given up: %s",
			    op->err.text);
		return builds_over(work);
	}
	switch (builds->phase) {
	case BUILDS_TURN:
		builds->phase = BUILDS_LOOK;
		builds->began_ms = loop_now_ms(job->loop);
		return AGAIN;
	case BUILDS_LOOK:
		return builds_looked(work);
	case BUILDS_ASK:
		builds_heard(work);
		return AGAIN;
	case BUILDS_COMPILE:
		return builds_compiled(work);
	case BUILDS_VERIFY:
		return builds_verified(work);
	case BUILDS_ALONE:
		builds->phase = BUILDS_RACE;
		return AGAIN;
	case BUILDS_RACE:
		break;
	}
	return builds_raced(work);
}

const struct step step_builds = {.title = "trying other builds",
				 .start = builds_start,
				 .finish = builds_finish};
