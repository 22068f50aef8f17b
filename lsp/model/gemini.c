/*
 * Google's Gemini API (streamGenerateContent). No marker ends its stream: the last
 * chunk names a finishReason. What a model thinks comes as parts of its own, and is
 * counted apart from the answer, unlike everywhere else.
 */
#include "base/json.h"
#include "dialect.h"
#include "url.h"

static void gemini_part(struct json *json, struct str text)
{
	json_object(json);
	json_key(json, "text");
	json_put_str(json, text);
	json_object_end(json);
}

/* Turns must alternate: two of the same role are parts of one. */
static void gemini_contents(struct json *json, const struct model_question *question)
{
	json_array(json);
	for (size_t i = 0; i < question->turn_count;) {
		enum model_role role = question->turns[i].role;
		json_object(json);
		json_key(json, "role");
		json_put_str(json, role == MODEL_USER ? STR("user") : STR("model"));
		json_key(json, "parts");
		json_array(json);
		while (i < question->turn_count && question->turns[i].role == role)
			gemini_part(json, question->turns[i++].text);
		json_array_end(json);
		json_object_end(json);
	}
	json_array_end(json);
}

static void gemini_encode(const struct ask *ask, struct buf *body)
{
	const struct model_question *question = ask->question;
	struct json json;
	json_init(&json, body);
	json_object(&json);
	if (question->system.len > 0) {
		json_key(&json, "systemInstruction");
		json_object(&json);
		json_key(&json, "parts");
		json_array(&json);
		gemini_part(&json, question->system);
		json_array_end(&json);
		json_object_end(&json);
	}
	json_key(&json, "contents");
	gemini_contents(&json, question);
	json_key(&json, "generationConfig");
	json_object(&json);
	if (ask->max_tokens > 0 && ask->limit != ASK_NO_LIMIT) {
		json_key(&json, "maxOutputTokens");
		json_put_int(&json, ask->max_tokens);
	}
	if (question->temperature >= 0 && !ask->no_temperature) {
		json_key(&json, "temperature");
		json_put_number(&json, question->temperature);
	}
	if (ask->logprobs) {
		json_key(&json, "responseLogprobs");
		json_put_bool(&json, true);
	}
	json_object_end(&json);
	json_object_end(&json);
}

/* New reasons appear: one that is not known here is no end. */
static bool gemini_finish(struct reply *reply, const cJSON *candidate)
{
	static const struct {
		struct str reason;
		enum model_outcome outcome;
	} reasons[] = {
		{{"STOP", 4}, MODEL_COMPLETE},       {{"MAX_TOKENS", 10}, MODEL_TRUNCATED},
		{{"SAFETY", 6}, MODEL_REFUSED},      {{"PROHIBITED_CONTENT", 18}, MODEL_REFUSED},
		{{"BLOCKLIST", 9}, MODEL_REFUSED},   {{"SPII", 4}, MODEL_REFUSED},
		{{"RECITATION", 10}, MODEL_REFUSED},
	};
	struct str reason = json_get_str(candidate, "finishReason");
	struct str words = json_get_str(candidate, "finishMessage");
	if (reason.len == 0)
		return true;
	if (str_eq(reason, STR("OTHER"))) {
		struct complaint *complaint = &reply->complaint;
		*complaint = (struct complaint){.there = true, .status = 500};
		reply_copy(complaint->type, sizeof(complaint->type), reason);
		reply_copy(complaint->message, sizeof(complaint->message),
			   words.len > 0 ? words : STR("finishReason OTHER"));
		return false;
	}
	reply->outcome = MODEL_BROKEN;
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (str_eq(reason, reasons[i].reason))
			reply->outcome = reasons[i].outcome;
	reply_note(reply, words.len > 0 ? words : reason);
	return true;
}

static bool gemini_candidate(struct reply *reply, const cJSON *candidate)
{
	const cJSON *part;
	cJSON_ArrayForEach(part, json_get(json_get(candidate, "content"), "parts"))
	{
		if (json_get_bool(part, "thought", false))
			reply_thought(reply);
		else
			reply_text(reply, json_get_str(part, "text"));
	}
	reply_logprobs(reply, json_get(json_get(candidate, "logprobsResult"), "chosenCandidates"),
		       "logProbability");
	return gemini_finish(reply, candidate);
}

