/*
 * rpc/rpc.h: what comes in is told apart, each request is answered exactly once with
 * the id it had, and what goes out is framed JSON in one piece.
 */
#include "rpc/rpc.h"

#include <stdlib.h>

#include "base/mem.h"
#include "check.h"
#include "rpc/frame.h"

struct got {
	struct rpc *rpc;
	struct log log;
	struct buf calls; /* "method" or "method?" (a request), with params, each with "|" */
	struct buf sent;  /* bodies, each with "|" */
	struct buf lines; /* of the log */
	struct frame frame;
	int sends, broken, replies;
	uint64_t tag;
	struct buf reply;
	bool log_while_writing;
	bool no_error;
};

static void test_on_body(void *data, struct str body)
{
	struct got *got = data;
	struct err err;
	cJSON *root = json_parse(body, &err);
	CHECK(root != NULL); /* whatever we send is JSON */
	cJSON_Delete(root);
	buf_add(&got->sent, body);
	buf_add_char(&got->sent, '|');
}

static void test_send(void *data, struct str bytes)
{
	struct got *got = data;
	struct err err;
	got->sends++;
	CHECK(frame_feed(&got->frame, bytes, &err));
	/* One send, one message. */
	CHECK_INT(got->frame.bytes.len + got->frame.body, 0);
}

static void test_on_broken(void *data, const struct err *why)
{
	struct got *got = data;
	CHECK(why->text[0] != '\0');
	got->broken++;
}

static void test_on_reply(void *data, uint64_t tag, const cJSON *result, const cJSON *error)
{
	struct got *got = data;
	struct json json;
	got->replies++;
	got->tag = tag;
	got->no_error = error == NULL;
	json_init(&json, &got->reply);
	json_array(&json);
	json_put_node(&json, result);
	json_put_node(&json, error);
	json_array_end(&json);
}

static void test_on_message(void *data, struct rpc_message *message)
{
	struct got *got = data;
	struct json json;
	buf_add(&got->calls, message->method);
	buf_add(&got->calls, message->request ? STR("?") : STR(""));
	json_init(&json, &got->calls);
	if (message->params != NULL)
		json_put_node(&json, message->params);
	buf_add_char(&got->calls, '|');
	if (str_eq(message->method, STR("forget")))
		return;
	if (str_eq(message->method, STR("fail"))) {
		rpc_fail(message, RPC_REQUEST_FAILED, "no\n%s", "way");
		rpc_fail(message, RPC_REQUEST_FAILED, "again");
		return;
	}
	if (str_eq(message->method, STR("ask"))) {
		json_put_null(rpc_request(got->rpc, "please", test_on_reply, got, 77));
		rpc_request_end(got->rpc);
	}
	if (!message->request)
		return;
	struct json *out = rpc_reply(message);
	if (str_eq(message->method, STR("valueless"))) {
		rpc_reply_end(message);
		return;
	}
	json_array(out);
	if (got->log_while_writing) {
		/* What a log line to the editor does. */
		json_put_null(rpc_notify(got->rpc, "note"));
		rpc_notify_end(got->rpc);
	}
	json_put_bool(out, true);
	json_array_end(out);
	rpc_reply_end(message);
	if (str_eq(message->method, STR("twice"))) {
		rpc_reply_null(message);
		rpc_fail(message, RPC_INTERNAL_ERROR, "x");
	}
}

static void test_log(void *data, enum log_level level, struct str line)
{
	struct got *got = data;
	(void)level;
	buf_add(&got->lines, line);
	buf_add_char(&got->lines, '|');
}

static const struct rpc_events test_events = {test_on_message, test_send, test_on_broken};

static void test_begin(struct got *got)
{
	*got = (struct got){.log = {.level = LOG_DEBUG, .also = test_log}};
	got->log.data = got;
	buf_init(&got->calls, 1 << 20);
	buf_init(&got->sent, 1 << 20);
	buf_init(&got->lines, 1 << 20);
	buf_init(&got->reply, 1 << 20);
	frame_init(&got->frame);
	got->frame.on_message = test_on_body;
	got->frame.data = got;
	got->rpc = rpc_new(&test_events, got, &got->log);
}

