/*
 * window/showMessageRequest. Silence, an error or an editor that cannot ask is a no: gigabytes are
 * downloaded for nobody who has not said so.
 */
#include "ask_pull.h"

#include <stdio.h>
#include <unistd.h>

#include "consent_ask.h"
#include "publish.h"
#include "put.h"
#include "state.h"

enum { PULL_NAME_MAX = 60 };

static const char pull_yes[] = "Pull it", pull_no[] = "Not now";

/* The timer is how every wait ends: by itself, when there is an answer, or when cancelled. */
static void pull_on_patience(struct op *op)
{
	struct pull_wait *wait = op->owner;
	if (!wait->answered && op->err.kind != ERR_NONE)
		wait->wish.op.err = op->err;
	op_end(&wait->wish.op);
}

static void pull_cancel(struct op *op)
{
	op_cancel(&((struct pull_wait *)(void *)op)->patience.op);
}

static void pull_on_reply(void *data, uint64_t tag, const cJSON *result, const cJSON *error)
{
	struct server *server = data;
	struct ticket *ticket = jobs_by_id(&server->jobs, tag);
	(void)error;
	if (server->leaving || ticket == NULL || !ticket->pull.wish.op.running)
		return;
	struct pull_wait *wait = &ticket->pull;
	wait->wish.granted =
		str_eq(json_get_str(result, "title"), str_of(pull_yes)) && !ticket->cancelling;
	wait->answered = true;
	op_cancel(&wait->patience.op);
}

static bool pull_ask(struct pull_wish *wish, struct work *work)
{
	struct pull_wait *wait = (struct pull_wait *)(void *)wish;
	struct server *server = wait->server;
	struct arena arena;
	op_begin(&wish->op, "pull question", pull_cancel);
	wait->answered = false;
	wait->patience.op.owner = wait;
	wait->patience.op.ended = pull_on_patience;
	timer_start(server->loop, &wait->patience,
		    (uint64_t)(work->settings.sandbox_patience_s * 1000));
	job_say(&work->job, "waiting for a model");
	arena_init(&arena);
	struct json *out = rpc_request(server->rpc, "window/showMessageRequest", pull_on_reply,
				       server, wait->id);
	json_object(out);
	json_key(out, "type");
	json_put_int(out, SHOW_INFO);
	json_key(out, "message");
	json_put_strf(out, "kadane: %.*s is not there: pull it%s%.*s%s?",
		      STR_ARG(consent_plain(&arena, wish->model, PULL_NAME_MAX)),
		      wish->size.len > 0 ? " (" : "", STR_ARG(wish->size),
		      wish->size.len > 0 ? ")" : "");
	json_key(out, "actions");
	json_array(out);
	put_message_action(out, pull_no);
	put_message_action(out, pull_yes);
	json_array_end(out);
	json_object_end(out);
	rpc_request_end(server->rpc);
	arena_deinit(&arena);
	return true;
}

/* --- the download --- */

/* One $/progress; a title makes it a begin, no percentage an end. */
static void pull_progress(struct pull_wait *wait, const char *kind, struct str title)
{
	struct json *out = rpc_notify(wait->server->rpc, "$/progress");
	json_object(out);
	json_key(out, "token");
	json_put_str(out, str_of(wait->token));
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
	if (wait->percent >= 0) {
		json_key(out, "percentage");
		json_put_int(out, wait->percent);
	}
	json_object_end(out);
	json_object_end(out);
	rpc_notify_end(wait->server->rpc);
}

static void pull_on_created(void *data, uint64_t tag, const cJSON *result, const cJSON *error)
{
	struct server *server = data;
	struct ticket *ticket = jobs_by_id(&server->jobs, tag);
	struct arena arena;
	(void)result;
	if (ticket == NULL || ticket->pull.progress != PROGRESS_ASKED)
		return;
	ticket->pull.progress = error != NULL ? PROGRESS_NONE : PROGRESS_OPEN;
	if (error != NULL)
		return;
	arena_init(&arena);
	struct str model = consent_plain(&arena, ticket->pull.wish.model, PULL_NAME_MAX);
	pull_progress(&ticket->pull, "begin",
		      arena_fmt(&arena, "kadane: pull %.*s", STR_ARG(model)));
	arena_deinit(&arena);
}

static void pull_news(struct pull_wish *wish, int percent)
{
	struct pull_wait *wait = (struct pull_wait *)(void *)wish;
	struct server *server = wait->server;
	if (percent < 0) {
		ask_pull_end(wait);
		return;
	}
	bool same = percent == wait->percent;
	wait->percent = percent;
	if (wait->progress == PROGRESS_OPEN && !same)
		pull_progress(wait, "report", STR(""));
	if (wait->progress != PROGRESS_NONE || wait->token[0] != '\0' || !server->client.progress)
		return;
	snprintf(wait->token, sizeof(wait->token), "kadane/%lld/%llu/pull", (long long)getpid(),
		 (unsigned long long)wait->id);
	wait->progress = PROGRESS_ASKED;
	struct json *out = rpc_request(server->rpc, "window/workDoneProgress/create",
				       pull_on_created, server, wait->id);
	json_object(out);
	json_key(out, "token");
	json_put_str(out, str_of(wait->token));
	json_object_end(out);
	rpc_request_end(server->rpc);
}

void ask_pull_end(struct pull_wait *wait)
{
	bool open = wait->progress == PROGRESS_OPEN;
	wait->progress = PROGRESS_OVER;
	wait->percent = -1;
	if (open)
		pull_progress(wait, "end", STR(""));
}

void ask_pull_prepare(struct pull_wait *wait, struct server *server, uint64_t id)
{
	wait->wish.ask = pull_ask;
	wait->wish.news = pull_news;
	wait->percent = -1;
	wait->server = server;
	wait->id = id;
}
