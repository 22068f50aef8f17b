/*
 * Decisions and the jobs that wait for them. One question at a time for a folder: jobs that come
 * while it is open wait with the first. No answer in time counts as no, and so does an editor
 * that cannot ask.
 */
#include "consent.h"

#include "consent_ask.h"
#include "io/file.h"
#include "publish.h"
#include "state.h"

enum { CONSENT_TITLE_MAX = 40 };

void consents_init(struct consents *consents)
{
	*consents = (struct consents){0};
	arena_init(&consents->arena);
	trust_init(&consents->trust);
}

void consents_deinit(struct consents *consents)
{
	trust_deinit(&consents->trust);
	arena_deinit(&consents->arena);
}

static void consents_reload(struct server *server)
{
	struct err err = {0};
	if (!trust_load(&server->consents.trust, &err))
		log_line(&server->log, LOG_WARNING, "%s", err.text);
}

/* --- folders --- */

/* The folder that decides: the innermost workspace folder, else the file's own. */
static struct str consent_path(const struct server *server, const struct place *place)
{
	struct str folder = config_folder(&server->config, place);
	return folder.len > 0 || place->path.len == 0 ? folder : file_dir(place->path);
}

static struct consent_folder *consent_by_path(const struct server *server, struct str path)
{
	struct consent_folder *folder = server->consents.first;
	while (folder != NULL && !str_eq(folder->path, path))
		folder = folder->next;
	return folder;
}

/*
 * Where its path leads now. A link that was pointed elsewhere, or a folder that was made anew,
 * is another folder: what was said of the old one does not hold.
 */
static void consent_resolve(struct server *server, struct consent_folder *folder)
{
	struct arena scratch;
	struct str real = STR("");
	struct err ignored;
	arena_init(&scratch);
	if (folder->path.len > 0 && !file_real_path(&scratch, folder->path.at, &real, &ignored))
		real = STR("");
	uint64_t inode = real.len > 0 ? trust_inode(real.at) : 0;
	if (!str_eq(real, folder->real) || inode != folder->inode) {
		if (folder->real.len > 0)
			folder->state = CONSENT_UNKNOWN;
		folder->real = arena_str(&server->consents.arena, real);
		folder->inode = inode;
	}
	arena_deinit(&scratch);
}

static struct consent_folder *consent_folder_at(struct server *server, struct str path)
{
	struct consents *consents = &server->consents;
	struct consent_folder *folder = consent_by_path(server, path);
	if (folder == NULL) {
		folder = arena_new(&consents->arena, sizeof(*folder));
		*folder =
			(struct consent_folder){.next = consents->first, .id = ++consents->last_id};
		folder->path = arena_str(&consents->arena, path);
		consents->first = folder;
	}
	return folder;
}

/*
 * The folder that decides, as things are now. A document that only seems to lie in a folder (by
 * "..", or through a link) belongs to the one it really lies in.
 */
static struct consent_folder *consent_folder(struct server *server, const struct place *place)
{
	struct arena scratch;
	struct str real;
	struct err ignored;
	struct consent_folder *folder = consent_folder_at(server, consent_path(server, place));
	consent_resolve(server, folder);
	arena_init(&scratch);
	if (place->path.len > 0 && file_real_path(&scratch, place->path.at, &real, &ignored) &&
	    !file_within(real, folder->real)) {
		folder = consent_folder_at(server, file_dir(real));
		consent_resolve(server, folder);
	}
	arena_deinit(&scratch);
	return folder;
}

void consents_begin(struct server *server)
{
	consents_reload(server);
	for (const struct folder *folder = server->config.folders; folder != NULL;
	     folder = folder->next)
		consents_note(server, &folder->place);
	for (const struct document *document = server->documents.first; document != NULL;
	     document = document->next)
		consents_note(server, &document->place);
}

void consents_note(struct server *server, const struct place *place)
{
	if (place->path.len > 0)
		consent_folder(server, place);
}

static bool consent_given(const struct server *server, const struct consent_folder *folder)
{
	enum sandbox_tier tier = sandbox_tier(server->kit.sandbox);
	if (folder->state == CONSENT_SESSION && tier >= folder->tier)
		return true;
	return trust_allows(&server->consents.trust, folder->real, folder->inode, tier);
}

bool consent_is_open(const struct server *server, const struct place *place)
{
	const struct consent_folder *folder = consent_by_path(server, consent_path(server, place));
	if (folder == NULL || !sandbox_known(server->kit.sandbox) || server->config.untrusted)
		return false;
	const struct settings *settings = config_for(&server->config, place);
	struct err ignored;
	return settings->sandbox_ask && !consent_given(server, folder) &&
	       sandbox_usable(server->kit.sandbox, settings->sandbox_minimum, &ignored);
}

/* --- a job waits --- */

