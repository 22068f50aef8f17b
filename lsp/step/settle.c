/*
 * The rest of the answer: prose after the code, the token counts, and whether the
 * stream ended as it should. A program that came later in it is judged in its turn; when
 * that does not hold and an earlier one did, the earlier one stands.
 */
#include "account.h"
#include "answer.h"
#include "judge/fences.h"
#include "step/steps.h"
#include "step/work.h"

/* The findings are a list that verdict_next_round thins out: a copy needs its own. */
static void settle_copy(struct verdict *to, const struct verdict *from)
{
	*to = *from;
	to->findings = NULL;
	for (const struct finding *finding = from->findings; finding != NULL;
	     finding = finding->next)
		verdict_add(to, finding->kind, "%.*s", STR_ARG(finding->text));
}

static void settle_keep(struct work *work)
{
	work->kept = arena_new(&work->job.arena, sizeof(*work->kept));
	work->kept_code = work->code;
	settle_copy(work->kept, &work->job.verdict);
	/* A proof is at hand: the later program gets no rounds of repair. */
	work->job.rounds_max = work->job.round;
}

static void settle_restore(struct work *work)
{
	struct job *job = &work->job;
	struct str later = verdict_headline(&job->arena, &job->verdict);
	settle_copy(&job->verdict, work->kept);
	verdict_add(&job->verdict, FINDING_NOTE,
		    "a later program in the answer does not hold (%.*s): the first is kept",
		    STR_ARG(later));
	work->code = work->compiled = work->kept_code;
}

static enum next settle_finish(struct job *job)
{
	struct work *work = work_of(job);
	struct model_call *call = &work->call;
	account_call(work);
	if (work->kept != NULL && !verdict_holds(&job->verdict))
		settle_restore(work);
	if (work->redone)
		return NEXT;
	if (call->op.err.kind != ERR_NONE) {
		/* Without code it was the asking that failed, and that has been said. */
		if (work->code_ns != 0)
			verdict_add(&job->verdict, FINDING_NOTE,
				    "after the code the answer broke off: %s", call->op.err.text);
		return NEXT;
	}
	struct fences_code found = fences_find(&job->arena, answer_text(&job->arena, work),
					       work->to->fence_words, work->to->marks);
	if (found.state != FENCES_CLOSED || str_trim(found.code).len == 0 ||
	    str_eq(found.code, work->compiled))
		return NEXT;
	work->redone = true;
	if (verdict_holds(&job->verdict))
		settle_keep(work);
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
