/*
 * An edit makes a result stale, and the text that was judged makes it fresh again, however
 * it came back: undo, typing, opening anew. Equal texts have equal lengths, so nearly all
 * edits are told apart for nothing. Where the length is the same the text is hashed, and not
 * more often than that it costs a hundredth of the time: between, a result counts as stale.
 */
#include "stale.h"

#include "publish.h"
#include "state.h"

enum {
	/* Hashing goes at 500 bytes a microsecond and more, a pause has a millisecond for these. */
	STALE_BYTES_PER_MS = 5000,
	STALE_CALM_MS = 250, /* without edits before lines are told anew */
};

static bool stale_has_length(const struct result *result, const struct document *document)
{
	return !document->lost && text_len(&document->text) == result->source_len;
}

static struct result *stale_next(struct server *server, const struct document *document,
				 const struct result *after)
{
	return results_next(&server->results, document->place.key, after);
}

bool stale_look(struct server *server, struct document *document)
{
	bool changed = false, hashed = false;
	uint64_t hash = 0;
	struct result *result = NULL;
	while ((result = stale_next(server, document, result)) != NULL) {
		if (!result->unsure)
			continue;
		bool same = stale_has_length(result, document);
		if (same && !hashed)
			hash = text_hash(&document->text);
		hashed = hashed || same;
		same = same && hash == result->source_hash;
		if (same)
			result->line = result->source_line;
		changed = changed || result->stale == same;
		result->stale = !same;
		result->unsure = false;
	}
	if (hashed)
		document->hashed_ms = loop_now_ms(server->loop);
	return changed;
}

void stale_ask(struct server *server, struct document *document)
{
	if (document != NULL && stale_look(server, document))
		publish(server, document);
}

void stale_opened(struct server *server, struct document *document)
{
	struct result *result = NULL;
	while ((result = stale_next(server, document, result)) != NULL) {
		result->line = results_line(text_str(&document->text));
		result->stale = true;
		result->unsure = stale_has_length(result, document);
	}
	stale_look(server, document);
	if (stale_next(server, document, NULL) != NULL)
		publish(server, document);
}

/* --- edits --- */

static void stale_on_calm(struct op *op)
{
	struct server *server = op->owner;
	if (op->err.kind != ERR_NONE || server->leaving)
		return;
	uint64_t now = loop_now_ms(server->loop), next = 0;
	for (struct document *document = server->documents.first; document != NULL;
	     document = document->next) {
		uint64_t due = document->due_ms;
		if (due > now)
			next = next == 0 || due < next ? due : next;
		if (due == 0 || due > now)
			continue;
		document->due_ms = 0;
		if (stale_look(server, document))
			publish(server, document);
		else if (document->moved)
			publish_lines(server, document);
	}
	if (next > 0)
		timer_start(server->loop, &server->calm, next - now);
}

static void stale_later(struct server *server, struct document *document, uint64_t due)
{
	uint64_t now = loop_now_ms(server->loop);
	document->due_ms = due;
	if (server->calm.op.running)
		return;
	server->calm.op.owner = server;
	server->calm.op.ended = stale_on_calm;
	timer_start(server->loop, &server->calm, due > now ? due - now : 0);
}

void stale_edited(struct server *server, struct document *document, bool moved)
{
	bool changed = false, unsure = false;
	struct result *result = NULL;
	while ((result = stale_next(server, document, result)) != NULL) {
		result->unsure = stale_has_length(result, document);
		unsure = unsure || result->unsure;
	}
	uint64_t now = loop_now_ms(server->loop);
	uint64_t may = document->hashed_ms + text_len(&document->text) / STALE_BYTES_PER_MS;
	if (unsure && now >= may) {
		changed = stale_look(server, document);
		unsure = false;
	}
	while ((result = stale_next(server, document, result)) != NULL)
		if (!result->stale && (result->unsure || !stale_has_length(result, document))) {
			result->stale = true;
			changed = true;
		}
	document->moved = document->moved || moved;
	if (changed)
		publish(server, document);
	if (unsure)
		stale_later(server, document, may);
	else if (document->moved)
		stale_later(server, document, now + STALE_CALM_MS);
}

/* --- words --- */

struct str stale_line(const struct result *result)
{
	return result->stale ? result->stale_text : result->line_text;
}

struct str stale_about(struct arena *arena, const struct result *result,
		       const struct document *document)
{
	struct str of = result->version < 0 ? STR("the file as it was read")
					    : arena_fmt(arena, "version %lld of the document",
							(long long)result->version);
	struct str now = STR("The document is not open: whether its text is still the same is "
			     "not known.");
	if (document != NULL && result->stale)
		now = arena_fmt(arena,
				"Stale: the text has changed since, it is version %lld now. Undo "
				"brings the verdict back, a new run makes another.",
				(long long)document->version);
	else if (document != NULL)
		now = STR("The text is still the same.");
	return arena_fmt(arena, "This verdict is about %.*s, text hash %016llx. %.*s", STR_ARG(of),
			 (unsigned long long)result->source_hash, STR_ARG(now));
}
