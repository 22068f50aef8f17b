/*
 * One extra question, never more. A larger limit is better where the limit was ours and
 * the model can give more: the answer then comes in one piece. Else the model is shown
 * what it wrote and asked for the rest. A model that used up its limit before it wrote
 * a word has thought too long: there is nothing to go on with, only more room to give.
 */
#include "answer.h"

#include "judge/stitch.h"
#include "model/prompt.h"
#include "step/work.h"

enum {
	ANSWER_LARGER = 4, /* times the limit that was not enough */
	ANSWER_LIMIT_MAX = 1 << 20,
	ANSWER_REST_LEAST = 512,
};

bool answer_is_due(const struct work *work)
{
	return work->answer != NULL && work->answer->due;
}

void answer_await(struct work *work, const struct model_question *question)
{
	if (work->answer == NULL)
		work->answer = arena_new(&work->job.arena, sizeof(*work->answer));
	if (!answer_is_due(work))
		*work->answer = (struct answer){.begun = STR("")};
	work->answer->due = false;
	work->answer->context = question->context;
}

long answer_limit(const struct work *work)
{
	return answer_is_due(work) ? work->answer->limit : 0;
}

/* Tokens that the model's context has left beside the question. */
static long answer_room(const struct work *work)
{
	const struct model_usage *usage = &work->call.usage;
	int64_t question = usage->input >= 0 ? usage->input : (int64_t)work->asked_least;
	if (work->answer->context <= 0)
		return ANSWER_LIMIT_MAX;
	return question < work->answer->context ? (long)(work->answer->context - question) : 0;
}

/* A limit that is worth another try; 0: none. What the user has set is never overruled. */
static long answer_larger(const struct work *work, bool wordless)
{
	const struct model_call *call = &work->call;
	if (work->settings.max_tokens > 0 || call->limit <= 0 || call->limit > ANSWER_LIMIT_MAX)
		return 0;
	/* Nobody knows what the model can give: only where there is nothing to go on with. */
	if (call->max_output <= 0 && !wordless)
		return 0;
	long larger = call->limit * ANSWER_LARGER, room = answer_room(work);
	if (call->max_output > 0 && larger > call->max_output)
		larger = call->max_output;
	if (larger > room)
		larger = room;
	return larger > call->limit + call->limit / ANSWER_LARGER ? larger : 0;
}

/* Is there room for what was written and for the rest? */
static bool answer_may_go_on(const struct work *work, struct str text)
{
	const struct model_usage *usage = &work->call.usage;
	long written = usage->output >= 0 ? (long)usage->output : (long)(text.len / 4);
	return str_trim(text).len > 0 && written + ANSWER_REST_LEAST < answer_room(work);
}

bool answer_extend(struct work *work)
{
	struct job *job = &work->job;
	const struct model_call *call = &work->call;
	if (work->answer->extra)
		return false;
	struct str text = buf_str(&call->text);
	struct str at = call->limit > 0 ? arena_fmt(&job->arena, "at %ld tokens", call->limit)
					: STR("at the model's token limit");
	long larger = answer_larger(work, str_trim(text).len == 0);
	if (larger == 0 && !answer_may_go_on(work, text))
		return false;
	*work->answer = (struct answer){.extra = true,
					.due = true,
					.rest = larger == 0,
					.limit = larger,
					.begun = arena_str(&job->arena, text)};
	if (larger == 0) {
		job_say(job, "the answer was cut off %.*s; asking for the rest", STR_ARG(at));
		verdict_add(&job->verdict, FINDING_NOTE,
			    "the answer was cut off %.*s: the rest was asked for", STR_ARG(at));
		return true;
	}
	job_say(job, "the answer was cut off %.*s; asking once more for up to %ld", STR_ARG(at),
		larger);
	verdict_add(&job->verdict, FINDING_NOTE,
		    "the answer was cut off %.*s: it was asked for once more, with up to %ld",
		    STR_ARG(at), larger);
	return true;
}

bool answer_add_turns(struct work *work, struct model_turn *turns, struct model_question *question)
{
	struct job *job = &work->job;
	struct str ask;
	if (!answer_is_due(work) || !work->answer->rest)
		return true;
	if (!prompt_fill(&job->arena, work->settings.prompts, "continue.md", "user", NULL, 0, &ask,
			 &job->err))
		return false;
	struct buf shown;
	buf_init(&shown, work->answer->begun.len);
	buf_add(&shown, work->answer->begun);
	secrets_redact(work->kit->secrets, &shown);
	turns[question->turn_count++] =
		(struct model_turn){MODEL_ASSISTANT, arena_str(&job->arena, buf_str(&shown))};
	buf_deinit(&shown);
	turns[question->turn_count++] = (struct model_turn){MODEL_USER, ask};
	return true;
}

void answer_keep(struct work *work, const char *why)
{
	work->answer->due = false;
	work->answer->lost = true;
	verdict_add(&work->job.verdict, FINDING_NOTE, "what was cut off could not be had: %s", why);
}

struct str answer_text(struct arena *arena, const struct work *work)
{
	const struct answer *answer = work->answer;
	struct str text = buf_str(&work->call.text);
	if (answer == NULL)
		return text;
	if (answer->lost)
		return answer->begun;
	return answer->rest ? stitch(arena, answer->begun, text) : text;
}

bool answer_is_cut(const struct work *work)
{
	if (work->call.op.running)
		return false;
	return work->call.outcome == MODEL_TRUNCATED ||
	       (work->answer != NULL && work->answer->lost);
}

bool answer_was_extended(const struct work *work)
{
	return work->answer != NULL && work->answer->extra;
}
