/*
 * Runs the candidate once on every input, waits for the original's runs, and compares. The
 * first run of each also gives the first, coarse word on the speed-up.
 */
#include "original.h"
#include "paste.h"
#include "starts.h"

#include "step/steps.h"
#include "step/work.h"
#include "trial.h"

enum { SAME_SHOWN = 2000 };

/* A program is stopped as slower after so many times what the original took, but not at once. */
#define SAME_SLOWER         2.0
#define SAME_SLOWER_LEAST   2.0 /* seconds */
#define SAME_SLOWER_UNKNOWN 5.0 /* the same while the original itself still runs */

/* What came of one input, and under which kind it is told when nothing can be said of it. */
struct same_outcome {
	struct output_result result;
	enum finding_kind kind;
	struct str advice; /* what the user can do about it; empty: nothing is said */
	struct str crash;  /* how the candidate was ended from outside; empty: it was not */
	bool fatal;        /* nothing can be said, and that is the candidate's doing */
};

/* The last line that Python printed: "ZeroDivisionError: division by zero". */
static struct str same_output_reason(struct str err)
{
	struct str line, last = STR("");
	while (str_line(&err, &line))
		if (str_trim(line).len > 0)
			last = line;
	return str_part(last, 0, SAME_SHOWN);
}

/* The time after which a program counts as slower than the original. */
static double same_output_slow(const struct sandbox_run *plain)
{
	double slower = SAME_SLOWER * plain->result.wall_s;
	return slower > SAME_SLOWER_LEAST ? slower : SAME_SLOWER_LEAST;
}

/* After how many seconds the candidate is stopped, to see whether it is slower; 0: never. */
static double same_output_patience(const struct work *work)
{
	const struct sandbox_run *plain = &work->original->inputs[work->input].plain;
	if (work->patient)
		return 0;
	bool known = !plain->op.running && plain->result.wall_s > 0;
	return known ? same_output_slow(plain) : SAME_SLOWER_UNKNOWN;
}

static enum next same_output_start(struct job *job)
{
	struct work *work = work_of(job);
	if (work->unverified)
		return NEXT;
	job_say(job, "comparing the output");
	struct trial trial;
	trial_program(work, &work->inputs[work->input], NULL, &trial);
	work->stopped_after_s = same_output_patience(work);
	if (work->stopped_after_s > 0 && work->stopped_after_s < trial.command.limits.wall_s)
		trial.command.limits.wall_s = work->stopped_after_s;
	else
		work->stopped_after_s = 0;
	return work_run(work, &work->run, &trial.command);
}

static void same_output_unknown(struct same_outcome *outcome, enum finding_kind kind,
				struct str text)
{
	outcome->kind = kind;
	outcome->result = (struct output_result){.match = OUTPUT_UNKNOWN, .text = text};
}

static void same_output_raised(struct work *work, struct same_outcome *outcome, struct str reason)
{
	same_output_unknown(outcome, FINDING_ORIGINAL_FAILS,
			    arena_fmt(&work->job.arena, "the original fails: %.*s",
				      STR_ARG(reason)));
	outcome->advice = STR("no translation can print a traceback of Python, so nothing is "
			      "compared: mend what the script raises, catch it, or give it an "
			      "input on which it ends by itself");
}

/* The original is no yardstick: true, and why, in `outcome`. */
static bool same_output_original_fails(struct work *work, struct same_outcome *outcome)
{
	struct arena *arena = &work->job.arena;
	const struct work_input *input = &work->inputs[work->input];
	const struct sandbox_run *plain = &work->original->inputs[work->input].plain;
	struct str err = sandbox_err(plain), reason = same_output_reason(err);
	if (plain->result.limit != SANDBOX_NO_LIMIT) {
		struct str met = work_limit_text(work, &plain->result, &work->settings.run);
		same_output_unknown(outcome, FINDING_LIMIT,
				    arena_fmt(arena, "the original was stopped: %.*s",
					      STR_ARG(met)));
		return true;
	}
	if (!str_has(err, STR("Traceback (most recent call last):")) || plain->result.status == 0)
		return false;
	if (str_starts(reason, STR("EOFError")) && !input->stdin_given)
		same_output_unknown(
			outcome, FINDING_ORIGINAL_FAILS,
			arena_fmt(arena,
				  "the original reads from stdin, and there was no input for it "
				  "(%.*s)",
				  STR_ARG(reason)));
	else
		same_output_raised(work, outcome, reason);
	return true;
}

