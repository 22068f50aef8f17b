/*
 * OpenAI's chat completions, and every server that speaks like it: llama.cpp, vLLM,
 * LiteLLM, OpenRouter, Ollama. They agree on the shape and on little else, so this
 * reads leniently; but an answer is whole only when a finish_reason has come.
 */
#include "base/json.h"
#include "dialect.h"

static void openai_turn(struct json *json, struct str role, struct str text)
{
	json_object(json);
	json_key(json, "role");
	json_put_str(json, role);
	json_key(json, "content");
	json_put_str(json, text);
	json_object_end(json);
}

static void openai_encode(const struct ask *ask, struct buf *body)
{
	const struct model_question *question = ask->question;
	struct json json;
	json_init(&json, body);
	json_object(&json);
	json_key(&json, "model");
	json_put_str(&json, ask->model);
	if (ask->max_tokens > 0 && ask->limit != ASK_NO_LIMIT) {
		json_key(&json,
			 ask->limit == ASK_MAX_TOKENS ? "max_tokens" : "max_completion_tokens");
		json_put_int(&json, ask->max_tokens);
	}
	if (question->temperature >= 0 && !ask->no_temperature) {
		json_key(&json, "temperature");
		json_put_number(&json, question->temperature);
	}
	json_key(&json, "stream");
	json_put_bool(&json, true);
	if (!ask->no_stream_options) {
		json_key(&json, "stream_options");
		json_object(&json);
		json_key(&json, "include_usage");
		json_put_bool(&json, true);
		json_object_end(&json);
	}
	json_key(&json, "messages");
	json_array(&json);
	if (question->system.len > 0)
		openai_turn(&json, STR("system"), question->system);
	for (size_t i = 0; i < question->turn_count; i++)
		openai_turn(&json,
			    question->turns[i].role == MODEL_USER ? STR("user") : STR("assistant"),
			    question->turns[i].text);
	json_array_end(&json);
	json_object_end(&json);
}

/* False when the reason is a failure of the provider's. */
static bool openai_finish(struct reply *reply, struct str reason)
{
	static const struct {
		struct str reason;
		enum model_outcome outcome;
	} reasons[] = {
		{{"stop", 4}, MODEL_COMPLETE},      {{"eos", 3}, MODEL_COMPLETE},
		{{"eos_token", 9}, MODEL_COMPLETE}, {{"stop_sequence", 13}, MODEL_COMPLETE},
		{{"length", 6}, MODEL_TRUNCATED},   {{"content_filter", 14}, MODEL_REFUSED},
	};
	reply->outcome = MODEL_BROKEN;
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (str_eq(reason, reasons[i].reason))
			reply->outcome = reasons[i].outcome;
	if (str_eq(reason, STR("error")) || str_eq(reason, STR("insufficient_system_resource"))) {
		reply->complaint = (struct complaint){.there = true, .status = 503};
		reply_copy(reply->complaint.message, sizeof(reply->complaint.message), reason);
		return false;
	}
	if (reply->refusal)
		reply->outcome = MODEL_REFUSED;
	if (reply->outcome == MODEL_BROKEN || (reply->outcome == MODEL_REFUSED && !reply->refusal))
		reply_note(reply, reason);
	return true;
}

static void openai_usage(struct reply *reply, const cJSON *usage)
{
	reply->usage.input = json_get_int(usage, "prompt_tokens", reply->usage.input);
	reply->usage.output = json_get_int(usage, "completion_tokens", reply->usage.output);
}

static bool openai_choice(struct reply *reply, const cJSON *choice)
{
	const cJSON *delta = json_get(choice, "delta");
	if (!cJSON_IsObject(delta)) {
		/* Not a piece but the whole: from a server that does not stream. */
		delta = json_get(choice, "message");
		reply->done = cJSON_IsObject(delta);
	}
	if (json_get_str(delta, "reasoning_content").len > 0 ||
	    json_get_str(delta, "reasoning").len > 0)
		reply_thought(reply);
	reply_text(reply, json_get_str(delta, "content"));
	struct str refusal = json_get_str(delta, "refusal");
	if (refusal.len > 0) {
		reply_thought(reply);
		if (!reply->refusal)
			reply_note(reply, refusal);
		reply->refusal = true;
	}
	struct str reason = json_get_str(choice, "finish_reason");
	return reason.len == 0 || openai_finish(reply, reason);
}

static bool openai_object(struct reply *reply, const cJSON *root)
{
	const cJSON *error = json_get(root, "error");
	if (cJSON_IsObject(error) || cJSON_IsString(error))
		return reply_complain(reply, error);
	if (json_get_str(root, "object").len > 0 &&
	    str_eq(json_get_str(root, "object"), STR("error")))
		return reply_complain(reply, root);
	reply_model(reply, json_get_str(root, "model"));
	if (cJSON_IsObject(json_get(root, "usage")))
		openai_usage(reply, json_get(root, "usage"));
	const cJSON *choice;
	cJSON_ArrayForEach(choice, json_get(root, "choices"))
	{
		if (json_get_int(choice, "index", 0) == 0 && !openai_choice(reply, choice))
			return false;
	}
	return !reply->done;
}

static bool openai_event(struct reply *reply, struct str name, struct str bytes)
{
	if (str_eq(str_trim(bytes), STR("[DONE]"))) {
		reply->done = true;
		return false;
	}
	struct err err;
	cJSON *root = json_parse(bytes, &err);
	bool more;
	if (!cJSON_IsObject(root))
		more = reply_garbage(reply, bytes);
	else if (str_eq(name, STR("error")) && json_get(root, "error") == NULL)
		more = reply_complain(reply, root);
	else
		more = openai_object(reply, root);
	cJSON_Delete(root);
	return more;
}

const struct dialect dialect_openai = {
	.name = "openai",
	.path = "/chat/completions",
	.key_header = "authorization",
	.key_prefix = "Bearer ",
	.marker = "finish_reason",
	.encode = openai_encode,
	.event = openai_event,
};
