/*
 * Asks the model and reads along. As soon as the code's closing fence has come the
 * job goes on; the rest of the answer arrives in the background (step_settle waits for
 * it). On a later round the conversation so far and the evidence are sent.
 */
#include "account.h"
#include "headers.h"
#include "judge/fences.h"
#include "question.h"
#include "step/steps.h"
#include "step/work.h"

enum { ASK_LOOKS_FREE = 2000 };

/*
 * Searching costs the length of the answer, so a long answer that keeps sending fences is
 * searched ever more rarely.
 */
static bool ask_look(struct work *work, struct str delta)
{
	if (!str_has(delta, STR("`")) && !str_has(delta, STR("~")) && !str_has(delta, STR("\n")))
		return false;
	work->looks++;
	return work->looks <= ASK_LOOKS_FREE || (work->looks & (work->looks - 1)) == 0;
}

static void ask_on_text(struct model_call *call, struct str delta)
{
	struct work *work = call->data;
	struct job *job = &work->job;
	if (work->code_ns != 0)
		return; /* the job has gone on: prose is no news */
	job_say(job, "received %zu tokens", call->text.len / ACCOUNT_BYTES_PER_TOKEN);
	if (!ask_look(work, delta))
		return;
	struct arena scratch;
	arena_init(&scratch);
	struct fences_code found =
		fences_find(&scratch, buf_str(&call->text), work->to->fence_words, work->to->marks);
	bool whole = false;
	for (const char *const *mark = work->to->marks; *mark != NULL; mark++)
		whole = whole ||
			(found.state == FENCES_CLOSED && str_has(found.code, str_of(*mark)));
	if (whole) {
		work->code_ns = loop_now_ns();
		job_ready(job, &call->op);
	} else if (found.state == FENCES_OPEN) {
		headers_foresee(work, found.code);
	}
	arena_deinit(&scratch);
}

static enum next ask_send(struct work *work)
{
	struct job *job = &work->job;
	struct model_question question;
	struct model_turn turns[sizeof(work->turns) / sizeof(work->turns[0])];
	if (!question_compose(work, turns, &question))
		return FAIL;
	account_call(work);
	model_call_deinit(&work->call);
	work->counted = false;
	work->call = (struct model_call){.on_text = ask_on_text, .data = work};
	work->asked = true;
	work->ask_again = false;
	work->redone = false;
	work->code_ns = 0;
	work->looks = 0;
	job->verdict.rounds++;
	job_op(job, &work->call.op);
	if (model_start(work->kit->models, &work->call, &work->choice, &question, &job->err))
		return WAIT;
	job_op_refused(job, &work->call.op);
	return FAIL;
}

static enum next ask_start(struct job *job)
{
	struct work *work = work_of(job);
	if (work->asked && job->repair.len == 0 && !work->ask_again)
		return NEXT; /* redone with the answer that is there */
	if (job->round > 1)
		job_say(job, "asking the model, round %d of %d", job->round, job->rounds_max);
	else
		job_say(job, "asking the model");
	if (work->call.op.running) {
		/* The wrong answer's trailing prose is of no interest any more. */
		work->ask_again = true;
		op_cancel(&work->call.op);
		job_join(job, &work->call.op);
		return WAIT;
	}
	return ask_send(work);
}

/* No answer. What an earlier round brought is not lost: it is delivered as it was judged. */
static enum next ask_failed(struct work *work)
{
	struct job *job = &work->job;
	const struct err *err = &work->call.op.err;
	verdict_add(&job->verdict, FINDING_NO_MODEL, "%s", err->text);
	if (err->kind != ERR_CANCELLED && job->verdict.rounds > 1 && work->code.len > 0)
		return GIVE_UP;
	job->err = *err;
	return FAIL;
}

static enum next ask_finish(struct job *job)
{
	struct work *work = work_of(job);
	struct model_call *call = &work->call;
	if (work->ask_again)
		return AGAIN;
	/* Once the code is whole it does not matter that the rest is missing: step_settle tells. */
	if (!call->op.running && call->op.err.kind != ERR_NONE && work->code_ns == 0)
		return ask_failed(work);
	if (job->verdict.rounds > 1)
		verdict_next_round(&job->verdict);
	if (call->op.running)
		return NEXT; /* the code is whole, prose follows */
	if (work->code_ns == 0)
		work->code_ns = loop_now_ns();
	if (call->outcome == MODEL_TRUNCATED)
		verdict_add(&job->verdict, FINDING_NO_MODEL,
			    "the answer was cut off at the model's token limit (set maxTokens)");
	return NEXT;
}

const struct step step_ask = {.title = "asking the model",
			      .start = ask_start,
			      .finish = ask_finish};