static void test_finish(struct got *got)
{
	rpc_free(got->rpc);
	frame_deinit(&got->frame);
	buf_deinit(&got->calls);
	buf_deinit(&got->sent);
	buf_deinit(&got->lines);
	buf_deinit(&got->reply);
}

static void test_feed(struct got *got, struct str body)
{
	char header[64];
	int len = snprintf(header, sizeof(header), "Content-Length: %zu\r\n\r\n", body.len);
	rpc_feed(got->rpc, (struct str){header, (size_t)len});
	rpc_feed(got->rpc, body);
}

struct row {
	const char *body, *calls, *sent;
};

#define SENT_OK(id) "{\"jsonrpc\":\"2.0\",\"id\":" id ",\"result\":[true]}|"
#define SENT_BAD(id, code, text)                                                                   \
	"{\"jsonrpc\":\"2.0\",\"id\":" id ",\"error\":{\"code\":" code ",\"message\":\"" text      \
	"\"}}|"
#define CALL(id) "{\"jsonrpc\":\"2.0\",\"id\":" id ",\"method\":\"m\"}"

static const struct row test_rows[] = {
	/* Ids come back as they were. */
	{CALL("1"), "m?|", SENT_OK("1")},
	{CALL("0"), "m?|", SENT_OK("0")},
	{CALL("-7"), "m?|", SENT_OK("-7")},
	{CALL("12345678901234567890123456789"), "m?|", SENT_OK("12345678901234567890123456789")},
	{CALL("9007199254740993"), "m?|", SENT_OK("9007199254740993")},
	{CALL("1.50"), "m?|", SENT_OK("1.50")},
	{CALL("1e3"), "m?|", SENT_OK("1e3")},
	{CALL("\"1\""), "m?|", SENT_OK("\"1\"")},
	{CALL("\"\""), "m?|", SENT_OK("\"\"")},
	{CALL("\"a\\u0000\\ud83d\\\"}\""), "m?|", SENT_OK("\"a\\u0000\\ud83d\\\"}\"")},
	{CALL("\"caf\xC3\xA9\""), "m?|", SENT_OK("\"caf\xC3\xA9\"")},
	/* … unless that would not be JSON. */
	{CALL("\"a\tb\""), "m?|", SENT_OK("\"a\\tb\"")},
	{CALL("\"a\xFF\""), "m?|", SENT_OK("\"a\xEF\xBF\xBD\"")},
	{CALL("007"), "m?|", SENT_OK("7")},
	/* The right "id" is found, whatever stands around it. */
	{" { \"params\" : {\"id\":[2,{\"id\":\"}\"}]} , \"x\":\"\\\"id\\\":3\", \"id\" : 4 ,"
	 "\"method\":\"m\",\"jsonrpc\":\"2.0\",\"id\":5} ",
	 "m?{\"id\":[2,{\"id\":\"}\"}]}|", SENT_OK("4")},
	{"{\"jsonrpc\":\"2.0\",\"ID\":1,\"method\":\"m\"}", "m|", ""},
	{"{\"jsonrpc\":\"2.0\",\"\\u0069d\":6,\"method\":\"m\"}", "m?|", SENT_OK("6")},
	{"{\"id\":8}", "", SENT_BAD("8", "-32600", "jsonrpc must be \\\"2.0\\\"")},
	/* Ids of another type. */
	{CALL("null"), "", SENT_BAD("null", "-32600", "the id must be a string or a number")},
	{CALL("true"), "", SENT_BAD("null", "-32600", "the id must be a string or a number")},
	{CALL("{}"), "", SENT_BAD("null", "-32600", "the id must be a string or a number")},
	{CALL("[1]"), "", SENT_BAD("null", "-32600", "the id must be a string or a number")},
	/* Notifications and params of every kind. */
	{"{\"jsonrpc\":\"2.0\",\"method\":\"n\"}", "n|", ""},
	{"{\"jsonrpc\":\"2.0\",\"method\":\"n\",\"params\":null}", "nnull|", ""},
	{"{\"jsonrpc\":\"2.0\",\"method\":\"n\",\"params\":[1]}", "n[1]|", ""},
	{"{\"jsonrpc\":\"2.0\",\"method\":\"n\",\"params\":3}", "n3|", ""},
	{"{\"jsonrpc\":\"2.0\",\"method\":\"\",\"id\":1}", "?|", SENT_OK("1")},
	/* What is no request. */
	{"{\"jsonrpc\":\"2.0\",\"id\":2}", "",
	 SENT_BAD("2", "-32600", "the method must be a string")},
	{"{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":3}", "",
	 SENT_BAD("\"x\"", "-32600", "the method must be a string")},
	{"{\"jsonrpc\":2,\"id\":3,\"method\":\"m\"}", "",
	 SENT_BAD("3", "-32600", "jsonrpc must be \\\"2.0\\\"")},
	{"{\"jsonrpc\":\"1.0\",\"id\":3,\"method\":\"m\"}", "",
	 SENT_BAD("3", "-32600", "jsonrpc must be \\\"2.0\\\"")},
	{"{}", "", SENT_BAD("null", "-32600", "jsonrpc must be \\\"2.0\\\"")},
	{"3", "", SENT_BAD("null", "-32600", "a message must be an object")},
	{"\"x\"", "", SENT_BAD("null", "-32600", "a message must be an object")},
	/* Batches get one answer, whatever is in them. */
	{"[" CALL("1") "," CALL("2") "]", "",
	 SENT_BAD("null", "-32600",
		  "batches are not supported by LSP: send one message at a time")},
	{"[]", "",
	 SENT_BAD("null", "-32600",
		  "batches are not supported by LSP: send one message at a time")},
	/* Answers to nothing. */
	{"{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":1}", "", ""},
	{"{\"jsonrpc\":\"2.0\",\"id\":\"99\",\"result\":null}", "", ""},
	{"{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":1,\"message\":\"m\"}}", "", ""},
	/* A cancel is passed over; as a request it is one like any other. */
	{"{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":1}}", "", ""},
	{"{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\"}", "", ""},
	{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$/cancelRequest\"}", "$/cancelRequest?|",
	 SENT_OK("1")},
	/* Handlers that do it wrong: one answer all the same. */
	{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"forget\"}", "forget?|",
	 SENT_BAD("1", "-32603", "forget was not answered")},
	{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"twice\"}", "twice?|", SENT_OK("1")},
	{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"fail\"}", "fail?|",
	 SENT_BAD("1", "-32803", "no way")},
	{"{\"jsonrpc\":\"2.0\",\"method\":\"fail\"}", "fail|", ""},
	{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"valueless\"}", "valueless?|",
	 "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}|"},
};

