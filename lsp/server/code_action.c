/*
 * What the user can have done. Answered from the action table and what runs, so the
 * cost depends on neither the document nor the machine. Nothing is offered unasked
 * (a light bulb on every line is what people uninstall over) but to stop what runs.
 */
#include "methods.h"
#include "params.h"
#include "state.h"

enum {
	CODE_ACTION_AUTOMATIC = 2, /* LSP 3.17, CodeActionTriggerKind */
	CODE_ACTION_LLM = 1,       /* LSP 3.18, CodeActionTag.LLMGenerated */
};

/* What is no action on the code, but must be reachable where there is no other way to ask. */
struct code_action_extra {
	const char *title; /* NULL: it depends */
	const char *kind, *command;
};

static const struct code_action_extra code_action_allow = {NULL, "refactor.rewrite.kadane.allow",
							   "kadane.allow"};
static const struct code_action_extra code_action_sandbox = {"How to enable a sandbox",
							     "refactor.rewrite.kadane.sandbox",
							     "kadane.sandbox"};

static const char code_action_cancel_kind[] = "refactor.rewrite.kadane.cancel";

/* Kinds are a hierarchy: "refactor" asks for "refactor.rewrite" too. */
static bool code_action_wanted(const cJSON *only, struct str kind)
{
	if (!cJSON_IsArray(only))
		return true;
	const cJSON *item;
	cJSON_ArrayForEach(item, only)
	{
		struct str asked = json_str(item);
		if (asked.at == NULL || !str_starts(kind, asked))
			continue;
		if (asked.len == 0 || kind.len == asked.len || kind.at[asked.len] == '.')
			return true;
	}
	return false;
}

static void code_action_put_command(struct json *out, struct str title, const char *command)
{
	json_key(out, "title");
	json_put_str(out, title);
	json_key(out, "command");
	json_put_str(out, str_of(command));
	json_key(out, "arguments");
	json_array(out);
	json_object(out);
}

static void code_action_end_command(struct json *out)
{
	json_object_end(out);
	json_array_end(out);
}

/* Opens an action and its command's argument; the caller writes the members of the argument. */
static void code_action_open(struct json *out, const struct client *client, struct str title,
			     const char *kind, const char *command)
{
	json_object(out);
	if (client->action_literals) {
		json_key(out, "title");
		json_put_str(out, title);
		json_key(out, "kind");
		json_put_str(out, str_of(kind));
		json_key(out, "command");
		json_object(out);
	}
	code_action_put_command(out, title, command);
}

static void code_action_close(struct json *out, const struct client *client, bool by_model)
{
	code_action_end_command(out);
	if (client->action_literals) {
		json_object_end(out);
		if (by_model && client->action_tags) {
			json_key(out, "tags");
			json_array(out);
			json_put_int(out, CODE_ACTION_LLM);
			json_array_end(out);
		}
	}
	json_object_end(out);
}

static void code_action_put(struct json *out, const struct client *client,
			    const struct action *action, struct str title,
			    const struct document *document, const cJSON *range)
{
	code_action_open(out, client, title, action->kind, action->command);
	json_key(out, "uri");
	json_put_str(out, document->place.uri);
	json_key(out, "version");
	json_put_int(out, document->version);
	json_key(out, "range");
	json_put_node(out, range);
	code_action_close(out, client, true);
}

static void code_action_put_cancel(struct json *out, struct rpc_message *message,
				   const struct client *client, const struct ticket *ticket)
{
	struct str title = arena_fmt(&message->arena, "Cancel \"%s\"", ticket->action->title);
	code_action_open(out, client, title, code_action_cancel_kind, "kadane.cancel");
	json_key(out, "uri");
	json_put_str(out, ticket->place.uri);
	json_key(out, "jobId");
	json_put_strf(out, "%llu", (unsigned long long)ticket->id);
	code_action_close(out, client, false);
}

static void code_action_put_extra(struct json *out, const struct server *server,
				  const struct code_action_extra *extra,
				  const struct document *document, const cJSON *only)
{
	const struct client *client = &server->client;
	struct arena arena;
	if (!code_action_wanted(only, str_of(extra->kind)))
		return;
	arena_init(&arena);
	struct str title = extra->title != NULL ? str_of(extra->title)
						: consent_title(server, &document->place, &arena);
	code_action_open(out, client, title, extra->kind, extra->command);
	json_key(out, "uri");
	json_put_str(out, document->place.uri);
	code_action_close(out, client, false);
	arena_deinit(&arena);
}

/* Of the sandbox: only for a document that something of ours could be run for. */
static void code_action_put_extras(struct json *out, const struct server *server,
				   const struct document *document, const cJSON *only)
{
	const struct sandbox *sandbox = server->kit.sandbox;
	if (document->language == NULL || !actions[0]->offer(document->language))
		return;
	if (sandbox_known(sandbox) && sandbox_tier(sandbox) == SANDBOX_NONE)
		code_action_put_extra(out, server, &code_action_sandbox, document, only);
	if (consent_is_open(server, &document->place))
		code_action_put_extra(out, server, &code_action_allow, document, only);
}

/* What changes the document needs an editor that takes changes. */
static bool code_action_possible(const struct server *server, const struct action *action)
{
	return !action->edits || server->client.takes_edits;
}

void code_action(struct server *server, struct rpc_message *message)
{
	struct document *document;
	struct text_range ignored;
	if (!params_document(server, message, &document))
		return;
	const cJSON *range = json_get(message->params, "range");
	if (!params_range(range, &ignored)) {
		params_bad(server, message, "range", "a range");
		return;
	}
	const cJSON *context = json_get(message->params, "context");
	const cJSON *only = json_get(context, "only");
	bool asked = json_get_int(context, "triggerKind", 0) != CODE_ACTION_AUTOMATIC;

	struct json *out = rpc_reply(message);
	json_array(out);
	for (size_t i = 0; document != NULL && asked && actions[i] != NULL; i++)
		if (document->language != NULL && code_action_possible(server, actions[i]) &&
		    actions[i]->offer(document->language) &&
		    code_action_wanted(only, str_of(actions[i]->kind)))
			code_action_put(out, &server->client, actions[i],
					config_title(&server->config, &document->place, i),
					document, range);
	if (document != NULL && asked)
		code_action_put_extras(out, server, document, only);
	bool cancel = document != NULL && code_action_wanted(only, str_of(code_action_cancel_kind));
	for (struct ticket *ticket = server->jobs.first; cancel && ticket != NULL;
	     ticket = ticket->next)
		if (!ticket->cancelling && str_eq(ticket->place.key, document->place.key))
			code_action_put_cancel(out, message, &server->client, ticket);
	json_array_end(out);
	rpc_reply_end(message);
}
