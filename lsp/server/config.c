/*
 * Configuration. Sources are kept as they came and applied anew, lowest first,
 * whenever one of them changes. The editor is asked for the whole section "kadane":
 * some editors (eglot, Zed) answer null when asked for a part of it.
 */
#include "config.h"

#include <string.h>

#include "folders.h"
#include "io/file.h"
#include "methods.h"
#include "publish.h"
#include "state.h"

enum { CONFIG_MAX = 1 << 20 };

void config_init(struct config *config)
{
	*config = (struct config){0};
	folder_init(&config->elsewhere);
	buf_init(&config->options, CONFIG_MAX);
	buf_init(&config->pushed, CONFIG_MAX);
}

void config_deinit(struct config *config)
{
	folders_deinit(config);
	folder_deinit(&config->elsewhere);
	buf_deinit(&config->options);
	buf_deinit(&config->pushed);
}

/* What is inside {"kadane": …}; the node itself when it is not wrapped. */
static const cJSON *config_unwrap(const cJSON *node)
{
	const cJSON *inner = json_get(node, "kadane");
	return inner != NULL ? inner : node;
}

/* Keeps `node` as JSON; nothing when it is null, absent or no object. */
static void config_keep(struct buf *kept, const cJSON *node)
{
	buf_clear(kept);
	const cJSON *inner = config_unwrap(node);
	if (!cJSON_IsObject(inner))
		return;
	struct json json;
	json_init(&json, kept);
	json_put_node(&json, inner);
	if (kept->full)
		buf_clear(kept);
}

static void config_apply(struct server *server, struct folder *folder, const struct buf *source)
{
	struct err err = {0};
	if (source->len == 0)
		return;
	cJSON *node = json_parse(buf_str(source), &err);
	if (node == NULL ||
	    !settings_apply(&folder->settings, &folder->values, node, SETTINGS_FROM_EDITOR, &err))
		log_line(&server->log, LOG_WARNING, "configuration: %s", err.text);
	cJSON_Delete(node);
}

/* Users may have prompts of their own, and other words for what these do. */
static void config_read_titles(struct server *server, struct folder *folder)
{
	for (size_t i = 0; i < ACTIONS_MAX && actions[i] != NULL; i++) {
		struct err err = {0};
		if (!action_title(actions[i], &folder->values, folder->settings.prompts,
				  &folder->titles[i], &err))
			log_line(&server->log, LOG_WARNING, "%s", err.text);
	}
}

static void config_rebuild(struct server *server, struct folder *folder)
{
	struct err err = {0};
	arena_deinit(&folder->values);
	arena_init(&folder->values);
	settings_init(&folder->settings);
	if (!settings_load_user(&folder->settings, &folder->values, &err))
		server->config.complaint = err;
	config_apply(server, folder, &server->config.options);
	config_apply(server, folder, &server->config.pushed);
	config_apply(server, folder, &folder->pulled);
	config_read_titles(server, folder);
}

static void config_rebuild_all(struct server *server)
{
	struct config *config = &server->config;
	config->user = settings_user_state();
	config->complaint = (struct err){0};
	config_rebuild(server, &config->elsewhere);
	for (struct folder *folder = config->folders; folder != NULL; folder = folder->next)
		config_rebuild(server, folder);
	publish_all(server);
}

/* Once, and again when it is another. Message areas are short: there the folder is left out. */
static void config_complain(struct server *server)
{
	struct config *config = &server->config;
	const char *text = config->complaint.text, *name = strstr(text, "config.json: ");
	if (strcmp(text, config->told.text) == 0)
		return;
	config->told = config->complaint;
	if (config->complaint.kind == ERR_NONE) {
		log_line(&server->log, LOG_INFO, "configuration: config.json is understood again");
		return;
	}
	log_line(&server->log, LOG_WARNING, "configuration: %s", text);
	show_message(server, SHOW_ERROR, "kadane: nothing is run until this is mended: %s",
		     name != NULL ? name : text);
}

/* A source has changed. */
static void config_changed(struct server *server)
{
	config_rebuild_all(server);
	config_complain(server);
}

/* Whoever mended config.json need not say so. */
static void config_reread(struct server *server)
{
	if (settings_user_state() != server->config.user)
		config_changed(server);
}

bool config_understood(struct server *server, struct err *err)
{
	config_reread(server);
	const struct err *complaint = &server->config.complaint;
	return complaint->kind == ERR_NONE ||
	       err_set(err, ERR_INPUT, "nothing is run until this is mended: %s", complaint->text);
}