/* Every chunk tells it anew; thoughts are paid for like the answer. */
static void gemini_usage(struct reply *reply, const cJSON *usage)
{
	struct model_usage *told = &reply->usage;
	int64_t input = reply_tokens(usage, "promptTokenCount", -1);
	int64_t answer = reply_tokens(usage, "candidatesTokenCount", -1);
	int64_t thoughts = reply_tokens(usage, "thoughtsTokenCount", -1);
	if (input >= 0)
		told->input = input + reply_tokens(usage, "toolUsePromptTokenCount", 0);
	if (answer >= 0 || thoughts >= 0)
		told->output = (answer > 0 ? answer : 0) + (thoughts > 0 ? thoughts : 0);
	told->cached = reply_tokens(usage, "cachedContentTokenCount", told->cached);
	if (thoughts >= 0)
		told->reasoning = thoughts;
}

static bool gemini_chunk(struct reply *reply, const cJSON *chunk)
{
	if (!cJSON_IsObject(chunk))
		return true;
	const cJSON *error = json_get(chunk, "error");
	if (cJSON_IsObject(error) || cJSON_IsString(error))
		return reply_complain(reply, error);
	reply_model(reply, json_get_str(chunk, "modelVersion"));
	gemini_usage(reply, json_get(chunk, "usageMetadata"));
	struct str blocked = json_get_str(json_get(chunk, "promptFeedback"), "blockReason");
	if (blocked.len > 0) {
		struct str words =
			json_get_str(json_get(chunk, "promptFeedback"), "blockReasonMessage");
		reply_note(reply, words.len > 0 ? words : blocked);
		reply->outcome = MODEL_REFUSED;
		return true;
	}
	const cJSON *candidate;
	cJSON_ArrayForEach(candidate, json_get(chunk, "candidates"))
	{
		if (json_get_int(candidate, "index", 0) == 0 && !gemini_candidate(reply, candidate))
			return false;
	}
	return true;
}

static bool gemini_event(struct reply *reply, struct str name, struct str bytes)
{
	(void)name; /* it gives none */
	struct err err;
	cJSON *root = json_parse(bytes, &err);
	bool more = true;
	if (cJSON_IsArray(root)) {
		/* Without alt=sse, and around some errors. */
		const cJSON *chunk;
		cJSON_ArrayForEach(chunk, root) more = more && gemini_chunk(reply, chunk);
	} else if (cJSON_IsObject(root)) {
		more = gemini_chunk(reply, root);
	} else {
		more = reply_garbage(reply, bytes);
	}
	cJSON_Delete(root);
	return more;
}

/* --- models --- */

static const cJSON *gemini_list(const cJSON *root)
{
	return json_get(root, "models");
}

static bool gemini_list_entry(const cJSON *node, struct model_entry *entry)
{
	bool answers = false;
	const cJSON *method;
	cJSON_ArrayForEach(method, json_get(node, "supportedGenerationMethods")) answers =
		answers || str_eq(json_str(method), STR("generateContent"));
	struct str name = json_get_str(node, "name");
	if (str_starts(name, STR("models/")))
		name = str_part(name, 7, name.len);
	*entry = (struct model_entry){
		.id = name,
		.context = reply_tokens(node, "inputTokenLimit", 0),
		.max_output = reply_tokens(node, "outputTokenLimit", 0),
		.input_price = -1,
		.output_price = -1,
	};
	return answers && name.len > 0;
}

static struct str gemini_list_next(struct arena *arena, const cJSON *root)
{
	return url_query(arena, "pageToken", json_get_str(root, "nextPageToken"));
}

const struct dialect dialect_gemini = {
	.name = "gemini",
	.path = "/v1beta/models/{model}:streamGenerateContent?alt=sse",
	.key_header = "x-goog-api-key",
	.key_prefix = "",
	.marker = "finishReason",
	.encode = gemini_encode,
	.event = gemini_event,
	.list_path = "/v1beta/models?pageSize=1000",
	.list = gemini_list,
	.list_entry = gemini_list_entry,
	.list_next = gemini_list_next,
};
