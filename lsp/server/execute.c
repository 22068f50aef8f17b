/*
 * Commands. Everything a command needs is in its arguments, and arguments come from
 * anybody: they are checked, and without any the last document seen is meant. The
 * answer comes at once; work goes on behind it.
 */
#include "execute.h"

#include "io/file.h"
#include "methods.h"
#include "params.h"
#include "publish.h"
#include "report.h"
#include "state.h"

/* What the arguments of a command say. */
struct execute {
	struct place place; /* key empty: no document is open, none was named */
	struct document *document;
	uint64_t job;            /* 0: not given */
	bool named;              /* the document was named, and is not just the last one seen */
	bool placed;             /* a range was given; it starts … */
	struct text_position at; /* … here */
};

static bool execute_bad(struct rpc_message *message, const char *field, const char *wanted)
{
	rpc_fail(message, RPC_INVALID_PARAMS, "workspace/executeCommand: '%s' must be %s", field,
		 wanted);
	return false;
}

/* Absent is fine; what is there must be right. */
static bool execute_check(struct rpc_message *message, const cJSON *argument)
{
	struct text_range ignored;
	const cJSON *version = json_get(argument, "version");
	const cJSON *range = json_get(argument, "range");
	const cJSON *uri = json_get(argument, "uri");
	if (uri != NULL && json_str(uri).len == 0)
		return execute_bad(message, "arguments[0].uri", "a string");
	if (version != NULL && !cJSON_IsNumber(version) && !cJSON_IsNull(version))
		return execute_bad(message, "arguments[0].version", "a number or null");
	if (range != NULL && !params_range(range, &ignored))
		return execute_bad(message, "arguments[0].range", "a range");
	return true;
}

static bool execute_read(struct server *server, struct rpc_message *message,
			 struct execute *execute)
{
	const cJSON *arguments = json_get(message->params, "arguments");
	if (arguments != NULL && !cJSON_IsArray(arguments) && !cJSON_IsNull(arguments))
		return execute_bad(message, "arguments", "an array");
	const cJSON *argument = cJSON_IsArray(arguments) ? arguments->child : NULL;
	*execute = (struct execute){0};
	struct str uri = json_str(argument);
	if (cJSON_IsObject(argument)) {
		if (!execute_check(message, argument))
			return false;
		struct text_range range;
		uri = json_get_str(argument, "uri");
		execute->placed = params_range(json_get(argument, "range"), &range);
		if (execute->placed)
			execute->at = range.start;
		long long job;
		if (json_get(argument, "jobId") != NULL) {
			if (!str_to_int(json_get_str(argument, "jobId"), &job) || job <= 0)
				return execute_bad(message, "arguments[0].jobId",
						   "the id of a job");
			execute->job = (uint64_t)job;
		}
	} else if (argument != NULL && !cJSON_IsNull(argument) && uri.len == 0) {
		return execute_bad(message, "arguments[0]", "an object with a uri");
	}
	execute->named = uri.len > 0;
	if (uri.len > 0) {
		execute->place = place_of(&message->arena, uri);
		execute->document = documents_find(&server->documents, execute->place.key);
	} else if (execute->job == 0) {
		execute->document = documents_last(&server->documents);
		if (execute->document != NULL)
			execute->place = execute->document->place;
	}
	if (execute->document != NULL)
		server->documents.seen = execute->document;
	return true;
}

/* --- starting jobs --- */

static void execute_reply_job(struct rpc_message *message, uint64_t id)
{
	struct json *out = rpc_reply(message);
	json_object(out);
	json_key(out, "jobId");
	json_put_strf(out, "%llu", (unsigned long long)id);
	json_object_end(out);
	rpc_reply_end(message);
}

/* What changes the document needs it open, and an editor that takes changes. */
static bool execute_edits(struct server *server, struct rpc_message *message,
			  const struct execute *execute, struct order *order)
{
	struct str name = place_name(&execute->place);
	if (execute->document == NULL || !server->client.takes_edits) {
		rpc_fail(
			message, RPC_REQUEST_FAILED,
			execute->document == NULL
				? "open %.*s first: it is changed in the editor"
				: "this editor takes no changes of %.*s; in a terminal: kadane run",
			STR_ARG(name));
		return false;
	}
	if (order->action->at_point && !execute->placed) {
		rpc_fail(message, RPC_REQUEST_FAILED,
			 "which definition of %.*s? Take the code action on it", STR_ARG(name));
		return false;
	}
	order->point = text_offset(&execute->document->text, execute->at, server->client.encoding);
	return true;
}

