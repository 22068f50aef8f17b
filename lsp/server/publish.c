/*
 * Diagnostics of a document: always the full set, made from all its results, so that
 * none wipes another's. Editors show diagnostics of an older version as if they were
 * fresh (Neovim, VS Code): what is stale says so, and weighs as little as can be.
 */
#include "publish.h"

#include "put.h"
#include "stale.h"
#include "state.h"

enum {
	PUBLISH_WARNING = 2, /* LSP 3.17, DiagnosticSeverity */
	PUBLISH_INFORMATION = 3,
	PUBLISH_HINT = 4,
};

/* The whole line `line` of a document. */
static void publish_put_range(struct json *out, struct document *document, uint32_t line,
			      enum text_encoding encoding)
{
	struct text_position end = {line, UINT32_MAX};
	end = text_position(&document->text, text_offset(&document->text, end, encoding), encoding);
	struct text_position start = {end.line, 0};
	put_range(out, start, end);
}

/* The headline; when it is long, its beginning stands alone on the first line. */
static void publish_put_message(struct json *out, const struct result *result)
{
	json_key(out, "message");
	if (result->stale || str_eq(result->line_text, result->headline))
		json_put_str(out, stale_line(result));
	else
		json_put_strf(out, "%.*s\n%.*s", STR_ARG(result->line_text),
			      STR_ARG(result->headline));
}

static int publish_severity(const struct result *result)
{
	if (result->stale)
		return PUBLISH_HINT;
	return result->holds ? PUBLISH_INFORMATION : PUBLISH_WARNING;
}

/* What was expected and what came, for editors that can show it beside the message. */
static void publish_put_related(struct json *out, struct document *document,
				const struct result *result, enum text_encoding encoding)
{
	const struct {
		const char *word;
		struct str text;
	} parts[] = {{"the Python program printed", result->expected},
		     {"the C++ program printed", result->got}};
	json_key(out, "relatedInformation");
	json_array(out);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (parts[i].text.len == 0)
			continue;
		json_object(out);
		json_key(out, "location");
		json_object(out);
		json_key(out, "uri");
		json_put_str(out, document->place.uri);
		publish_put_range(out, document, result->line, encoding);
		json_object_end(out);
		json_key(out, "message");
		json_put_strf(out, "%s: %.*s", parts[i].word, STR_ARG(parts[i].text));
		json_object_end(out);
	}
	json_array_end(out);
}

static void publish_put_one(struct json *out, const struct client *client,
			    struct document *document, const struct result *result)
{
	json_object(out);
	publish_put_range(out, document, result->line, client->encoding);
	json_key(out, "severity");
	json_put_int(out, publish_severity(result));
	json_key(out, "code");
	json_put_str(out, result->stale ? STR("kadane-stale") : str_of(result->code));
	json_key(out, "source");
	json_put_str(out, STR("kadane"));
	publish_put_message(out, result);
	if (client->related_information && !result->stale &&
	    result->expected.len + result->got.len > 0)
		publish_put_related(out, document, result, client->encoding);
	if (client->diagnostic_data) {
		json_key(out, "data");
		json_object(out);
		json_key(out, "job");
		json_put_strf(out, "%llu", (unsigned long long)result->job);
		json_object_end(out);
	}
	json_object_end(out);
}

/* One publishDiagnostics with every result, or with none. */
static void publish_send(struct server *server, struct document *document, bool with_results)
{
	size_t count = 0;
	struct json *out = rpc_notify(server->rpc, "textDocument/publishDiagnostics");
	json_object(out);
	json_key(out, "uri");
	json_put_str(out, document->place.uri);
	json_key(out, "version");
	json_put_int(out, document->version);
	json_key(out, "diagnostics");
	json_array(out);
	const struct result *result = NULL;
	while (with_results &&
	       (result = results_next(&server->results, document->place.key, result)) != NULL) {
		publish_put_one(out, &server->client, document, result);
		count++;
	}
	json_array_end(out);
	json_object_end(out);
	rpc_notify_end(server->rpc);
	document->published = count > 0;
	document->moved = false;
}

/* Ask the editor to ask again. Its answer says nothing. */
static void publish_refresh(struct server *server, const char *method)
{
	struct json *out = rpc_request(server->rpc, method, NULL, NULL, 0);
	json_put_null(out);
	rpc_request_end(server->rpc);
}

static void publish_diagnostics(struct server *server, struct document *document)
{
	bool wanted = config_for(&server->config, &document->place)->report_diagnostics;
	bool any = wanted && results_next(&server->results, document->place.key, NULL) != NULL;
	if (any || document->published)
		publish_send(server, document, wanted);
}

static void publish_refresh_all(struct server *server)
{
	if (server->client.lens_refresh)
		publish_refresh(server, "workspace/codeLens/refresh");
	if (server->client.hint_refresh)
		publish_refresh(server, "workspace/inlayHint/refresh");
}

void publish(struct server *server, struct document *document)
{
	if (server->phase != SERVER_UP || server->leaving)
		return;
	publish_diagnostics(server, document);
	publish_refresh_all(server);
}

void publish_lines(struct server *server, struct document *document)
{
	if (server->phase == SERVER_UP && !server->leaving)
		publish_diagnostics(server, document);
}

void publish_nothing(struct server *server, struct document *document)
{
	if (document->published)
		publish_send(server, document, false);
}

void publish_all(struct server *server)
{
	if (server->results.first == NULL || server->phase != SERVER_UP || server->leaving)
		return;
	for (struct document *document = server->documents.first; document != NULL;
	     document = document->next)
		publish_diagnostics(server, document);
	publish_refresh_all(server);
}
