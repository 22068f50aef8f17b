/*
 * Asks the model and reads along. As soon as the code's closing fence has come the
 * job goes on; the rest of the answer arrives in the background (step_settle waits for
 * it). On a later round the conversation so far and the evidence are sent.
 */
#include "account.h"
#include "answer.h"
#include "choose.h"
#include "fallback.h"
#include "headers.h"
#include "judge/fences.h"
#include "question.h"
#include "recorded.h"
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
	if (work->whole_answer || !ask_look(work, delta))
		return;
	struct arena scratch;
	arena_init(&scratch);
	struct fences_code found = fences_find(&scratch, answer_text(&scratch, work),
					       work->to->fence_words, work->to->marks);
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

/* It waits before it asks again, or its server is being started. */
static void ask_on_news(struct model_call *call, struct str line)
{
	struct work *work = call->data;
	if (work->code_ns == 0)
		job_say(&work->job, "%.*s", STR_ARG(line));
}

/* Nothing came of the extra question: what there was before is all there is. */
static enum next ask_keep(struct work *work, const char *why)
{
	answer_keep(work, why);
	work->code_ns = loop_now_ns();
	if (work->job.verdict.rounds > 1)
		verdict_next_round(&work->job.verdict);
	return NEXT;
}

/* No further question. What an earlier round brought is delivered as it was judged. */
static enum next ask_stopped(struct work *work)
{
	struct job *job = &work->job;
	if (answer_is_due(work))
		return ask_keep(work, job->err.text);
	verdict_add(&job->verdict, FINDING_NO_MODEL, "%s", job->err.text);
	return job->verdict.rounds > 0 && work->code.len > 0 ? GIVE_UP : FAIL;
}

/* FAIL with job->err when it could not be sent. */
static enum next ask_put(struct work *work, bool *refused)
{
	struct job *job = &work->job;
	struct model_question question;
	struct model_turn turns[WORK_TURNS + ANSWER_TURNS];
	*refused = false;
	account_call(work);
	if (!question_compose(work, turns, &question) ||
	    !answer_add_turns(work, turns, &question)) {
		*refused = true; /* too long for this one, perhaps not for another */
		return FAIL;
	}
	question.logprobs = work->settings.logprobs;
	if (work->show != NULL)
		return question_show(work, &question);
	if (!account_ask(work, &question)) {
		*refused = true;
		return FAIL;
	}
	/* What is cut off is recorded when it is whole. */
	if (!answer_is_due(work))
		recorded_take(work);
	answer_await(work, &question);
	model_call_deinit(&work->call);
	work->counted = false;
	work->call = (struct model_call){.job = job->id,
					 .on_text = ask_on_text,
					 .on_news = ask_on_news,
					 .data = work};
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
	job->verdict.rounds--; /* nobody was asked */
	account_refused(work);
	*refused = true;
	return FAIL;
}

/* Put the question where it is settled who is asked, else to who comes next. */
static enum next ask_chosen(struct work *work, enum next chosen)
{
	bool refused = chosen == FAIL;
	enum next next = chosen == NEXT ? ask_put(work, &refused) : chosen;
	while (refused && !answer_is_due(work) && fallback_choose(work, &work->job.err)) {
		next = choose_again(work);
		refused = next == FAIL;
		if (next == NEXT)
			next = ask_put(work, &refused);
	}
	/* A budget is no failure of anybody's. */
	bool stopped = refused && (answer_is_due(work) || work->code.len > 0 ||
				   work->job.err.kind == ERR_MONEY);
	return stopped ? ask_stopped(work) : next;
}

/* Ask whom the choice names, or who comes after it. */
static enum next ask_send(struct work *work)
{
	return ask_chosen(work, NEXT);
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
	if (fallback_choose(work, err))
		return ask_chosen(work, choose_again(work));
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
	if (choose_goes_on(work))
		return ask_chosen(work, choose_more(work));
	if (work->ask_again)
		return AGAIN;
	/* Once the code is whole it does not matter that the rest is missing: step_settle tells. */
	bool whole = work->code_ns != 0;
	if (!call->op.running && call->op.err.kind != ERR_NONE && !whole)
		return answer_was_extended(work) ? ask_keep(work, call->op.err.text)
						 : ask_failed(work);
	if (!whole && answer_is_cut(work) && answer_extend(work))
		return ask_send(work);
	if (job->verdict.rounds > 1)
		verdict_next_round(&job->verdict);
	if (call->op.running)
		return NEXT; /* the code is whole, prose follows */
	if (!whole)
		work->code_ns = loop_now_ns();
	if (!whole && answer_is_cut(work))
		verdict_add(&job->verdict, FINDING_NO_MODEL,
			    "the answer was cut off at the model's token limit%s (set maxTokens)",
			    answer_was_extended(work) ? ", also when it was asked once more" : "");
	return NEXT;
}

const struct step step_ask = {.title = "asking the model",
			      .start = ask_start,
			      .finish = ask_finish};
