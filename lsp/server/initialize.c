/*
 * The handshake: what the editor can do, what we can. Answered before anything that
 * costs time; configuration is read behind the answer.
 */
#include "chat.h"
#include "execute.h"
#include "methods.h"
#include "params.h"
#include "publish.h"
#include "state.h"

/* A capability three names deep, e.g. textDocument.codeLens.dynamicRegistration. */
static const cJSON *initialize_find(const cJSON *capabilities, const char *a, const char *b,
				    const char *c)
{
	return json_get(json_get(json_get(capabilities, a), b), c);
}

static bool initialize_has(const cJSON *capabilities, const char *a, const char *b, const char *c)
{
	return cJSON_IsTrue(initialize_find(capabilities, a, b, c));
}

static bool initialize_lists_str(const cJSON *array, struct str wanted)
{
	const cJSON *item;
	cJSON_ArrayForEach(item, array) if (str_eq(json_str(item), wanted)) return true;
	return false;
}

/* True when codeAction.tagSupport.valueSet holds LLMGenerated (1). */
static bool initialize_has_tag(const cJSON *capabilities)
{
	const cJSON *tags =
		initialize_find(capabilities, "textDocument", "codeAction", "tagSupport");
	const cJSON *item;
	cJSON_ArrayForEach(item, json_get(tags, "valueSet"))
	{
		if (cJSON_IsNumber(item) && item->valuedouble > 0.5 && item->valuedouble < 1.5)
			return true;
	}
	return false;
}

/* Some handle documentChanges and do not say so (Neovim); those name what else they can do. */
static bool initialize_takes_edits(const cJSON *caps)
{
	const cJSON *resources =
		initialize_find(caps, "workspace", "workspaceEdit", "resourceOperations");
	return cJSON_IsTrue(json_get(json_get(caps, "workspace"), "applyEdit")) &&
	       (initialize_has(caps, "workspace", "workspaceEdit", "documentChanges") ||
		cJSON_GetArraySize(resources) > 0);
}

/* UTF-8, which costs no conversion; else UTF-16, unless the editor offers UTF-32 alone. */
static enum text_encoding initialize_encoding(const cJSON *offered)
{
	if (initialize_lists_str(offered, STR("utf-8")))
		return TEXT_UTF8;
	if (initialize_lists_str(offered, STR("utf-16")))
		return TEXT_UTF16;
	return initialize_lists_str(offered, STR("utf-32")) ? TEXT_UTF32 : TEXT_UTF16;
}

static void initialize_read_client(struct client *client, const cJSON *caps)
{
	const cJSON *encodings = json_get(json_get(caps, "general"), "positionEncodings");
	*client = (struct client){
		.encoding = initialize_encoding(encodings),
		.action_literals =
			cJSON_IsObject(initialize_find(caps, "textDocument", "codeAction",
						       "codeActionLiteralSupport")),
		.action_tags = initialize_has_tag(caps),
		.apply_edit = cJSON_IsTrue(json_get(json_get(caps, "workspace"), "applyEdit")) &&
			      initialize_has(caps, "workspace", "workspaceEdit", "documentChanges"),
		.takes_edits = initialize_takes_edits(caps),
		.configuration =
			cJSON_IsTrue(json_get(json_get(caps, "workspace"), "configuration")),
		.configuration_registers =
			initialize_has(caps, "workspace", "didChangeConfiguration",
				       "dynamicRegistration"),
		.diagnostic_data =
			initialize_has(caps, "textDocument", "publishDiagnostics", "dataSupport"),
		.related_information = initialize_has(caps, "textDocument", "publishDiagnostics",
						      "relatedInformation"),
		.hover_markdown = initialize_lists_str(initialize_find(caps, "textDocument",
								       "hover", "contentFormat"),
						       STR("markdown")),
		.lens_refresh = initialize_has(caps, "workspace", "codeLens", "refreshSupport"),
		.hint_refresh = initialize_has(caps, "workspace", "inlayHint", "refreshSupport"),
		.progress = cJSON_IsTrue(json_get(json_get(caps, "window"), "workDoneProgress")),
		.server_status = cJSON_IsTrue(
			json_get(json_get(caps, "experimental"), "serverStatusNotification")),
		.show_document = initialize_has(caps, "window", "showDocument", "support"),
	};
}

