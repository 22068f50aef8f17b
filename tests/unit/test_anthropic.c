/* anthropic: what is written for a question; what is read from streams, whole, cut and wrong. */
#include "dialect.h"

static void test_encode(void)
{
	struct model_turn turns[] = {
		{MODEL_USER, STR("say \"hi\"\n\x01")},
		{MODEL_ASSISTANT, STR("hi")},
		{MODEL_USER, STR("again \xFF")},
	};
	struct model_question question = {.system = STR("be brief"),
					  .turns = turns,
					  .turn_count = 3,
					  .temperature = 0.5};
	struct ask ask = {.question = &question, .model = STR("m"), .max_tokens = 100};
	struct buf body;
	struct err err;
	buf_init(&body, 1 << 16);
	dialect_anthropic.encode(&ask, &body);
	cJSON *root = json_parse(buf_str(&body), &err);
	CHECK_STR(json_get_str(root, "model"), "m");
	CHECK_STR(json_get_str(root, "system"), "be brief");
	CHECK_INT(json_get_int(root, "max_tokens", 0), 100);
	CHECK_NEAR(json_get_number(root, "temperature", -1), 0.5, 1e-9);
	CHECK(json_get_bool(root, "stream", false));
	const cJSON *messages = json_get(root, "messages");
	CHECK_INT(cJSON_GetArraySize(messages), 3);
	CHECK_STR(json_get_str(cJSON_GetArrayItem(messages, 0), "content"), "say \"hi\"\n\x01");
	CHECK_STR(json_get_str(cJSON_GetArrayItem(messages, 1), "role"), "assistant");
	CHECK_STR(json_get_str(cJSON_GetArrayItem(messages, 2), "content"), "again \xEF\xBF\xBD");
	cJSON_Delete(root);
	/* What nobody asked for is not sent; nor what the provider has refused. */
	question.system = STR("");
	ask.no_temperature = true;
	buf_clear(&body);
	dialect_anthropic.encode(&ask, &body);
	CHECK(!str_has(buf_str(&body), STR("temperature")));
	CHECK(!str_has(buf_str(&body), STR("system")));
	question.temperature = -1;
	ask.no_temperature = false;
	buf_clear(&body);
	dialect_anthropic.encode(&ask, &body);
	CHECK(!str_has(buf_str(&body), STR("temperature")));
	buf_deinit(&body);
}

/* From one version of the API on, a temperature is an error. */
static void test_versions(void)
{
	static const struct {
		const char *version;
		bool taken;
	} versions[] = {
		{"2023-06-01", true},  {"2026-10-20", true},  {"2026-10-21", false},
		{"2026-11-01", false}, {"2027-01-01", false}, {"", true},
		{"beta", true},
	};
	struct model_turn turns[] = {{MODEL_USER, STR("hello")}};
	struct model_question question = {.turns = turns, .turn_count = 1, .temperature = 1};
	struct buf body;
	buf_init(&body, 1 << 16);
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		struct ask ask = {.question = &question,
				  .model = STR("m"),
				  .max_tokens = 100,
				  .version = str_of(versions[i].version)};
		buf_clear(&body);
		dialect_anthropic.encode(&ask, &body);
		CHECK(str_has(buf_str(&body), STR("\"temperature\":1")) == versions[i].taken);
	}
	buf_deinit(&body);
}

static void test_stream(struct reading *reading, struct arena *arena)
{
	struct str bytes = dialect_read_file(reading, arena, "anthropic.sse");
	for (size_t step = 1; step < 200; step += step < 8 ? 1 : 31) {
		dialect_read(reading, bytes, step);
		struct reply *reply = &reading->reply;
		CHECK_STR(buf_str(&reading->text),
			  "Gr\xC3\xB6\xC3\x9F"
			  "e: ```cpp\nint x = 1; // \xF0\x9F\x98\x80\n```");
		CHECK_INT(reply->outcome, MODEL_COMPLETE);
		CHECK(reply->done && reply->content && reply->progress && !reply->complaint.there);
		CHECK_STR(str_of(reply->model), "claude-sonnet-5-5-20260901");
		CHECK_INT(reply->usage.input, 1125);
		CHECK_INT(reply->usage.output, 42);
		CHECK_INT(reply->usage.cached, 1000);
		CHECK_INT(reply->usage.cache_written, 100);
		CHECK_INT(reply->usage.reasoning, 12);
	}
	/* However much of it is cut off, it is complete only with the reason for stopping. */
	size_t stop = str_find(bytes, STR("\"stop_reason\":\"end_turn\""));
	for (size_t len = 0; len < bytes.len; len += 13) {
		struct str part = str_part(bytes, 0, len);
		/* Cut within an event it is no JSON: the caller sees a complaint, or nothing. */
		dialect_read(reading, part, 64);
		CHECK(len > stop || reading->reply.outcome == MODEL_PENDING);
	}
}

