/*
 * The factor at the end of the line: the most compact report, and one that moves no
 * text. When the document has changed since, it begins with that.
 */
#include "methods.h"
#include "params.h"
#include "put.h"
#include "stale.h"
#include "state.h"

static void inlay_hint_put(struct json *out, struct document *document, const struct result *result,
			   enum text_encoding encoding)
{
	struct text_position end = {result->line, UINT32_MAX};
	end = text_position(&document->text, text_offset(&document->text, end, encoding), encoding);
	json_object(out);
	put_position(out, "position", end);
	json_key(out, "label");
	json_put_strf(out, result->stale ? "stale: %.*s" : "%.*s", STR_ARG(result->hint));
	json_key(out, "tooltip");
	json_put_str(out, result->stale ? result->stale_text : result->headline);
	json_key(out, "paddingLeft");
	json_put_bool(out, true);
	json_object_end(out);
}

void inlay_hint(struct server *server, struct rpc_message *message)
{
	struct document *document;
	struct text_range range;
	if (!params_document(server, message, &document))
		return;
	if (!params_range(json_get(message->params, "range"), &range)) {
		params_bad(server, message, "range", "a range");
		return;
	}
	bool wanted = document != NULL &&
		      config_for(&server->config, &document->place)->report_inlay_hint;
	const struct result *result = NULL;
	stale_ask(server, document);
	struct json *out = rpc_reply(message);
	json_array(out);
	while (wanted &&
	       (result = results_next(&server->results, document->place.key, result)) != NULL) {
		if (result->hint.len == 0 || result->line < range.start.line ||
		    result->line > range.end.line)
			continue;
		inlay_hint_put(out, document, result, server->client.encoding);
	}
	json_array_end(out);
	rpc_reply_end(message);
}
