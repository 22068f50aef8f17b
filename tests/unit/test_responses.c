/* responses: the body; a stream cut at every step; how a response can end; errors flat and nested.
 */
#include "dialect.h"

static void test_encode(void)
{
	struct model_turn turns[] = {{MODEL_USER, STR("hello")}, {MODEL_ASSISTANT, STR("hi")}};
	struct model_question question = {.system = STR("be brief"),
					  .turns = turns,
					  .turn_count = 2,
					  .temperature = -1};
	struct ask ask = {.question = &question, .model = STR("m"), .max_tokens = 100};
	struct buf body;
	buf_init(&body, 1 << 16);
	dialect_responses.encode(&ask, &body);
	CHECK_STR(buf_str(&body),
		  "{\"model\":\"m\",\"max_output_tokens\":100,\"stream\":true,\"store\":false,"
		  "\"instructions\":\"be brief\",\"input\":["
		  "{\"role\":\"user\",\"content\":\"hello\"},"
		  "{\"role\":\"assistant\",\"content\":\"hi\"}]}");
	question = (struct model_question){.turns = turns, .turn_count = 1, .temperature = 0.5};
	ask = (struct ask){.question = &question,
			   .model = STR("m"),
			   .max_tokens = 100,
			   .limit = ASK_NO_LIMIT,
			   .genuine = true,
			   .logprobs = true};
	buf_clear(&body);
	dialect_responses.encode(&ask, &body);
	CHECK_STR(buf_str(&body),
		  "{\"model\":\"m\",\"temperature\":0.5,\"stream\":true,\"stream_options\":{"
		  "\"include_obfuscation\":false},\"store\":false,\"include\":["
		  "\"message.output_text.logprobs\"],\"input\":["
		  "{\"role\":\"user\",\"content\":\"hello\"}]}");
	ask.no_temperature = ask.no_stream_options = ask.no_store = true;
	ask.logprobs = false;
	buf_clear(&body);
	dialect_responses.encode(&ask, &body);
	CHECK_STR(buf_str(&body), "{\"model\":\"m\",\"stream\":true,\"input\":["
				  "{\"role\":\"user\",\"content\":\"hello\"}]}");
	buf_deinit(&body);
}

static void test_stream(struct reading *reading, struct arena *arena)
{
	struct str bytes = dialect_read_file(reading, arena, "responses.sse");
	struct reply *reply = &reading->reply;
	for (size_t step = 1; step < 200; step += step < 8 ? 1 : 31) {
		dialect_read(reading, bytes, step);
		CHECK_STR(buf_str(&reading->text),
			  "Gr\xC3\xB6\xC3\x9F"
			  "e: ```cpp\nint x = 1; // \xF0\x9F\x98\x80\n```");
		CHECK_INT(reply->outcome, MODEL_COMPLETE);
		CHECK(reply->done && reply->content && !reply->complaint.there);
		CHECK_STR(str_of(reply->model), "gpt-6.1-sol-2026-09-01");
		CHECK_INT(reply->usage.input, 1125);
		CHECK_INT(reply->usage.output, 42);
		CHECK_INT(reply->usage.cached, 1000);
		CHECK_INT(reply->usage.cache_written, 100);
		CHECK_INT(reply->usage.reasoning, 12);
		/* "next to nothing" does not count. */
		CHECK_NEAR(reply->usage.logprob_sum, -0.75, 1e-9);
		CHECK_INT(reply->usage.logprob_count, 2);
	}
	size_t stop = str_find(bytes, STR("event: response.completed"));
	for (size_t len = 0; len < bytes.len; len += 13) {
		dialect_read(reading, str_part(bytes, 0, len), 64);
		CHECK(len > stop || reply->outcome == MODEL_PENDING);
	}
	/* What is thought, when nothing else has come. */
	dialect_read_text(reading, "event: response.reasoning_text.delta\n"
				   "data: {\"delta\":\"hm\"}\n\n");
	CHECK(reply->progress && reply->content && reading->text.len == 0);
}

