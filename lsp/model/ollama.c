/*
 * Ollama's own API (/api/chat): one JSON object a line. Its OpenAI route is not
 * used: there it would cut a long question without a word, and its context cannot be
 * chosen. It alone tells how long the model itself has written.
 */
#include "base/json.h"
#include "body.h"
#include "dialect.h"
#include "model/window.h"

enum {
	OLLAMA_CONTEXT = 4096, /* what it takes on a small machine, unless asked for more */
	OLLAMA_CONTEXT_MAX = 1 << 20,
};

/* Room for the question and the whole answer, in steps: another size loads the model anew. */
static long ollama_context(const struct ask *ask)
{
	long long tokens = (long long)window_question(ask->question);
	if (ask->limit != ASK_NO_LIMIT)
		tokens += ask->max_tokens;
	long most = ask->context > 0 ? ask->context : OLLAMA_CONTEXT_MAX, context = OLLAMA_CONTEXT;
	while (context < tokens && context < most)
		context *= 2;
	return context < most ? context : most;
}

static void ollama_options(const struct ask *ask, struct json *json)
{
	const struct model_question *question = ask->question;
	long context = ollama_context(ask);
	json_object(json);
	if (ask->max_tokens > 0 && ask->limit != ASK_NO_LIMIT) {
		json_key(json, "num_predict");
		json_put_int(json, ask->max_tokens);
	}
	if (context > OLLAMA_CONTEXT) {
		json_key(json, "num_ctx");
		json_put_int(json, context);
	}
	if (question->temperature >= 0 && !ask->no_temperature) {
		json_key(json, "temperature");
		json_put_number(json, question->temperature);
	}
	json_object_end(json);
}

static void ollama_encode(const struct ask *ask, struct buf *body)
{
	struct json json;
	json_init(&json, body);
	json_object(&json);
	json_key(&json, "model");
	json_put_str(&json, ask->model);
	json_key(&json, "stream");
	json_put_bool(&json, true);
	/* What does not fit must be an error, not a question without its beginning. */
	if (!ask->no_truncate) {
		json_key(&json, "truncate");
		json_put_bool(&json, false);
		json_key(&json, "shift");
		json_put_bool(&json, false);
	}
	if (ask->thinking != MODEL_THINKING_AS_IT_IS && !ask->no_thinking) {
		json_key(&json, "think");
		json_put_bool(&json, ask->thinking == MODEL_THINKING_ON);
	}
	if (ask->logprobs) {
		json_key(&json, "logprobs");
		json_put_bool(&json, true);
	}
	json_key(&json, "options");
	ollama_options(ask, &json);
	json_key(&json, "messages");
	json_array(&json);
	body_turns(&json, ask->question, STR("system"));
	json_array_end(&json);
	json_object_end(&json);
}

/* Counts that are zero are left out. */
static void ollama_usage(struct reply *reply, const cJSON *root)
{
	struct model_usage *told = &reply->usage;
	told->input = reply_tokens(root, "prompt_eval_count", told->input);
	told->cached = reply_tokens(root, "prompt_eval_cached_count", told->cached);
	told->output = reply_tokens(root, "eval_count", told->output);
	double nanoseconds = json_get_number(root, "eval_duration", 0);
	if (nanoseconds > 0 && nanoseconds < 1e15)
		told->generation_seconds = nanoseconds / 1e9;
}

static void ollama_done(struct reply *reply, const cJSON *root)
{
	struct str reason = json_get_str(root, "done_reason");
	reply->done = true;
	ollama_usage(reply, root);
	if (reason.len == 0 || str_eq(reason, STR("stop"))) {
		reply->outcome = MODEL_COMPLETE;
	} else if (str_eq(reason, STR("length"))) {
		reply->outcome = MODEL_TRUNCATED;
	} else {
		/* "load", "unload": the model came or went, nobody answered. */
		reply->outcome = MODEL_BROKEN;
		reply_note(reply, reason);
	}
}

static bool ollama_line(struct reply *reply, const cJSON *root)
{
	const cJSON *error = json_get(root, "error");
	if (cJSON_IsObject(error) || cJSON_IsString(error))
		return reply_complain(reply, error);
	const cJSON *message = json_get(root, "message");
	struct str text = json_get_str(message, "content");
	reply_model(reply, json_get_str(root, "model"));
	if (json_get_str(message, "thinking").len > 0)
		reply_thought(reply);
	reply_text(reply, text);
	/* Of the answer, not of what was thought before it. */
	if (text.len > 0)
		reply_logprobs(reply, json_get(root, "logprobs"), "logprob");
	if (json_get_bool(root, "done", false))
		ollama_done(reply, root);
	return !reply->done;
}

static bool ollama_event(struct reply *reply, struct str name, struct str bytes)
{
	(void)name; /* lines have none */
	struct err err;
	cJSON *root = json_parse(bytes, &err);
	bool more = cJSON_IsObject(root) ? ollama_line(reply, root) : reply_garbage(reply, bytes);
	cJSON_Delete(root);
	return more;
}

/* --- models --- */

static const cJSON *ollama_list(const cJSON *root)
{
	return json_get(root, "models");
}

static bool ollama_list_entry(const cJSON *node, struct model_entry *entry)
{
	struct str name = json_get_str(node, "model");
	const cJSON *able = json_get(node, "capabilities"), *one;
	/* Without the list it may be anything; with it, models for embeddings drop out. */
	bool answers = !cJSON_IsArray(able);
	cJSON_ArrayForEach(one, able) answers = answers || str_eq(json_str(one), STR("completion"));
	*entry = (struct model_entry){
		.id = name.len > 0 ? name : json_get_str(node, "name"),
		.context = reply_tokens(json_get(node, "details"), "context_length", 0),
		.input_price = -1,
		.output_price = -1,
		/* Also a copy under another name has them: ollama.com answers. */
		.remote = json_get_str(node, "remote_host").len > 0 ||
			  json_get_str(node, "remote_model").len > 0,
	};
	return answers && entry->id.len > 0;
}

const struct dialect dialect_ollama = {
	.name = "ollama",
	.path = "/api/chat",
	.key_header = "authorization",
	.key_prefix = "Bearer ",
	.marker = "\"done\":true",
	.framing = FRAMING_NDJSON,
	.encode = ollama_encode,
	.event = ollama_event,
	.list_path = "/api/tags",
	.list = ollama_list,
	.list_entry = ollama_list_entry,
};
