/*
 * window/showMessageRequest: one question, three answers. It says what would be run, in which
 * sandbox, what it can see and how much it may use. Null, an unknown title, an error or silence
 * is a no; an editor without the method (Helix) is told the other way.
 */
#include "consent_ask.h"

#include "base/utf8.h"
#include "publish.h"
#include "put.h"
#include "state.h"

enum {
	CONSENT_PATH_MAX = 8192,
	CONSENT_NAME_MAX = 60,
	CONSENT_TOLD_MAX = 30,
	CONSENT_TEXT_MAX = 2000,
};

static const char consent_run[] = "Run", consent_always[] = "Always here",
		  consent_never[] = "Only translate";

static struct consent_folder *consent_by_id(const struct server *server, uint64_t id)
{
	struct consent_folder *folder = server->consents.first;
	while (folder != NULL && folder->id != id)
		folder = folder->next;
	return folder;
}

struct str consent_plain(struct arena *arena, struct str text, size_t columns)
{
	struct buf plain;
	buf_init(&plain, CONSENT_PATH_MAX);
	utf8_add_plain(&plain, text);
	for (size_t i = 0; i < plain.len; i++)
		if (plain.at[i] == '\n' || plain.at[i] == '\t')
			plain.at[i] = ' ';
	struct str whole = buf_str(&plain), shown = arena_str(arena, whole);
	/* The end tells more than the beginning; a character is not cut in two. */
	if (whole.len > columns) {
		size_t from = whole.len - columns + 3;
		while (from < whole.len && ((unsigned char)whole.at[from] & 0xC0) == 0x80)
			from++;
		shown = arena_fmt(arena, "…%.*s", STR_ARG(str_part(whole, from, whole.len)));
	}
	buf_deinit(&plain);
	return shown;
}

void consent_tell(struct server *server, const struct consent_folder *folder)
{
	struct arena arena;
	arena_init(&arena);
	struct str shown = consent_plain(&arena, folder->real, CONSENT_TOLD_MAX);
	struct str tier = sandbox_tier_name(sandbox_tier(server->kit.sandbox));
	show_message(server, SHOW_INFO,
		     "kadane: runs are allowed in %.*s (sandbox: %.*s); kadane.forget undoes it",
		     STR_ARG(shown), STR_ARG(tier));
	arena_deinit(&arena);
}

static void consent_always_here(struct server *server, struct consent_folder *folder)
{
	struct err err = {0};
	enum sandbox_tier tier = sandbox_tier(server->kit.sandbox);
	if (folder->real.len > 0 &&
	    trust_grant(&server->consents.trust, folder->real, tier, &err)) {
		consent_tell(server, folder);
		return;
	}
	folder->state = CONSENT_SESSION;
	folder->tier = tier;
	show_message(server, SHOW_WARNING, "kadane: allowed for now, but not for good: %s",
		     folder->real.len > 0 ? err.text : "the folder has no path");
}

static struct str consent_why(const cJSON *error)
{
	if (error == NULL)
		return STR("it was not allowed to run code of this workspace; to allow it, choose "
			   "\"Allow runs in …\" among the code actions");
	if (json_get_int(error, "code", 0) == RPC_METHOD_NOT_FOUND)
		return STR("this editor cannot ask whether code of this workspace may be run; to "
			   "allow it, choose \"Allow runs in …\" among the code actions");
	return STR("the editor failed to ask whether code of this workspace may be run; to allow "
		   "it, choose \"Allow runs in …\" among the code actions");
}

static void consent_on_reply(void *data, uint64_t tag, const cJSON *result, const cJSON *error)
{
	struct server *server = data;
	struct consent_folder *folder = consent_by_id(server, tag);
	struct str title = json_get_str(result, "title");
	folder->asked = folder->silent = false;
	if (server->leaving)
		return;
	if (str_eq(title, str_of(consent_always))) {
		consent_always_here(server, folder);
	} else if (str_eq(title, str_of(consent_run))) {
		folder->state = CONSENT_SESSION;
		folder->tier = sandbox_tier(server->kit.sandbox);
	} else {
		folder->state = CONSENT_REFUSED;
		folder->why = consent_why(error);
	}
	consent_decided(server, folder);
}

static void consent_add_limits(struct buf *text, const struct sandbox_limits *limits)
{
	buf_addf(text, "%g s, %llu MiB of memory, %llu MiB written, %llu processes", limits->wall_s,
		 (unsigned long long)(limits->memory >> 20),
		 (unsigned long long)(limits->disk >> 20), (unsigned long long)limits->processes);
}

/* Plain words: where, how confined, how much; names that others chose stand last and are cut. */
static struct str consent_text(struct arena *arena, const struct server *server,
			       const struct consent_folder *folder, const struct work *work)
{
	const struct sandbox *sandbox = server->kit.sandbox;
	struct buf text;
	buf_init(&text, CONSENT_TEXT_MAX);
	buf_add(&text, STR("kadane: may this script, and the program that the model writes, be run "
			   "on your machine?\n"));
	if (sandbox_tier(sandbox) == SANDBOX_NONE)
		buf_add(&text, STR("WITHOUT a sandbox: they can do whatever you can do.\n"));
	else
		buf_addf(&text,
			 "Sandbox: %.*s; no network. They can read the script, the system's "
			 "programs, Python and the compiler where they lie, and nothing else.\n",
			 STR_ARG(sandbox_describe(sandbox)));
	buf_add(&text, STR("Each at most "));
	consent_add_limits(&text, &work->settings.run);
	buf_add(&text, STR("; the compiler "));
	consent_add_limits(&text, &work->settings.compile);
	struct str name = consent_plain(arena, work->name, CONSENT_NAME_MAX);
	struct str path = consent_plain(arena, folder->path, CONSENT_NAME_MAX * 2);
	buf_addf(&text, ".\nScript: %.*s\nFolder: %.*s", STR_ARG(name), STR_ARG(path));
	struct str kept = arena_str(arena, buf_str(&text));
	buf_deinit(&text);
	return kept;
}

void consent_question(struct server *server, struct consent_folder *folder, const struct work *work)
{
	struct arena arena;
	arena_init(&arena);
	folder->asked = true;
	struct json *out = rpc_request(server->rpc, "window/showMessageRequest", consent_on_reply,
				       server, folder->id);
	json_object(out);
	json_key(out, "type");
	json_put_int(out, SHOW_INFO);
	json_key(out, "message");
	json_put_str(out, consent_text(&arena, server, folder, work));
	json_key(out, "actions");
	json_array(out);
	/* The weakest stands first: whoever answers without looking has allowed nothing. */
	put_message_action(out, consent_never);
	put_message_action(out, consent_run);
	put_message_action(out, consent_always);
	json_array_end(out);
	json_object_end(out);
	rpc_request_end(server->rpc);
	arena_deinit(&arena);
}
