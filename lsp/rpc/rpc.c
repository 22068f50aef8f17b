/*
 * JSON-RPC: what a message is (request, notification, answer to us), whom it is for,
 * and that each request gets exactly one answer.
 *
 * Requests are answered before their handler returns, or soon after and whatever comes, so a
 * $/cancelRequest is passed over.
 */
#include "rpc/rpc.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "raw.h"
#include "rpc_private.h"

enum { RPC_ID_MAX = 64 << 10 }; /* bytes of an id */

/* False when it is no answer of the editor's. */
static bool rpc_take_answer(struct rpc *rpc, const cJSON *root, const cJSON *id)
{
	const cJSON *error = json_get(root, "error");
	const cJSON *result = json_get(root, "result");
	struct rpc_asked asked;
	/* An editor whose language drops null members answers with an id alone. */
	if (cJSON_IsNumber(id) && json_get_int(root, "id", 0) > 0 &&
	    rpc_take_asked(rpc, json_get_int(root, "id", 0), &asked)) {
		if (asked.on_reply != NULL)
			asked.on_reply(asked.data, asked.tag, result,
				       cJSON_IsNull(error) ? NULL : error);
		return true;
	}
	if (error == NULL && result == NULL)
		return false;
	log_line(rpc->log, LOG_WARNING, "an answer to a request that was never made: %.200s",
		 cJSON_IsObject(error) && json_get_str(error, "message").at != NULL
			 ? json_get_str(error, "message").at
			 : "passed over");
	return true;
}

static void rpc_forgotten(struct rpc_message *message)
{
	log_line(message->rpc->log, LOG_ERROR, "%.*s was not answered", STR_ARG(message->method));
	rpc_fail(message, RPC_INTERNAL_ERROR, "%.*s was not answered",
		 STR_ARG(str_part(message->method, 0, 200)));
}

struct rpc_message *rpc_keep(struct rpc_message *message)
{
	struct rpc_message *kept = mem_new(sizeof(*kept));
	*kept = *message;
	arena_init(&kept->arena);
	kept->params = NULL;
	kept->method = arena_str(&kept->arena, message->method);
	kept->id = arena_str(&kept->arena, message->id);
	message->answered = true;
	return kept;
}

void rpc_let_go(struct rpc_message *message)
{
	if (message->request && !message->answered)
		rpc_forgotten(message);
	arena_deinit(&message->arena);
	mem_free(message);
}

static void rpc_dispatch(struct rpc *rpc, struct rpc_message *message)
{
	if (!message->request && str_eq(message->method, STR("$/cancelRequest"))) {
		log_line(rpc->log, LOG_DEBUG, "a cancel came after the answer: passed over");
		return;
	}
	size_t writing = rpc->writing;
	rpc->events.on_message(rpc->data, message);
	assert(rpc->writing == writing); /* a begun message must be ended */
	if (message->request && !message->answered)
		rpc_forgotten(message);
}

/* `root` is the parsed `body`. */
static void rpc_take_object(struct rpc *rpc, struct str body, const cJSON *root)
{
	const cJSON *id = json_get(root, "id"), *method = json_get(root, "method");
	if (method == NULL && rpc_take_answer(rpc, root, id))
		return;
	struct buf raw;
	buf_init(&raw, RPC_ID_MAX);
	if (id != NULL && !raw_id(&raw, body, id)) {
		rpc_send_error(rpc, STR("null"), RPC_INVALID_REQUEST,
			       STR("the id must be a string or a number"));
	} else if (!str_eq(json_get_str(root, "jsonrpc"), STR("2.0"))) {
		rpc_send_error(rpc, buf_str(&raw), RPC_INVALID_REQUEST,
			       STR("jsonrpc must be \"2.0\""));
	} else if (!cJSON_IsString(method)) {
		rpc_send_error(rpc, buf_str(&raw), RPC_INVALID_REQUEST,
			       STR("the method must be a string"));
	} else {
		struct rpc_message message = {
			.rpc = rpc,
			.method = json_str(method),
			.params = json_get(root, "params"),
			.request = id != NULL,
			.id = buf_str(&raw),
		};
		arena_init(&message.arena);
		rpc_dispatch(rpc, &message);
		arena_deinit(&message.arena);
	}
	buf_deinit(&raw);
}

/* cJSON lets a NUL byte pass and loses what follows it in the string; JSON has none. */
static cJSON *rpc_parse(struct str body, struct err *err)
{
	const char *nul = memchr(body.at, '\0', body.len);
	if (nul == NULL)
		return json_parse(body, err);
	err_set(err, ERR_INPUT, "not valid JSON: a NUL at byte %zu of %zu", (size_t)(nul - body.at),
		body.len);
	return NULL;
}

static void rpc_on_message(void *data, struct str body)
{
	struct rpc *rpc = data;
	struct err err;
	cJSON *root = rpc_parse(body, &err);
	if (root == NULL) {
		struct buf shown;
		buf_init(&shown, 1 << 10);
		raw_show(&shown, body);
		log_line(rpc->log, LOG_WARNING, "%s: %.*s", err.text, STR_ARG(buf_str(&shown)));
		buf_deinit(&shown);
		rpc_send_error(rpc, STR("null"), RPC_PARSE_ERROR, str_of(err.text));
	} else if (cJSON_IsArray(root)) {
		rpc_send_error(rpc, STR("null"), RPC_INVALID_REQUEST,
			       STR("batches are not supported by LSP: send one message at a time"));
	} else if (!cJSON_IsObject(root)) {
		rpc_send_error(rpc, STR("null"), RPC_INVALID_REQUEST,
			       STR("a message must be an object"));
	} else {
		rpc_take_object(rpc, body, root);
	}
	cJSON_Delete(root);
}

static void rpc_on_refused(void *data, const struct err *why)
{
	struct rpc *rpc = data;
	log_line(rpc->log, LOG_WARNING, "%s", why->text);
}

struct rpc *rpc_new(const struct rpc_events *events, void *data, const struct log *log)
{
	struct rpc *rpc = mem_new(sizeof(*rpc));
	frame_init(&rpc->frame);
	rpc->frame.on_message = rpc_on_message;
	rpc->frame.on_refused = rpc_on_refused;
	rpc->frame.data = rpc;
	rpc->events = *events;
	rpc->data = data;
	rpc->log = log;
	for (size_t i = 0; i < RPC_NESTED; i++)
		buf_init(&rpc->writers[i].out, FRAME_BODY_MAX);
	return rpc;
}

void rpc_free(struct rpc *rpc)
{
	struct rpc_asked asked;
	while (rpc_take_asked(rpc, 0, &asked))
		;
	for (size_t i = 0; i < RPC_NESTED; i++)
		buf_deinit(&rpc->writers[i].out);
	frame_deinit(&rpc->frame);
	mem_free(rpc);
}

void rpc_feed(struct rpc *rpc, struct str bytes)
{
	struct err err;
	if (rpc->frame.broken)
		return;
	if (!frame_feed(&rpc->frame, bytes, &err))
		rpc->events.on_broken(rpc->data, &err);
}
