/*
 * Runs a candidate that holds once more on every input, built so that it stops at undefined
 * behaviour, at addresses that are not its own, and where threads race; and with a pattern in
 * memory that was never written, where else zeros mostly stand. Who prints the right answer by
 * luck is found out. The first verdict has been shown by then.
 *
 *	turn -> build -> a run per input -> perhaps built once more (see sanitize_weaker)
 *
 * A sanitizer that cannot do its work here says nothing about the program: that is noted, and
 * what a weaker one finds counts.
 */
#include "compile.h"
#include "judge/build_log.h"
#include "judge/sanitizer_log.h"
#include "original.h"
#include "step/steps.h"
#include "step/work.h"
#include "trial.h"

enum {
	SANITIZE_LEAST_S = 10, /* what a run may take at the least … */
	SANITIZE_TIMES = 20,   /* … and times what the candidate took */
	SANITIZE_BUDGET_S = 30,
	SANITIZE_LINE = 200,
};

struct sanitize {
	enum { SANITIZE_TURN, SANITIZE_BUILD, SANITIZE_RUN } phase;
	struct build build;
	const char *program;
	size_t input;
	bool zeros;   /* a run with zeros in place of the pattern, to see if it is that */
	bool crashed; /* that, or the other, did not end by itself: it may have lacked memory */
	struct str differs; /* what the run with the pattern did otherwise */
	struct str unable;  /* why a stronger sanitizer was given up; empty: none was */
	bool raced;         /* threads were looked at, or it was tried */
	bool cut;           /* the budget was spent before the last input */
	uint64_t began_ms;
};

static struct sanitize *sanitize_new(struct work *work)
{
	struct sanitize *sanitize = arena_new(&work->job.arena, sizeof(*sanitize));
	*sanitize = (struct sanitize){
		.build = {.compiler = work->compiler.path,
			  .watch = BUILD_ADDRESSES,
			  .fill = BUILD_FILL_PATTERN},
		.program = arena_fmt(&work->job.arena, "%.*s/watched", STR_ARG(work->folder)).at,
		.began_ms = loop_now_ms(work->job.loop),
	};
	return sanitize;
}

static enum next sanitize_over(struct work *work)
{
	work->sanitize = NULL;
	turn_give_back(&work->turn);
	return NEXT;
}

/* Begin anew with another build. */
static enum next sanitize_again(struct sanitize *sanitize, enum build_watch watch,
				enum build_fill fill)
{
	sanitize->build.watch = watch;
	sanitize->build.fill = fill;
	sanitize->phase = SANITIZE_BUILD;
	sanitize->input = 0;
	sanitize->zeros = false;
	return AGAIN;
}

/* Say what was not looked for, and why. */
static void sanitize_tell(struct work *work)
{
	struct sanitize *sanitize = work->sanitize;
	struct verdict *verdict = &work->job.verdict;
	const char *what = "sanitizers checked not all inputs: ";
	if (sanitize->build.watch == BUILD_UNDEFINED)
		what = "not checked for addresses that are not its own, only for other undefined "
		       "behaviour: ";
	else if (sanitize->build.watch == BUILD_UNWATCHED)
		what = "not checked by sanitizers: ";
	if (sanitize->cut && sanitize->unable.len == 0)
		sanitize->unable = STR("their time was up");
	if (sanitize->unable.len == 0)
		verdict->sanitized = true;
	else
		verdict_add(verdict, FINDING_WARNING, "%s%.*s", what, STR_ARG(sanitize->unable));
	job_show(&work->job);
}

/* Every input was tried with a build. */
static enum next sanitize_through(struct work *work)
{
	struct sanitize *sanitize = work->sanitize;
	bool threads = work->to->uses_threads != NULL && work->to->uses_threads(work->code);
	if (sanitize->raced)
		return sanitize_over(work);
	sanitize_tell(work);
	if (!threads)
		return sanitize_over(work);
	sanitize->raced = true;
	return sanitize_again(sanitize, BUILD_RACES, BUILD_FILL_LEFT);
}

/*
 * The sanitizer cannot do its work here. Without watching over addresses it needs no more memory
 * than the program; what takes too long is not watched at all, but still shown a pattern.
 */
static enum next sanitize_weaker(struct work *work, struct str why, bool slow)
{
	struct sanitize *sanitize = work->sanitize;
	if (sanitize->build.watch == BUILD_RACES) {
		verdict_add(&work->job.verdict, FINDING_WARNING,
			    "not checked for races between threads: %.*s", STR_ARG(why));
		return sanitize_over(work);
	}
	if (sanitize->unable.len == 0)
		sanitize->unable = arena_str(&work->job.arena, why);
	if (sanitize->build.watch == BUILD_UNWATCHED)
		return sanitize_through(work);
	bool last = slow || sanitize->build.watch == BUILD_UNDEFINED;
	return sanitize_again(sanitize, last ? BUILD_UNWATCHED : BUILD_UNDEFINED,
			      BUILD_FILL_PATTERN);
}

