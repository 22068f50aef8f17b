/*
 * Starts the original's runs in the background: they go on while the model writes.
 */
#include "original.h"
#include "step/steps.h"
#include "step/work.h"

static enum next original_step_start(struct job *job)
{
	struct work *work = work_of(job);
	if (work->original != NULL || work->unverified || work->show != NULL)
		return NEXT;
	job->verdict.interpreter = work->python.version;
	struct original *original = arena_new(&job->arena, sizeof(*original));
	job_op(job, &original->op);
	if (!original_start(original, work, &job->err)) {
		job_op_refused(job, &original->op);
		return FAIL;
	}
	work->original = original;
	job_background(job, &original->op);
	return NEXT;
}

const struct step step_original = {.title = "running the original", .start = original_step_start};