/* What is to be worked on; false when it cannot be had, and answered. */
static bool execute_order(struct server *server, struct rpc_message *message,
			  const struct execute *execute, struct order *order)
{
	struct err err = {0};
	order->place = execute->place;
	order->document = execute->document;
	if (server->config.untrusted) {
		rpc_fail(message, RPC_REQUEST_FAILED,
			 "this workspace is not trusted, and a translation has to run its code");
		return false;
	}
	if (!config_understood(server, &err)) {
		rpc_fail(message, RPC_REQUEST_FAILED, "%s", err.text);
		return false;
	}
	if (execute->place.key.len == 0) {
		rpc_fail(message, RPC_REQUEST_FAILED, "no document is open");
		return false;
	}
	if (execute->place.path.len == 0) {
		rpc_fail(message, RPC_REQUEST_FAILED,
			 "save %.*s first: the result is written beside it",
			 STR_ARG(place_name(&execute->place)));
		return false;
	}
	if (execute->document != NULL && execute->document->lost) {
		rpc_fail(message, RPC_REQUEST_FAILED,
			 "the text of %.*s is not known any more: close and open it again",
			 STR_ARG(place_name(&execute->place)));
		return false;
	}
	if (order->action->edits && !execute_edits(server, message, execute, order))
		return false;
	if (execute->document == NULL &&
	    !file_read(&message->arena, execute->place.path.at, TEXT_MAX, &order->source, &err)) {
		rpc_fail(message, RPC_REQUEST_FAILED, "%s", err.text);
		return false;
	}
	return true;
}

static void execute_start(struct server *server, struct rpc_message *message,
			  const struct execute *execute, const struct action *action)
{
	struct err err = {0};
	struct order order = {.action = action};
	struct ticket *running = jobs_find(&server->jobs, execute->place.key, action);
	if (running != NULL) {
		execute_reply_job(message, running->id);
		return;
	}
	if (!execute_order(server, message, execute, &order))
		return;
	struct ticket *ticket = jobs_start(server, &order, &err);
	if (ticket == NULL) {
		rpc_fail(message, RPC_REQUEST_FAILED, "%s", err.text);
		return;
	}
	execute_reply_job(message, ticket->id);
	progress_begin(ticket);
	show_status(server);
}

/* --- the commands that are no actions --- */

static bool execute_cancels(const struct execute *execute, const struct ticket *ticket)
{
	if (execute->job != 0)
		return ticket->id == execute->job;
	return execute->place.key.len == 0 || str_eq(ticket->place.key, execute->place.key);
}

static void execute_cancel(struct server *server, struct rpc_message *message,
			   const struct execute *execute)
{
	struct json *out = rpc_reply(message);
	json_object(out);
	json_key(out, "cancelled");
	json_array(out);
	for (struct ticket *ticket = server->jobs.first; ticket != NULL; ticket = ticket->next)
		if (!ticket->cancelling && execute_cancels(execute, ticket)) {
			json_put_strf(out, "%llu", (unsigned long long)ticket->id);
			jobs_cancel(ticket);
		}
	json_array_end(out);
	json_object_end(out);
	rpc_reply_end(message);
}

/* The result a command is about: that of the job it names, else the document's last. */
static const struct result *execute_result(struct server *server, const struct execute *execute)
{
	const struct result *result = NULL;
	if (execute->job != 0)
		result = results_by_job(&server->results, execute->job);
	if (result == NULL && execute->place.key.len > 0)
		result = results_next(&server->results, execute->place.key, NULL);
	return result;
}

static void execute_rerun(struct server *server, struct rpc_message *message,
			  const struct execute *execute)
{
	const struct result *result = execute_result(server, execute);
	if (result == NULL) {
		rpc_fail(message, RPC_REQUEST_FAILED, "nothing has been run here yet");
		return;
	}
	struct execute again = *execute;
	again.place = place_copy(&message->arena, &result->place);
	again.document = documents_find(&server->documents, again.place.key);
	execute_start(server, message, &again, result->action);
}

