/*
 * The provider "editor". A question is a request to the editor; the answer comes in
 * notifications that name it and ends with the reply. A cancel is $/cancelRequest. What
 * the editor's model says is as hostile as what any other says.
 */
#include "chat.h"

#include "base/utf8.h"
#include "methods.h"
#include "model/editor.h"
#include "params.h"
#include "state.h"

enum { CHAT_WORDS = 300, CHAT_METHOD_NOT_FOUND = -32601 };

/* What VS Code's language-model API calls its errors, and what they ask of a person. */
static const struct chat_error {
	const char *code;
	enum err_kind kind;
	const char *words;
} chat_errors[] = {
	{"NoPermissions", ERR_AUTH, "the editor does not allow it: allow kadane to use its models"},
	{"NotFound", ERR_INPUT, "the editor has no such model"},
	{"Blocked", ERR_BUSY, "the editor's model is blocked"},
	{NULL, ERR_WORLD, "the editor's model failed"},
};

static void chat_fail(struct server *server, uint64_t chat, struct str code, struct str message)
{
	const struct chat_error *known = chat_errors;
	while (known->code != NULL && !str_eq(code, str_of(known->code)))
		known++;
	struct err err;
	struct buf plain;
	buf_init(&plain, CHAT_WORDS);
	utf8_add_plain(&plain, message);
	secrets_redact(&server->secrets, &plain);
	struct str said = str_trim(buf_str(&plain));
	err_set(&err, known->kind, "%s%s%.*s", known->words, said.len > 0 ? ": " : "",
		STR_ARG(said));
	buf_deinit(&plain);
	model_editor_ended(server->kit.models, chat, MODEL_FAILED, STR(""), &err);
}

/* The last word of the editor: {"finish": "stop", "model"?, "text"?, "error"?}. */
static void chat_finish(struct server *server, uint64_t chat, const cJSON *result)
{
	static const struct {
		const char *finish;
		enum model_outcome outcome;
		const char *words;
	} ends[] = {
		{"stop", MODEL_COMPLETE, NULL},
		{"length", MODEL_TRUNCATED, NULL},
		{"refusal", MODEL_REFUSED, "the model refused to answer"},
		{"cancelled", MODEL_FAILED, "the answer was cancelled in the editor"},
	};
	struct models *models = server->kit.models;
	const cJSON *error = json_get(result, "error");
	struct str finish = json_get_str(result, "finish");
	if (error != NULL && !cJSON_IsNull(error)) {
		chat_fail(server, chat, json_get_str(error, "code"),
			  cJSON_IsString(error) ? json_str(error) : json_get_str(error, "message"));
		return;
	}
	model_editor_said(models, chat, json_get_str(result, "text"));
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct err err = {.kind = ERR_NONE};
		if (!str_eq(finish, str_of(ends[i].finish)))
			continue;
		if (ends[i].words != NULL)
			err_set(&err, ERR_WORLD, "%s", ends[i].words);
		model_editor_ended(models, chat, ends[i].outcome, json_get_str(result, "model"),
				   &err);
		return;
	}
	chat_fail(server, chat, STR(""), STR("it ended without a reason that is known here"));
}

static void chat_on_reply(void *data, uint64_t chat, const cJSON *result, const cJSON *error)
{
	struct server *server = data;
	if (server->leaving)
		return;
	if (error == NULL)
		chat_finish(server, chat, result);
	else if (json_get_int(error, "code", 0) == CHAT_METHOD_NOT_FOUND)
		chat_fail(server, chat, STR(""), STR("it does not know kadane/lm/chat"));
	else
		chat_fail(server, chat, json_get_str(json_get(error, "data"), "code"),
			  json_get_str(error, "message"));
}

static void chat_put_message(struct json *out, const char *role, struct str text)
{
	json_object(out);
	json_key(out, "role");
	json_put_str(out, str_of(role));
	json_key(out, "content");
	json_put_str(out, text);
	json_object_end(out);
}

static bool chat_ask(void *data, uint64_t chat, uint64_t job, struct str model,
		     const struct model_question *question, struct err *err)
{
	struct server *server = data;
	if (server->leaving || server->phase != SERVER_UP)
		return err_set(err, ERR_WORLD, "the editor is leaving");
	struct json *out = rpc_request(server->rpc, "kadane/lm/chat", chat_on_reply, server, chat);
	json_object(out);
	json_key(out, "chatId");
	json_put_strf(out, "%llu", (unsigned long long)chat);
	json_key(out, "jobId");
	json_put_strf(out, "%llu", (unsigned long long)job);
	json_key(out, "model");
	if (model.len > 0)
		json_put_str(out, model);
	else
		json_put_null(out);
	json_key(out, "messages");
	json_array(out);
	if (question->system.len > 0)
		chat_put_message(out, "system", question->system);
	for (size_t i = 0; i < question->turn_count; i++)
		chat_put_message(out, question->turns[i].role == MODEL_USER ? "user" : "assistant",
				 question->turns[i].text);
	json_array_end(out);
	json_object_end(out);
	rpc_request_end(server->rpc);
	return true;
}

static void chat_cancel(void *data, uint64_t chat)
{
	struct server *server = data;
	if (!server->leaving)
		rpc_request_cancel(server->rpc, chat_on_reply, chat);
}

void chats_begin(struct server *server, const cJSON *options)
{
	const struct model_editor editor = {.ask = chat_ask, .cancel = chat_cancel, .data = server};
	const cJSON *listed = json_get(options, "clientProviders"), *item;
	if (listed == NULL)
		listed = json_get(json_get(options, "kadane"), "clientProviders");
	bool answers = false;
	cJSON_ArrayForEach(item, listed) answers = answers ||
						   str_eq(json_str(item), STR("editor")) ||
						   str_eq(json_str(item), STR("vscode"));
	if (cJSON_IsArray(listed) && answers)
		models_attach(server->kit.models, &editor);
}

void chat_chunk(struct server *server, struct rpc_message *message)
{
	long long chat;
	const cJSON *text = json_get(message->params, "text");
	if (!str_to_int(json_get_str(message->params, "chatId"), &chat) || chat <= 0)
		params_bad(server, message, "chatId", "the id of a chat");
	else if (!cJSON_IsString(text))
		params_bad(server, message, "text", "a string");
	else
		model_editor_said(server->kit.models, (uint64_t)chat, json_str(text));
}
