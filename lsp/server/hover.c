/*
 * The whole report, on the line where its result is shown and nowhere else. Of a stale one
 * only its headline, and that it is stale.
 */
#include "methods.h"
#include "params.h"
#include "stale.h"
#include "state.h"

static void hover_put(struct rpc_message *message, const struct client *client,
		      const struct document *document, const struct result *result)
{
	struct str report = client->hover_markdown ? result->markdown : result->plain, line;
	struct str about = stale_about(&message->arena, result, document);
	struct json *out = rpc_reply(message);
	json_object(out);
	json_key(out, "contents");
	json_object(out);
	json_key(out, "kind");
	json_put_str(out, client->hover_markdown ? STR("markdown") : STR("plaintext"));
	json_key(out, "value");
	if (result->stale && str_line(&report, &line))
		json_put_strf(out, "stale, for an earlier version: %.*s\n\n%.*s", STR_ARG(line),
			      STR_ARG(about));
	else
		json_put_strf(out, "%.*s\n%.*s", STR_ARG(report), STR_ARG(about));
	json_object_end(out);
	json_object_end(out);
	rpc_reply_end(message);
}

void hover(struct server *server, struct rpc_message *message)
{
	struct document *document;
	struct text_position at;
	if (!params_document(server, message, &document))
		return;
	if (!params_position(json_get(message->params, "position"), &at)) {
		params_bad(server, message, "position", "a position");
		return;
	}
	const struct result *result = NULL;
	bool wanted =
		document != NULL && config_for(&server->config, &document->place)->report_hover;
	stale_ask(server, document);
	if (wanted)
		result = results_next(&server->results, document->place.key, NULL);
	while (result != NULL && result->line != at.line)
		result = results_next(&server->results, document->place.key, result);
	if (result == NULL)
		rpc_reply_null(message);
	else
		hover_put(message, &server->client, document, result);
}
