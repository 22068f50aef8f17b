/*
 * Tries other constants in both programs, to find what one input hides: a sum that overflows only
 * where there is more to add, an answer that was worked out before. A build that reads its
 * constants when it runs serves all tries of numbers; where a constant must be known to the
 * compiler, and for a string, each try has a build of its own.
 *
 *	turn -> open build -> runs -> runs -> …
 *	                 \-> build -> runs -> build -> runs -> …
 */
#include <math.h>

#include "compile.h"
#include "io/file.h"
#include "step/steps.h"
#include "trial.h"
#include "variation.h"

enum { VARY_SHOWN = 2000, VARY_BUILT_TRIES = 5 };

static enum next vary_over(struct work *work)
{
	turn_give_back(&work->turn);
	if (work->variation != NULL)
		variation_free(work->variation);
	work->variation = NULL;
	return NEXT;
}

/* The translation does no work: what it prints is not its own. */
static enum next vary_is_recorded(struct work *work, const char *what, struct str why)
{
	struct job *job = &work->job;
	verdict_add(&job->verdict, FINDING_RECORDED, "%s: %.*s", what, STR_ARG(why));
	job->verdict.speedup = (struct stats_speedup){.claim = STATS_NOTHING};
	vary_over(work);
	job_show(job);
	return job_repair(job, arena_fmt(&job->arena,
					 "It prints results that were worked out beforehand: %.*s. "
					 "The program must compute them itself, as the original "
					 "does, so that it is right for other constants too.",
					 STR_ARG(why)));
}

static enum next vary_is_wrong(struct work *work, size_t index)
{
	struct job *job = &work->job;
	struct variation *variation = work->variation;
	const struct vary_try *at = &variation->vary.tries[index];
	struct str name = variation_name(work, variation, at);
	struct output_result result = variation->results[index];
	result.where =
		arena_fmt(&job->arena, "%.*s with %.*s", STR_ARG(result.where), STR_ARG(name));
	result.text = arena_fmt(&job->arena,
				"the same with its own constants, but with %.*s in both programs: "
				"%.*s",
				STR_ARG(name), STR_ARG(result.text));
	verdict_withdraw(&job->verdict, FINDING_OUTPUT);
	job->verdict.output = result;
	verdict_add(&job->verdict, FINDING_OUTPUT, "%.*s", STR_ARG(result.text));
	job->verdict.speedup = (struct stats_speedup){.claim = STATS_NOTHING};
	vary_over(work);
	job_show(job);
	return job_repair(
		job, arena_fmt(&job->arena,
			       "It behaves like the original with the constants that stand in it, "
			       "but not with %.*s in both programs, so it is right by luck (often "
			       "an integer type is too narrow).\n\nFirst difference: %.*s\n"
			       "The original gives:\n%.*s\n\nThe translation gives:\n%.*s",
			       STR_ARG(name), STR_ARG(result.where),
			       STR_ARG(str_part(result.expected, 0, VARY_SHOWN)),
			       STR_ARG(str_part(result.got, 0, VARY_SHOWN))));
}

static enum next vary_conclude(struct work *work)
{
	struct variation *variation = work->variation;
	variation_report(work, variation);
	size_t held = variation_held(variation);
	if (vary_ignores(&variation->vary))
		return vary_is_recorded(work, "answer folded into a constant",
					STR("its output is the same whatever constants stand in "
					    "it, and the original's is not"));
	if (vary_may_ignore(&variation->vary))
		verdict_add(&work->job.verdict, FINDING_WARNING,
			    "the answer may be folded into a constant: with other constants in "
			    "both programs the original prints something else, and the "
			    "translation does not");
	if (held < variation->vary.try_count)
		return vary_is_wrong(work, held);
	vary_over(work);
	if (work->job.verdict.variant_count > 0)
		job_show(&work->job);
	return NEXT;
}

static const char *vary_program(struct work *work)
{
	/* The build that serves all numbers stays where it is. */
	const char *name = variation_own_build(work->variation) ? "varied-one" : "varied";
	return arena_fmt(&work->job.arena, "%.*s/%s", STR_ARG(work->folder), name).at;
}

static enum next vary_compile(struct work *work, struct str code)
{
	/* Containers that are asked for what they do not hold stop the program. */
	static const char *const extra[] = {"-D_GLIBCXX_ASSERTIONS", NULL};
	struct build build = {.compiler = work->compiler.path, .extra = extra};
	struct str own = work->code;
	work->code = code;
	enum next next =
		compile_run(work, &work->build, &work->compiler, &build, vary_program(work));
	work->code = own;
	return next;
}

static const char *vary_variable(struct work *work, size_t pair, double value)
{
	struct str number =
		constant_write(&work->job.arena, &(struct constant){.kind = CONSTANT_FLOAT}, value);
	return arena_fmt(&work->job.arena, "KADANE_CONSTANT_%zu=%.*s", pair, STR_ARG(number)).at;
}