static void initialize_put_commands(struct json *out)
{
	json_key(out, "executeCommandProvider");
	json_object(out);
	json_key(out, "commands");
	json_array(out);
	execute_put_commands(out);
	json_array_end(out);
	json_key(out, "workDoneProgress");
	json_put_bool(out, true);
	json_object_end(out);
}

static void initialize_put_actions(struct json *out, bool literals)
{
	json_key(out, "codeActionProvider");
	if (!literals) {
		json_put_bool(out, true);
		return;
	}
	json_object(out);
	json_key(out, "codeActionKinds");
	json_array(out);
	json_put_str(out, STR("refactor.rewrite.kadane"));
	json_array_end(out);
	json_key(out, "resolveProvider");
	json_put_bool(out, false);
	json_object_end(out);
}

static void initialize_put_sync(struct json *out)
{
	enum { INCREMENTAL = 2 }; /* LSP 3.17, TextDocumentSyncKind */
	json_key(out, "textDocumentSync");
	json_object(out);
	json_key(out, "openClose");
	json_put_bool(out, true);
	json_key(out, "change");
	json_put_int(out, INCREMENTAL);
	json_key(out, "save");
	json_object(out);
	json_key(out, "includeText");
	json_put_bool(out, false);
	json_object_end(out);
	json_object_end(out);
}

/* "name": {"key": value}, the form of several small capabilities. */
static void initialize_put_flag(struct json *out, const char *name, const char *key, bool value)
{
	json_key(out, name);
	json_object(out);
	json_key(out, key);
	json_put_bool(out, value);
	json_object_end(out);
}

static void initialize_put_capabilities(struct json *out, const struct client *client)
{
	static const char *const names[] = {
		[TEXT_UTF16] = "utf-16",
		[TEXT_UTF8] = "utf-8",
		[TEXT_UTF32] = "utf-32",
	};
	json_object(out);
	json_key(out, "positionEncoding");
	json_put_str(out, str_of(names[client->encoding]));
	initialize_put_sync(out);
	initialize_put_actions(out, client->action_literals);
	initialize_put_flag(out, "codeLensProvider", "resolveProvider", false);
	initialize_put_commands(out);
	json_key(out, "hoverProvider");
	json_put_bool(out, true);
	initialize_put_flag(out, "inlayHintProvider", "resolveProvider", false);
	json_key(out, "workspace");
	json_object(out);
	json_key(out, "workspaceFolders");
	json_object(out);
	json_key(out, "supported");
	json_put_bool(out, true);
	json_key(out, "changeNotifications");
	json_put_bool(out, true);
	json_object_end(out);
	json_object_end(out);
	json_object_end(out);
}

static void initialize_set_trace(struct server *server, struct str value)
{
	server->trace = str_eq(value, STR("messages")) || str_eq(value, STR("verbose"));
	server->log.level = str_eq(value, STR("verbose")) ? LOG_DEBUG : server->level;
}

void initialize(struct server *server, struct rpc_message *message)
{
	const cJSON *params = message->params;
	if (!cJSON_IsObject(params)) {
		params_bad(server, message, "params", "an object");
		return;
	}
	initialize_read_client(&server->client, json_get(params, "capabilities"));
	struct json *out = rpc_reply(message);
	json_object(out);
	json_key(out, "capabilities");
	initialize_put_capabilities(out, &server->client);
	json_key(out, "serverInfo");
	json_object(out);
	json_key(out, "name");
	json_put_str(out, STR("kadane"));
	json_key(out, "version");
	json_put_str(out, STR(KADANE_VERSION));
	json_object_end(out);
	json_object_end(out);
	rpc_reply_end(message);

	server->phase = SERVER_UP;
	initialize_set_trace(server, json_get_str(params, "trace"));
	server_watch(server, json_get_int(params, "processId", 0));
	chats_begin(server, json_get(params, "initializationOptions"));
	config_begin(server, params);
}

void initialized(struct server *server, struct rpc_message *message)
{
	(void)message;
	config_ask(server);
	/* Said when it was read, too, but then no editor listened. */
	const struct err *complaint = models_complaint(server->kit.models);
	if (complaint != NULL)
		log_line(&server->log, LOG_WARNING, "%s", complaint->text);
	show_status(server);
	consents_begin(server);
	server_look(server);
}

void set_trace(struct server *server, struct rpc_message *message)
{
	initialize_set_trace(server, json_get_str(message->params, "value"));
}
