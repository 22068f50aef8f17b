/* rpc: a request that is kept is answered once, by whoever keeps it, with the id it had. */
#include "check.h"
#include "rpc/frame.h"
#include "rpc/rpc.h"

struct got {
	struct rpc_message *kept;
	struct buf sent;
	struct frame frame;
};

static void on_body(void *data, struct str body)
{
	struct got *got = data;
	buf_add(&got->sent, body);
	buf_add_char(&got->sent, '|');
}

static void on_message(void *data, struct rpc_message *message)
{
	struct got *got = data;
	if (str_eq(message->method, STR("keep")))
		got->kept = rpc_keep(message);
	else
		rpc_reply_null(message);
}

static void on_send(void *data, struct str bytes)
{
	struct got *got = data;
	struct err err;
	CHECK(frame_feed(&got->frame, bytes, &err));
}

static void on_broken(void *data, const struct err *why)
{
	(void)data;
	(void)why;
	CHECK(false);
}

static void feed(struct rpc *rpc, const char *body)
{
	struct buf message;
	buf_init(&message, 1000);
	buf_addf(&message, "Content-Length: %zu\r\n\r\n%s", strlen(body), body);
	rpc_feed(rpc, buf_str(&message));
	buf_deinit(&message);
}

int main(void)
{
	CHECK_BEGIN();
	static const struct rpc_events events = {on_message, on_send, on_broken};
	struct got got = {0};
	struct log log = {.level = LOG_ERROR};
	buf_init(&got.sent, 10000);
	frame_init(&got.frame);
	got.frame.on_message = on_body;
	got.frame.data = &got;
	struct rpc *rpc = rpc_new(&events, &got, &log);
	feed(rpc, "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"keep\",\"params\":[1]}");
	CHECK_STR(buf_str(&got.sent), "");
	/* Others are answered meanwhile, and a cancel changes nothing. */
	feed(rpc, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"other\"}");
	feed(rpc, "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":\"a\"}}");
	CHECK_STR(buf_str(&got.sent), "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":null}|");
	buf_clear(&got.sent);
	CHECK(got.kept->params == NULL);
	CHECK_STR(got.kept->method, "keep");
	rpc_reply_null(got.kept);
	rpc_fail(got.kept, RPC_INTERNAL_ERROR, "a second answer");
	rpc_let_go(got.kept);
	CHECK_STR(buf_str(&got.sent), "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":null}|");
	buf_clear(&got.sent);
	feed(rpc, "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"keep\"}");
	rpc_let_go(got.kept);
	CHECK_STR(buf_str(&got.sent), "{\"jsonrpc\":\"2.0\",\"id\":3,\"error\":{\"code\":-32603,"
				      "\"message\":\"keep was not answered\"}}|");
	rpc_free(rpc);
	frame_deinit(&got.frame);
	buf_deinit(&got.sent);
	return CHECK_END();
}