static struct str consent_silence(void)
{
	return STR("nobody answered whether code of this workspace may be run; to allow it, "
		   "choose \"Allow runs in …\" among the code actions");
}

/* The timer is how every wait ends: by itself, when there is an answer, or when cancelled. */
static void consent_on_patience(struct op *op)
{
	struct consent_wait *wait = op->owner;
	struct consent_wait **link = &wait->folder->waiting;
	while (*link != wait)
		link = &(*link)->next;
	*link = wait->next;
	if (!wait->answered && op->err.kind != ERR_NONE) {
		wait->consent.op.err = op->err;
	} else if (!wait->answered) {
		wait->folder->silent = true;
		wait->consent.why = consent_silence();
	}
	op_end(&wait->consent.op);
}

static void consent_cancel(struct op *op)
{
	op_cancel(&((struct consent_wait *)op)->patience.op);
}

void consent_decided(struct server *server, struct consent_folder *folder)
{
	bool granted = consent_given(server, folder);
	for (struct consent_wait *wait = folder->waiting; wait != NULL; wait = wait->next) {
		if (wait->answered)
			continue;
		wait->answered = true;
		wait->consent.granted = granted;
		wait->consent.why = folder->why;
		op_cancel(&wait->patience.op);
	}
}

static bool consent_ask(struct consent *consent, struct work *work)
{
	struct consent_wait *wait = (struct consent_wait *)consent;
	struct server *server = wait->server;
	struct consent_folder *folder = consent_folder(server, wait->place);
	wait->folder = folder;
	consents_reload(server); /* it may have been granted elsewhere since */
	consent->granted = !work->settings.sandbox_ask || consent_given(server, folder);
	consent->why = folder->why;
	if (consent->granted || folder->state == CONSENT_REFUSED)
		return false;
	/* The question is still open, and who did not answer it then would not now. */
	if (folder->asked && folder->silent) {
		consent->why = consent_silence();
		return false;
	}
	op_begin(&consent->op, "consent", consent_cancel);
	struct consent_wait **last = &folder->waiting;
	while (*last != NULL)
		last = &(*last)->next;
	*last = wait;
	wait->patience.op.owner = wait;
	wait->patience.op.ended = consent_on_patience;
	timer_start(server->loop, &wait->patience,
		    (uint64_t)(work->settings.sandbox_patience_s * 1000));
	job_say(&work->job, "waiting for your permission to run it");
	if (!folder->asked)
		consent_question(server, folder, work);
	return true;
}

void consent_prepare(struct consent_wait *wait, struct server *server, const struct place *place)
{
	wait->consent.ask = consent_ask;
	wait->server = server;
	wait->place = place;
}

/* --- decided without being asked --- */

struct str consent_title(const struct server *server, const struct place *place,
			 struct arena *arena)
{
	struct str name = file_base(consent_path(server, place));
	struct str shown = consent_plain(arena, name, CONSENT_TITLE_MAX);
	enum sandbox_tier works = sandbox_tier(server->kit.sandbox);
	struct str tier = sandbox_tier_name(works);
	if (works == SANDBOX_NONE)
		return arena_fmt(arena, "Allow runs in \"%.*s\" WITHOUT a sandbox, for good",
				 STR_ARG(shown));
	return arena_fmt(arena, "Allow runs in \"%.*s\" for good, in the %.*s sandbox",
			 STR_ARG(shown), STR_ARG(tier));
}

bool consent_allow(struct server *server, const struct place *place, struct err *err)
{
	struct consent_folder *folder = consent_folder(server, place);
	struct sandbox *sandbox = server->kit.sandbox;
	enum sandbox_tier minimum = config_for(&server->config, place)->sandbox_minimum;
	if (server->config.untrusted)
		return err_set(
			err, ERR_INPUT,
			"the editor says that this workspace is not trusted: trust it there");
	if (!sandbox_known(sandbox))
		return err_set(
			err, ERR_WORLD,
			"it is not known yet which sandbox works here: try again in a moment");
	if (!sandbox_usable(sandbox, minimum, err))
		return false;
	if (folder->real.len == 0)
		return err_set(err, ERR_INPUT,
			       "this document lies in no folder that could be allowed");
	if (!trust_grant(&server->consents.trust, folder->real, sandbox_tier(sandbox), err))
		return false;
	folder->state = CONSENT_UNKNOWN;
	consent_tell(server, folder);
	consent_decided(server, folder);
	return true;
}

bool consent_forget(struct server *server, const struct place *place, struct err *err)
{
	struct consent_folder *folder = consent_folder(server, place);
	bool session = folder->state != CONSENT_UNKNOWN;
	folder->state = CONSENT_UNKNOWN;
	folder->silent = false;
	if (trust_forget(&server->consents.trust, folder->real, err))
		return true;
	/* What was said for this session only is forgotten as well. */
	return session && err->kind == ERR_INPUT;
}
