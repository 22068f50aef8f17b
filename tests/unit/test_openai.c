/* openai: the body with each name of the limit; streams of several servers; lenient, never
 * gullible. */
#include "dialect.h"

static void test_encode(void)
{
	struct model_turn turns[] = {{MODEL_USER, STR("hello")}};
	struct model_question question = {.system = STR("be brief"),
					  .turns = turns,
					  .turn_count = 1,
					  .temperature = -1};
	struct ask ask = {.question = &question, .model = STR("m"), .max_tokens = 100};
	struct buf body;
	buf_init(&body, 1 << 16);
	dialect_openai.encode(&ask, &body);
	CHECK_STR(buf_str(&body), "{\"model\":\"m\",\"max_tokens\":100,\"stream\":true,"
				  "\"stream_options\":{\"include_usage\":true},"
				  "\"messages\":[{\"role\":\"system\",\"content\":\"be brief\"},"
				  "{\"role\":\"user\",\"content\":\"hello\"}]}");
	ask.limit = ASK_MAX_COMPLETION_TOKENS;
	ask.no_stream_options = true;
	question.system = STR("");
	question.temperature = 0;
	buf_clear(&body);
	dialect_openai.encode(&ask, &body);
	CHECK_STR(buf_str(&body), "{\"model\":\"m\",\"max_completion_tokens\":100,"
				  "\"temperature\":0,\"stream\":true,"
				  "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}");
	ask.limit = ASK_NO_LIMIT;
	ask.no_temperature = true;
	buf_clear(&body);
	dialect_openai.encode(&ask, &body);
	CHECK(!str_has(buf_str(&body), STR("max_")));
	CHECK(!str_has(buf_str(&body), STR("temperature")));
	buf_deinit(&body);
}

/* What only some servers understand goes to those alone. */
static void test_options(void)
{
	struct model_turn turns[] = {{MODEL_USER, STR("hello")}};
	struct model_question question = {.system = STR("s"),
					  .turns = turns,
					  .turn_count = 1,
					  .temperature = -1};
	struct ask ask = {.question = &question,
			  .model = STR("m"),
			  .genuine = true,
			  .developer = true,
			  .logprobs = true};
	struct buf body;
	buf_init(&body, 1 << 16);
	dialect_openai.encode(&ask, &body);
	CHECK_STR(buf_str(&body),
		  "{\"model\":\"m\",\"logprobs\":true,\"stream\":true,\"stream_options\":{"
		  "\"include_usage\":true,\"include_obfuscation\":false},"
		  "\"messages\":[{\"role\":\"developer\",\"content\":\"s\"},"
		  "{\"role\":\"user\",\"content\":\"hello\"}]}");
	static const struct {
		enum model_thinking thinking;
		bool refused;
		const char *want; /* NULL: nothing */
	} cases[] = {
		{MODEL_THINKING_AS_IT_IS, false, NULL},
		{MODEL_THINKING_OFF, false, "\"thinking\":{\"type\":\"disabled\"}"},
		{MODEL_THINKING_ON, false, "\"thinking\":{\"type\":\"enabled\"}"},
		{MODEL_THINKING_OFF, true, NULL},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ask = (struct ask){.question = &question,
				   .thinking = cases[i].thinking,
				   .no_thinking = cases[i].refused};
		buf_clear(&body);
		dialect_openai.encode(&ask, &body);
		CHECK(cases[i].want != NULL ? str_has(buf_str(&body), str_of(cases[i].want))
					    : !str_has(buf_str(&body), STR("thinking")));
		CHECK(!str_has(buf_str(&body), STR("obfuscation")));
	}
	buf_deinit(&body);
}

