/* ollama: the body and the context it asks for; lines cut at every step; reasons; errors; the list
 * of models. */
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
	buf_init(&body, 1 << 20);
	dialect_ollama.encode(&ask, &body);
	CHECK_STR(buf_str(&body), "{\"model\":\"m\",\"stream\":true,\"truncate\":false,"
				  "\"shift\":false,\"options\":{\"num_predict\":100},"
				  "\"messages\":[{\"role\":\"system\",\"content\":\"be brief\"},"
				  "{\"role\":\"user\",\"content\":\"hello\"},"
				  "{\"role\":\"assistant\",\"content\":\"hi\"}]}");
	question = (struct model_question){.turns = turns, .turn_count = 1, .temperature = 0};
	ask = (struct ask){.question = &question,
			   .model = STR("m"),
			   .limit = ASK_NO_LIMIT,
			   .max_tokens = 100,
			   .no_truncate = true,
			   .logprobs = true,
			   .thinking = MODEL_THINKING_OFF};
	buf_clear(&body);
	dialect_ollama.encode(&ask, &body);
	CHECK_STR(buf_str(&body),
		  "{\"model\":\"m\",\"stream\":true,\"think\":false,\"logprobs\":true,"
		  "\"options\":{\"temperature\":0},"
		  "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}");
	ask.thinking = MODEL_THINKING_ON;
	ask.no_temperature = true;
	buf_clear(&body);
	dialect_ollama.encode(&ask, &body);
	CHECK(str_has(buf_str(&body), STR("\"think\":true")));
	CHECK(!str_has(buf_str(&body), STR("temperature")));
	ask.no_thinking = true;
	buf_clear(&body);
	dialect_ollama.encode(&ask, &body);
	CHECK(!str_has(buf_str(&body), STR("think")));
	buf_deinit(&body);
}

/* Room for the question and the answer, in steps, within what the model has. */
static void test_context(struct arena *arena)
{
	static const struct {
		size_t bytes;
		long limit, context;
		const char *want; /* NULL: not sent */
	} cases[] = {
		{100, 1000, 0, NULL},
		{100, 4000, 0, NULL},
		{100, 8192, 0, "\"num_ctx\":16384"},
		{100, 4096, 0, "\"num_ctx\":8192"},
		{30000, 1000, 0, "\"num_ctx\":16384"},
		{90000, 8192, 0, "\"num_ctx\":65536"},
		{90000, 8192, 32768, "\"num_ctx\":32768"},
		{90000, 8192, 10000, "\"num_ctx\":10000"},
		{90000, 8192, 2048, NULL},
		{900000, 1 << 20, 0, "\"num_ctx\":1048576"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = arena_array(arena, cases[i].bytes, 1);
		memset(text, 'x', cases[i].bytes);
		struct model_turn turns[] = {{MODEL_USER, {text, cases[i].bytes}}};
		struct model_question question = {.turns = turns,
						  .turn_count = 1,
						  .temperature = -1};
		struct ask ask = {.question = &question,
				  .max_tokens = cases[i].limit,
				  .context = cases[i].context};
		struct buf body;
		buf_init(&body, 2 << 20);
		dialect_ollama.encode(&ask, &body);
		CHECK(cases[i].want != NULL ? str_has(buf_str(&body), str_of(cases[i].want))
					    : !str_has(buf_str(&body), STR("num_ctx")));
		buf_deinit(&body);
	}
}

static void test_stream(struct reading *reading, struct arena *arena)
{
	struct str bytes = dialect_read_file(reading, arena, "ollama.ndjson");
	struct reply *reply = &reading->reply;
	for (size_t step = 1; step < 200; step += step < 8 ? 1 : 31) {
		dialect_read(reading, bytes, step);
		CHECK_STR(buf_str(&reading->text),
			  "Gr\xC3\xB6\xC3\x9F"
			  "e: ```cpp\nint x = 1; // \xF0\x9F\x98\x80\n```");
		CHECK_INT(reply->outcome, MODEL_COMPLETE);
		CHECK(reply->done && reply->content && !reply->complaint.there);
		CHECK_STR(str_of(reply->model), "qwen2.5-coder:7b");
		CHECK_INT(reply->usage.input, 1125);
		CHECK_INT(reply->usage.cached, 1000);
		CHECK_INT(reply->usage.output, 42);
		CHECK_NEAR(reply->usage.generation_seconds, 2.1, 1e-9);
		CHECK_NEAR(reply->usage.logprob_sum, -0.75, 1e-9);
		CHECK_INT(reply->usage.logprob_count, 3);
	}
	size_t stop = str_find(bytes, STR("\"done\":true"));
	for (size_t len = 0; len < bytes.len; len += 13) {
		dialect_read(reading, str_part(bytes, 0, len), 64);
		CHECK(len > stop || reply->outcome == MODEL_PENDING);
	}
	/* CRLF, blank lines, no end of line at the end. */
	dialect_read_text(reading, "{\"message\":{\"content\":\"a\"},\"done\":false}\r\n\r\n \n"
				   "{\"message\":{\"content\":\"b\"},\"done\":true}");
	CHECK_STR(buf_str(&reading->text), "ab");
	CHECK_INT(reply->outcome, MODEL_COMPLETE);
	CHECK_INT(reply->usage.input, -1);
	CHECK_INT(reply->usage.output, -1);
	/* What is thought is a sign of life, and its tokens are not the answer's. */
	dialect_read_text(reading, "{\"message\":{\"content\":\"\",\"thinking\":\"hm\"},\"done\":"
				   "false,\"logprobs\":[{\"logprob\":-3}]}\n");
	CHECK(reply->progress && reply->content && reading->text.len == 0);
	CHECK_INT(reply->usage.logprob_count, 0);
}

static void test_reasons(struct reading *reading)
{
	static const struct {
		const char *line;
		enum model_outcome outcome;
	} lines[] = {
		{"{\"done\":true,\"done_reason\":\"stop\"}", MODEL_COMPLETE},
		{"{\"done\":true}", MODEL_COMPLETE},
		{"{\"done\":true,\"done_reason\":\"length\"}", MODEL_TRUNCATED},
		{"{\"done\":true,\"done_reason\":\"load\"}", MODEL_BROKEN},
		{"{\"done\":true,\"done_reason\":\"unload\"}", MODEL_BROKEN},
		{"{\"done\":true,\"done_reason\":\"brand_new\"}", MODEL_BROKEN},
		{"{\"done\":false,\"done_reason\":\"stop\"}", MODEL_PENDING},
		{"{\"done\":\"true\"}", MODEL_PENDING},
	};
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		dialect_read_text(reading, lines[i].line);
		CHECK_INT(reading->reply.outcome, lines[i].outcome);
		CHECK(!reading->reply.complaint.there);
	}
}