/* Whether the candidate was stopped because the original is quicker. */
static bool same_output_was_stopped(const struct work *work)
{
	return work->stopped_after_s > 0 && work->run.result.limit == SANDBOX_LIMIT_WALL;
}

/*
 * A wait, or other load on the machine, can hold up a program that computes less than the original:
 * such a one is run again with all the time that the settings give.
 */
static bool same_output_try_longer(const struct work *work)
{
	const struct sandbox_run *plain = &work->original->inputs[work->input].plain;
	const struct sandbox_result *a = &plain->result, *b = &work->run.result;
	return same_output_was_stopped(work) &&
	       (b->user_s + b->system_s < a->user_s + a->system_s ||
		work->stopped_after_s < same_output_slow(plain));
}

/* Slower than the original, and right as far as it came: that is all that can be said. */
static bool same_output_slower(struct work *work, struct same_outcome *outcome)
{
	const struct sandbox_run *plain = &work->original->inputs[work->input].plain;
	if (!same_output_was_stopped(work) ||
	    !str_starts(sandbox_out(plain), sandbox_out(&work->run)))
		return false;
	struct str text = arena_fmt(&work->job.arena,
				    "slower than the original: stopped after %.1f s, where the "
				    "original takes %.1f s; what it printed until then agrees",
				    work->stopped_after_s, plain->result.wall_s);
	same_output_unknown(outcome, FINDING_LIMIT, text);
	outcome->crash = text;
	outcome->fatal = true;
	return true;
}

/* What a candidate that was ended from outside did wrong; empty when it ended by itself. */
static struct str same_output_crash(struct work *work)
{
	struct job *job = &work->job;
	const struct sandbox_result *result = &work->run.result;
	struct str said = str_part(str_trim(sandbox_err(&work->run)), 0, SAME_SHOWN);
	if (result->limit != SANDBOX_NO_LIMIT) {
		struct str met = work_limit_text(work, result, &work->settings.run);
		if (same_output_was_stopped(work))
			met = arena_fmt(&job->arena, "slower than the original, more than %.1f s",
					work->stopped_after_s);
		verdict_add(&job->verdict, FINDING_LIMIT, "the translation was stopped: %.*s",
			    STR_ARG(met));
		if (same_output_was_stopped(work))
			return arena_fmt(&job->arena, "It was stopped: %.*s.", STR_ARG(met));
		met = sandbox_limit_text(&job->arena, result->limit, &work->settings.run);
		return arena_fmt(&job->arena, "It was stopped: %.*s.", STR_ARG(met));
	}
	if (result->signal == 0)
		return STR("");
	verdict_add(&job->verdict, FINDING_CRASH, "the translation was ended by signal %d",
		    result->signal);
	return arena_fmt(&job->arena, "It was ended by signal %d. It wrote to stderr:\n%.*s",
			 result->signal, STR_ARG(said));
}

static enum next same_output_repair(struct work *work, struct str crash)
{
	struct job *job = &work->job;
	const struct output_result *output = &job->verdict.output;
	return job_repair(job,
			  arena_fmt(&job->arena,
				    "It compiles, but does not behave like the original. %.*s\n\n"
				    "First difference: %.*s\n"
				    "The original gives:\n%.*s\n\nThe translation gives:\n%.*s",
				    STR_ARG(crash), STR_ARG(output->where),
				    STR_ARG(output->expected), STR_ARG(output->got)));
}