static void test_table(void)
{
	for (size_t i = 0; i < sizeof(test_rows) / sizeof(test_rows[0]); i++) {
		const struct row *row = &test_rows[i];
		struct got got;
		test_begin(&got);
		test_feed(&got, str_of(row->body));
		CHECK_STR(buf_str(&got.calls), row->calls);
		CHECK_STR(buf_str(&got.sent), row->sent);
		/* It goes on afterwards. */
		buf_clear(&got.sent);
		test_feed(&got, STR(CALL("\"next\"")));
		CHECK_STR(buf_str(&got.sent), SENT_OK("\"next\""));
		CHECK_INT(got.broken, 0);
		test_finish(&got);
	}
}

static void test_parse_errors(void)
{
	struct got got;
	test_begin(&got);
	char deep[4001];
	memset(deep, '[', 2000);
	memset(deep + 2000, ']', 2000);
	const struct str rows[] = {
		STR("{"),
		STR("{} x"),
		STR("\x01\x1B[31m{"),
		STR("{\"a\":\"\0\"}"),
		STR("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\""),
		{deep, 4000},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		buf_clear(&got.sent);
		buf_clear(&got.lines);
		test_feed(&got, rows[i]);
		CHECK(str_starts(
			buf_str(&got.sent),
			STR("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,")));
		CHECK(got.lines.len > 0 && got.lines.len < 1000);
		if (i == 2)
			CHECK(str_has(buf_str(&got.lines), STR("\\x01\\x1b[31m{")));
	}
	CHECK_INT(got.calls.len, 0);
	test_finish(&got);
}