static void test_stream(struct reading *reading, struct arena *arena)
{
	struct str bytes = dialect_read_file(reading, arena, "openai.sse");
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
		CHECK_INT(reply->usage.cached, 1024);
		CHECK_INT(reply->usage.cache_written, -1);
		CHECK_INT(reply->usage.reasoning, 12);
		CHECK(reply->usage.cost < 0);
	}
	size_t stop = str_find(bytes, STR("\"finish_reason\":\"stop\""));
	for (size_t len = 0; len < bytes.len; len += 13) {
		dialect_read(reading, str_part(bytes, 0, len), 64);
		CHECK(len > stop || reply->outcome == MODEL_PENDING);
	}
	/* [DONE] alone does not make an answer whole. */
	dialect_read_text(reading,
			  "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}]}"
			  "\n\ndata: [DONE]\n\n");
	CHECK(reply->done && reply->outcome == MODEL_PENDING);
}

static void test_servers(struct reading *reading, struct arena *arena)
{
	struct reply *reply = &reading->reply;
	struct str bytes = dialect_read_file(reading, arena, "llamacpp.sse");
	for (size_t step = 1; step < 100; step += 9) {
		dialect_read(reading, bytes, step);
		CHECK_STR(buf_str(&reading->text), "std::vector<think> v;");
		CHECK_INT(reply->outcome, MODEL_COMPLETE);
		CHECK(!reply->done);
		CHECK_INT(reply->usage.output, 30);
		CHECK_NEAR(reply->usage.generation_seconds, 30 / 20.5, 1e-9);
	}
	dialect_read_file(reading, arena, "openrouter.sse");
	CHECK(reply->complaint.there);
	CHECK_INT(reply->complaint.status, 502);
	CHECK_STR(str_of(reply->complaint.message), "Provider disconnected");
	/* Reasoning is a sign of life and not text; index 1 is somebody else's. */
	dialect_read_text(reading,
			  "data: {\"choices\":[{\"delta\":{\"reasoning\":\"hm\",\"content\":"
			  "null}},{\"index\":1,\"delta\":{\"content\":\"no\"}}]}\n\n");
	CHECK(reply->progress && reply->content);
	CHECK_INT(reading->text.len, 0);
	/* Content in parts. */
	dialect_read_text(reading,
			  "data: {\"choices\":[{\"delta\":{\"content\":[{\"type\":\"thinking\","
			  "\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]},{\"type\":\"text\","
			  "\"text\":\"a\"},7,{\"text\":\"no\"}]}}]}\n\n");
	CHECK_STR(buf_str(&reading->text), "a");
	/* A server that does not stream. */
	dialect_read_text(reading,
			  "data: {\"choices\":[{\"message\":{\"content\":\"all\"},"
			  "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3}}\n\n");
	CHECK_STR(buf_str(&reading->text), "all");
	CHECK(reply->done && reply->outcome == MODEL_COMPLETE);
	CHECK_INT(reply->usage.input, 3);
	CHECK_INT(reply->usage.output, -1);
}

/* Reasoning apart from the answer, keep-alives, the usage beside the reason. */
static void test_deepseek(struct reading *reading, struct arena *arena)
{
	struct reply *reply = &reading->reply;
	struct str bytes = dialect_read_file(reading, arena, "deepseek.sse");
	for (size_t step = 1; step < 200; step += step < 8 ? 1 : 31) {
		dialect_read(reading, bytes, step);
		CHECK_STR(buf_str(&reading->text),
			  "Gr\xC3\xB6\xC3\x9F"
			  "e: ```cpp\nint x = 1; // \xF0\x9F\x98\x80\n```");
		CHECK_INT(reply->outcome, MODEL_COMPLETE);
		CHECK_INT(reply->usage.input, 1125);
		CHECK_INT(reply->usage.output, 42);
		CHECK_INT(reply->usage.cached, 1000);
		CHECK_INT(reply->usage.reasoning, 12);
	}
	/* Comments are no sign of progress; reasoning is. */
	dialect_read_text(reading, ": keep-alive\n\n: keep-alive\n\n");
	CHECK(!reply->progress && !reply->content);
	/* Blank lines in front of a body that is no stream. */
	dialect_read_text(reading, "\n\n\r\n{\"choices\":[{\"message\":{\"content\":\"all\"},"
				   "\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":4,"
				   "\"prompt_cache_hit_tokens\":3}}\n");
	CHECK_STR(buf_str(&reading->text), "all");
	CHECK_INT(reply->outcome, MODEL_TRUNCATED);
	CHECK_INT(reply->usage.cached, 3);
}

