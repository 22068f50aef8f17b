/* gemini: the body; a stream cut at every step; reasons and blocks, known and new; errors in each
 * form; the list of models. */
#include "dialect.h"

#define ANSWER                                                                                     \
	"Gr\xC3\xB6\xC3\x9F"                                                                       \
	"e: ```cpp\nint x = 1; // \xF0\x9F\x98\x80\n```"

static void test_encode(void)
{
	struct model_turn turns[] = {{MODEL_USER, STR("hello")},
				     {MODEL_ASSISTANT, STR("hi")},
				     {MODEL_USER, STR("more")},
				     {MODEL_USER, STR("\xFF")}};
	struct model_question question = {.system = STR("be brief"),
					  .turns = turns,
					  .turn_count = 4,
					  .temperature = -1};
	struct ask ask = {.question = &question, .model = STR("m"), .max_tokens = 100};
	struct buf body;
	buf_init(&body, 1 << 16);
	dialect_gemini.encode(&ask, &body);
	CHECK_STR(buf_str(&body),
		  "{\"systemInstruction\":{\"parts\":[{\"text\":\"be brief\"}]},\"contents\":["
		  "{\"role\":\"user\",\"parts\":[{\"text\":\"hello\"}]},"
		  "{\"role\":\"model\",\"parts\":[{\"text\":\"hi\"}]},"
		  "{\"role\":\"user\",\"parts\":[{\"text\":\"more\"},{\"text\":\"\xEF\xBF\xBD\"}]}"
		  "],\"generationConfig\":{\"maxOutputTokens\":100}}");
	question = (struct model_question){.turns = turns, .turn_count = 1, .temperature = 0.5};
	ask.limit = ASK_NO_LIMIT;
	ask.logprobs = true;
	buf_clear(&body);
	dialect_gemini.encode(&ask, &body);
	CHECK_STR(buf_str(&body),
		  "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hello\"}]}],"
		  "\"generationConfig\":{\"temperature\":0.5,\"responseLogprobs\":true}}");
	ask.no_temperature = true;
	buf_clear(&body);
	dialect_gemini.encode(&ask, &body);
	CHECK(!str_has(buf_str(&body), STR("temperature")));
	buf_deinit(&body);
}

static void test_stream(struct reading *reading, struct arena *arena)
{
	struct str bytes = dialect_read_file(reading, arena, "gemini.sse");
	struct reply *reply = &reading->reply;
	for (size_t step = 1; step < 200; step += step < 8 ? 1 : 31) {
		dialect_read(reading, bytes, step);
		CHECK_STR(buf_str(&reading->text), ANSWER);
		CHECK_INT(reply->outcome, MODEL_COMPLETE);
		CHECK(reply->content && !reply->complaint.there);
		CHECK_STR(str_of(reply->model), "gemini-3.8-flash-001");
		CHECK_INT(reply->usage.input, 1125);
		CHECK_INT(reply->usage.output, 42);
		CHECK_INT(reply->usage.cached, 1000);
		CHECK_INT(reply->usage.reasoning, 12);
		CHECK_INT(reply->usage.cache_written, -1);
	}
	size_t stop = str_find(bytes, STR("\"finishReason\""));
	for (size_t len = 0; len < bytes.len; len += 13) {
		dialect_read(reading, str_part(bytes, 0, len), 64);
		CHECK(len > stop || reply->outcome == MODEL_PENDING);
	}
}

