/*
 * Reading what the editor sent. Each function that fails has told the editor which
 * field makes no sense: a request by its answer, a notification by a log line.
 */
#pragma once

#include <stdbool.h>

#include "base/text.h"
#include "documents.h"
#include "rpc/rpc.h"

struct server;

/* Answer that `field` is missing or no `wanted`. Returns false. */
bool params_bad(struct server *server, struct rpc_message *message, const char *field,
		const char *wanted);

/* params.textDocument.uri */
bool params_place(struct server *server, struct rpc_message *message, struct place *place);

/* The document params.textDocument names; NULL when it is not open. */
bool params_document(struct server *server, struct rpc_message *message,
		     struct document **document);

/* {line, character}, {start, end}; false, telling nobody, when they are none. */
bool params_position(const cJSON *node, struct text_position *position);
bool params_range(const cJSON *node, struct text_range *range);
