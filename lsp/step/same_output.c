/*
 * Runs the candidate once, waits for the original's runs, and compares. The first
 * run of each also gives the first, coarse word on the speed-up.
 */
#include "same_output.h"

#include "original.h"
#include "step/steps.h"
#include "step/work.h"
#include "toolchain.h"

enum { SAME_SHOWN = 2000 };

/* The last line that Python printed: "ZeroDivisionError: division by zero". */
static struct str same_output_reason(struct str err)
{
	struct str line, last = STR("");
	while (str_line(&err, &line))
		if (str_trim(line).len > 0)
			last = line;
	return str_part(last, 0, SAME_SHOWN);
}

void same_output_command(struct work *work, struct sandbox_mount *mounts, const char **argv,
			 struct sandbox_command *command)
{
	mounts[0] = (struct sandbox_mount){
		.host = arena_fmt(&work->job.arena, "%.*s/candidate", STR_ARG(work->folder)).at,
		.inside = "/job/candidate",
	};
	argv[0] = "/job/candidate";
	argv[1] = NULL;
	*command = (struct sandbox_command){
		.argv = argv,
		.mounts = mounts,
		.mount_count = 1,
		.limits = work->settings.run,
	};
}

static enum next same_output_start(struct job *job)
{
	struct work *work = work_of(job);
	if (work->unverified)
		return NEXT;
	job_say(job, "comparing the output");
	struct sandbox_mount mounts[1];
	const char *argv[2];
	struct sandbox_command command;
	same_output_command(work, mounts, argv, &command);
	return work_run(work, &work->run, &command);
}

/* The original is no yardstick: said in the verdict, and no claim is made. True when so. */
static bool same_output_original_fails(struct work *work)
{
	struct verdict *verdict = &work->job.verdict;
	const struct sandbox_run *plain = &work->original->plain;
	struct str err = buf_str(&plain->err), reason = same_output_reason(err);
	verdict->output = (struct output_result){.match = OUTPUT_UNKNOWN};
	if (plain->result.limit != SANDBOX_NO_LIMIT) {
		verdict_add(verdict, FINDING_LIMIT, "the original was stopped: %.*s",
			    STR_ARG(work_limit_text(work, &plain->result, &work->settings.run)));
		verdict->output.text = STR("the original was stopped by a limit");
		return true;
	}
	if (!str_has(err, STR("Traceback (most recent call last):")) || plain->result.status == 0)
		return false;
	if (str_starts(reason, STR("EOFError")))
		verdict_add(verdict, FINDING_ORIGINAL_FAILS,
			    "the original reads from stdin, and there was no input for it (%.*s)",
			    STR_ARG(reason));
	else
		verdict_add(verdict, FINDING_ORIGINAL_FAILS, "the original fails: %.*s",
			    STR_ARG(reason));
	verdict->output.text = STR("the original fails");
	return true;
}

/* What a candidate that was ended from outside did wrong; empty when it ended by itself. */
static struct str same_output_crash(struct work *work)
{
	struct job *job = &work->job;
	const struct sandbox_result *result = &work->run.result;
	struct str said = str_part(str_trim(buf_str(&work->run.err)), 0, SAME_SHOWN);
	if (result->limit != SANDBOX_NO_LIMIT) {
		struct str met = work_limit_text(work, result, &work->settings.run);
		verdict_add(&job->verdict, FINDING_LIMIT, "the translation was stopped: %.*s",
			    STR_ARG(met));
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
	const struct sandbox_result *a = &work->original->plain.result, *b = &work->run.result;
	struct stats_run source = {a->wall_s, a->user_s + a->system_s};
	struct stats_run candidate = {b->wall_s, b->user_s + b->system_s};
	verdict->speedup = stats_judge(&source, 1, &candidate, 1, NULL, 0, NULL, 0);
	verdict->speedup.first = true;
	verdict->source_seconds = source.wall;
	verdict->candidate_seconds = candidate.wall;
	verdict->source_runs = verdict->candidate_runs = 1;
}

/* Nothing speaks against it, but what agrees proves nothing: the claim is withdrawn. */
static enum next same_output_no_claim(struct work *work, struct str why)
{
	struct verdict *verdict = &work->job.verdict;
	verdict_withdraw(verdict, FINDING_OUTPUT);
	verdict->output = (struct output_result){.match = OUTPUT_UNKNOWN, .text = why};
	verdict_add(verdict, FINDING_NOT_VERIFIED, "%.*s", STR_ARG(why));
	job_show(&work->job);
	return NEXT;
}

/* Why agreeing proves nothing for this script; the empty str when it does. */
static struct str same_output_doubt(const struct work *work)
{
	const struct language *from = work->from;
	if (from->reads_stdin != NULL && from->reads_stdin(work->source))
		return STR("the original reads from stdin, and no input was given: nothing can be "
			   "claimed");
	/* A random number can be printed under a time's name: "waiting time: 3.2". */
	if (work->job.verdict.output.masked > 0 && from->draws_unseeded != NULL &&
	    from->draws_unseeded(work->source))
		return STR(
			"the original draws random numbers that are not seeded, and some numbers "
			"it prints are not repeated: seed it, for example random.seed(1)");
	return STR("");
}

static enum next same_output_judge(struct work *work)
{
	struct job *job = &work->job;
	struct verdict *verdict = &job->verdict;
	if (same_output_original_fails(work)) {
		job_show(job);
		return NEXT;
	}
	struct output_run plain = original_view(&work->original->plain);
	struct output_run again = original_view(&work->original->again);
	struct output_run mine = original_view(&work->run);
	struct str crash = same_output_crash(work);
	verdict->output = output_compare(&job->arena, &plain, &again, &mine);
	if (work->code_ns != 0)
		verdict->verdict_seconds = (double)(loop_now_ns() - work->code_ns) / 1e9;
	if (verdict->output.match == OUTPUT_UNKNOWN) {
		/* Only what the original does not repeat has a place. */
		bool unsteady = verdict->output.where.len > 0;
		verdict_add(verdict, unsteady ? FINDING_NOT_DETERMINISTIC : FINDING_NOT_VERIFIED,
			    "%.*s", STR_ARG(verdict->output.text));
		job_show(job);
		return NEXT;
	}
	verdict_add(verdict, FINDING_OUTPUT, "%.*s", STR_ARG(verdict->output.text));
	if (!verdict_holds(verdict)) {
		job_show(job);
		return same_output_repair(work, crash);
	}
	struct str doubt = same_output_doubt(work);
	if (doubt.len > 0)
		return same_output_no_claim(work, doubt);
	same_output_first_times(work);
	job_show(job);
	return NEXT;
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