/* The text of a line of the program, for a person. */
static struct str sanitize_source_line(const struct work *work, size_t number)
{
	struct str rest = work->code, line;
	for (size_t at = 1; str_line(&rest, &line); at++)
		if (at == number)
			return str_part(str_trim(line), 0, SANITIZE_LINE);
	return STR("");
}

/* Right by luck: the verdict falls, and the model hears why. */
static enum next sanitize_found(struct work *work, const struct sanitizer_report *report)
{
	struct job *job = &work->job;
	struct str source = sanitize_source_line(work, report->line), place = STR("");
	struct str name = work->inputs[work->sanitize->input].name;
	if (source.len > 0)
		place = arena_fmt(&job->arena, "line %zu: ", report->line);
	if (work->input_count > 1 && name.len > 0)
		name = arena_fmt(&job->arena, " (input %.*s)", STR_ARG(name));
	else
		name = STR("");
	job->verdict.sanitized = false;
	verdict_add(&job->verdict, FINDING_UNDEFINED, "%.*s%.*s%.*s\n%.*s", STR_ARG(place),
		    STR_ARG(report->what), STR_ARG(name),
		    STR_ARG(source.len > 0 ? source : report->text));
	sanitize_over(work);
	job_show(job);
	return job_repair(job,
			  arena_fmt(&job->arena,
				    "It prints what the original prints, but only by luck, for its "
				    "behaviour is undefined:\n\n%.*s%.*s\n%.*s\n\n%.*s",
				    STR_ARG(place), STR_ARG(report->what), STR_ARG(source),
				    STR_ARG(report->text)));
}

/* Only what stood in memory before was another: what was never written was read. */
static enum next sanitize_unwritten(struct work *work)
{
	struct str what = STR("reads what was never written: with something else than zeros "
			      "there it behaves differently");
	struct sanitizer_report report = {.what = what, .text = work->sanitize->differs};
	return sanitize_found(work, &report);
}

/*
 * It differs with the pattern, with zeros too, and no sanitizer reported anything: so it does with
 * less optimisation alone. Where a compiler computes with floating-point numbers in advance the
 * last digit may be another, and that is nobody's fault.
 */
static enum next sanitize_fragile(struct work *work)
{
	struct str differs = work->sanitize->differs;
	struct str what = STR("built with less optimisation it behaves differently");
	struct sanitizer_report report = {.what = what, .text = differs};
	if (!work->sanitize->crashed && work->to->uses_floats != NULL &&
	    !work->to->uses_floats(work->code))
		return sanitize_found(work, &report);
	verdict_add(&work->job.verdict, FINDING_WARNING, "%.*s: %.*s", STR_ARG(what),
		    STR_ARG(differs));
	return sanitize_weaker(work, STR("what they watched behaved differently"), true);
}

/* The next input of which something is known; true when there is none left. */
static bool sanitize_next_input(struct work *work)
{
	struct sanitize *sanitize = work->sanitize;
	const struct verdict *verdict = &work->job.verdict;
	uint64_t spent = loop_now_ms(work->job.loop) - sanitize->began_ms;
	while (sanitize->input < verdict->input_count &&
	       verdict->inputs[sanitize->input].match == OUTPUT_UNKNOWN)
		sanitize->input++;
	if (sanitize->input < verdict->input_count && sanitize->input > 0 &&
	    spent > SANITIZE_BUDGET_S * 1000) {
		sanitize->cut = true;
		return true;
	}
	return sanitize->input >= verdict->input_count;
}

static enum next sanitize_run(struct work *work)
{
	struct sanitize *sanitize = work->sanitize;
	struct trial trial;
	double took = work->job.verdict.inputs[sanitize->input].candidate_seconds;
	double most = took * SANITIZE_TIMES;
	trial_program(work, &work->inputs[sanitize->input], sanitize->program, &trial);
	most = most > SANITIZE_LEAST_S ? most : SANITIZE_LEAST_S;
	if (most < trial.command.limits.wall_s)
		trial.command.limits.wall_s = most;
	trial.command.sparse =
		sanitize->build.watch == BUILD_ADDRESSES || sanitize->build.watch == BUILD_RACES;
	return work_run(work, &work->run, &trial.command);
}

