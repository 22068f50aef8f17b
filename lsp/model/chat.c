/*
 * Answers that come through the editor. The question goes out in one piece, the answer
 * comes back in chunks by its number; clocks and ceilings are the same as for a
 * provider on the network, since what stands behind an editor may hang as well.
 */
#include <string.h>

#include "base/utf8.h"
#include "io/timer.h"
#include "model/editor.h"
#include "provider.h"
#include "reply.h"
#include "state.h"

enum {
	CHAT_FIRST_MS = 600000, /* it may ask its user first */
	CHAT_PROGRESS_MS = 300000,
	CHAT_TOTAL_MS = 1500000,
};

struct chat {
	struct chat *next;
	uint64_t id;
	struct model_call *call;
	struct models *models;
	struct reply reply;
	struct timer clock; /* its end is how every chat ends */
	uint64_t first_ms, progress_ms, total_ms;
	uint64_t started, heard; /* loop's milliseconds; heard is 0 before the first chunk */
	size_t shown;            /* bytes of the text the owner has seen */
	bool over;               /* the outcome stands */
};

static struct chat *chat_find(const struct models *models, uint64_t id)
{
	struct chat *chat = models->chats;
	while (chat != NULL && chat->id != id)
		chat = chat->next;
	return chat;
}

/* Decide how it ends; the clock tells the owner. */
static void chat_end(struct chat *chat, enum model_outcome outcome, const struct err *err)
{
	struct chat **link = &chat->models->chats;
	if (chat->over)
		return;
	chat->over = true;
	chat->call->outcome = outcome;
	chat->call->op.err = *err;
	while (*link != chat)
		link = &(*link)->next;
	*link = chat->next;
	op_cancel(&chat->clock.op);
}

/* The same, and the editor is told that nobody listens any more. */
static void chat_give_up(struct chat *chat, enum err_kind kind, const char *words)
{
	struct err err;
	err_set(&err, kind, "%s", words);
	chat->models->editor.cancel(chat->models->editor.data, chat->id);
	chat_end(chat, MODEL_FAILED, &err);
}

static void chat_cancel(struct op *op)
{
	struct model_call *call = (struct model_call *)(void *)op;
	if (!call->state->chat->over)
		chat_give_up(call->state->chat, ERR_CANCELLED, "cancelled");
}

/* --- clocks --- */

/* The moment at which the next clock runs out. */
static uint64_t chat_due(const struct chat *chat)
{
	uint64_t total = chat->started + chat->total_ms;
	uint64_t word =
		chat->heard == 0 ? chat->started + chat->first_ms : chat->heard + chat->progress_ms;
	return word < total ? word : total;
}

static void chat_clocked(struct op *op)
{
	struct chat *chat = op->owner;
	uint64_t now = loop_now_ms(chat->models->loop);
	if (!chat->over && now >= chat_due(chat)) {
		bool whole = now >= chat->started + chat->total_ms;
		chat_give_up(chat, ERR_WORLD,
			     whole              ? "the editor's model did not finish in time"
			     : chat->heard == 0 ? "no answer came from the editor's model"
						: "the editor's model fell silent");
	}
	if (chat->over)
		op_end(&chat->call->op);
	else
		timer_start(chat->models->loop, &chat->clock, chat_due(chat) - now);
}

/* --- what comes back --- */

static void chat_show(struct chat *chat)
{
	struct model_call *call = chat->call;
	struct str delta = str_part(buf_str(&call->text), chat->shown, call->text.len);
	if (delta.len == 0)
		return;
	chat->shown = call->text.len;
	call->last_ns = loop_now_ns();
	if (call->first_ns == 0)
		call->first_ns = call->last_ns;
	if (call->on_text != NULL)
		call->on_text(call, delta);
}

void model_editor_said(struct models *models, uint64_t id, struct str text)
{
	struct chat *chat = chat_find(models, id);
	if (chat == NULL)
		return;
	bool first = chat->heard == 0;
	chat->heard = loop_now_ms(models->loop);
	reply_text(&chat->reply, text);
	if (chat->call->text.full) {
		chat_give_up(chat, ERR_WORLD, "the answer of the editor's model is too long");
		return;
	}
	if (first) /* another clock holds from now on */
		op_cancel(&chat->clock.op);
	chat_show(chat);
}

void model_editor_ended(struct models *models, uint64_t id, enum model_outcome outcome,
			struct str model, const struct err *err)
{
	static const struct err none = {.kind = ERR_NONE};
	struct chat *chat = chat_find(models, id);
	if (chat == NULL)
		return;
	struct arena *arena = &chat->call->state->arena;
	if (model.len > 0) {
		reply_model(&chat->reply, model);
		chat->call->model = arena_str(arena, str_of(chat->reply.model));
	}
	reply_end(&chat->reply);
	chat_show(chat);
	/* The owner may have cancelled from its on_text. */
	if (!chat->over)
		chat_end(chat, outcome, err != NULL ? err : &none);
}

/* --- the start --- */

static uint64_t chat_or(uint64_t ms, uint64_t otherwise)
{
	return ms > 0 ? ms : otherwise;
}

static bool chat_answer(struct model_call *call, const struct model_choice *choice,
			const struct model_question *question, struct err *err)
{
	struct models *models = call->state->models;
	if (models->editor.ask == NULL)
		return err_set(err, ERR_INPUT,
			       "no editor offers its models here: choose another provider");
	struct chat *chat = arena_new(&call->state->arena, sizeof(*chat));
	call->state->chat = chat;
	*chat = (struct chat){
		.id = ++models->last_chat,
		.call = call,
		.models = models,
		.first_ms = chat_or(choice->first_byte_ms, CHAT_FIRST_MS),
		.progress_ms = chat_or(choice->progress_ms, CHAT_PROGRESS_MS),
		.total_ms = chat_or(choice->total_ms, CHAT_TOTAL_MS),
		.started = loop_now_ms(models->loop),
	};
	chat->clock.op.ended = chat_clocked;
	chat->clock.op.owner = chat;
	reply_init(&chat->reply, &call->text);
	call->model = arena_str(&call->state->arena, choice->model);
	if (call->model.len == 0)
		call->model = STR("the editor's model");
	if (!models->editor.ask(models->editor.data, chat->id, call->job, choice->model, question,
				err))
		return false;
	chat->next = models->chats;
	models->chats = chat;
	call->tries = 1;
	call->asked_ns = loop_now_ns();
	timer_start(models->loop, &chat->clock, chat_due(chat) - chat->started);
	op_begin(&call->op, "model", chat_cancel);
	return true;
}

static bool chat_ready(const struct provider *provider)
{
	return provider->attached;
}

const struct dialect dialect_editor = {
	.name = "editor",
	.marker = "the editor's last word",
	.answer = chat_answer,
	.ready = chat_ready,
};

void models_attach(struct models *models, const struct model_editor *editor)
{
	models->editor = *editor;
	registry_attach(&models->registry, &dialect_editor);
}
