/*
 * Tells the editor what is known of documents, and shows messages and files.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "documents.h"
#include "judge/verdict.h"
#include "place.h"
#include "results.h"

struct server;

enum {
	SHOW_MESSAGE = 99, /* characters a message area holds */
	SHOW_HEADLINE = 80,
};

/* LSP 3.17, MessageType. */
enum show_type { SHOW_ERROR = 1, SHOW_WARNING, SHOW_INFO, SHOW_LOG };

/* The results of a document have changed: send its diagnostics, ask for lenses and hints anew. */
void publish(struct server *server, struct document *document);

/* Only their lines have: editors move lenses and hints by themselves. */
void publish_lines(struct server *server, struct document *document);

/* Take the document's diagnostics away, e.g. because it is closed. */
void publish_nothing(struct server *server, struct document *document);

/* As `publish`, for every open document. */
void publish_all(struct server *server);

/* The first line of `text`, cut to `columns` characters with a "…" where it is longer. */
struct str show_line(struct arena *arena, struct str text, size_t columns);

/* One line in the editor, cut to what its message area holds. */
void show_message(struct server *server, enum show_type type, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Open a file in the editor, which must be able to. */
void show_document(struct server *server, struct str path, bool focus);

/* Tell an editor that wants to know whether jobs run. */
void show_status(struct server *server);
