/*
 * For lsp/rpc/rpc.c: the id of a message as it was written.
 */
#pragma once

#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"

/*
 * Append to `out` the id `node` of the message `body` as it stands there, so that a number too
 * big for a double and a string's escapes come back unchanged. What would not be valid JSON
 * (a control character in a string) is written anew. False when it is neither string nor number.
 */
bool raw_id(struct buf *out, struct str body, const cJSON *node);

/* Append at most 200 bytes of what could not be understood, for the log: all plain ASCII. */
void raw_show(struct buf *out, struct str bytes);