void config_begin(struct server *server, const cJSON *params)
{
	const cJSON *options = json_get(params, "initializationOptions");
	bool trusted = json_get_bool(options, "trusted", true) &&
		       json_get_bool(json_get(options, "kadane"), "trusted", true);
	server->config.untrusted = !trusted;
	folders_begin(&server->config, params);
	config_keep(&server->config.options, options);
	config_rebuild_all(server); /* what there is to say waits until the editor listens */
}

static const struct folder *config_find(const struct config *config, const struct place *place)
{
	const struct folder *best = &config->elsewhere;
	size_t best_len = 0;
	for (const struct folder *folder = config->folders; folder != NULL; folder = folder->next) {
		if (folder->place.path.len <= best_len || place->path.len == 0)
			continue;
		if (!file_within(place->path, folder->place.path))
			continue;
		best = folder;
		best_len = folder->place.path.len;
	}
	return best;
}

struct str config_folder(const struct config *config, const struct place *place)
{
	const struct folder *folder = config_find(config, place);
	return folder == &config->elsewhere ? STR("") : folder->place.path;
}

const struct settings *config_for(const struct config *config, const struct place *place)
{
	return &config_find(config, place)->settings;
}

struct str config_title(const struct config *config, const struct place *place, size_t action)
{
	struct str title = config_find(config, place)->titles[action];
	return title.len > 0 ? title : str_of(actions[action]->title);
}

/* The answer: one value for each folder, in the order of the question. */
static void config_on_pull(void *data, uint64_t tag, const cJSON *result, const cJSON *error)
{
	struct server *server = data;
	struct config *config = &server->config;
	if (server->leaving || tag != config->pull)
		return; /* asked again since: that answer will do */
	if (error != NULL || !cJSON_IsArray(result)) {
		log_line(&server->log, LOG_INFO, "the editor has no configuration for us");
		return;
	}
	const cJSON *value = result->child;
	config_keep(&config->elsewhere.pulled, value);
	for (struct folder *folder = config->folders; folder != NULL; folder = folder->next) {
		config_keep(&folder->pulled, value);
		value = value != NULL ? value->next : NULL;
	}
	config_changed(server);
}

static void config_put_item(struct json *out, struct str folder)
{
	json_object(out);
	if (folder.len > 0) {
		json_key(out, "scopeUri");
		json_put_str(out, folder);
	}
	json_key(out, "section");
	json_put_str(out, STR("kadane"));
	json_object_end(out);
}

static void config_pull(struct server *server)
{
	if (!server->client.configuration)
		return;
	struct config *config = &server->config;
	struct json *out = rpc_request(server->rpc, "workspace/configuration", config_on_pull,
				       server, ++config->pull);
	json_object(out);
	json_key(out, "items");
	json_array(out);
	if (config->folders == NULL)
		config_put_item(out, STR(""));
	for (struct folder *folder = config->folders; folder != NULL; folder = folder->next)
		config_put_item(out, folder->place.uri);
	json_array_end(out);
	json_object_end(out);
	rpc_request_end(server->rpc);
}

static void config_register(struct server *server)
{
	struct json *out = rpc_request(server->rpc, "client/registerCapability", NULL, NULL, 0);
	json_object(out);
	json_key(out, "registrations");
	json_array(out);
	json_object(out);
	json_key(out, "id");
	json_put_str(out, STR("kadane/configuration"));
	json_key(out, "method");
	json_put_str(out, STR("workspace/didChangeConfiguration"));
	json_key(out, "registerOptions");
	json_object(out);
	json_key(out, "section");
	json_put_str(out, STR("kadane"));
	json_object_end(out);
	json_object_end(out);
	json_array_end(out);
	json_object_end(out);
	rpc_request_end(server->rpc);
}

void config_ask(struct server *server)
{
	config_complain(server);
	if (server->client.configuration_registers)
		config_register(server);
	config_pull(server);
}

void did_change_configuration(struct server *server, struct rpc_message *message)
{
	const cJSON *values = config_unwrap(json_get(message->params, "settings"));
	/* VS Code sends null: it wants to be asked. */
	if (cJSON_IsObject(values)) {
		config_keep(&server->config.pushed, values);
		config_changed(server);
	} else {
		config_reread(server);
	}
	config_pull(server);
}

void did_change_folders(struct server *server, struct rpc_message *message)
{
	const cJSON *event = json_get(message->params, "event");
	folders_remove(&server->config, json_get(event, "removed"));
	folders_add(&server->config, json_get(event, "added"));
	consents_begin(server);
	config_changed(server);
	config_pull(server);
}
