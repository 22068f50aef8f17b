/*
 * Document sync. Changes are applied in the order of their array, each to the result
 * of the one before; nothing is parsed. What a change means for results and jobs is a
 * line number moved, so the cost of a keystroke does not grow with the document.
 */
#include "documents.h"

#include "base/mem.h"
#include "methods.h"
#include "params.h"
#include "publish.h"
#include "stale.h"
#include "state.h"

struct document *documents_find(const struct documents *documents, struct str key)
{
	for (struct document *document = documents->first; document != NULL;
	     document = document->next)
		if (str_eq(document->place.key, key))
			return document;
	return NULL;
}

struct document *documents_last(const struct documents *documents)
{
	return documents->seen != NULL ? documents->seen : documents->first;
}

static void documents_free(struct document *document)
{
	text_deinit(&document->text);
	arena_deinit(&document->arena);
	mem_free(document);
}

static void documents_remove(struct documents *documents, struct document *document)
{
	struct document **link = &documents->first;
	while (*link != document)
		link = &(*link)->next;
	*link = document->next;
	if (documents->seen == document)
		documents->seen = NULL;
	documents_free(document);
}

void documents_deinit(struct documents *documents)
{
	while (documents->first != NULL)
		documents_remove(documents, documents->first);
}

void did_open(struct server *server, struct rpc_message *message)
{
	const cJSON *item = json_get(message->params, "textDocument");
	struct place place;
	if (!params_place(server, message, &place))
		return;
	struct str bytes = json_get_str(item, "text");
	if (bytes.at == NULL) {
		params_bad(server, message, "textDocument.text", "a string");
		return;
	}
	/* Opening twice is an editor's mistake; the later text is the true one. */
	struct document *old = documents_find(&server->documents, place.key);
	if (old != NULL)
		documents_remove(&server->documents, old);

	struct document *document = mem_new(sizeof(*document));
	arena_init(&document->arena);
	text_init(&document->text);
	document->place = place_copy(&document->arena, &place);
	document->version = json_get_int(item, "version", 0);
	document->language = lang_by_id(json_get_str(item, "languageId"));
	if (document->language == NULL)
		document->language = lang_by_file(place_name(&document->place));
	document->lost = !text_set(&document->text, bytes);
	if (document->lost)
		log_line(&server->log, LOG_ERROR, "%.*s is too long: more than %d bytes",
			 STR_ARG(document->place.uri), (int)TEXT_MAX);
	document->next = server->documents.first;
	server->documents.first = document;
	server->documents.seen = document;
	jobs_opened(&server->jobs, document);
	consents_note(server, &document->place);
	stale_opened(server, document);
	apply_seen(server, document->place.key, document);
}

/* Applies one change; false when it cannot be understood or does not fit. */
static bool documents_change(struct server *server, struct document *document, const cJSON *change,
			     bool *moved)
{
	struct str with = json_get_str(change, "text");
	if (with.at == NULL)
		return false;
	const cJSON *node = json_get(change, "range");
	struct text_range given;
	const struct text_range *range = NULL;
	if (node != NULL) {
		if (!params_range(node, &given))
			return false;
		range = &given;
		if (!text_edit(&document->text, given, server->client.encoding, with))
			return false;
	} else {
		if (!text_set(&document->text, with))
			return false;
		document->lost = false;
	}
	if (results_edited(&server->results, document->place.key, range, with))
		*moved = true;
	jobs_edited(&server->jobs, document->place.key, range, with);
	return true;
}

void did_change(struct server *server, struct rpc_message *message)
{
	struct document *document;
	if (!params_document(server, message, &document))
		return;
	const cJSON *changes = json_get(message->params, "contentChanges");
	if (document == NULL || !cJSON_IsArray(changes)) {
		log_line(&server->log, LOG_WARNING, "didChange was ignored: %s",
			 document == NULL ? "its document is not open" : "no 'contentChanges'");
		return;
	}
	document->version = json_get_int(json_get(message->params, "textDocument"), "version",
					 document->version);
	bool moved = false;
	const cJSON *change;
	cJSON_ArrayForEach(change, changes)
	{
		if (documents_change(server, document, change, &moved))
			continue;
		/* From here on the text is not the editor's, until it is sent whole. */
		document->lost = true;
		jobs_edited(&server->jobs, document->place.key, NULL, STR(""));
		log_line(&server->log, LOG_ERROR, "a change of %.*s cannot be applied",
			 STR_ARG(document->place.uri));
		break;
	}
	stale_edited(server, document, moved);
	apply_seen(server, document->place.key, document);
}

void did_close(struct server *server, struct rpc_message *message)
{
	struct document *document;
	if (!params_document(server, message, &document) || document == NULL)
		return;
	publish_nothing(server, document);
	apply_seen(server, document->place.key, NULL);
	documents_remove(&server->documents, document);
}
