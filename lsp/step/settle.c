/*
 * The rest of the answer: prose after the code, the token counts, and whether the
 * stream ended as it should. A better program that came later is judged in its turn.
 */
#include "ask.h"
#include "judge/fences.h"
#include "step/steps.h"
#include "step/work.h"

static enum next settle_finish(struct job *job)
{
	struct work *work = work_of(job);
	struct model_call *call = &work->call;
	ask_count(work);
	if (call->op.err.kind != ERR_NONE) {
		/* Without code it was the asking that failed, and that has been said. */
		if (work->code_ns != 0)
			verdict_add(&job->verdict, FINDING_NOTE,
				    "after the code the answer broke off: %s", call->op.err.text);
		return NEXT;
	}
	struct fences_code found = fences_find(&job->arena, buf_str(&call->text),
					       work->to->fence_words, work->to->marks);
	if (found.state != FENCES_CLOSED || str_eq(found.code, work->compiled))
		return NEXT;
	verdict_next_round(&job->verdict);
	return REDO;
}

static enum next settle_start(struct job *job)
{
	return job_join(job, &work_of(job)->call.op) ? WAIT : settle_finish(job);
}

const struct step step_settle = {.title = "reading the rest of the answer",
				 .start = settle_start,
				 .finish = settle_finish,
				 .closing = true};
