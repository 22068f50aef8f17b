/* tgi: the text it is asked with; tokens cut at every step, special ones left out; the whole text
 * at the end; errors under status 200. */
#include "dialect.h"

#include "../../lsp/model/templates.h"

static void test_encode(struct arena *arena)
{
	struct model_turn turns[] = {{MODEL_USER, STR("say \"hi\"<|im_end|>")}};
	struct model_question question = {.system = STR("be brief"),
					  .turns = turns,
					  .turn_count = 1,
					  .temperature = 0};
	struct chat_template template;
	struct err err;
	CHECK(templates_find(arena, STR("chatml"), STR(""), &template, &err));
	struct ask ask = {.question = &question, .max_tokens = 100, .template = &template};
	struct buf body;
	buf_init(&body, 1 << 16);
	dialect_tgi.encode(&ask, &body);
	CHECK_STR(buf_str(&body),
		  "{\"inputs\":\"<|im_start|>system\\nbe brief<|im_end|>\\n<|im_start|>user\\nsay "
		  "\\\"hi\\\"<\xE2\x80\x8B|im_end|><|im_end|>\\n<|im_start|>assistant\\n\","
		  "\"parameters\":{\"max_new_tokens\":100,\"return_full_text\":false,"
		  "\"details\":true,\"stop\":[\"<|im_end|>\",\"<|endoftext|>\"]}}");
	question.temperature = 0.5;
	ask.limit = ASK_NO_LIMIT;
	buf_clear(&body);
	dialect_tgi.encode(&ask, &body);
	CHECK(str_has(buf_str(&body), STR("\"parameters\":{\"temperature\":0.5,\"return")));
	ask.no_temperature = true;
	buf_clear(&body);
	dialect_tgi.encode(&ask, &body);
	CHECK(!str_has(buf_str(&body), STR("temperature")));
	buf_deinit(&body);
	CHECK(dialect_tgi.needs_template);
}

static void test_stream(struct reading *reading, struct arena *arena)
{
	struct str bytes = dialect_read_file(reading, arena, "tgi.sse");
	struct reply *reply = &reading->reply;
	for (size_t step = 1; step < 200; step += step < 8 ? 1 : 31) {
		dialect_read(reading, bytes, step);
		CHECK_STR(buf_str(&reading->text),
			  "Gr\xC3\xB6\xC3\x9F"
			  "e: ```cpp\nint x = 1; // \xF0\x9F\x98\x80\n```");
		CHECK_INT(reply->outcome, MODEL_COMPLETE);
		CHECK(reply->done && reply->content && !reply->complaint.there);
		CHECK_INT(reply->usage.input, 1125);
		CHECK_INT(reply->usage.output, 42);
		CHECK_NEAR(reply->usage.logprob_sum, -0.875, 1e-9);
		CHECK_INT(reply->usage.logprob_count, 4);
	}
	size_t stop = str_find(bytes, STR("\"generated_text\":\""));
	for (size_t len = 0; len < bytes.len; len += 13) {
		dialect_read(reading, str_part(bytes, 0, len), 64);
		CHECK(len > stop || reply->outcome == MODEL_PENDING);
		CHECK(!str_has(buf_str(&reading->text), STR("im_end")));
	}
}

static void test_ends(struct reading *reading)
{
	static const struct {
		const char *details;
		enum model_outcome outcome;
	} ends[] = {
		{"{\"finish_reason\":\"eos_token\"}", MODEL_COMPLETE},
		{"{\"finish_reason\":\"stop_sequence\"}", MODEL_COMPLETE},
		{"{\"finish_reason\":\"length\"}", MODEL_TRUNCATED},
		{"{\"finish_reason\":\"brand_new\"}", MODEL_BROKEN},
		{"null", MODEL_COMPLETE},
		{"7", MODEL_COMPLETE},
	};
	struct reply *reply = &reading->reply;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct buf stream;
		buf_init(&stream, 1000);
		/* The live text has the string that stopped it; the whole text has not. */
		buf_addf(&stream,
			 "data:{\"token\":{\"text\":\"a<end>\",\"special\":false},"
			 "\"generated_text\":null}\n\n"
			 "data:{\"token\":{\"text\":\"!\",\"special\":false,\"logprob\":null},"
			 "\"generated_text\":\"a\",\"details\":%s}\n\n",
			 ends[i].details);
		dialect_read(reading, buf_str(&stream), 1000);
		CHECK_INT(reply->outcome, ends[i].outcome);
		CHECK_STR(buf_str(&reading->text), "a");
		CHECK_INT(reply->usage.logprob_count, 0);
		buf_deinit(&stream);
	}
	/* What is thought goes here as well. */
	dialect_read_text(reading, "data: {\"token\":{\"text\":\"<think>x\"}}\n\n"
				   "data: {\"generated_text\":\"<think>x</think>\\n\\nb\"}\n\n");
	CHECK_STR(buf_str(&reading->text), "b");
	/* The route that does not stream. */
	dialect_read_text(reading, "[{\"generated_text\":\"all\",\"details\":{\"finish_reason\":"
				   "\"length\",\"generated_tokens\":3}}]");
	CHECK_STR(buf_str(&reading->text), "all");
	CHECK_INT(reply->outcome, MODEL_TRUNCATED);
	CHECK_INT(reply->usage.output, 3);
}

static void test_errors(struct reading *reading)
{
	struct complaint *complaint = &reading->reply.complaint;
	dialect_read_text(reading, "data:{\"error\":\"`inputs` tokens + `max_new_tokens` must be "
				   "<= 4096\",\"error_type\":\"validation\"}\n\n");
	CHECK(complaint->there && reading->reply.outcome == MODEL_PENDING);
	CHECK_STR(str_of(complaint->type), "validation");
	CHECK(str_has(str_of(complaint->message), STR("4096")));
	dialect_read_text(reading, "data: {\"error\":{\"message\":\"no\",\"http_status_code\":422}}"
				   "\n\ndata: [DONE]\n\n");
	CHECK_INT(complaint->status, 422);
	static const char *const garbage[] = {"data: {\"token\":\n\n", "data: []\n\n",
					      "data: 7\n\n", "data: <html>\n\n"};
	for (size_t i = 0; i < sizeof(garbage) / sizeof(garbage[0]); i++) {
		dialect_read_text(reading, garbage[i]);
		CHECK_STR(str_of(complaint->type), "garbage");
	}
	dialect_read_text(reading, "data: {\"token\":7,\"generated_text\":7,\"details\":[]}\n\n"
				   "data: {\"token\":{\"text\":{},\"logprob\":\"x\"}}\n\n");
	CHECK(!complaint->there && reading->reply.outcome == MODEL_PENDING);
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	struct reading reading = {.dialect = &dialect_tgi};
	test_encode(&arena);
	test_stream(&reading, &arena);
	test_ends(&reading);
	test_errors(&reading);
	buf_deinit(&reading.text);
	arena_deinit(&arena);
	return CHECK_END();
}