/* A first word on the speed from the runs that were needed anyway. */
static void same_output_first_times(struct work *work)
{
	struct verdict *verdict = &work->job.verdict;
	const struct sandbox_result *a = &work->original->inputs[work->input].plain.result;
	const struct sandbox_result *b = &work->run.result;
	/* Of the first input that agrees. */
	if (verdict->candidate_runs > 0)
		return;
	struct stats_run source = {a->wall_s, a->user_s + a->system_s};
	struct stats_run candidate = {b->wall_s, b->user_s + b->system_s};
	/* Without a budget nothing is timed, and no factor is told. */
	if (work->settings.time_budget_s > 0)
		verdict->speedup = stats_judge(&source, 1, &candidate, 1, NULL, 0, NULL, 0);
	verdict->speedup.first = true;
	verdict->source_seconds = source.wall;
	verdict->candidate_seconds = candidate.wall;
	verdict->source_runs = verdict->candidate_runs = 1;
}

/* Why agreeing proves nothing for this script on this input; the empty str when it does. */
static struct str same_output_doubt(const struct work *work, const struct output_result *result)
{
	const struct language *from = work->from;
	const struct work_input *input = &work->inputs[work->input];
	const struct sandbox_run *plain = &work->original->inputs[work->input].plain;
	/* An input that somebody named is one, though it gives nothing to stdin. */
	if (input->name.len == 0 && from->reads_stdin != NULL && from->reads_stdin(work->source))
		return STR("the original reads from stdin, and no input was given: nothing can be "
			   "claimed");
	if (input->args == NULL && from->reads_args != NULL && from->reads_args(work->source) &&
	    plain->result.status != 0)
		return STR("the original reads its arguments and ended with an error, for none "
			   "were given: nothing can be claimed");
	/* A random number can be printed under a time's name: "waiting time: 3.2". */
	if (result->masked > 0 && from->draws_unseeded != NULL &&
	    from->draws_unseeded(work->source))
		return STR(
			"the original draws random numbers that are not seeded, and some numbers "
			"it prints are not repeated: seed it, for example random.seed(1)");
	return STR("");
}

/* Judge the run of the input whose turn it is. */
static struct same_outcome same_output_of_input(struct work *work)
{
	struct same_outcome outcome = {.kind = FINDING_OUTPUT};
	if (same_output_original_fails(work, &outcome))
		return outcome;
	if (same_output_slower(work, &outcome))
		return outcome;
	outcome.result = trial_compare(work, &work->job.arena, work->input, &work->run);
	if (outcome.result.match == OUTPUT_UNKNOWN) {
		/* Only what the original does not repeat has a place. */
		bool unsteady = outcome.result.where.len > 0;
		outcome.kind = unsteady ? FINDING_NOT_DETERMINISTIC : FINDING_NOT_VERIFIED;
		return outcome;
	}
	outcome.crash = same_output_crash(work);
	struct str doubt = same_output_doubt(work, &outcome.result);
	if (doubt.len > 0 && outcome.result.match < OUTPUT_CLOSE)
		same_output_unknown(&outcome, FINDING_NOT_VERIFIED, doubt);
	return outcome;
}

/* Say on which input, where there are several. */
static void same_output_name_input(struct work *work, struct same_outcome *outcome)
{
	struct arena *arena = &work->job.arena;
	struct str name = work->inputs[work->input].name;
	struct output_result *result = &outcome->result;
	if (work->input_count == 1 || name.len == 0 || result->match == OUTPUT_IDENTICAL)
		return;
	result->text = arena_fmt(arena, "%.*s (input %.*s)", STR_ARG(result->text), STR_ARG(name));
	if (result->where.len > 0)
		result->where = arena_fmt(arena, "%.*s (input %.*s)", STR_ARG(result->where),
					  STR_ARG(name));
}

static void same_output_take_masks(struct work *work, const struct output_result *result)
{
	struct verdict *verdict = &work->job.verdict;
	bool known = result->match != OUTPUT_UNKNOWN;
	if (verdict->masks == NULL && result->mask_count > 0)
		verdict->masks = arena_array(verdict->arena, OUTPUT_MASKS, sizeof(*verdict->masks));
	for (size_t i = 0; known && i < result->mask_count; i++)
		if (verdict->mask_count < OUTPUT_MASKS)
			verdict->masks[verdict->mask_count++] =
				(struct verdict_mask){.mask = result->masks[i],
						      .input = work->input};
}

/*
 * Take one input's outcome into the verdict: the worst stands for all; one of which nothing can be
 * said counts only where there is no other.
 */
