/*
 * workspace/applyEdit, and whether it was done. The text that must come is known beforehand by
 * its hash, so that typing in between is told from a change that was not made.
 */
#include "apply.h"

#include "base/hash.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/timer.h"
#include "publish.h"
#include "put.h"
#include "state.h"

enum { APPLY_PATIENCE_MS = 3000, APPLY_REASON_MAX = 120 };

struct apply {
	struct apply *next;
	struct server *server;
	struct arena arena;
	uint64_t id;
	struct str key, name, headline;
	int64_t version;   /* of the document that was to be changed */
	uint64_t expected; /* the hash of the text with the edits made */
	bool asked;        /* the editor was */
	bool accepted;     /* it says that it was done */
	bool seen;         /* and its text does */
	bool over;         /* nothing more is to be told */
	struct timer patience;
};

static struct apply *apply_by_id(const struct applies *applies, uint64_t id)
{
	struct apply *apply = applies->first;
	while (apply != NULL && apply->id != id)
		apply = apply->next;
	return apply;
}

static void apply_free(struct apply *apply)
{
	struct server *server = apply->server;
	struct apply **link = &server->applies.first;
	while (*link != apply)
		link = &(*link)->next;
	*link = apply->next;
	arena_deinit(&apply->arena);
	mem_free(apply);
	server_idle(server);
}

/* Tell how it went, once: `why` not (NULL: well). The timer's end frees it. */
static void apply_end(struct apply *apply, enum show_type type, const char *why)
{
	if (apply->over)
		return;
	apply->over = true;
	show_message(apply->server, type, "kadane: %.*s: %.*s", STR_ARG(apply->name),
		     STR_ARG(why != NULL ? str_of(why) : apply->headline));
	if (apply->patience.op.running)
		op_cancel(&apply->patience.op);
	else
		apply_free(apply);
}

static void apply_on_patience(struct op *op)
{
	struct apply *apply = op->owner;
	if (!apply->over)
		apply_end(apply, SHOW_WARNING, "the editor did not make the change");
	else
		apply_free(apply);
}

static void apply_on_reply(void *data, uint64_t tag, const cJSON *result, const cJSON *error)
{
	struct server *server = data;
	struct apply *apply = apply_by_id(&server->applies, tag);
	if (apply == NULL || apply->over || server->leaving)
		return;
	if (error != NULL || !json_get_bool(result, "applied", false)) {
		struct str reason = json_get_str(result, "failureReason");
		if (reason.len == 0)
			reason = json_get_str(error, "message");
		struct buf why;
		buf_init(&why, APPLY_REASON_MAX);
		buf_addf(&why, "the editor did not take the change%s", reason.len > 0 ? ": " : "");
		utf8_add_plain(&why, reason);
		apply_end(apply, SHOW_WARNING, arena_cstr(&apply->arena, buf_str(&why)));
		buf_deinit(&why);
		return;
	}
	apply->accepted = true;
	if (apply->seen) {
		apply_end(apply, SHOW_INFO, NULL);
		return;
	}
	apply->patience.op.owner = apply;
	apply->patience.op.ended = apply_on_patience;
	timer_start(server->loop, &apply->patience, APPLY_PATIENCE_MS);
}

void apply_seen(struct server *server, struct str key, const struct document *document)
{
	struct apply *next;
	for (struct apply *apply = server->applies.first; apply != NULL; apply = next) {
		next = apply->next;
		if (apply->over || !str_eq(apply->key, key))
			continue;
		if (document == NULL) {
			apply_end(apply, SHOW_WARNING, "the document was closed meanwhile");
			continue;
		}
		apply->seen = apply->seen || text_hash(&document->text) == apply->expected;
		if (apply->seen && apply->accepted)
			apply_end(apply, SHOW_INFO, NULL);
	}
}

void applies_cancel(struct applies *applies)
{
	struct apply *next;
	for (struct apply *apply = applies->first; apply != NULL; apply = next) {
		next = apply->next;
		apply->over = true;
		if (apply->patience.op.running)
			op_cancel(&apply->patience.op);
		else
			apply_free(apply);
	}
}

