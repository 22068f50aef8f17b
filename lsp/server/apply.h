/*
 * Changes of an open document: the editor is asked for them, in one step that it can undo. An
 * editor may say that it has made a change and have made none (Neovim and Zed, when the text has
 * moved on): only the text that it sends afterwards is believed.
 */
#pragma once

#include <stddef.h>

#include "base/str.h"
#include "documents.h"
#include "step/work.h"

struct server;
struct apply;

struct applies {
	struct apply *first; /* that are under way */
	uint64_t last_id;
};

/*
 * Ask for the edits of `work`, put into the document as it is by now; what comes of it is told the
 * user in a message with `headline`. `label` names the step for the editor's undo. All is copied.
 */
void apply_work(struct server *server, struct work *work, const struct place *place,
		const char *label, struct str headline);

/* A document has another text, or was closed: NULL. */
void apply_seen(struct server *server, struct str key, const struct document *document);

/* End them all; nothing is told any more. */
void applies_cancel(struct applies *applies);
