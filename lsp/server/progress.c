/*
 * window/workDoneProgress. Begun without a percentage: VS Code would then drop
 * reports that have none. Reports carry our words only, never a model's.
 */
#include "progress.h"

#include <unistd.h>

#include "base/mem.h"
#include "methods.h"
#include "params.h"
#include "publish.h"
#include "state.h"

enum {
	PROGRESS_MESSAGE_MAX = 400,
	PROGRESS_TOKEN_MAX = 64,
	PROGRESS_PAUSE_MS = 250,
};

void progress_init(struct progress *progress)
{
	*progress = (struct progress){0};
	buf_init(&progress->token, PROGRESS_TOKEN_MAX);
	buf_init(&progress->message, PROGRESS_MESSAGE_MAX);
}

void progress_deinit(struct progress *progress)
{
	buf_deinit(&progress->token);
	buf_deinit(&progress->message);
}

/* What is still to be said of a job that is gone. */
struct progress_late {
	struct progress_late *next;
	uint64_t job;
	struct arena arena;
	struct str token, title, message;
};

static void progress_free_late(struct progress_late *late)
{
	arena_deinit(&late->arena);
	mem_free(late);
}

void progress_lates_deinit(struct progress_lates *lates)
{
	while (lates->first != NULL) {
		struct progress_late *late = lates->first;
		lates->first = late->next;
		progress_free_late(late);
	}
}

/* One $/progress with a value of `kind`; a `title` makes it a begin. */
static void progress_send(struct rpc *rpc, struct str token, const char *kind, struct str title,
			  struct str message)
{
	struct json *out = rpc_notify(rpc, "$/progress");
	json_object(out);
	json_key(out, "token");
	json_put_str(out, token);
	json_key(out, "value");
	json_object(out);
	json_key(out, "kind");
	json_put_str(out, str_of(kind));
	if (title.len > 0) {
		json_key(out, "title");
		json_put_str(out, title);
		json_key(out, "cancellable");
		json_put_bool(out, true);
	}
	if (message.len > 0) {
		json_key(out, "message");
		json_put_str(out, message);
	}
	json_object_end(out);
	json_object_end(out);
	rpc_notify_end(rpc);
}

/* "kadane: translate pi.py" */
static struct str progress_title(struct arena *arena, const struct ticket *ticket)
{
	return arena_fmt(arena, "kadane: %s %.*s", ticket->action->name,
			 STR_ARG(place_name(&ticket->place)));
}

static void progress_say_late(struct server *server, uint64_t job, bool agreed)
{
	struct progress_late **link = &server->lates.first;
	while (*link != NULL && (*link)->job != job)
		link = &(*link)->next;
	struct progress_late *late = *link;
	if (late == NULL)
		return;
	*link = late->next;
	if (agreed && server->phase == SERVER_UP && !server->leaving) {
		progress_send(server->rpc, late->token, "begin", late->title, STR(""));
		progress_send(server->rpc, late->token, "end", STR(""), late->message);
	}
	progress_free_late(late);
}

static void progress_on_created(void *data, uint64_t tag, const cJSON *result, const cJSON *error)
{
	struct server *server = data;
	(void)result;
	struct ticket *ticket = jobs_by_id(&server->jobs, tag);
	if (ticket == NULL) {
		progress_say_late(server, tag, error == NULL);
		return;
	}
	struct progress *progress = &ticket->progress;
	if (progress->state != PROGRESS_ASKED)
		return;
	if (error != NULL) {
		progress->state = PROGRESS_NONE;
		return;
	}
	progress->state = PROGRESS_OPEN;
	progress->sent_ms = loop_now_ms(server->loop);
	progress_send(server->rpc, buf_str(&progress->token), "begin",
		      progress_title(&ticket->arena, ticket), buf_str(&progress->message));
}

void progress_begin(struct ticket *ticket)
{
	struct server *server = ticket->server;
	struct progress *progress = &ticket->progress;
	if (!server->client.progress) {
		show_message(server, SHOW_INFO, "kadane: %s %.*s: started", ticket->action->name,
			     STR_ARG(place_name(&ticket->place)));
		return;
	}
	buf_addf(&progress->token, "kadane/%lld/%llu", (long long)getpid(),
		 (unsigned long long)ticket->id);
	progress->state = PROGRESS_ASKED;
	struct json *out = rpc_request(server->rpc, "window/workDoneProgress/create",
				       progress_on_created, server, ticket->id);
	json_object(out);
	json_key(out, "token");
	json_put_str(out, buf_str(&progress->token));
	json_object_end(out);
	rpc_request_end(server->rpc);
}

static bool progress_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* News within a phase differ from the last ones in their numbers only. */
static bool progress_same_phase(struct str a, struct str b)
{
	size_t i = 0;
	size_t j = 0;
	for (;;) {
		while (i < a.len && (progress_is_digit(a.at[i]) || a.at[i] == ','))
			i++;
		while (j < b.len && (progress_is_digit(b.at[j]) || b.at[j] == ','))
			j++;
		if (i == a.len || j == b.len)
			return i == a.len && j == b.len;
		if (a.at[i++] != b.at[j++])
			return false;
	}
}

void progress_report(struct ticket *ticket, struct str message)
{
	struct progress *progress = &ticket->progress;
	if (str_eq(message, buf_str(&progress->message)))
		return;
	bool same = progress_same_phase(message, buf_str(&progress->message));
	buf_clear(&progress->message);
	buf_add(&progress->message, message);
	uint64_t now = loop_now_ms(ticket->server->loop);
	if (progress->state != PROGRESS_OPEN)
		return;
	if (same && now - progress->sent_ms < PROGRESS_PAUSE_MS)
		return;
	progress->sent_ms = now;
	progress_send(ticket->server->rpc, buf_str(&progress->token), "report", STR(""),
		      buf_str(&progress->message));
}

/* The editor has not answered yet: say all of it when it does. */
static void progress_end_late(struct ticket *ticket, struct str message)
{
	struct progress_lates *lates = &ticket->server->lates;
	struct progress_late *late = mem_new(sizeof(*late));
	arena_init(&late->arena);
	late->job = ticket->id;
	late->token = arena_str(&late->arena, buf_str(&ticket->progress.token));
	late->title = progress_title(&late->arena, ticket);
	late->message = arena_str(&late->arena, message);
	late->next = lates->first;
	lates->first = late;
}

void progress_end(struct ticket *ticket, struct str message)
{
	struct progress *progress = &ticket->progress;
	if (progress->state == PROGRESS_OPEN)
		progress_send(ticket->server->rpc, buf_str(&progress->token), "end", STR(""),
			      message);
	else if (progress->state == PROGRESS_ASKED)
		progress_end_late(ticket, message);
	progress->state = PROGRESS_OVER;
}

void progress_cancel(struct server *server, struct rpc_message *message)
{
	struct str token = json_get_str(message->params, "token");
	if (token.len == 0) {
		params_bad(server, message, "token", "one of ours");
		return;
	}
	for (struct ticket *ticket = server->jobs.first; ticket != NULL; ticket = ticket->next)
		if (str_eq(token, buf_str(&ticket->progress.token)) ||
		    str_eq(token, str_of(ticket->pull.token)))
			jobs_cancel(ticket);
}
