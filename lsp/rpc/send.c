/*
 * Messages on their way out: each is written straight into one buffer, behind room
 * for its header, and sent as one piece.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "rpc_private.h"

enum {
	RPC_HEADER = 40,         /* room for "Content-Length: N\r\n\r\n" */
	RPC_KEEP = 64 << 10,     /* memory an empty writer may keep */
	RPC_ASKED_MAX = 1 << 10, /* requests of ours that wait for their answer */
};

static struct json *rpc_begin(struct rpc *rpc)
{
	assert(rpc->writing < RPC_NESTED);
	struct rpc_writer *writer = &rpc->writers[rpc->writing++];
	static const char room[RPC_HEADER];
	buf_clear(&writer->out);
	buf_add(&writer->out, (struct str){room, RPC_HEADER});
	writer->discard = false;
	struct json *json = &writer->json;
	json_init(json, &writer->out);
	json_object(json);
	json_key(json, "jsonrpc");
	json_put_str(json, STR("2.0"));
	return json;
}

/* Finish the innermost message and send it. False when it was longer than a message may be. */
static bool rpc_end(struct rpc *rpc)
{
	assert(rpc->writing > 0);
	struct rpc_writer *writer = &rpc->writers[rpc->writing - 1];
	/* A member that got no value: the message must be JSON all the same. */
	if (!writer->json.comma)
		json_put_null(&writer->json);
	json_object_end(&writer->json);
	bool fits = !writer->out.full;
	if (fits && !writer->discard) {
		char header[RPC_HEADER];
		int len = snprintf(header, sizeof(header), "Content-Length: %zu\r\n\r\n",
				   writer->out.len - RPC_HEADER);
		assert(len > 0 && len < RPC_HEADER);
		size_t from = RPC_HEADER - (size_t)len;
		memcpy(writer->out.at + from, header, (size_t)len);
		rpc->events.send(rpc->data, str_part(buf_str(&writer->out), from, SIZE_MAX));
	}
	if (writer->out.room > RPC_KEEP)
		buf_deinit(&writer->out);
	rpc->writing--; /* only now: sending may log, and a log line may be a message */
	if (!fits)
		log_line(rpc->log, LOG_ERROR, "a message of more than %d bytes was not sent",
			 FRAME_BODY_MAX);
	return fits;
}

void rpc_send_error(struct rpc *rpc, struct str id, enum rpc_code code, struct str text)
{
	struct json *json = rpc_begin(rpc);
	json_key(json, "id");
	json_put_raw(json, id.len > 0 ? id : STR("null"));
	json_key(json, "error");
	json_object(json);
	json_key(json, "code");
	json_put_int(json, code);
	json_key(json, "message");
	json_put_str(json, text);
	json_object_end(json);
	rpc_end(rpc);
}

struct json *rpc_reply(struct rpc_message *message)
{
	struct rpc *rpc = message->rpc;
	bool discard = !message->request || message->answered;
	if (discard)
		log_line(rpc->log, LOG_ERROR, "%.*s: %s", STR_ARG(message->method),
			 message->request ? "a second answer was dropped"
					  : "an answer to a notification was dropped");
	struct json *json = rpc_begin(rpc);
	rpc->writers[rpc->writing - 1].discard = discard;
	message->answered = true;
	json_key(json, "id");
	json_put_raw(json, message->id.len > 0 ? message->id : STR("null"));
	json_key(json, "result");
	return json;
}

void rpc_reply_end(struct rpc_message *message)
{
	struct rpc *rpc = message->rpc;
	bool discarded = rpc->writers[rpc->writing - 1].discard;
	if (!rpc_end(rpc) && !discarded)
		rpc_send_error(rpc, message->id, RPC_INTERNAL_ERROR, STR("the answer is too long"));
}

void rpc_reply_null(struct rpc_message *message)
{
	json_put_null(rpc_reply(message));
	rpc_reply_end(message);
}

void rpc_fail(struct rpc_message *message, enum rpc_code code, const char *format, ...)
{
	struct err text;
	va_list args;
	va_start(args, format);
	/* An err is one line of bounded length: just what is wanted here. */
	err_setv(&text, ERR_INPUT, format, args);
	va_end(args);
	struct rpc *rpc = message->rpc;
	if (!message->request || message->answered) {
		log_line(rpc->log, LOG_ERROR, "%.*s: an error was dropped, %s: %s",
			 STR_ARG(message->method),
			 message->request ? "there was an answer" : "nobody asked", text.text);
		return;
	}
	message->answered = true;
	rpc_send_error(rpc, message->id, code, str_of(text.text));
}

struct json *rpc_notify(struct rpc *rpc, const char *method)
{
	struct json *json = rpc_begin(rpc);
	json_key(json, "method");
	json_put_str(json, str_of(method));
	json_key(json, "params");
	return json;
}

void rpc_notify_end(struct rpc *rpc)
{
	rpc_end(rpc);
}

bool rpc_take_asked(struct rpc *rpc, int64_t id, struct rpc_asked *taken)
{
	for (struct rpc_asked **at = &rpc->asked; *at != NULL; at = &(*at)->next) {
		struct rpc_asked *asked = *at;
		if (id != 0 && asked->id != id)
			continue;
		*taken = *asked;
		*at = asked->next;
		mem_free(asked);
		rpc->asked_count--;
		return true;
	}
	return false;
}

/* An editor that never answers must not make us grow: the oldest request has failed. */
static void rpc_give_up_oldest(struct rpc *rpc)
{
	struct rpc_asked asked;
	struct err err;
	if (!rpc_take_asked(rpc, 0, &asked) || asked.on_reply == NULL)
		return;
	cJSON *error = json_parse(STR("{\"code\":-32803,\"message\":\"never answered\"}"), &err);
	asked.on_reply(asked.data, asked.tag, NULL, error);
	cJSON_Delete(error);
}

struct json *rpc_request(struct rpc *rpc, const char *method,
			 void (*on_reply)(void *data, uint64_t tag, const cJSON *result,
					  const cJSON *error),
			 void *data, uint64_t tag)
{
	if (rpc->asked_count >= RPC_ASKED_MAX)
		rpc_give_up_oldest(rpc);
	struct rpc_asked *asked = mem_new(sizeof(*asked));
	*asked = (struct rpc_asked){.id = ++rpc->last_id,
				    .tag = tag,
				    .data = data,
				    .on_reply = on_reply};
	struct rpc_asked **last = &rpc->asked;
	while (*last != NULL)
		last = &(*last)->next;
	*last = asked;
	rpc->asked_count++;
	struct json *json = rpc_begin(rpc);
	json_key(json, "id");
	json_put_int(json, asked->id);
	json_key(json, "method");
	json_put_str(json, str_of(method));
	json_key(json, "params");
	return json;
}

void rpc_request_end(struct rpc *rpc)
{
	rpc_end(rpc);
}

void rpc_request_cancel(struct rpc *rpc,
			void (*on_reply)(void *data, uint64_t tag, const cJSON *result,
					 const cJSON *error),
			uint64_t tag)
{
	const struct rpc_asked *asked = rpc->asked;
	while (asked != NULL && (asked->on_reply != on_reply || asked->tag != tag))
		asked = asked->next;
	if (asked == NULL)
		return;
	struct json *json = rpc_notify(rpc, "$/cancelRequest");
	json_object(json);
	json_key(json, "id");
	json_put_int(json, asked->id);
	json_object_end(json);
	rpc_notify_end(rpc);
}
