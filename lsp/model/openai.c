/*
 * OpenAI's chat completions, and every server that speaks like it: llama.cpp, vLLM,
 * LiteLLM, OpenRouter, Ollama. They agree on the shape and on little else, so this
 * reads leniently; but an answer is whole only when a finish_reason has come.
 */
#include "base/json.h"
#include "body.h"
#include "dialect.h"
#include "model/window.h"

enum {
	OPENAI_COST_MAX = 1000000, /* USD */
	OPENAI_MS_MAX = 86400000,
};

/* The usage comes only on request; padding only makes the stream longer. */
static void openai_stream_options(const struct ask *ask, struct json *json)
{
	json_key(json, "stream_options");
	json_object(json);
	json_key(json, "include_usage");
	json_put_bool(json, true);
	if (ask->genuine) {
		json_key(json, "include_obfuscation");
		json_put_bool(json, false);
	}
	json_object_end(json);
}

/* DeepSeek's: its models think unless they are told not to, and the limit holds for that too. */
static void openai_thinking(const struct ask *ask, struct json *json)
{
	json_key(json, "thinking");
	json_object(json);
	json_key(json, "type");
	json_put_str(json, ask->thinking == MODEL_THINKING_OFF ? STR("disabled") : STR("enabled"));
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
	if (ask->logprobs) {
		json_key(&json, "logprobs");
		json_put_bool(&json, true);
	}
	if (ask->thinking != MODEL_THINKING_AS_IT_IS && !ask->no_thinking)
		openai_thinking(ask, &json);
	json_key(&json, "stream");
	json_put_bool(&json, true);
	if (!ask->no_stream_options)
		openai_stream_options(ask, &json);
	json_key(&json, "messages");
	json_array(&json);
	body_turns(&json, question, ask->developer ? STR("developer") : STR("system"));
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

/*
 * OpenRouter's. With a key of the user's own at the model's maker it charges its fee alone, and the
 * maker's part comes on top; else both members say the same.
 */
static void openai_cost(struct model_usage *told, const cJSON *usage)
{
	double cost = json_get_number(usage, "cost", -1);
	double maker =
		json_get_number(json_get(usage, "cost_details"), "upstream_inference_cost", 0);
	if (maker > 0 && json_get_bool(usage, "is_byok", maker > cost))
		cost = (cost > 0 ? cost : 0) + maker;
	if (cost >= 0 && cost < OPENAI_COST_MAX)
		told->cost = cost;
}

static void openai_usage(struct reply *reply, const cJSON *usage)
{
	struct model_usage *told = &reply->usage;
	const cJSON *in = json_get(usage, "prompt_tokens_details");
	const cJSON *out = json_get(usage, "completion_tokens_details");
	told->input = reply_tokens(usage, "prompt_tokens", told->input);
	told->output = reply_tokens(usage, "completion_tokens", told->output);
	told->cached = reply_tokens(usage, "prompt_cache_hit_tokens", told->cached); /* DeepSeek */
	told->cached = reply_tokens(in, "cached_tokens", told->cached);
	told->cache_written = reply_tokens(in, "cache_write_tokens", told->cache_written);
	told->reasoning = reply_tokens(out, "reasoning_tokens", told->reasoning);
	openai_cost(told, usage);
}

/* llama.cpp's: how long the model itself took. */
static void openai_timings(struct reply *reply, const cJSON *timings)
{
	struct model_usage *told = &reply->usage;
	double ms = json_get_number(timings, "predicted_ms", 0);
	double rate = json_get_number(timings, "predicted_per_second", 0);
	int64_t tokens = reply_tokens(timings, "predicted_n", -1);
	if (!(ms > 0) && rate > 0 && tokens > 0)
		ms = (double)tokens / rate * 1e3;
	if (ms > 0 && ms < OPENAI_MS_MAX)
		told->generation_seconds = ms / 1e3;
	if (told->output < 0)
		told->output = tokens;
	if (told->cached < 0)
		told->cached = reply_tokens(timings, "cache_n", -1);
}

/* Text; or parts of it, beside which some (Mistral's) put what was thought. */
static void openai_content(struct reply *reply, const cJSON *content)
{
	const cJSON *part;
	if (!cJSON_IsArray(content)) {
		reply_text(reply, json_str(content));
		return;
	}
	cJSON_ArrayForEach(part, content)
	{
		struct str type = json_get_str(part, "type");
		if (str_eq(type, STR("text")) || str_eq(type, STR("output_text")))
			reply_text(reply, json_get_str(part, "text"));
		else if (type.len > 0)
			reply_thought(reply);
	}
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
	openai_content(reply, json_get(delta, "content"));
	reply_refuse(reply, json_get_str(delta, "refusal"));
	reply_logprobs(reply, json_get(json_get(choice, "logprobs"), "content"), "logprob");
	struct str reason = json_get_str(choice, "finish_reason");
	return reason.len == 0 || openai_finish(reply, reason);
}

static bool openai_object(struct reply *reply, const cJSON *root)
{
	const cJSON *error = json_get(root, "error");
	if (cJSON_IsObject(error) || cJSON_IsString(error))
		return reply_complain(reply, error);
	if (str_eq(json_get_str(root, "object"), STR("error")))
		return reply_complain(reply, root);
	reply_model(reply, json_get_str(root, "model"));
	if (cJSON_IsObject(json_get(root, "usage")))
		openai_usage(reply, json_get(root, "usage"));
	if (cJSON_IsObject(json_get(root, "timings")))
		openai_timings(reply, json_get(root, "timings"));
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

/* --- models --- */

const cJSON *openai_list(const cJSON *root)
{
	/* Together, and some proxies, leave the object around it out. */
	return cJSON_IsArray(root) ? root : json_get(root, "data");
}

/* USD for a token, as a string (OpenRouter), in USD for a million; negative: not told. */
static double openai_price(const cJSON *node, const char *member)
{
	double price;
	/* Its routers say -1: the price is that of whoever answers. */
	if (!str_to_double(json_get_str(node, member), &price) || !(price >= 0 && price < 1))
		return -1;
	return price * 1e6;
}

/*
 * llama.cpp's. Older ones tell only what the model was trained for; the context that the server was
 * started with is mostly smaller, and no larger. So that says something only where it is less than
 * what would be assumed.
 */
static int64_t openai_context(const cJSON *meta)
{
	int64_t context = reply_tokens(meta, "n_ctx", 0);
	int64_t trained = reply_tokens(meta, "n_ctx_train", 0);
	if (context == 0 && trained < WINDOW_ASSUMED_TOKENS)
		context = trained;
	return context;
}

bool openai_list_entry(const cJSON *node, struct model_entry *entry)
{
	static const char *const contexts[] = {"context_length", "max_model_len",
					       "max_input_tokens", "context_window"};
	const cJSON *pricing = json_get(node, "pricing");
	*entry = (struct model_entry){
		.id = json_get_str(node, "id"),
		.max_output =
			reply_tokens(json_get(node, "top_provider"), "max_completion_tokens", 0),
		.input_price = openai_price(pricing, "prompt"),
		.output_price = openai_price(pricing, "completion"),
	};
	for (size_t i = 0; entry->context == 0 && i < sizeof(contexts) / sizeof(contexts[0]); i++)
		entry->context = reply_tokens(node, contexts[i], 0);
	if (entry->context == 0)
		entry->context = openai_context(json_get(node, "meta"));
	return entry->id.len > 0;
}

const struct dialect dialect_openai = {
	.name = "openai",
	.path = "/chat/completions",
	.key_header = "authorization",
	.key_prefix = "Bearer ",
	.marker = "finish_reason",
	.encode = openai_encode,
	.event = openai_event,
	.list_path = "/models",
	.list = openai_list,
	.list_entry = openai_list_entry,
};