static void test_reasons(struct reading *reading)
{
	static const struct {
		const char *reason;
		enum model_outcome outcome;
	} reasons[] = {
		{"end_turn", MODEL_COMPLETE},
		{"stop_sequence", MODEL_COMPLETE},
		{"pause_turn", MODEL_COMPLETE},
		{"max_tokens", MODEL_TRUNCATED},
		{"model_context_window_exceeded", MODEL_TRUNCATED},
		{"refusal", MODEL_REFUSED},
		{"tool_use", MODEL_BROKEN},
		{"brand_new", MODEL_BROKEN},
	};
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		struct buf stream;
		buf_init(&stream, 1000);
		/* Without the last marker, and without event names: both happen. */
		buf_addf(&stream,
			 "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"%s\","
			 "\"stop_details\":{\"explanation\":\"because\"}}}\n\n",
			 reasons[i].reason);
		dialect_read(reading, buf_str(&stream), 1000);
		CHECK_INT(reading->reply.outcome, reasons[i].outcome);
		CHECK(!reading->reply.done);
		buf_deinit(&stream);
	}
	dialect_read_text(reading,
			  "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":"
			  "\"refusal\",\"stop_details\":{\"explanation\":\"because\"}}}\n\n");
	CHECK_STR(str_of(reading->reply.note), "because");
	dialect_read_text(reading,
			  "event: message_delta\ndata: {\"delta\":{\"stop_reason\":null}}\n\n");
	CHECK_INT(reading->reply.outcome, MODEL_PENDING);
}

static void test_errors(struct reading *reading)
{
	dialect_read_text(
		reading,
		"event: content_block_delta\ndata: {\"type\":\"content_block_delta\","
		"\"delta\":{\"type\":\"text_delta\",\"text\":\"half\"}}\n\nevent: error\n"
		"data: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
		"\"message\":\"Over\\nloaded\"}}\n\ndata: {\"type\":\"message_stop\"}\n\n");
	CHECK(reading->reply.complaint.there);
	CHECK_STR(str_of(reading->reply.complaint.type), "overloaded_error");
	CHECK_INT(reading->reply.outcome, MODEL_PENDING);
	CHECK_STR(buf_str(&reading->text), "half");
	static const char *const garbage[] = {
		"data: {\"type\":\n\n", "data: []\n\n",   "data: <html>\n\n",
		"data: [DONE]\n\n",     "data: null\n\n", "data: {} {}\n\n",
	};
	for (size_t i = 0; i < sizeof(garbage) / sizeof(garbage[0]); i++) {
		dialect_read_text(reading, garbage[i]);
		CHECK_STR(str_of(reading->reply.complaint.type), "garbage");
	}
	/* Members of the wrong type are nothing, not a crash. */
	dialect_read_text(reading, "data: {\"type\":\"content_block_delta\",\"delta\":7}\n\n"
				   "data: {\"type\":\"message_start\",\"message\":[]}\n\n"
				   "data: {\"type\":5,\"delta\":{}}\n\n"
				   "data: {\"type\":\"message_delta\",\"usage\":{\"output_tokens\":"
				   "\"many\"}}\n\n");
	CHECK_INT(reading->reply.outcome, MODEL_PENDING);
	CHECK_INT(reading->reply.usage.output, -1);
	CHECK(!reading->reply.complaint.there);
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	struct reading reading = {.dialect = &dialect_anthropic};
	test_encode();
	test_versions();
	test_stream(&reading, &arena);
	test_reasons(&reading);
	test_errors(&reading);
	buf_deinit(&reading.text);
	arena_deinit(&arena);
	return CHECK_END();
}