static enum next sanitize_start(struct job *job)
{
	struct work *work = work_of(job);
	if (work->unverified || !work->settings.check_sanitizers || !verdict_holds(&job->verdict))
		return NEXT;
	if (work->sanitize == NULL) {
		job_say(job, "looking for undefined behaviour");
		work->sanitize = sanitize_new(work);
		if (!work->turn.held) {
			job_op(job, &work->turn.op);
			turn_start(work->kit->queue, &work->turn, TURN_WORK);
			return WAIT;
		}
		work->sanitize->phase = SANITIZE_BUILD;
	}
	if (work->sanitize->phase == SANITIZE_BUILD)
		return compile_run(work, &work->build, &work->compiler, &work->sanitize->build,
				   work->sanitize->program);
	return sanitize_next_input(work) ? sanitize_through(work) : sanitize_run(work);
}

static enum next sanitize_built(struct work *work)
{
	struct sanitize *sanitize = work->sanitize;
	struct build_error first;
	struct str log = sandbox_err(&work->build), why = STR("the compiler cannot build for them");
	if (compile_succeeded(&work->build)) {
		sanitize->phase = SANITIZE_RUN;
		return AGAIN;
	}
	/* gcc before 12, clang before 8. */
	if (sanitize->build.fill != BUILD_FILL_LEFT && str_has(log, STR("-ftrivial-auto-var-init")))
		return sanitize_again(sanitize, sanitize->build.watch, BUILD_FILL_LEFT);
	if (build_log_errors(&work->job.arena, log, &first, 1) > 0)
		why = arena_fmt(&work->job.arena, "%.*s (%.*s)", STR_ARG(why), STR_ARG(first.text));
	return sanitize_weaker(work, why, false);
}

/* The run did what the first one did: on with the next input. */
static enum next sanitize_fine(struct work *work)
{
	struct sanitize *sanitize = work->sanitize;
	if (sanitize->zeros)
		return sanitize_unwritten(work);
	sanitize->input++;
	return AGAIN;
}

static enum next sanitize_judge(struct work *work)
{
	struct sanitize *sanitize = work->sanitize;
	struct arena *arena = &work->job.arena;
	const struct sandbox_result *result = &work->run.result;
	const struct sandbox_result *plain = &work->original->inputs[sanitize->input].plain.result;
	struct str file = arena_fmt(arena, "candidate%s", work->to->suffix);
	if (result->limit != SANDBOX_NO_LIMIT)
		return sanitize_weaker(work,
				       result->limit == SANDBOX_LIMIT_WALL
					       ? STR("it is too slow under them")
					       : STR("they take more than the limits allow"),
				       result->limit == SANDBOX_LIMIT_WALL);
	struct sanitizer_report report = {.outcome = SANITIZER_NOTHING};
	if (result->status != plain->status || result->signal != plain->signal ||
	    result->status == BUILD_STOPPED)
		report = sanitizer_log_read(arena, sandbox_err(&work->run), file);
	if (report.outcome == SANITIZER_FOUND)
		return sanitize_found(work, &report);
	if (report.outcome == SANITIZER_UNABLE)
		return sanitize_weaker(work, report.what, false);
	struct output_result same = trial_compare(work, arena, sanitize->input, &work->run);
	if (same.match == work->job.verdict.inputs[sanitize->input].match)
		return sanitize_fine(work);
	if (sanitize->build.watch == BUILD_RACES)
		return sanitize_weaker(work, STR("what they watched behaved differently"), true);
	sanitize->crashed =
		sanitize->crashed || result->signal != 0 || result->status == BUILD_STOPPED;
	if (sanitize->zeros || sanitize->build.fill == BUILD_FILL_LEFT)
		return sanitize_fragile(work);
	size_t input = sanitize->input;
	sanitize->differs =
		arena_fmt(arena, "%.*s\nExpected:\n%.*s\nGot:\n%.*s", STR_ARG(same.text),
			  STR_ARG(same.expected), STR_ARG(same.got));
	sanitize_again(sanitize, sanitize->build.watch, BUILD_FILL_ZERO);
	sanitize->input = input;
	sanitize->zeros = true;
	return AGAIN;
}

static enum next sanitize_finish(struct job *job)
{
	struct work *work = work_of(job);
	struct sanitize *sanitize = work->sanitize;
	const struct sandbox_run *run =
		sanitize->phase == SANITIZE_BUILD ? &work->build : &work->run;
	if (sanitize->phase == SANITIZE_TURN) {
		sanitize->phase = SANITIZE_BUILD;
		sanitize->began_ms = loop_now_ms(job->loop);
		return AGAIN;
	}
	if (run->op.err.kind != ERR_NONE) {
		/* What was proved stands. */
		verdict_add(&job->verdict, FINDING_WARNING, "not checked by sanitizers: %s",
			    run->op.err.text);
		return sanitize_over(work);
	}
	return sanitize->phase == SANITIZE_BUILD ? sanitize_built(work) : sanitize_judge(work);
}

const struct step step_sanitize = {.title = "looking for undefined behaviour",
				   .start = sanitize_start,
				   .finish = sanitize_finish};
