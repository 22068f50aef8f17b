/*
 * Whether a verdict is about the text that a document has now. It is about one text:
 * for a whole script every edit is inside, and only the same bytes are the same.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "documents.h"
#include "results.h"

struct server;

/* A document was opened: with the text that was judged, or with another. */
void stale_opened(struct server *server, struct document *document);

/*
 * A document was edited; `moved`: the line of a result is another now. What is then known is told
 * at once; what would cost too much at each key is found out when the typing pauses.
 */
void stale_edited(struct server *server, struct document *document, bool moved);

/* Find out what is not known yet; true when a result is stale or fresh that was not. */
bool stale_look(struct server *server, struct document *document);

/* Before something is said about a document (NULL: a closed one): find out, and tell all of it. */
void stale_ask(struct server *server, struct document *document);

/* What is shown on a line: the short headline, or that it is one for an earlier version. */
struct str stale_line(const struct result *result);

/*
 * Which version of the document the verdict is about, and whether it is still the same text; one
 * paragraph, plain text. `document` is NULL when it is not open.
 */
struct str stale_about(struct arena *arena, const struct result *result,
		       const struct document *document);
