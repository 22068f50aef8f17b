/*
 * A lens for each result: what was found, or that it has to be found out anew. There
 * are none before the user has run something, so that text does not jump unasked.
 */
#include "methods.h"
#include "params.h"
#include "put.h"
#include "stale.h"
#include "state.h"

static void code_lens_put(struct json *out, const struct document *document,
			  const struct result *result)
{
	json_object(out);
	struct text_position start = {result->line, 0};
	put_range(out, start, start);
	json_key(out, "command");
	json_object(out);
	json_key(out, "title");
	json_put_strf(out, result->stale ? "%.*s: re-run" : "%.*s", STR_ARG(stale_line(result)));
	json_key(out, "command");
	json_put_str(out, result->stale ? STR("kadane.rerun") : STR("kadane.showReport"));
	json_key(out, "arguments");
	json_array(out);
	json_object(out);
	json_key(out, "uri");
	json_put_str(out, document->place.uri);
	json_key(out, "jobId");
	json_put_strf(out, "%llu", (unsigned long long)result->job);
	json_object_end(out);
	json_array_end(out);
	json_object_end(out);
	json_object_end(out);
}

void code_lens(struct server *server, struct rpc_message *message)
{
	struct document *document;
	if (!params_document(server, message, &document))
		return;
	bool wanted =
		document != NULL && config_for(&server->config, &document->place)->report_code_lens;
	const struct result *result = NULL;
	stale_ask(server, document);
	struct json *out = rpc_reply(message);
	json_array(out);
	while (wanted &&
	       (result = results_next(&server->results, document->place.key, result)) != NULL)
		code_lens_put(out, document, result);
	json_array_end(out);
	rpc_reply_end(message);
}
