/*
 * window/showMessageRequest: one question, three answers. It says what would be run, in which
 * sandbox, what it can see and how much it may use. Null, an unknown title, an error or silence
 * is a no; an editor without the method (Helix) is told the other way.
 */
#include "consent_ask.h"

#include "publish.h"
#include "state.h"

static const char consent_run[] = "Run", consent_always[] = "Always here",
		  consent_never[] = "Only translate";

static struct consent_folder *consent_by_id(const struct server *server, uint64_t id)
{
	struct consent_folder *folder = server->consents.first;
	while (folder != NULL && folder->id != id)
		folder = folder->next;
	return folder;
}

static void consent_always_here(struct server *server, struct consent_folder *folder)
{
	struct err err = {0};
	enum sandbox_tier tier = sandbox_tier(server->kit.sandbox);
	folder->state = CONSENT_SESSION;
	folder->tier = tier;
	if (folder->real.len > 0 && trust_grant(&server->consents.trust, folder->real, tier, &err))
		return;
	show_message(server, SHOW_WARNING, "kadane: allowed for now, but not for good: %s",
		     folder->real.len > 0 ? err.text : "the folder has no path");
}

static void consent_on_reply(void *data, uint64_t tag, const cJSON *result, const cJSON *error)
{
	struct server *server = data;
	struct consent_folder *folder = consent_by_id(server, tag);
	struct str title = json_get_str(result, "title");
	folder->asked = false;
	if (server->leaving)
		return;
	if (str_eq(title, str_of(consent_always))) {
		consent_always_here(server, folder);
	} else if (str_eq(title, str_of(consent_run))) {
		folder->state = CONSENT_SESSION;
		folder->tier = sandbox_tier(server->kit.sandbox);
	} else {
		folder->state = CONSENT_REFUSED;
		folder->why =
			error != NULL
				? STR("this editor cannot ask whether code of this workspace "
				      "may be run; to allow it, choose \"Allow sandboxed runs "
				      "in this workspace\" among the code actions")
				: STR("it was not allowed to run code of this workspace; to "
				      "allow it, choose \"Allow sandboxed runs in this "
				      "workspace\" among the code actions");
	}
	consent_decided(server, folder);
}

static void consent_put_action(struct json *out, const char *title)
{
	json_object(out);
	json_key(out, "title");
	json_put_str(out, str_of(title));
	json_object_end(out);
}

/* Plain words: what, where, how confined, how much. */
static struct str consent_text(struct arena *arena, const struct server *server,
			       const struct consent_folder *folder, const struct work *work)
{
	const struct sandbox *sandbox = server->kit.sandbox;
	const struct sandbox_limits *run = &work->settings.run;
	struct str inside =
		sandbox_tier(sandbox) == SANDBOX_NONE
			? STR("WITHOUT a sandbox: it can do whatever you can do")
			: arena_fmt(
				  arena,
				  "in the sandbox \"%.*s\": no network, no home folder; visible "
				  "are this file, the system's programs, Python and the compiler, "
				  "read-only",
				  STR_ARG(sandbox_describe(sandbox)));
	return arena_fmt(
		arena,
		"kadane: run %.*s and the program that the model writes, in %.*s? They run "
		"%.*s. At most %g s, %llu MiB of memory, %llu processes each.",
		STR_ARG(work->name), STR_ARG(folder->path), STR_ARG(inside), run->wall_s,
		(unsigned long long)(run->memory >> 20), (unsigned long long)run->processes);
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
	consent_put_action(out, consent_run);
	consent_put_action(out, consent_always);
	consent_put_action(out, consent_never);
	json_array_end(out);
	json_object_end(out);
	rpc_request_end(server->rpc);
	arena_deinit(&arena);
}