static void same_output_take(struct work *work, struct same_outcome *outcome)
{
	struct verdict *verdict = &work->job.verdict;
	const struct original_input *of = &work->original->inputs[work->input];
	if (verdict->input_count < VERDICT_INPUTS)
		verdict->inputs[verdict->input_count++] = (struct verdict_input){
			.name = work->inputs[work->input].name,
			.files = work->inputs[work->input].shown,
			.match = outcome->result.match,
			.masked = outcome->result.masked,
			.source_seconds = of->plain.result.wall_s,
			.candidate_seconds = work->run.result.wall_s,
		};
	same_output_take_masks(work, &outcome->result);
	same_output_name_input(work, outcome);
	bool first = work->input == 0, known = verdict->output.match != OUTPUT_UNKNOWN;
	if (outcome->result.match == OUTPUT_UNKNOWN) {
		bool aside = work->input_count > 1 && !outcome->fatal;
		verdict_add(verdict, aside ? FINDING_WARNING : outcome->kind, "%.*s",
			    STR_ARG(outcome->result.text));
		if (outcome->advice.len > 0)
			verdict_add(verdict, FINDING_NOTE, "%.*s", STR_ARG(outcome->advice));
		if (first || outcome->fatal)
			verdict->output = outcome->result;
		return;
	}
	size_t masked = first || !known ? 0 : verdict->output.masked;
	if (first || !known || outcome->result.match > verdict->output.match)
		verdict->output = outcome->result;
	verdict->output.masked = masked + outcome->result.masked;
}

/* All inputs were tried, or one has shown enough. */
static enum next same_output_conclude(struct work *work, const struct same_outcome *last)
{
	struct job *job = &work->job;
	struct verdict *verdict = &job->verdict;
	struct str crash = last->crash;
	verdict->command = paste_command(work, &(struct build){.compiler = work->compiler.path});
	starts_judge(work);
	if (verdict->output.match == OUTPUT_UNKNOWN) {
		if (work->input_count > 1 && !last->fatal)
			verdict_add(verdict, FINDING_NOT_VERIFIED,
				    "nothing can be said on any of %zu inputs", work->input_count);
		job_show(job);
		if (crash.len > 0)
			return job_repair(job, arena_fmt(&job->arena,
							 "It compiles, but it is too slow: %.*s.",
							 STR_ARG(crash)));
		return NEXT;
	}
	verdict_add(verdict, FINDING_OUTPUT, "%.*s", STR_ARG(verdict->output.text));
	if (!verdict_holds(verdict)) {
		job_show(job);
		return same_output_repair(work, crash);
	}
	job_show(job);
	return NEXT;
}

static enum next same_output_judge(struct work *work)
{
	struct verdict *verdict = &work->job.verdict;
	work->patient = !work->patient && same_output_try_longer(work);
	if (work->patient)
		return AGAIN;
	struct same_outcome outcome = same_output_of_input(work);
	same_output_take(work, &outcome);
	if (work->code_ns != 0 && work->input == 0)
		verdict->verdict_seconds = (double)(loop_now_ns() - work->code_ns) / 1e9;
	if (outcome.result.match == OUTPUT_IDENTICAL || outcome.result.match == OUTPUT_SAME_VALUE)
		same_output_first_times(work);
	bool enough = outcome.fatal || outcome.result.match == OUTPUT_DIFFERENT;
	if (!enough && ++work->input < work->input_count)
		return AGAIN;
	work->input = 0;
	return same_output_conclude(work, &outcome);
}

static enum next same_output_finish(struct job *job)
{
	struct work *work = work_of(job);
	turn_give_back(&work->turn);
	if (!work_ran(work, &work->run))
		return FAIL;
	if (job_join(job, &work->original->op)) {
		job_say(job, "waiting for the original to finish");
		original_hurry(work->original);
		return WAIT;
	}
	if (work->original->op.err.kind != ERR_NONE) {
		job->err = work->original->op.err;
		return FAIL;
	}
	return same_output_judge(work);
}

const struct step step_same_output = {.title = "comparing the output",
				      .start = same_output_start,
				      .finish = same_output_finish};