static void test_ends(struct reading *reading)
{
	static const struct {
		const char *event;
		enum model_outcome outcome;
		const char *note;
	} ends[] = {
		{"{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}",
		 MODEL_COMPLETE, ""},
		{"{\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\","
		 "\"incomplete_details\":{\"reason\":\"max_output_tokens\"}}}",
		 MODEL_TRUNCATED, ""},
		{"{\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\","
		 "\"incomplete_details\":{\"reason\":\"content_filter\"}}}",
		 MODEL_REFUSED, "content_filter"},
		{"{\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\","
		 "\"incomplete_details\":{\"reason\":\"brand_new\"}}}",
		 MODEL_BROKEN, "brand_new"},
		{"{\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\"}}",
		 MODEL_BROKEN, "incomplete"},
		{"{\"type\":\"response.cancelled\",\"response\":{\"status\":\"cancelled\"}}",
		 MODEL_BROKEN, "cancelled"},
		{"{\"type\":\"response.brand_new\"}", MODEL_PENDING, ""},
		{"{\"type\":\"keepalive\"}", MODEL_PENDING, ""},
	};
	struct reply *reply = &reading->reply;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct buf stream;
		buf_init(&stream, 1000);
		buf_addf(&stream, "data: %s\n\n", ends[i].event);
		dialect_read(reading, buf_str(&stream), 1000);
		CHECK_INT(reply->outcome, ends[i].outcome);
		CHECK_STR(str_of(reply->note), ends[i].note);
		CHECK(!reply->complaint.there);
		buf_deinit(&stream);
	}
	/* A refusal comes in pieces, and the response is completed all the same. */
	dialect_read_text(
		reading,
		"data: {\"type\":\"response.refusal.delta\",\"delta\":\"I will\"}\n\n"
		"data: {\"type\":\"response.refusal.delta\",\"delta\":\" not\\nhelp\"}\n\n"
		"data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}"
		"\n\n");
	CHECK_INT(reply->outcome, MODEL_REFUSED);
	CHECK_STR(str_of(reply->note), "I will not help");
	/* Without pieces: the last event, or a body that is no stream, has it all. */
	dialect_read_text(reading,
			  "{\"object\":\"response\",\"status\":\"completed\",\"error\":null,"
			  "\"model\":\"m\",\"output\":[{\"type\":\"reasoning\",\"summary\":[]},"
			  "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":"
			  "\"all\"}]}],\"usage\":{\"input_tokens\":3,\"output_tokens\":-7}}");
	CHECK_STR(buf_str(&reading->text), "all");
	CHECK(reply->done && reply->outcome == MODEL_COMPLETE);
	CHECK_INT(reply->usage.input, 3);
	CHECK_INT(reply->usage.output, -1);
}

static void test_errors(struct reading *reading)
{
	static const struct {
		const char *stream, *code, *message;
	} errors[] = {
		{"event: error\ndata: {\"type\":\"error\",\"code\":\"server_error\",\"message\":"
		 "\"boom\",\"param\":null,\"sequence_number\":3}\n\n",
		 "server_error", "boom"},
		{"event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"server_error\","
		 "\"code\":\"slow_down\",\"message\":\"later\",\"param\":null}}\n\n"
		 "data: {\"type\":\"response.failed\",\"response\":{\"status\":\"failed\","
		 "\"error\":{\"code\":\"x\",\"message\":\"never seen\"}}}\n\n",
		 "slow_down", "later"},
		{"data: {\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\""
		 ":{\"code\":\"server_error\",\"message\":\"it failed\"}}}\n\n",
		 "server_error", "it failed"},
		{"event: response.failed\ndata: {\"response\":{\"status\":\"failed\"}}\n\n", "",
		 "(it gave no reason)"},
		{"data: {\"error\":{\"message\":\"no\",\"code\":\"c\"}}\n\n", "c", "no"},
	};
	struct reply *reply = &reading->reply;
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		dialect_read_text(reading, errors[i].stream);
		CHECK(reply->complaint.there && reply->outcome == MODEL_PENDING);
		CHECK_STR(str_of(reply->complaint.code), errors[i].code);
		CHECK_STR(str_of(reply->complaint.message), errors[i].message);
	}
	static const char *const garbage[] = {"data: {\"type\":\n\n", "data: []\n\n",
					      "data: <html>\n\n", "data: {} {}\n\n"};
	for (size_t i = 0; i < sizeof(garbage) / sizeof(garbage[0]); i++) {
		dialect_read_text(reading, garbage[i]);
		CHECK_STR(str_of(reply->complaint.type), "garbage");
	}
	dialect_read_text(reading,
			  "data: [DONE]\n\ndata: {\"type\":5,\"response\":[]}\n\n"
			  "data: {\"type\":\"response.output_text.delta\",\"delta\":{}}\n\n"
			  "data: {\"type\":\"response.output_text.delta\",\"logprobs\":[7,null]}"
			  "\n\ndata: {\"type\":\"response.completed\",\"response\":7}\n\n");
	CHECK(!reply->complaint.there && reply->outcome == MODEL_BROKEN);
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	struct reading reading = {.dialect = &dialect_responses};
	test_encode();
	test_stream(&reading, &arena);
	test_ends(&reading);
	test_errors(&reading);
	buf_deinit(&reading.text);
	arena_deinit(&arena);
	return CHECK_END();
}
