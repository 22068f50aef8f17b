/*
 * Puts the next question together: the task at first, later the conversation so far
 * and the evidence of what was wrong; as much of it as the model can read. What does
 * not fit goes in this order: older rounds, the end of long evidence, what was seen of
 * the original. The source is never cut: a model would translate half a program.
 */
#include "question.h"

#include <assert.h>

#include "answer.h"
#include "base/utf8.h"
#include "model/prompt.h"
#include "model/window.h"
#include "question_parts.h"
#include "step/work.h"

enum {
	QUESTION_EVIDENCE_MAX = 8 << 10,
	QUESTION_EVIDENCE_LEAST = 1 << 10,
};

/* A new question, unless the last one was not answered and is put again, perhaps to another. */
static void question_begin(struct work *work)
{
	struct job *job = &work->job;
	if (work->turn_count > 0 && job->repair.len == 0)
		return;
	struct str repair = job_take_repair(job);
	if (repair.len > 0 && work->warned.len > 0)
		repair = arena_fmt(&job->arena, "%.*s\n\nThe compiler warns, too:\n\n%.*s",
				   STR_ARG(repair), STR_ARG(work->warned));
	work->warned = STR("");
	work->evidence = question_redacted(work, repair);
	work->news = question_facts(work);
	assert(work->turn_count + 2 <= WORK_TURNS);
	if (work->turn_count > 0) {
		struct str answer = answer_text(&job->arena, work);
		/* Some providers refuse a turn without text. */
		if (str_trim(answer).len == 0)
			answer = STR("(no answer)");
		work->turns[work->turn_count++] = question_redacted(work, answer);
	}
	work->turn_count++;
}

/* --- what fits --- */

/* The question without what is cut; its last turn is written anew. */
static bool question_put(struct work *work, const struct question_cut *cut,
			 struct model_turn *turns, struct model_question *question)
{
	size_t last = work->turn_count - 1;
	if (!question_fill(work, last == 0 ? "user" : "repair", cut, &work->turns[last]))
		return false;
	work->turns[last] = question_redacted(work, work->turns[last]);
	question->turns = turns;
	question->turn_count = 0;
	for (size_t i = 0; i < work->turn_count; i++)
		if (i == 0 || i > cut->dropped)
			turns[question->turn_count++] =
				(struct model_turn){i % 2 == 0 ? MODEL_USER : MODEL_ASSISTANT,
						    work->turns[i]};
	return true;
}

/* Leave more out: so many tokens are too much. False when nothing is left that may be. */
static bool question_cut_more(const struct work *work, struct question_cut *cut, size_t over)
{
	if (cut->dropped + 3 < work->turn_count) {
		cut->dropped += 2;
		return true;
	}
	size_t shown = work->evidence.len < cut->evidence ? work->evidence.len : cut->evidence;
	if (shown > QUESTION_EVIDENCE_LEAST) {
		size_t less = over * 5 / 2 + 100;
		cut->evidence = shown > less + QUESTION_EVIDENCE_LEAST ? shown - less
								       : QUESTION_EVIDENCE_LEAST;
		return true;
	}
	if (cut->no_facts || work->news.len == 0)
		return false;
	cut->no_facts = true;
	return true;
}

/* "qwen2.5-coder reads 8192 tokens (taken for true of a server on this machine)" */
static struct str question_reads(struct arena *arena, const struct window *window)
{
	static const char *const words[] = {
		[WINDOW_UNKNOWN] = "",
		[WINDOW_SET] = " (contextTokens)",
		[WINDOW_KNOWN] = " (models.json)",
		[WINDOW_TOLD] = " (as its server lists it)",
		[WINDOW_ASSUMED] = " (assumed of a server of your own)",
	};
	struct buf name;
	buf_init(&name, 100);
	utf8_add_plain(&name, window->model.len > 0 ? window->model : window->provider);
	struct str text = window->context > 0 ? arena_fmt(arena, "%.*s reads %ld tokens%s",
							  STR_ARG(buf_str(&name)), window->context,
							  words[window->source])
					      : arena_str(arena, buf_str(&name));
	buf_deinit(&name);
	return text;
}