static void test_reasons(struct reading *reading)
{
	static const struct {
		const char *reason;
		enum model_outcome outcome;
	} reasons[] = {
		{"\"STOP\"", MODEL_COMPLETE},
		{"\"MAX_TOKENS\"", MODEL_TRUNCATED},
		{"\"SAFETY\"", MODEL_REFUSED},
		{"\"RECITATION\"", MODEL_REFUSED},
		{"\"BLOCKLIST\"", MODEL_REFUSED},
		{"\"PROHIBITED_CONTENT\"", MODEL_REFUSED},
		{"\"SPII\"", MODEL_REFUSED},
		{"\"LANGUAGE\"", MODEL_BROKEN},
		{"\"MALFORMED_FUNCTION_CALL\"", MODEL_BROKEN},
		{"\"UNEXPECTED_TOOL_CALL\"", MODEL_BROKEN},
		{"\"FINISH_REASON_UNSPECIFIED\"", MODEL_BROKEN},
		{"\"BRAND_NEW\"", MODEL_BROKEN},
		{"\"\"", MODEL_PENDING},
		{"null", MODEL_PENDING},
		{"7", MODEL_PENDING},
	};
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		struct buf stream;
		buf_init(&stream, 1000);
		buf_addf(&stream,
			 "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"x\"}]},"
			 "\"finishReason\":%s}]}\n\n",
			 reasons[i].reason);
		dialect_read(reading, buf_str(&stream), 1000);
		CHECK_INT(reading->reply.outcome, reasons[i].outcome);
		CHECK_STR(buf_str(&reading->text), "x");
		CHECK(!reading->reply.complaint.there);
		buf_deinit(&stream);
	}
	struct reply *reply = &reading->reply;
	dialect_read_text(reading, "data: {\"candidates\":[{\"finishReason\":\"RECITATION\","
				   "\"finishMessage\":\"known text\"}]}\n\n");
	CHECK_STR(str_of(reply->note), "known text");
	dialect_read_text(reading, "data: {\"candidates\":[{\"finishReason\":\"OTHER\"}]}\n\n");
	CHECK_INT(reply->complaint.status, 500);
	CHECK(str_has(str_of(reply->complaint.message), STR("OTHER")));
	dialect_read_text(reading, "data: {\"promptFeedback\":{\"blockReason\":\"SAFETY\"},"
				   "\"usageMetadata\":{\"promptTokenCount\":9}}\n\n");
	CHECK_INT(reply->outcome, MODEL_REFUSED);
	CHECK_STR(str_of(reply->note), "SAFETY");
	CHECK_INT(reply->usage.input, 9);
	CHECK_INT(reply->usage.output, -1);
	/* Only the first of several candidates is ours. */
	dialect_read_text(reading, "data: {\"candidates\":[{\"index\":1,\"content\":{\"parts\":[{"
				   "\"text\":\"no\"}]},\"finishReason\":\"STOP\"}]}\n\n");
	CHECK_INT(reply->outcome, MODEL_PENDING);
	CHECK_INT(reading->text.len, 0);
}

#define ERROR_KEY                                                                                  \
	"{\n  \"error\": {\n    \"code\": 400,\n    \"message\": \"API key not valid {.\",\n"      \
	"    \"status\": \"INVALID_ARGUMENT\",\n    \"details\": [\n      {\n"                     \
	"        \"@type\": \"type.googleapis.com/google.rpc.ErrorInfo\",\n"                       \
	"        \"reason\": \"API_KEY_INVALID\"\n      }\n    ]\n  }\n}\n"

#define FIRST "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"half\"}]}}]}\n\n"

