/*
 * Asks the model and reads along. As soon as the code's closing fence has come the
 * job goes on; the rest of the answer arrives in the background (step_settle waits for
 * it). On a later round the conversation so far and the evidence are sent.
 */
#include "ask.h"

#include "headers.h"
#include "judge/fences.h"
#include "model/prompt.h"
#include "step/steps.h"
#include "step/work.h"

enum { ASK_LOOKS_FREE = 2000, ASK_EVIDENCE_MAX = 8 << 10, ASK_BYTES_PER_TOKEN = 4 };

static void ask_add(int64_t *sum, int64_t more)
{
	*sum = (*sum < 0 ? 0 : *sum) + more;
}

void ask_count(struct work *work)
{
	struct model_call *call = &work->call;
	struct verdict *verdict = &work->job.verdict;
	if (!work->asked || work->counted)
		return;
	work->counted = true;
	if (call->model.len > 0)
		verdict->model = arena_str(&work->job.arena, call->model);
	if (call->input_tokens >= 0)
		ask_add(&verdict->input_tokens, call->input_tokens);
	if (call->output_tokens >= 0)
		ask_add(&verdict->output_tokens, call->output_tokens);
	else
		ask_add(&verdict->output_tokens, (int64_t)(call->text.len / ASK_BYTES_PER_TOKEN));
	verdict->tokens_estimated = verdict->tokens_estimated || call->output_tokens < 0;
	if (call->first_ns > call->asked_ns)
		verdict->first_token_seconds = (double)(call->first_ns - call->asked_ns) / 1e9;
	if (call->last_ns > call->asked_ns)
		verdict->model_seconds += (double)(call->last_ns - call->asked_ns) / 1e9;
}

static size_t ask_turns_max(const struct work *work)
{
	return sizeof(work->turns) / sizeof(work->turns[0]);
}

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
	job_say(job, "received %zu tokens", call->text.len / ASK_BYTES_PER_TOKEN);
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

/* What the original was seen to do: once, and again when a longer look has shown more. */
static struct str ask_facts(struct work *work)
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
static bool ask_compose(struct work *work, struct str *system)
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
		{"evidence", str_part(repair, 0, ASK_EVIDENCE_MAX)},
		{"facts", ask_facts(work)},
	};
	size_t count = sizeof(fields) / sizeof(fields[0]);
	const char *section = "user";
	if (work->turn_count > 0) {
		section = "repair";
		if (work->turn_count + 2 > ask_turns_max(work))
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
static struct str ask_redacted(struct work *work, struct str text)
{
	struct buf buf;
	buf_init(&buf, text.len);
	buf_add(&buf, text);
	secrets_redact(work->kit->secrets, &buf);
	struct str kept = arena_str(&work->job.arena, buf_str(&buf));
	buf_deinit(&buf);
	return kept;
}

static enum next ask_send(struct work *work)
{
	struct job *job = &work->job;
	struct str system;
	struct model_turn turns[sizeof(work->turns) / sizeof(work->turns[0])];
	if (!ask_compose(work, &system))
		return FAIL;
	for (size_t i = 0; i < work->turn_count; i++) {
		work->turns[i] = ask_redacted(work, work->turns[i]);
		turns[i] = (struct model_turn){i % 2 == 0 ? MODEL_USER : MODEL_ASSISTANT,
					       work->turns[i]};
	}
	ask_count(work);
	model_call_deinit(&work->call);
	work->counted = false;
	work->call = (struct model_call){.on_text = ask_on_text, .data = work};
	work->asked = true;
	work->ask_again = false;
	work->redone = false;
	work->code_ns = 0;
	work->looks = 0;
	struct model_question question = {
		.system = system,
		.turns = turns,
		.turn_count = work->turn_count,
		.max_tokens = work->settings.max_tokens,
		.temperature = -1,
	};
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