static void test_errors(struct reading *reading)
{
	struct reply *reply = &reading->reply;
	dialect_read_text(reading, "{\"message\":{\"content\":\"half\"},\"done\":false}\n"
				   "{\"error\":\"model runner has stopped\"}\n"
				   "{\"done\":true,\"done_reason\":\"stop\"}\n");
	CHECK_STR(str_of(reply->complaint.message), "model runner has stopped");
	CHECK_INT(reply->outcome, MODEL_PENDING);
	dialect_read_text(reading, "{\"error\":{\"message\":\"no\",\"type\":\"t\"}}\n");
	CHECK_STR(str_of(reply->complaint.type), "t");
	static const char *const garbage[] = {"{\"message\":\n", "[]\n",     "{}\n<html>\n",
					      "{}\ndata: {}\n",  "{}\nnull", "{} {}"};
	for (size_t i = 0; i < sizeof(garbage) / sizeof(garbage[0]); i++) {
		dialect_read_text(reading, garbage[i]);
		CHECK_STR(str_of(reply->complaint.type), "garbage");
	}
	/* What is no stream from the start is for others to look at, as a whole. */
	dialect_read_text(reading, "<html>\n<h1>Bad Gateway</h1>\n");
	CHECK(!reply->complaint.there && reply->outcome == MODEL_PENDING);
	dialect_read_text(reading, "{\"message\":7,\"done\":1,\"logprobs\":{\"a\":[]}}\n"
				   "{\"message\":{\"content\":[]},\"done\":true,\"eval_count\":-3,"
				   "\"eval_duration\":-1,\"prompt_eval_count\":\"x\"}\n");
	CHECK(!reply->complaint.there && reply->outcome == MODEL_COMPLETE);
	CHECK_INT(reply->usage.output, -1);
	CHECK_NEAR(reply->usage.generation_seconds, 0, 1e-9);
}

static void test_models(void)
{
	struct err err;
	cJSON *root = json_parse(
		STR("{\"models\":[{\"name\":\"a:7b\",\"model\":\"a:7b\",\"details\":{"
		    "\"context_length\":32768}},{\"name\":\"b\"},{\"model\":\"e\","
		    "\"capabilities\":[\"embedding\"]},{\"model\":\"c\",\"capabilities\":["
		    "\"completion\",\"tools\"]},{},{\"model\":\"r\",\"remote_host\":\"https://x\"},"
		    "{\"model\":\"q\",\"remote_model\":\"y\"}]}"),
		&err);
	static const char *const want[] = {"a:7b", "b", NULL, "c", NULL, "r", "q"};
	const cJSON *list = dialect_ollama.list(root);
	struct model_entry entry;
	for (int i = 0; i < 7; i++) {
		bool taken = dialect_ollama.list_entry(cJSON_GetArrayItem(list, i), &entry);
		CHECK(taken == (want[i] != NULL));
		if (want[i] != NULL)
			CHECK_STR(entry.id, want[i]);
		CHECK_INT(entry.context, i == 0 ? 32768 : 0);
		CHECK_INT(entry.remote, i >= 5); /* another machine answers */
	}
	CHECK(dialect_ollama.list_next == NULL);
	cJSON_Delete(root);
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	struct reading reading = {.dialect = &dialect_ollama};
	test_encode();
	test_context(&arena);
	test_stream(&reading, &arena);
	test_reasons(&reading);
	test_errors(&reading);
	test_models();
	buf_deinit(&reading.text);
	arena_deinit(&arena);
	return CHECK_END();
}