/* Start a run as an op of the job, beside others. */
static bool vary_start_run(struct work *work, struct sandbox_run *run, struct trial *trial)
{
	struct variation *variation = work->variation;
	const struct vary_try *now = &variation->now;
	/* Both see the same environment, also where only one looks. */
	trial_env(trial, vary_variable(work, now->pair, now->value));
	if (now->both)
		trial_env(trial, vary_variable(work, now->other_pair, now->other_value));
	/* The translation has longer, so that one which hangs can be told from a slow one. */
	double most = variation->vary.run_max * (run == &variation->candidate ? 4 : 1) + 1;
	trial->command.limits.wall_s = fmin(trial->command.limits.wall_s, most);
	return work_run(work, run, &trial->command) == WAIT;
}

static enum next vary_run(struct work *work)
{
	struct job *job = &work->job;
	struct variation *variation = work->variation;
	const struct work_input *input = &work->inputs[variation->input];
	struct str script = arena_fmt(&job->arena, "%.*s/.varied", STR_ARG(work->folder));
	struct str text = variation_text(work, variation, false);
	if (!file_replace(script.at, text, &job->err))
		return FAIL;
	variation->phase = VARIATION_RUN;
	struct trial trial;
	trial_script(work, input, script.at, NULL, &trial);
	if (!vary_start_run(work, &variation->source, &trial))
		return FAIL;
	trial_program(work, input, vary_program(work), &trial);
	if (!vary_start_run(work, &variation->candidate, &trial))
		return FAIL;
	if (variation->repeats)
		return WAIT;
	const char *shifted = arena_fmt(&job->arena, "%.*s/.shifted.py", STR_ARG(work->folder)).at;
	const char *const before[] = {shifted, NULL};
	trial_script(work, input, script.at, before, &trial);
	trial.mounts[trial.command.mount_count++] = (struct sandbox_mount){.host = shifted};
	trial_env(&trial, "PYTHONHASHSEED=4711");
	return vary_start_run(work, &variation->again, &trial) ? WAIT : FAIL;
}

static enum next vary_try_next(struct work *work)
{
	struct variation *variation = work->variation;
	struct vary_try *now = &variation->now;
	bool enough = !variation->opened && variation->vary.try_count >= VARY_BUILT_TRIES;
	*now = (struct vary_try){0};
	if (variation_held(variation) < variation->vary.try_count ||
	    ((enough || !vary_next(&variation->vary, &now->pair, &now->value)) &&
	     !vary_next_both(&variation->vary, now)))
		return vary_conclude(work);
	if (variation_value(&work->job.arena, variation->pairs[now->pair].source, now->value).len ==
	    0) {
		variation_set_aside(variation);
		return AGAIN;
	}
	struct str name = variation_name(work, variation, now);
	job_say(&work->job, "trying %.*s", STR_ARG(name));
	if (!variation_own_build(variation))
		return vary_run(work);
	variation->phase = VARIATION_COMPILE;
	return vary_compile(work, variation_text(work, variation, true));
}

static enum next vary_begin(struct work *work)
{
	struct job *job = &work->job;
	bool recorded;
	struct str example = STR("");
	work->variation = variation_new(work, &recorded, &example);
	if (recorded)
		return vary_is_recorded(work, "prints recorded output",
					arena_fmt(&job->arena,
						  "%.*s stands in its text, and not in the "
						  "original's",
						  STR_ARG(example)));
	if (work->variation == NULL)
		return NEXT;
	job_say(job, "trying other constants");
	if (work->turn.held)
		return AGAIN;
	job_op(job, &work->turn.op);
	turn_start(work->kit->queue, &work->turn, TURN_WORK);
	return WAIT;
}

static enum next vary_start(struct job *job)
{
	struct work *work = work_of(job);
	if (work->unverified || !work->settings.check_vary || !verdict_holds(&job->verdict))
		return NEXT;
	if (work->variation == NULL)
		return vary_begin(work);
	if (work->variation->phase != VARIATION_TURN)
		return vary_try_next(work);
	struct str code = variation_open(work, work->variation);
	work->variation->phase = VARIATION_OPEN;
	if (code.len > 0)
		return vary_compile(work, code);
	work->variation->opened = false;
	return vary_try_next(work);
}

static enum next vary_after_runs(struct work *work)
{
	struct variation *variation = work->variation;
	if (!work_ran(work, &variation->source) || !work_ran(work, &variation->candidate) ||
	    (!variation->repeats && !work_ran(work, &variation->again)))
		return FAIL;
	variation_note(work, variation);
	return AGAIN;
}

static enum next vary_finish(struct job *job)
{
	struct work *work = work_of(job);
	struct variation *variation = work->variation;
	switch (variation->phase) {
	case VARIATION_TURN:
		return AGAIN;
	case VARIATION_OPEN:
		if (!work_ran(work, &work->build))
			return FAIL;
		variation->opened = compile_succeeded(&work->build);
		return AGAIN;
	case VARIATION_COMPILE:
		if (!work_ran(work, &work->build))
			return FAIL;
		if (compile_succeeded(&work->build))
			return vary_run(work);
		variation_set_aside(variation);
		return AGAIN;
	case VARIATION_RUN:
		return vary_after_runs(work);
	}
	return FAIL;
}

const struct step step_vary = {.title = "trying other constants",
			       .start = vary_start,
			       .finish = vary_finish};
