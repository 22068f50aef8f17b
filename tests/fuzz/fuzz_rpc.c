/*
 * The JSON-RPC entry: the input is one message body (the frame reader has a target
 * of its own). Whatever it is, what is sent back is framed, valid JSON, and a
 * request gets exactly one answer.
 */
#include <assert.h>
#include <stdio.h>

#include "base/json.h"
#include "rpc/frame.h"
#include "rpc/rpc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

struct seen {
	struct rpc *rpc;
	struct frame frame;
	size_t requests, sent;
};

static void fuzz_on_body(void *data, struct str body)
{
	struct seen *seen = data;
	struct err err;
	cJSON *root = json_parse(body, &err);
	assert(cJSON_IsObject(root));
	assert(str_eq(json_get_str(root, "jsonrpc"), STR("2.0")));
	if (json_get(root, "method") == NULL)
		seen->sent++;
	cJSON_Delete(root);
}

static void fuzz_send(void *data, struct str bytes)
{
	struct seen *seen = data;
	struct err err;
	bool good = frame_feed(&seen->frame, bytes, &err);
	assert(good && seen->frame.body == 0 && seen->frame.bytes.len == 0);
	(void)good;
}

static void fuzz_on_reply(void *data, uint64_t tag, const cJSON *result, const cJSON *error)
{
	(void)data;
	(void)tag;
	(void)result;
	(void)error;
}

static void fuzz_on_message(void *data, struct rpc_message *message)
{
	struct seen *seen = data;
	seen->requests += message->request;
	json_put_str(rpc_request(seen->rpc, "ask", fuzz_on_reply, seen, 1), message->method);
	rpc_request_end(seen->rpc);
	if (!message->request || message->method.len % 3 == 0)
		return;
	if (message->method.len % 3 == 1) {
		rpc_fail(message, RPC_INVALID_PARAMS, "%.*s", STR_ARG(message->method));
		return;
	}
	json_put_node(rpc_reply(message), message->params);
	rpc_reply_end(message);
}

static void fuzz_on_broken(void *data, const struct err *why)
{
	(void)data;
	(void)why;
	assert(false); /* the framing is ours here */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const struct rpc_events events = {fuzz_on_message, fuzz_send, fuzz_on_broken};
	static const char first[] = "{\"jsonrpc\":\"2.0\",\"method\":\"first\"}";
	/* Nothing is printed: errors only, and none is one here. */
	const struct log log = {.level = (enum log_level) - 1};
	struct seen seen = {.requests = 0};
	char header[64];
	frame_init(&seen.frame);
	seen.frame.on_message = fuzz_on_body;
	seen.frame.data = &seen;
	seen.rpc = rpc_new(&events, &seen, &log);
	/* A question of ours stands open, for the input to answer. */
	snprintf(header, sizeof(header), "Content-Length: %zu\r\n\r\n", sizeof(first) - 1);
	rpc_feed(seen.rpc, str_of(header));
	rpc_feed(seen.rpc, str_of(first));
	if (len > 0) {
		snprintf(header, sizeof(header), "Content-Length: %zu\r\n\r\n", len);
		rpc_feed(seen.rpc, str_of(header));
		rpc_feed(seen.rpc, (struct str){(const char *)data, len});
		assert(seen.sent >= seen.requests && seen.sent <= 1);
	}
	rpc_free(seen.rpc);
	frame_deinit(&seen.frame);
	return 0;
}
