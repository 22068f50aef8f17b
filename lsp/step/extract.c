/*
 * Cuts the program out of the answer, prose and fences off.
 */
#include "answer.h"
#include "judge/fences.h"
#include "step/steps.h"
#include "step/work.h"

static enum next extract_none(struct job *job, const char *why)
{
	verdict_add(&job->verdict, FINDING_NO_CODE, "%s", why);
	return job_repair(job, arena_fmt(&job->arena,
					 "%s. Answer with one complete program in one "
					 "fenced code block and nothing else.",
					 why));
}

static enum next extract_start(struct job *job)
{
	struct work *work = work_of(job);
	struct fences_code found = fences_find(&job->arena, answer_text(&job->arena, work),
					       work->to->fence_words, work->to->marks);
	if (found.state == FENCES_NONE || str_trim(found.code).len == 0)
		return extract_none(job, "The answer holds no program");
	if (found.state != FENCES_CLOSED && answer_is_cut(work))
		return extract_none(job, "The answer was cut off before the program was complete");
	work->code = arena_str(&job->arena, found.code);
	return NEXT;
}

const struct step step_extract = {.title = "reading the answer", .start = extract_start};

/* The candidate that was given on the command line stands in for an answer. */
static enum next given_start(struct job *job)
{
	struct work *work = work_of(job);
	work->code = work->candidate;
	return NEXT;
}

const struct step step_given = {.title = "reading the candidate", .start = given_start};