static void test_errors(struct reading *reading)
{
	static const char *const bodies[] = {
		ERROR_KEY,      "[" ERROR_KEY "]", FIRST ERROR_KEY, FIRST "\n" ERROR_KEY "\n",
		"\n" ERROR_KEY,
	};
	struct complaint *complaint = &reading->reply.complaint;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		for (size_t step = 1; step < 40; step += step < 8 ? 1 : 31) {
			dialect_read(reading, str_of(bodies[i]), step);
			CHECK(complaint->there);
			CHECK_INT(complaint->status, 400);
			CHECK_STR(str_of(complaint->code), "API_KEY_INVALID");
			CHECK_STR(str_of(complaint->type), "INVALID_ARGUMENT");
			CHECK_STR(str_of(complaint->message), "API key not valid {.");
		}
	}
	dialect_read_text(
		reading,
		"data: {\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"message\":"
		"\"quota\",\"details\":[{\"violations\":[{\"quotaId\":\"RequestsPerMinute\"}]},"
		"{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":"
		"\"34.4s\"}]}}\n\n");
	CHECK_INT(complaint->status, 429);
	CHECK(complaint->wait_ms >= 34400 && complaint->wait_ms <= 34402);
	CHECK_STR(str_of(complaint->code), "");
	dialect_read_text(reading, "data: {\"error\":{\"code\":429,\"details\":[{\"violations\":[{"
				   "\"quotaId\":\"RequestsPerDayPerProject\"}]}]}}\n\n");
	CHECK_STR(str_of(complaint->code), "daily_quota");
	/* Without alt=sse. */
	dialect_read_text(reading, "[{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]"
				   "}\r\n,\r\n{\"candidates\":[{\"content\":{\"parts\":[{\"text\":"
				   "\"b\"}]},\"finishReason\":\"STOP\"}]}]");
	CHECK_STR(buf_str(&reading->text), "ab");
	CHECK_INT(reading->reply.outcome, MODEL_COMPLETE);
	/* JSON that never ends does not swallow what comes behind it. */
	dialect_read_text(reading, "{\"error\": {\n\n" FIRST);
	CHECK_STR(buf_str(&reading->text), "half");
	dialect_read_text(reading, "data: {\"candidates\":\n\n");
	CHECK_STR(str_of(complaint->type), "garbage");
	dialect_read_text(reading, "data: {\"candidates\":[7,null,{\"content\":[],\"index\":\"a\"},"
				   "{\"content\":{\"parts\":{\"text\":5}}}],\"usageMetadata\":{"
				   "\"promptTokenCount\":-4,\"thoughtsTokenCount\":\"x\"},"
				   "\"promptFeedback\":3}\n\n");
	CHECK(!complaint->there && reading->reply.outcome == MODEL_PENDING);
	CHECK_INT(reading->reply.usage.input, -1);
}

static void test_logprobs(struct reading *reading)
{
	dialect_read_text(reading,
			  "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"ab\"}]},"
			  "\"logprobsResult\":{\"chosenCandidates\":[{\"token\":\"a\","
			  "\"logProbability\":-0.5},{\"token\":\"b\",\"logProbability\":-1}]}}]}"
			  "\n\n");
	CHECK_NEAR(reading->reply.usage.logprob_sum, -1.5, 1e-9);
	CHECK_INT(reading->reply.usage.logprob_count, 2);
}

static void test_models(struct arena *arena)
{
	struct err err;
	cJSON *root = json_parse(
		STR("{\"models\":[{\"name\":\"models/gemini-x\",\"inputTokenLimit\":1000,"
		    "\"outputTokenLimit\":64,\"supportedGenerationMethods\":[\"countTokens\","
		    "\"generateContent\"]},{\"name\":\"models/embed\","
		    "\"supportedGenerationMethods\":[\"embedContent\"]},{\"name\":\"models/\","
		    "\"supportedGenerationMethods\":[\"generateContent\"]},7],"
		    "\"nextPageToken\":\"a/b=\"}"),
		&err);
	const cJSON *list = dialect_gemini.list(root);
	struct model_entry entry;
	CHECK_INT(cJSON_GetArraySize(list), 4);
	CHECK(dialect_gemini.list_entry(cJSON_GetArrayItem(list, 0), &entry));
	CHECK_STR(entry.id, "gemini-x");
	CHECK_INT(entry.context, 1000);
	CHECK_INT(entry.max_output, 64);
	CHECK(entry.input_price < 0);
	for (int i = 1; i < 4; i++)
		CHECK(!dialect_gemini.list_entry(cJSON_GetArrayItem(list, i), &entry));
	CHECK_STR(dialect_gemini.list_next(arena, root), "pageToken=a%2Fb%3D");
	CHECK_STR(dialect_gemini.list_next(arena, list), "");
	cJSON_Delete(root);
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	struct reading reading = {.dialect = &dialect_gemini};
	test_encode();
	test_stream(&reading, &arena);
	test_reasons(&reading);
	test_errors(&reading);
	test_logprobs(&reading);
	test_models(&arena);
	buf_deinit(&reading.text);
	arena_deinit(&arena);
	return CHECK_END();
}