/* --- asking --- */

static void apply_put_edits(struct json *out, struct server *server, struct document *document,
			    const struct work_edit *edits, size_t count)
{
	enum text_encoding encoding = server->client.encoding;
	json_key(out, "edits");
	json_array(out);
	for (size_t i = 0; i < count; i++) {
		json_object(out);
		put_range(out, text_position(&document->text, edits[i].from, encoding),
			  text_position(&document->text, edits[i].from + edits[i].len, encoding));
		json_key(out, "newText");
		json_put_str(out, edits[i].text);
		json_object_end(out);
	}
	json_array_end(out);
}

static void apply_ask(struct apply *apply, struct document *document, const char *label,
		      const struct work_edit *edits, size_t count)
{
	struct server *server = apply->server;
	struct json *out =
		rpc_request(server->rpc, "workspace/applyEdit", apply_on_reply, server, apply->id);
	json_object(out);
	json_key(out, "label");
	json_put_strf(out, "kadane: %s", label);
	json_key(out, "edit");
	json_object(out);
	json_key(out, "documentChanges");
	json_array(out);
	json_object(out);
	json_key(out, "textDocument");
	json_object(out);
	json_key(out, "uri");
	json_put_str(out, document->place.uri);
	json_key(out, "version");
	json_put_int(out, document->version);
	json_object_end(out);
	apply_put_edits(out, server, document, edits, count);
	json_object_end(out);
	json_array_end(out);
	json_object_end(out);
	json_object_end(out);
	rpc_request_end(server->rpc);
}

/* The hash of the text with the edits made. */
static uint64_t apply_expect(struct str now, const struct work_edit *edits, size_t count)
{
	struct buf after;
	buf_init(&after, TEXT_MAX);
	size_t at = 0;
	for (size_t i = 0; i < count; i++) {
		buf_add(&after, str_part(now, at, edits[i].from - at));
		buf_add(&after, edits[i].text);
		at = edits[i].from + edits[i].len;
	}
	buf_add(&after, str_part(now, at, now.len));
	uint64_t hash = hash_bytes(buf_str(&after));
	buf_deinit(&after);
	return hash;
}

/*
 * Is the editor to make another change of just that text? It would make one of them and refuse
 * the other, or make both, the second one in the wrong place.
 */
static bool apply_crosses(const struct applies *applies, const struct document *document)
{
	for (const struct apply *apply = applies->first; apply != NULL; apply = apply->next)
		if (!apply->over && apply->asked && !apply->seen &&
		    apply->version == document->version && str_eq(apply->key, document->place.key))
			return true;
	return false;
}

void apply_work(struct server *server, struct work *work, const struct place *place,
		const char *label, struct str headline)
{
	struct document *document = documents_find(&server->documents, place->key);
	struct apply *apply = mem_new(sizeof(*apply));
	arena_init(&apply->arena);
	apply->server = server;
	apply->id = ++server->applies.last_id;
	apply->key = arena_str(&apply->arena, place->key);
	apply->name = arena_str(&apply->arena, place_name(place));
	apply->headline = arena_str(&apply->arena, headline);
	apply->next = server->applies.first;
	server->applies.first = apply;
	if (document == NULL || document->lost) {
		apply_end(apply, SHOW_WARNING, "the document is not open any more");
		return;
	}
	if (apply_crosses(&server->applies, document)) {
		apply_end(
			apply, SHOW_WARNING,
			"the editor has not made the change before it: nothing was changed, run it "
			"again");
		return;
	}
	struct str now = text_str(&document->text);
	struct work_edit *edits = arena_array(&apply->arena, work->edit_count, sizeof(*edits));
	size_t count = work_edits(work, &apply->arena, now, edits);
	if (count == 0) {
		apply_end(apply, SHOW_WARNING, "it was edited meanwhile: nothing was changed");
		return;
	}
	apply->version = document->version;
	apply->expected = apply_expect(now, edits, count);
	apply->asked = true;
	apply_ask(apply, document, label, edits, count);
}