static void test_accounts(struct reading *reading)
{
	struct model_usage *usage = &reading->reply.usage;
	dialect_read_text(reading,
			  "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens"
			  "\":5,\"cost\":0.00125,\"prompt_tokens_details\":{\"cached_tokens\":4,"
			  "\"cache_write_tokens\":2}}}\n\n");
	CHECK_NEAR(usage->cost, 0.00125, 1e-12);
	CHECK_INT(usage->cached, 4);
	CHECK_INT(usage->cache_written, 2);
	/* Its fee and what the maker of the model charges, or the same figure twice. */
	static const struct {
		const char *members;
		double cost;
	} told[] = {
		{"\"cost\":0.001,\"is_byok\":true,\"cost_details\":{\"upstream_inference_cost\":"
		 "0.02}",
		 0.021},
		{"\"cost\":0.001,\"cost_details\":{\"upstream_inference_cost\":0.02}", 0.021},
		{"\"cost\":0,\"cost_details\":{\"upstream_inference_cost\":0.02}", 0.02},
		{"\"cost_details\":{\"upstream_inference_cost\":0.02}", 0.02},
		{"\"cost\":0.02,\"is_byok\":false,\"cost_details\":{\"upstream_inference_cost\":"
		 "0.02}",
		 0.02},
		{"\"cost\":0.02,\"cost_details\":{\"upstream_inference_cost\":0.02}", 0.02},
		{"\"cost\":0.02,\"cost_details\":{\"upstream_inference_cost\":null}", 0.02},
		{"\"cost\":0.02,\"cost_details\":{\"upstream_inference_cost\":-1}", 0.02},
		{"\"cost\":0", 0},
	};
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		struct buf stream;
		buf_init(&stream, 1000);
		buf_addf(&stream, "data: {\"choices\":[],\"usage\":{%s}}\n\n", told[i].members);
		dialect_read(reading, buf_str(&stream), 1000);
		CHECK_NEAR(usage->cost, told[i].cost, 1e-12);
		buf_deinit(&stream);
	}
	dialect_read_text(reading,
			  "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":-9,"
			  "\"completion_tokens\":1e300,\"cost\":-1},\"timings\":{\"predicted_ms\":"
			  "-4,\"predicted_n\":7,\"cache_n\":6}}\n\n");
	CHECK(usage->cost < 0 && usage->input == -1);
	CHECK_INT(usage->output, 7);
	CHECK_INT(usage->cached, 6);
	CHECK_NEAR(usage->generation_seconds, 0, 1e-12);
	dialect_read_text(reading, "data: {\"choices\":[],\"usage\":{\"cost\":1e300}}\n\n");
	CHECK(usage->cost < 0);
	dialect_read_text(reading, "data: {\"timings\":{\"predicted_n\":7,\"predicted_ms\":1500}}"
				   "\n\n");
	CHECK_NEAR(usage->generation_seconds, 1.5, 1e-12);
	dialect_read_text(
		reading,
		"data: {\"choices\":[{\"delta\":{\"content\":\"ab\"},\"logprobs\":{"
		"\"content\":[{\"token\":\"a\",\"logprob\":-0.5},{\"token\":\"b\","
		"\"logprob\":-1},{\"logprob\":-9999},{\"logprob\":1},{}]}}]}\n\n"
		"data: {\"choices\":[{\"delta\":{},\"logprobs\":null}]}\n\n"
		"data: {\"choices\":[{\"delta\":{},\"logprobs\":{\"content\":null}}]}\n\n");
	CHECK_NEAR(usage->logprob_sum, -1.5, 1e-12);
	CHECK_INT(usage->logprob_count, 2);
}

