/*
 * Hugging Face's text-generation-inference, on its own route: one text in, tokens out.
 * Every failure comes under status 200, as an event. The last event has the whole text,
 * without the string that stopped it.
 */
#include "base/json.h"
#include "dialect.h"
#include "templates.h"

enum { TGI_PROMPT_MAX = 64 << 20 };

static void tgi_parameters(const struct ask *ask, struct json *json)
{
	const struct model_question *question = ask->question;
	json_object(json);
	if (ask->max_tokens > 0 && ask->limit != ASK_NO_LIMIT) {
		json_key(json, "max_new_tokens");
		json_put_int(json, ask->max_tokens);
	}
	/* It does not take 0: without a temperature it is greedy. */
	if (question->temperature > 0 && !ask->no_temperature) {
		json_key(json, "temperature");
		json_put_number(json, question->temperature);
	}
	json_key(json, "return_full_text");
	json_put_bool(json, false);
	/* Why it stopped, and how many tokens there were. */
	json_key(json, "details");
	json_put_bool(json, true);
	if (ask->template != NULL && ask->template->stop_count > 0) {
		json_key(json, "stop");
		json_array(json);
		for (size_t i = 0; i < ask->template->stop_count; i++)
			json_put_str(json, ask->template->stops[i]);
		json_array_end(json);
	}
	json_object_end(json);
}

static void tgi_encode(const struct ask *ask, struct buf *body)
{
	struct buf prompt;
	buf_init(&prompt, TGI_PROMPT_MAX);
	if (ask->template != NULL)
		templates_apply(ask->template, ask->question, &prompt);
	/* Half a question would get an answer: the body must be seen to be too long. */
	body->full = body->full || prompt.full;
	struct json json;
	json_init(&json, body);
	json_object(&json);
	json_key(&json, "inputs");
	json_put_str(&json, buf_str(&prompt));
	json_key(&json, "parameters");
	tgi_parameters(ask, &json);
	json_object_end(&json);
	buf_deinit(&prompt);
}

static void tgi_end(struct reply *reply, const cJSON *root)
{
	const cJSON *details = json_get(root, "details");
	struct str reason = json_get_str(details, "finish_reason");
	reply_replace(reply, json_get_str(root, "generated_text"));
	reply->usage.output = reply_tokens(details, "generated_tokens", reply->usage.output);
	reply->usage.input = reply_tokens(details, "input_length", reply->usage.input);
	reply->done = true;
	if (str_eq(reason, STR("length"))) {
		reply->outcome = MODEL_TRUNCATED;
	} else if (reason.len == 0 || str_eq(reason, STR("eos_token")) ||
		   str_eq(reason, STR("stop_sequence"))) {
		reply->outcome = MODEL_COMPLETE;
	} else {
		reply->outcome = MODEL_BROKEN;
		reply_note(reply, reason);
	}
}

static bool tgi_object(struct reply *reply, const cJSON *root)
{
	const cJSON *error = json_get(root, "error"), *token = json_get(root, "token");
	if (cJSON_IsObject(error) || cJSON_IsString(error)) {
		struct complaint *complaint = &reply->complaint;
		reply_complain(reply, error);
		if (complaint->type[0] == '\0')
			reply_copy(complaint->type, sizeof(complaint->type),
				   json_get_str(root, "error_type"));
		return false;
	}
	if (cJSON_IsObject(token) && !json_get_bool(token, "special", false)) {
		reply_text(reply, json_get_str(token, "text"));
		reply_logprob(reply, json_get_number(token, "logprob", 1));
	}
	if (cJSON_IsString(json_get(root, "generated_text")))
		tgi_end(reply, root);
	return !reply->done;
}

static bool tgi_event(struct reply *reply, struct str name, struct str bytes)
{
	(void)name; /* it gives none */
	if (str_eq(str_trim(bytes), STR("[DONE]")))
		return true; /* from what only imitates it */
	struct err err;
	cJSON *root = json_parse(bytes, &err);
	/* The answer of the route that does not stream is an array of one. */
	const cJSON *object = cJSON_IsArray(root) ? cJSON_GetArrayItem(root, 0) : root;
	bool more =
		cJSON_IsObject(object) ? tgi_object(reply, object) : reply_garbage(reply, bytes);
	cJSON_Delete(root);
	return more;
}

const struct dialect dialect_tgi = {
	.name = "tgi",
	.path = "/generate_stream",
	.key_header = "authorization",
	.key_prefix = "Bearer ",
	.marker = "generated_text",
	.needs_template = true,
	.encode = tgi_encode,
	.event = tgi_event,
	.list_path = "/v1/models",
	.list = openai_list,
	.list_entry = openai_list_entry,
};
