/*
 * Puts the next question together: the task at first, later the conversation so far
 * and the evidence of what was wrong.
 */
#include "question.h"

#include "judge/facts.h"
#include "model/prompt.h"
#include "step/work.h"

enum { QUESTION_EVIDENCE_MAX = 8 << 10 };

static size_t question_turns_max(const struct work *work)
{
	return sizeof(work->turns) / sizeof(work->turns[0]);
}

/* What the original was seen to do: once, and again when a longer look has shown more. */
static struct str question_facts(struct work *work)
{
	struct arena *arena = &work->job.arena;
	struct str facts = facts_question(arena, &work->job.verdict.facts);
	if (facts.len == 0 || str_eq(facts, work->told))
		return STR("");
	work->told = facts;
	return arena_fmt(
		arena,
		"What this program was seen to do when it ran, and what a translation must "
		"mind there:\n\n%.*s\n\n",
		STR_ARG(facts));
}

/* The next question: the task, or what was wrong with the last answer. */
static bool question_fill(struct work *work, struct str *system)
{
	struct job *job = &work->job;
	struct str repair = job_take_repair(job);
	if (repair.len > 0 && work->warned.len > 0)
		repair = arena_fmt(&job->arena, "%.*s\n\nThe compiler warns, too:\n\n%.*s",
				   STR_ARG(repair), STR_ARG(work->warned));
	work->warned = STR("");
	struct prompt_field fields[] = {
		{"name", work->name},
		{"source", work->source},
		{"interpreter",
		 work->python.version.len > 0 ? work->python.version : STR("Python 3")},
		{"compiler", work->compiler.version.len > 0 ? work->compiler.version : STR("g++")},
		{"evidence", str_part(repair, 0, QUESTION_EVIDENCE_MAX)},
		{"facts", question_facts(work)},
	};
	size_t count = sizeof(fields) / sizeof(fields[0]);
	const char *section = "user";
	if (work->turn_count > 0) {
		section = "repair";
		if (work->turn_count + 2 > question_turns_max(work))
			work->turn_count = 1; /* keep the task, drop the old tries */
		work->turns[work->turn_count++] = arena_str(&job->arena, buf_str(&work->call.text));
	}
	return prompt_fill(&job->arena, work->settings.prompts, "translate.md", "system", fields,
			   count, system, &job->err) &&
	       prompt_fill(&job->arena, work->settings.prompts, "translate.md", section, fields,
			   count, &work->turns[work->turn_count++], &job->err);
}

/* Scripts and program output may hold a key of the user's; that is none of the provider's business.
 */
static struct str question_redacted(struct work *work, struct str text)
{
	struct buf buf;
	buf_init(&buf, text.len);
	buf_add(&buf, text);
	secrets_redact(work->kit->secrets, &buf);
	struct str kept = arena_str(&work->job.arena, buf_str(&buf));
	buf_deinit(&buf);
	return kept;
}

bool question_compose(struct work *work, struct model_turn *turns, struct model_question *question)
{
	struct str system;
	if (!question_fill(work, &system))
		return false;
	for (size_t i = 0; i < work->turn_count; i++) {
		work->turns[i] = question_redacted(work, work->turns[i]);
		turns[i] = (struct model_turn){i % 2 == 0 ? MODEL_USER : MODEL_ASSISTANT,
					       work->turns[i]};
	}
	*question = (struct model_question){
		.system = system,
		.turns = turns,
		.turn_count = work->turn_count,
		.max_tokens = work->settings.max_tokens,
		.temperature = -1,
	};
	return true;
}