static void test_asking(void)
{
	struct got got;
	test_begin(&got);
	test_feed(&got, STR("{\"jsonrpc\":\"2.0\",\"method\":\"ask\"}"));
	test_feed(&got, STR("{\"jsonrpc\":\"2.0\",\"method\":\"ask\"}"));
	test_feed(&got, STR("{\"jsonrpc\":\"2.0\",\"method\":\"ask\"}"));
	CHECK_STR(buf_str(&got.sent),
		  "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"please\",\"params\":null}|"
		  "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"please\",\"params\":null}|"
		  "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"please\",\"params\":null}|");
	/* In another order, once each; with a result, an error, or neither. */
	test_feed(&got, STR("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"a\":1}}"));
	CHECK_INT(got.replies, 1);
	CHECK_INT(got.tag, 77);
	test_feed(&got, STR("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"a\":1}}"));
	CHECK_INT(got.replies, 1);
	test_feed(&got, STR("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-1}}"));
	test_feed(&got, STR("{\"jsonrpc\":\"2.0\",\"id\":3}"));
	CHECK_INT(got.replies, 3);
	CHECK_STR(buf_str(&got.reply), "[{\"a\":1},null][null,{\"code\":-1}][null,null]");
	/* An error of null is none. */
	test_feed(&got, STR("{\"jsonrpc\":\"2.0\",\"method\":\"ask\"}"));
	buf_clear(&got.reply);
	got.no_error = false;
	test_feed(&got, STR("{\"jsonrpc\":\"2.0\",\"id\":4,\"result\":2,\"error\":null}"));
	CHECK(got.no_error);
	CHECK_STR(buf_str(&got.reply), "[2,null]");
	/* The same id as one of ours does not make a request an answer. */
	test_feed(&got, STR("{\"jsonrpc\":\"2.0\",\"method\":\"ask\"}"));
	buf_clear(&got.sent);
	test_feed(&got, STR(CALL("5")));
	CHECK_STR(buf_str(&got.sent), SENT_OK("5"));
	CHECK_INT(got.replies, 4);
	test_finish(&got);
}

/* An editor that never answers: the oldest of ours fail, memory stays bounded. */
static void test_silence(void)
{
	struct got got;
	test_begin(&got);
	for (int i = 0; i < 1100; i++)
		test_feed(&got, STR("{\"jsonrpc\":\"2.0\",\"method\":\"ask\"}"));
	CHECK_INT(got.replies, 1100 - 1024);
	CHECK(str_starts(buf_str(&got.reply), STR("[null,{\"code\":-32803")));
	test_finish(&got);
}

/* A notification sent while an answer is being written comes before it, both whole. */
static void test_nested(void)
{
	struct got got;
	test_begin(&got);
	got.log_while_writing = true;
	test_feed(&got, STR(CALL("1")));
	CHECK_STR(buf_str(&got.sent),
		  "{\"jsonrpc\":\"2.0\",\"method\":\"note\",\"params\":null}|" SENT_OK("1"));
	CHECK_INT(got.sends, 2);
	test_finish(&got);
}

static void test_broken(void)
{
	struct got got;
	test_begin(&got);
	rpc_feed(got.rpc, STR("Content-Length: x\r\n\r\n"));
	rpc_feed(got.rpc, STR("Content-Length: 2\r\n\r\n{}"));
	CHECK_INT(got.broken, 1);
	CHECK_INT(got.sends, 0);
	test_finish(&got);
}

/* A long id is refused, a long message is not. */
static void test_long(void)
{
	struct got got;
	test_begin(&got);
	size_t len = 70000;
	char *body = mem_new(len + 200);
	int head = snprintf(body, 100, "{\"jsonrpc\":\"2.0\",\"id\":\"");
	memset(body + head, 'x', len);
	snprintf(body + head + len, 100, "\",\"method\":\"m\"}");
	test_feed(&got, str_of(body));
	CHECK(str_has(buf_str(&got.sent), STR("\"id\":null")));
	CHECK_INT(got.calls.len, 0);
	mem_free(body);
	test_finish(&got);
}

int main(void)
{
	CHECK_BEGIN();
	test_table();
	test_parse_errors();
	test_asking();
	test_silence();
	test_nested();
	test_broken();
	test_long();
	return CHECK_END();
}
