/*
 * A provider that answers from recorded conversations in a folder, for the demo and
 * for tests. It keeps every promise a real one keeps: the text comes in pieces, from
 * the loop, at a model's pace, and can be cancelled at any moment. Asked something it
 * has no record of, it says so.
 */
#include <string.h>

#include "io/file.h"
#include "io/timer.h"
#include "provider.h"
#include "recording.h"
#include "state.h"

enum {
	REPLAY_FILE_MAX = 4 << 20,
	REPLAY_TOKEN = 4,   /* characters */
	REPLAY_TICK_MS = 5, /* the least time between two pieces */
};

struct replaying {
	struct model_call *call;
	struct loop *loop;
	struct str answer;
	size_t shown;
	long pace;
	uint64_t started;
	struct timer tick;
	bool cancelled;
};

static void replay_cancel(struct op *op)
{
	struct model_call *call = (struct model_call *)(void *)op;
	struct replaying *replaying = call->state->replaying;
	if (replaying->cancelled)
		return;
	replaying->cancelled = true;
	op_cancel(&replaying->tick.op);
}

/* How many bytes should have been said by now, whole characters only. */
static size_t replay_due(const struct replaying *replaying)
{
	size_t total = replaying->answer.len;
	if (replaying->pace == 0)
		return total;
	uint64_t ms = loop_now_ms(replaying->loop) - replaying->started;
	uint64_t due = (ms * (uint64_t)replaying->pace / 1000 + 1) * REPLAY_TOKEN;
	if (due >= total)
		return total;
	size_t end = (size_t)due;
	while (end < total && ((unsigned char)replaying->answer.at[end] & 0xC0) == 0x80)
		end++;
	return end;
}

static void replay_say(struct replaying *replaying, size_t end)
{
	struct model_call *call = replaying->call;
	struct str delta = str_part(replaying->answer, replaying->shown, end - replaying->shown);
	if (delta.len == 0)
		return;
	replaying->shown = end;
	buf_add(&call->text, delta);
	call->last_ns = loop_now_ns();
	if (call->first_ns == 0)
		call->first_ns = call->last_ns;
	if (call->on_text != NULL)
		call->on_text(call, delta);
}

static uint64_t replay_tick_ms(const struct replaying *replaying)
{
	if (replaying->pace == 0)
		return 0;
	uint64_t ms = 1000 / (uint64_t)replaying->pace;
	return ms < REPLAY_TICK_MS ? REPLAY_TICK_MS : ms;
}

static void replay_ticked(struct op *op)
{
	struct replaying *replaying = op->owner;
	struct model_call *call = replaying->call;
	/* The owner may cancel from its on_text: then this was the last piece. */
	if (!replaying->cancelled)
		replay_say(replaying, replay_due(replaying));
	if (replaying->cancelled) {
		call->outcome = MODEL_FAILED;
		err_set(&call->op.err, ERR_CANCELLED, "cancelled");
		op_end(&call->op);
	} else if (replaying->shown < replaying->answer.len) {
		timer_start(replaying->loop, &replaying->tick, replay_tick_ms(replaying));
	} else {
		call->outcome = MODEL_COMPLETE;
		op_end(&call->op);
	}
}

/* --- finding the record --- */

/* Which user turn this is, and the text of the first. */
static size_t replay_turns(const struct model_question *question, struct str *first)
{
	size_t count = 0;
	*first = STR("");
	for (size_t i = 0; i < question->turn_count; i++) {
		if (question->turns[i].role != MODEL_USER)
			continue;
		if (count == 0)
			*first = question->turns[i].text;
		count++;
	}
	return count;
}

static bool replay_no_record(struct str folder, const char *what, struct err *err)
{
	return err_set(err, ERR_INPUT,
		       "the recordings in %.*s have no answer to this: %s. To have it really "
		       "answered, set ANTHROPIC_API_KEY or another provider's key, and choose that "
		       "provider (kadane doctor lists who is ready)",
		       STR_ARG(folder), what);
}

/*
 * Of the recordings that apply the one that demands most of the question, the first of several;
 * false with `err` when one is malformed or none applies.
 */
static bool replay_find(struct arena *arena, struct str folder, struct str model, struct str first,
			struct recording *recording, struct err *err)
{
	struct str *names;
	size_t count;
	if (!file_list(arena, folder.at, ".txt", &names, &count, err))
		return false;
	struct recording *found = arena_new(arena, sizeof(*found));
	bool applies = false;
	for (size_t i = 0; i < count; i++) {
		struct str path = arena_fmt(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(names[i]));
		struct str bytes;
		if (!file_read(arena, path.at, REPLAY_FILE_MAX, &bytes, err) ||
		    !recording_parse(bytes, path.at, found, err))
			return false;
		if (!recording_applies(found, model, first) ||
		    (applies && found->when.len <= recording->when.len))
			continue;
		applies = true;
		*recording = *found;
	}
	if (applies)
		return true;
	if (count == 0)
		return replay_no_record(folder, "there is no .txt file", err);
	struct str tried = arena_fmt(arena, "none of its %zu files applies%s%.*s%s", count,
				     model.len > 0 ? " (for the model \"" : "", STR_ARG(model),
				     model.len > 0 ? "\")" : "");
	return replay_no_record(folder, tried.at, err);
}

static bool replay_answer(struct model_call *call, const struct model_choice *choice,
			  const struct model_question *question, struct err *err)
{
	struct arena *arena = &call->state->arena;
	struct str folder = choice->folder;
	if (folder.len == 0)
		folder = provider_base(choice->provider, choice->base_url);
	if (folder.len == 0)
		return err_set(err, ERR_INPUT,
			       "which recordings? Set KADANE_REPLAY to the folder they are in");
	folder = arena_str(arena, folder);
	struct str first;
	size_t turn = replay_turns(question, &first);
	turn = question->number > 0 ? question->number : turn;
	struct recording *recording = arena_new(arena, sizeof(*recording));
	if (!replay_find(arena, folder, choice->model, first, recording, err))
		return false;
	if (turn == 0 || turn > recording->count) {
		struct str what = arena_fmt(arena,
					    "this is question %zu, and the recording that "
					    "applies has %zu answers",
					    turn, recording->count);
		return replay_no_record(folder, what.at, err);
	}
	struct replaying *replaying = arena_new(arena, sizeof(*replaying));
	call->state->replaying = replaying;
	replaying->call = call;
	replaying->loop = call->state->models->loop;
	replaying->answer = recording_answer(arena, recording, turn - 1);
	replaying->pace = recording->pace;
	replaying->started = loop_now_ms(replaying->loop);
	replaying->tick.op.ended = replay_ticked;
	replaying->tick.op.owner = replaying;
	call->model = recording->model.len > 0 ? recording->model : arena_str(arena, choice->model);
	if (call->model.len == 0)
		call->model = STR("recording");
	call->tries = 1;
	call->asked_ns = loop_now_ns();
	timer_start(replaying->loop, &replaying->tick, replay_tick_ms(replaying));
	op_begin(&call->op, "model", replay_cancel);
	return true;
}

const struct dialect dialect_replay = {
	.name = "replay",
	.marker = "the end of the recording",
	.answer = replay_answer,
};
