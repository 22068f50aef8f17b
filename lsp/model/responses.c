/*
 * OpenAI's Responses API. Its events name themselves; the last one repeats the whole
 * response and says how it went. There is no [DONE].
 */
#include "base/json.h"
#include "body.h"
#include "dialect.h"

static void responses_encode(const struct ask *ask, struct buf *body)
{
	const struct model_question *question = ask->question;
	struct json json;
	json_init(&json, body);
	json_object(&json);
	json_key(&json, "model");
	json_put_str(&json, ask->model);
	if (ask->max_tokens > 0 && ask->limit != ASK_NO_LIMIT) {
		json_key(&json, "max_output_tokens");
		json_put_int(&json, ask->max_tokens);
	}
	if (question->temperature >= 0 && !ask->no_temperature) {
		json_key(&json, "temperature");
		json_put_number(&json, question->temperature);
	}
	json_key(&json, "stream");
	json_put_bool(&json, true);
	if (ask->genuine && !ask->no_stream_options) {
		json_key(&json, "stream_options");
		json_object(&json);
		json_key(&json, "include_obfuscation");
		json_put_bool(&json, false);
		json_object_end(&json);
	}
	if (!ask->no_store) {
		/* Source code is not left lying there. */
		json_key(&json, "store");
		json_put_bool(&json, false);
	}
	if (ask->logprobs) {
		json_key(&json, "include");
		json_array(&json);
		json_put_str(&json, STR("message.output_text.logprobs"));
		json_array_end(&json);
	}
	if (question->system.len > 0) {
		json_key(&json, "instructions");
		json_put_str(&json, question->system);
	}
	json_key(&json, "input");
	json_array(&json);
	body_turns(&json, question, STR(""));
	json_array_end(&json);
	json_object_end(&json);
}

static void responses_usage(struct reply *reply, const cJSON *usage)
{
	struct model_usage *told = &reply->usage;
	const cJSON *in = json_get(usage, "input_tokens_details");
	const cJSON *out = json_get(usage, "output_tokens_details");
	told->input = reply_tokens(usage, "input_tokens", told->input);
	told->output = reply_tokens(usage, "output_tokens", told->output);
	told->cached = reply_tokens(in, "cached_tokens", told->cached);
	told->cache_written = reply_tokens(in, "cache_write_tokens", told->cache_written);
	told->reasoning = reply_tokens(out, "reasoning_tokens", told->reasoning);
}

/* The text of a whole response: for servers that send no pieces. */
static void responses_output(struct reply *reply, const cJSON *output)
{
	const cJSON *item, *part;
	cJSON_ArrayForEach(item, output) cJSON_ArrayForEach(part, json_get(item, "content"))
	{
		struct str type = json_get_str(part, "type");
		if (str_eq(type, STR("output_text"))) {
			reply_text(reply, json_get_str(part, "text"));
			reply_logprobs(reply, json_get(part, "logprobs"), "logprob");
		} else if (str_eq(type, STR("refusal"))) {
			reply_refuse(reply, json_get_str(part, "refusal"));
		}
	}
}

/* The response has ended, one way or another. Always returns false. */
static bool responses_end(struct reply *reply, const cJSON *response)
{
	struct str status = json_get_str(response, "status");
	const cJSON *error = json_get(response, "error");
	if (str_eq(status, STR("failed")) || cJSON_IsObject(error))
		return reply_complain(reply, error);
	if (!reply->content)
		responses_output(reply, json_get(response, "output"));
	responses_usage(reply, json_get(response, "usage"));
	reply->done = true;
	struct str why = json_get_str(json_get(response, "incomplete_details"), "reason");
	if (str_eq(status, STR("completed"))) {
		reply->outcome = reply->refusal ? MODEL_REFUSED : MODEL_COMPLETE;
	} else if (str_eq(why, STR("max_output_tokens"))) {
		reply->outcome = MODEL_TRUNCATED;
	} else {
		bool filtered = str_eq(why, STR("content_filter"));
		reply->outcome = filtered ? MODEL_REFUSED : MODEL_BROKEN;
		reply_note(reply, why.len > 0 ? why : status);
	}
	return false;
}

static bool responses_dispatch(struct reply *reply, struct str type, const cJSON *root)
{
	const cJSON *response = json_get(root, "response");
	reply_model(reply, json_get_str(response, "model"));
	if (str_eq(type, STR("response.output_text.delta"))) {
		reply_text(reply, json_get_str(root, "delta"));
		reply_logprobs(reply, json_get(root, "logprobs"), "logprob");
	} else if (str_eq(type, STR("response.refusal.delta"))) {
		reply_refuse(reply, json_get_str(root, "delta"));
	} else if (str_starts(type, STR("response.reasoning")) && str_ends(type, STR(".delta"))) {
		reply_thought(reply);
	} else if (str_eq(type, STR("response.completed")) ||
		   str_eq(type, STR("response.incomplete")) ||
		   str_eq(type, STR("response.failed")) ||
		   str_eq(type, STR("response.cancelled"))) {
		return responses_end(reply, response);
	} else if (str_eq(type, STR("error"))) {
		/* Documented flat, sent nested. */
		const cJSON *error = json_get(root, "error");
		return reply_complain(reply, error != NULL ? error : root);
	} else if (cJSON_IsObject(json_get(root, "error"))) {
		return reply_complain(reply, json_get(root, "error"));
	} else if (str_eq(json_get_str(root, "object"), STR("response"))) {
		reply_model(reply, json_get_str(root, "model"));
		return responses_end(reply, root);
	}
	return true;
}

static bool responses_event(struct reply *reply, struct str name, struct str bytes)
{
	if (str_eq(str_trim(bytes), STR("[DONE]")))
		return true; /* from servers that only imitate it */
	struct err err;
	cJSON *root = json_parse(bytes, &err);
	bool more;
	if (!cJSON_IsObject(root)) {
		more = reply_garbage(reply, bytes);
	} else {
		struct str type = json_get_str(root, "type");
		more = responses_dispatch(reply, type.len > 0 ? type : name, root);
	}
	cJSON_Delete(root);
	return more;
}

const struct dialect dialect_responses = {
	.name = "responses",
	.path = "/responses",
	.key_header = "authorization",
	.key_prefix = "Bearer ",
	.marker = "response.completed",
	.encode = responses_encode,
	.event = responses_event,
	.list_path = "/models",
	.list = openai_list,
	.list_entry = openai_list_entry,
};