/* Said once of each question, and not once more when it is put again. */
static void question_tell_cut(struct work *work, const struct window *window,
			      const struct question_cut *cut)
{
	struct arena *arena = &work->job.arena;
	struct str older = STR(""), evidence = STR(""), all = work->evidence;
	if (cut->dropped > 0)
		older = arena_fmt(arena, "; %zu older round%s left out", cut->dropped / 2,
				  cut->dropped > 2 ? "s were" : " was");
	if (all.len > cut->evidence)
		evidence =
			arena_fmt(arena, "; of the evidence the first %zu of %zu bytes were sent",
				  question_evidence(work, cut->evidence).len, all.len);
	struct str text =
		arena_fmt(arena, "the question was shortened (%.*s)%.*s%.*s%s",
			  STR_ARG(question_reads(arena, window)), STR_ARG(older), STR_ARG(evidence),
			  cut->no_facts ? "; what the original was seen to do was left out" : "");
	if (str_eq(text, work->cut_told))
		return;
	work->cut_told = text;
	verdict_add(&work->job.verdict, FINDING_NOTE, "%.*s", STR_ARG(text));
}

static bool question_too_long(struct work *work, const struct window *window, size_t tokens,
			      size_t room)
{
	struct job *job = &work->job;
	return err_set(&job->err, ERR_INPUT,
		       "the question about %.*s is too long: it has about %zu tokens, and at most "
		       "%zu fit beside the answer: %.*s. Choose a model that reads more, or set "
		       "contextTokens if this one does",
		       STR_ARG(work->name), tokens, room,
		       STR_ARG(question_reads(&job->arena, window)));
}

/* Find what must be left out, and put the rest together. */
static bool question_fit(struct work *work, const struct window *window, struct model_turn *turns,
			 struct model_question *question)
{
	size_t room = window_room(window, window_tokens(work->source)), tokens;
	struct question_cut cut = {.evidence = QUESTION_EVIDENCE_MAX};
	for (;;) {
		if (!question_put(work, &cut, turns, question))
			return false;
		tokens = window_question(question);
		if (tokens <= room)
			break;
		if (!question_cut_more(work, &cut, tokens - room))
			return question_too_long(work, window, tokens, room);
	}
	if (cut.no_facts)
		work->told = STR(""); /* there may be room for it another time */
	if (cut.dropped > 0 || cut.no_facts || work->evidence.len > cut.evidence)
		question_tell_cut(work, window, &cut);
	question->max_tokens = window_answer(window, tokens, question->max_tokens);
	return true;
}

bool question_compose(struct work *work, struct model_turn *turns, struct model_question *question)
{
	struct job *job = &work->job;
	struct arena *arena = &job->arena;
	const struct settings *settings = &work->settings;
	struct prompt_head head;
	struct window window;
	struct question_cut nothing = {.evidence = QUESTION_EVIDENCE_MAX};
	struct str system, later;
	question_begin(work);
	/* What is wrong with the words of later rounds is said before the first one is paid for. */
	if (!prompt_head(arena, settings->prompts, work->prompt, &head, &job->err) ||
	    !question_fill(work, "system", &nothing, &system) ||
	    (work->turn_count == 1 && !question_fill(work, "repair", &nothing, &later)))
		return false;
	long limit = settings->max_tokens > 0 ? settings->max_tokens : head.max_tokens;
	if (answer_limit(work) > 0)
		limit = answer_limit(work);
	if (!window_of(arena, &work->choice, settings->context_tokens, limit, &window, &job->err))
		return false;
	*question = (struct model_question){
		.system = question_redacted(work, system),
		.number = (work->turn_count + 1) / 2,
		.max_tokens = limit,
		.temperature = head.temperature,
		.context = window.context,
		.thinking = head.thinking,
	};
	if (!question_fit(work, &window, turns, question))
		return false;
	work->asked_least = window_question_least(question);
	return true;
}

enum next question_show(struct work *work, const struct model_question *question)
{
	struct job *job = &work->job;
	struct work_shown *show = work->show;
	show->question = *question;
	for (size_t i = 0; i < question->turn_count; i++)
		show->turns[i] = question->turns[i];
	show->question.turns = show->turns;
	show->least = work->asked_least;
	show->most = window_question(question);
	return model_show(work->kit->models, &job->arena, &work->choice, question, &show->request,
			  &job->err)
		       ? DONE
		       : FAIL;
}

void question_was_read(struct work *work)
{
	int64_t read = work->call.usage.input;
	if (!window_is_cut(work->asked_least, read))
		return;
	verdict_add(&work->job.verdict, FINDING_WARNING,
		    "the server seems to have read only about %lld tokens of a question that has "
		    "%zu or more: raise its context (num_ctx of Ollama, -c of llama.cpp), or set "
		    "contextTokens to what it can read",
		    (long long)read, work->asked_least);
}