static void test_reasons(struct reading *reading)
{
	static const struct {
		const char *reason;
		enum model_outcome outcome;
	} reasons[] = {
		{"\"stop\"", MODEL_COMPLETE},
		{"\"eos_token\"", MODEL_COMPLETE},
		{"\"stop_sequence\"", MODEL_COMPLETE},
		{"\"length\"", MODEL_TRUNCATED},
		{"\"content_filter\"", MODEL_REFUSED},
		{"\"tool_calls\"", MODEL_BROKEN},
		{"\"\"", MODEL_PENDING},
		{"null", MODEL_PENDING},
		{"7", MODEL_PENDING},
	};
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		struct buf stream;
		buf_init(&stream, 1000);
		buf_addf(&stream, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":%s}]}\n\n",
			 reasons[i].reason);
		dialect_read(reading, buf_str(&stream), 1000);
		CHECK_INT(reading->reply.outcome, reasons[i].outcome);
		buf_deinit(&stream);
	}
	dialect_read_text(reading,
			  "data: {\"choices\":[{\"delta\":{\"refusal\":\"I will\"}}]}\n\n"
			  "data: {\"choices\":[{\"delta\":{\"refusal\":\" not\"}}]}\n\n"
			  "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
	CHECK_INT(reading->reply.outcome, MODEL_REFUSED);
	CHECK_STR(str_of(reading->reply.note), "I will not");
	dialect_read_text(reading, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":"
				   "\"insufficient_system_resource\"}]}\n\n");
	CHECK_INT(reading->reply.complaint.status, 503);
}

static void test_errors(struct reading *reading)
{
	struct complaint *complaint = &reading->reply.complaint;
	dialect_read_text(reading, "data: {\"error\":{\"message\":\"no\",\"type\":\"t\",\"param\":"
				   "\"stop\",\"code\":\"c\"}}\n\n");
	CHECK_STR(str_of(complaint->param), "stop");
	CHECK_STR(str_of(complaint->code), "c");
	dialect_read_text(reading, "data: {\"error\":\"just words\\u001b[31m\"}\n\n");
	CHECK_STR(str_of(complaint->message), "just words");
	dialect_read_text(reading, "error: {\"code\":500,\"message\":\"boom\"}\n\n");
	CHECK(complaint->there && complaint->status == 500);
	dialect_read_text(reading, "data: {\"error\":null,\"choices\":[]}\n\n");
	CHECK(!complaint->there);
	dialect_read_text(reading, "data: {\"choices\": [\n\n");
	CHECK_STR(str_of(complaint->type), "garbage");
	dialect_read_text(reading, "data: {\"choices\":{\"a\":[]},\"usage\":7}\n\n"
				   "data: {\"choices\":[7,null,[],{\"delta\":\"x\"}]}\n\n");
	CHECK(!complaint->there && reading->reply.outcome == MODEL_PENDING);
}

/* A tag counts only where a block may begin, however the text is cut. */
static void test_think(void)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{"<think>a</think>b", "b"},
		{"<think></think>\n\n b", "b"},
		{"a <think>b</think> c", "a  c"},
		{"a<think>b</think>c", "a<think>b</think>c"},
		{"<think>a < b </thin </think>c", "c"},
		{"<think>a<</think>c", "c"},
		{"<think>a</think><think>b</think>c", "c"},
		{"<thin", "<thin"},
		{"<<think>", "<<think>"},
		{" <think>x", " "},
		{"x\n<think>y</think>z<", "x\nz<"},
		{"", ""},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str in = str_of(cases[i].in);
		for (size_t step = 1; step <= in.len + 1; step++) {
			struct buf text;
			struct reply reply;
			buf_init(&text, 100);
			reply_init(&reply, &text);
			for (size_t at = 0; at < in.len; at += step)
				reply_text(&reply, str_part(in, at, step));
			reply_end(&reply);
			CHECK_STR(buf_str(&text), cases[i].out);
			buf_deinit(&text);
		}
	}
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	struct reading reading = {.dialect = &dialect_openai};
	test_encode();
	test_stream(&reading, &arena);
	test_options();
	test_servers(&reading, &arena);
	test_deepseek(&reading, &arena);
	test_accounts(&reading);
	test_reasons(&reading);
	test_errors(&reading);
	test_think();
	buf_deinit(&reading.text);
	arena_deinit(&arena);
	return CHECK_END();
}
