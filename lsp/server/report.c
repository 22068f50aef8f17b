/*
 * Reports are written into a folder of the server's own, which goes when the server
 * goes: nothing is left beside the user's sources. Editors that cannot be told to
 * open a file find the text in the answer.
 */
#include "report.h"

#include "io/file.h"
#include "publish.h"
#include "stale.h"
#include "state.h"

/* A text as a file; the empty str when it cannot be written. */
static struct str report_write(struct server *server, struct arena *arena, struct str name,
			       struct str text)
{
	struct err err = {0};
	struct str none = {NULL, 0};
	if (server->report_folder.len == 0 &&
	    !file_job_folder(&server->arena, &server->report_folder, &err)) {
		log_line(&server->log, LOG_WARNING, "no report: %s", err.text);
		server->report_folder = none;
		return none;
	}
	struct str path =
		arena_fmt(arena, "%.*s/%.*s.md", STR_ARG(server->report_folder), STR_ARG(name));
	if (file_replace(path.at, text, &err))
		return path;
	log_line(&server->log, LOG_WARNING, "no report: %s", err.text);
	return none;
}

/* Which text a result is about, and whether the document still has it: null when it is closed. */
static void report_put_text(struct json *out, const struct result *result, bool open)
{
	json_key(out, "version");
	if (result->version < 0)
		json_put_null(out);
	else
		json_put_int(out, result->version);
	json_key(out, "sourceHash");
	json_put_strf(out, "%016llx", (unsigned long long)result->source_hash);
	json_key(out, "stale");
	if (open)
		json_put_bool(out, result->stale);
	else
		json_put_null(out);
}

void report_show(struct server *server, struct rpc_message *message, const struct result *result)
{
	struct arena *arena = &message->arena;
	struct document *document = documents_find(&server->documents, result->place.key);
	stale_ask(server, document);
	bool stale = document != NULL && result->stale;
	struct str name = arena_fmt(arena, "%.*s-%llu", STR_ARG(place_name(&result->place)),
				    (unsigned long long)result->job);
	/* Said first when it is stale, for then it tells how to read the rest. */
	struct str about = stale_about(arena, result, document);
	struct str text =
		stale ? arena_fmt(arena, "%.*s\n\n%.*s", STR_ARG(about), STR_ARG(result->markdown))
		      : arena_fmt(arena, "%.*s\n%.*s\n", STR_ARG(result->markdown), STR_ARG(about));
	struct str path = report_write(server, arena, name, text);
	struct json *out = rpc_reply(message);
	json_object(out);
	report_put_text(out, result, document != NULL);
	json_key(out, "report");
	json_put_str(out, text);
	if (path.len > 0) {
		json_key(out, "path");
		json_put_str(out, path);
	}
	json_object_end(out);
	rpc_reply_end(message);
	if (path.len > 0 && server->client.show_document)
		show_document(server, path, true);
	else
		show_message(server, SHOW_INFO, "kadane: %.*s: %.*s",
			     STR_ARG(place_name(&result->place)),
			     STR_ARG(stale ? result->stale_text : result->headline));
}

void report_sandbox(struct server *server, struct rpc_message *message)
{
	const struct sandbox *sandbox = server->kit.sandbox;
	struct arena *arena = &message->arena;
	if (!sandbox_known(sandbox)) {
		rpc_fail(message, RPC_REQUEST_FAILED,
			 "it is not known yet which sandbox works here: try again in a moment");
		return;
	}
	struct str advice = sandbox_advice(sandbox), described = sandbox_describe(sandbox);
	if (advice.len == 0)
		advice = STR("nothing is missing");
	struct str text = arena_fmt(arena,
				    "# The sandbox on this machine\n\nWhat works: %.*s\n\n"
				    "Why not better, and what helps: %.*s\n",
				    STR_ARG(described), STR_ARG(advice));
	struct json *out = rpc_reply(message);
	json_object(out);
	json_key(out, "tier");
	json_put_str(out, sandbox_tier_name(sandbox_tier(sandbox)));
	json_key(out, "sandbox");
	json_put_str(out, described);
	json_key(out, "advice");
	json_put_str(out, sandbox_advice(sandbox));
	json_key(out, "report");
	json_put_str(out, text);
	json_object_end(out);
	rpc_reply_end(message);
	struct str path = report_write(server, arena, STR("sandbox"), text);
	if (path.len > 0 && server->client.show_document)
		show_document(server, path, true);
	else
		show_message(server, SHOW_INFO, "kadane: sandbox: %.*s", STR_ARG(advice));
}

static void report_put_job(struct json *out, const struct ticket *ticket)
{
	json_object(out);
	json_key(out, "jobId");
	json_put_strf(out, "%llu", (unsigned long long)ticket->id);
	json_key(out, "action");
	json_put_str(out, str_of(ticket->action->name));
	json_key(out, "uri");
	json_put_str(out, ticket->place.uri);
	json_key(out, "phase");
	json_put_str(out,
		     ticket->cancelling ? STR("cancelling") : buf_str(&ticket->progress.message));
	json_object_end(out);
}

void report_status(struct server *server, struct rpc_message *message)
{
	const struct document *document = documents_last(&server->documents);
	const struct place nowhere = {STR(""), STR(""), STR("")};
	const struct place here = document != NULL ? document->place : nowhere;
	struct json *out = rpc_reply(message);
	json_object(out);
	json_key(out, "version");
	json_put_str(out, STR(KADANE_VERSION));
	json_key(out, "jobs");
	json_array(out);
	for (struct ticket *ticket = server->jobs.first; ticket != NULL; ticket = ticket->next)
		report_put_job(out, ticket);
	json_array_end(out);
	json_key(out, "choice");
	select_put_choice(out, server, &here);
	json_key(out, "providers");
	json_array(out);
	for (const struct provider *const *provider = provider_all(server->kit.models);
	     *provider != NULL; provider++)
		if (provider_ready(*provider, &server->secrets))
			json_put_str(out, provider_name(*provider));
	json_array_end(out);
	json_object_end(out);
	rpc_reply_end(message);
}
