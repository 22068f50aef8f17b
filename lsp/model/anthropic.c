/*
 * Anthropic's Messages API. The stream tells its usage twice (input at the start, output,
 * cumulative, at the end), may think before it speaks, and ends with message_stop.
 */
#include <string.h>

#include "base/json.h"
#include "body.h"
#include "dialect.h"
#include "url.h"

/* From that version on a temperature is an error, whatever its value. */
static bool anthropic_takes_temperature(const struct ask *ask)
{
	static const struct str without = {"2026-10-21", 10};
	if (ask->no_temperature || ask->version.len != without.len)
		return !ask->no_temperature;
	return memcmp(ask->version.at, without.at, without.len) < 0;
}

static void anthropic_encode(const struct ask *ask, struct buf *body)
{
	const struct model_question *question = ask->question;
	struct json json;
	json_init(&json, body);
	json_object(&json);
	json_key(&json, "model");
	json_put_str(&json, ask->model);
	json_key(&json, "max_tokens");
	json_put_int(&json, ask->max_tokens);
	if (question->system.len > 0) {
		json_key(&json, "system");
		json_put_str(&json, question->system);
	}
	if (question->temperature >= 0 && anthropic_takes_temperature(ask)) {
		json_key(&json, "temperature");
		json_put_number(&json, question->temperature);
	}
	json_key(&json, "stream");
	json_put_bool(&json, true);
	json_key(&json, "messages");
	json_array(&json);
	body_turns(&json, question, STR(""));
	json_array_end(&json);
	json_object_end(&json);
}

/* What was read for the answer is what it costs: also the parts that came from a cache. */
static void anthropic_usage(struct reply *reply, const cJSON *usage)
{
	struct model_usage *told = &reply->usage;
	told->cached = reply_tokens(usage, "cache_read_input_tokens", told->cached);
	told->cache_written =
		reply_tokens(usage, "cache_creation_input_tokens", told->cache_written);
	int64_t input = reply_tokens(usage, "input_tokens", -1);
	if (input >= 0)
		told->input = input + (told->cached > 0 ? told->cached : 0) +
			      (told->cache_written > 0 ? told->cache_written : 0);
	told->output = reply_tokens(usage, "output_tokens", told->output);
	told->reasoning = reply_tokens(json_get(usage, "output_tokens_details"), "thinking_tokens",
				       told->reasoning);
}

static void anthropic_stop(struct reply *reply, const cJSON *message)
{
	struct str reason = json_get_str(message, "stop_reason");
	if (reason.len == 0)
		return;
	if (str_eq(reason, STR("end_turn")) || str_eq(reason, STR("stop_sequence")) ||
	    str_eq(reason, STR("pause_turn"))) {
		reply->outcome = MODEL_COMPLETE;
	} else if (str_eq(reason, STR("max_tokens")) ||
		   str_eq(reason, STR("model_context_window_exceeded"))) {
		reply->outcome = MODEL_TRUNCATED;
	} else if (str_eq(reason, STR("refusal"))) {
		reply->outcome = MODEL_REFUSED;
		reply_note(reply, json_get_str(json_get(message, "stop_details"), "explanation"));
	} else {
		reply->outcome = MODEL_BROKEN;
		reply_note(reply, reason);
	}
}

static void anthropic_delta(struct reply *reply, const cJSON *delta)
{
	struct str type = json_get_str(delta, "type");
	if (str_eq(type, STR("text_delta")))
		reply_text(reply, json_get_str(delta, "text"));
	else if (str_eq(type, STR("thinking_delta")) || str_eq(type, STR("signature_delta")))
		reply_thought(reply);
}

/* The whole message at once: from a server that does not stream. */
static void anthropic_message(struct reply *reply, const cJSON *message)
{
	const cJSON *block;
	cJSON_ArrayForEach(block, json_get(message, "content"))
	{
		if (str_eq(json_get_str(block, "type"), STR("text")))
			reply_text(reply, json_get_str(block, "text"));
	}
	reply_model(reply, json_get_str(message, "model"));
	anthropic_usage(reply, json_get(message, "usage"));
	anthropic_stop(reply, message);
	reply->done = true;
}

static bool anthropic_dispatch(struct reply *reply, struct str type, const cJSON *root)
{
	if (str_eq(type, STR("content_block_delta"))) {
		anthropic_delta(reply, json_get(root, "delta"));
	} else if (str_eq(type, STR("content_block_start"))) {
		const cJSON *block = json_get(root, "content_block");
		if (str_eq(json_get_str(block, "type"), STR("text")))
			reply_text(reply, json_get_str(block, "text"));
		else
			reply_thought(reply);
	} else if (str_eq(type, STR("message_start"))) {
		const cJSON *message = json_get(root, "message");
		reply_model(reply, json_get_str(message, "model"));
		anthropic_usage(reply, json_get(message, "usage"));
	} else if (str_eq(type, STR("message_delta"))) {
		anthropic_stop(reply, json_get(root, "delta"));
		anthropic_usage(reply, json_get(root, "usage"));
	} else if (str_eq(type, STR("message_stop"))) {
		if (reply->outcome == MODEL_PENDING)
			reply->outcome = MODEL_COMPLETE;
		reply->done = true;
		return false;
	} else if (str_eq(type, STR("message"))) {
		anthropic_message(reply, root);
		return false;
	} else if (json_get(root, "error") != NULL) {
		return reply_complain(reply, json_get(root, "error"));
	}
	/* Pings, and whatever else there may be one day. */
	return true;
}

static bool anthropic_event(struct reply *reply, struct str name, struct str bytes)
{
	struct err err;
	cJSON *root = json_parse(bytes, &err);
	if (!cJSON_IsObject(root)) {
		cJSON_Delete(root);
		return reply_garbage(reply, bytes);
	}
	/* Some proxies drop the event's name, so the type inside comes first. */
	struct str type = json_get_str(root, "type");
	bool more;
	if (str_eq(name, STR("error")) && json_get(root, "error") == NULL)
		more = reply_complain(reply, root);
	else
		more = anthropic_dispatch(reply, type.len > 0 ? type : name, root);
	cJSON_Delete(root);
	return more;
}

/* --- models --- */

static bool anthropic_list_entry(const cJSON *node, struct model_entry *entry)
{
	*entry = (struct model_entry){
		.id = json_get_str(node, "id"),
		.context = reply_tokens(node, "max_input_tokens", 0),
		.max_output = reply_tokens(node, "max_tokens", 0),
		.input_price = -1,
		.output_price = -1,
	};
	return entry->id.len > 0;
}

static struct str anthropic_list_next(struct arena *arena, const cJSON *root)
{
	if (!json_get_bool(root, "has_more", false))
		return STR("");
	return url_query(arena, "after_id", json_get_str(root, "last_id"));
}

const struct dialect dialect_anthropic = {
	.name = "anthropic",
	.path = "/v1/messages",
	.version_header = "anthropic-version",
	.key_header = "x-api-key",
	.key_prefix = "",
	.marker = "message_stop",
	.limit_is_required = true,
	.encode = anthropic_encode,
	.event = anthropic_event,
	.list_path = "/v1/models?limit=1000",
	.list = openai_list,
	.list_entry = anthropic_list_entry,
	.list_next = anthropic_list_next,
};