static void execute_report(struct server *server, struct rpc_message *message,
			   const struct execute *execute)
{
	const struct result *result = execute_result(server, execute);
	if (result == NULL)
		rpc_fail(message, RPC_REQUEST_FAILED, "nothing has been run here yet");
	else
		report_show(server, message, result);
}

static void execute_status(struct server *server, struct rpc_message *message,
			   const struct execute *execute)
{
	(void)execute;
	report_status(server, message);
}

static void execute_sandbox(struct server *server, struct rpc_message *message,
			    const struct execute *execute)
{
	(void)execute;
	report_sandbox(server, message);
}

/* Allow or forget, for the folder of the document that is named: here nothing is guessed. */
static void execute_consent(struct server *server, struct rpc_message *message,
			    const struct execute *execute, bool allow)
{
	struct err err = {0};
	const struct place *place = &execute->place;
	if (!execute->named)
		rpc_fail(message, RPC_INVALID_PARAMS,
			 "workspace/executeCommand: arguments[0].uri must name a document");
	else if (place->path.len == 0)
		rpc_fail(message, RPC_REQUEST_FAILED, "this document lies in no folder");
	else if (allow ? consent_allow(server, place, &err) : consent_forget(server, place, &err))
		rpc_reply_null(message);
	else
		rpc_fail(message, RPC_REQUEST_FAILED, "%s", err.text);
}

static void execute_allow(struct server *server, struct rpc_message *message,
			  const struct execute *execute)
{
	execute_consent(server, message, execute, true);
}

static void execute_forget(struct server *server, struct rpc_message *message,
			   const struct execute *execute)
{
	execute_consent(server, message, execute, false);
}

static void execute_select(struct server *server, struct rpc_message *message,
			   const struct execute *execute)
{
	const cJSON *arguments = json_get(message->params, "arguments");
	struct err err = {0};
	/* It asks providers, and which ones, and where, is for config.json to say. */
	if (!config_understood(server, &err)) {
		rpc_fail(message, RPC_REQUEST_FAILED, "%s", err.text);
		return;
	}
	select_model(server, message, cJSON_IsArray(arguments) ? arguments->child : NULL,
		     &execute->place);
}

struct command {
	const char *id;
	void (*run)(struct server *server, struct rpc_message *message,
		    const struct execute *execute);
};

/* Alphabetical. The commands of actions stand in the action table. */
static const struct command commands[] = {
	{"kadane.allow", execute_allow},       {"kadane.cancel", execute_cancel},
	{"kadane.forget", execute_forget},     {"kadane.rerun", execute_rerun},
	{"kadane.sandbox", execute_sandbox},   {"kadane.selectModel", execute_select},
	{"kadane.showReport", execute_report}, {"kadane.status", execute_status},
};

enum { EXECUTE_COMMANDS = sizeof(commands) / sizeof(commands[0]) };

void execute_put_commands(struct json *out)
{
	for (size_t i = 0; actions[i] != NULL; i++)
		json_put_str(out, str_of(actions[i]->command));
	for (size_t i = 0; i < EXECUTE_COMMANDS; i++)
		json_put_str(out, str_of(commands[i].id));
}

void execute_command(struct server *server, struct rpc_message *message)
{
	struct str id = json_get_str(message->params, "command");
	if (id.len == 0) {
		params_bad(server, message, "command", "a string");
		return;
	}
	const struct action *action = action_by_command(id);
	const struct command *command = NULL;
	for (size_t i = 0; i < EXECUTE_COMMANDS; i++)
		if (str_eq(id, str_of(commands[i].id)))
			command = &commands[i];
	struct execute execute;
	if (action == NULL && command == NULL)
		rpc_fail(message, RPC_INVALID_PARAMS,
			 "workspace/executeCommand: 'command' is not known: %.*s",
			 STR_ARG(str_part(id, 0, 100)));
	else if (!execute_read(server, message, &execute))
		return;
	else if (action != NULL)
		execute_start(server, message, &execute, action);
	else
		command->run(server, message, &execute);
}
