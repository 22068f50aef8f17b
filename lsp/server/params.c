/*
 * Reading parameters. Fields are checked where they are used, so that what the
 * editor sends beyond them costs nothing and breaks nothing.
 */
#include "params.h"

#include "state.h"

bool params_bad(struct server *server, struct rpc_message *message, const char *field,
		const char *wanted)
{
	if (message->request)
		rpc_fail(message, RPC_INVALID_PARAMS, "%.*s: '%s' must be %s",
			 STR_ARG(message->method), field, wanted);
	else
		log_line(&server->log, LOG_WARNING, "%.*s was ignored: '%s' must be %s",
			 STR_ARG(message->method), field, wanted);
	return false;
}

bool params_place(struct server *server, struct rpc_message *message, struct place *place)
{
	struct str uri = json_get_str(json_get(message->params, "textDocument"), "uri");
	if (uri.len == 0)
		return params_bad(server, message, "textDocument.uri", "a string");
	*place = place_of(&message->arena, uri);
	return true;
}

bool params_document(struct server *server, struct rpc_message *message, struct document **document)
{
	struct place place;
	if (!params_place(server, message, &place))
		return false;
	*document = documents_find(&server->documents, place.key);
	if (*document != NULL)
		server->documents.seen = *document;
	return true;
}

static bool params_uinteger(const cJSON *node, const char *name, uint32_t *number)
{
	int64_t value = json_get_int(node, name, -1);
	*number = value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
	return value >= 0;
}

bool params_position(const cJSON *node, struct text_position *position)
{
	return params_uinteger(node, "line", &position->line) &&
	       params_uinteger(node, "character", &position->character);
}

bool params_range(const cJSON *node, struct text_range *range)
{
	return params_position(json_get(node, "start"), &range->start) &&
	       params_position(json_get(node, "end"), &range->end);
}
