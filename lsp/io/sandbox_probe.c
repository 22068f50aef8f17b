/*
 * Which tier works on this machine? Asked by doing: a small program is run in each, best
 * first, and says what it finds around it. What is installed, configured or promised
 * counts for nothing; a sandbox that cannot prove itself is none.
 *
 *	look -> (later) -> bubblewrap's version -> full -> [restricted] -> known
 *
 * The trials are runs like any other, so the loop goes on meanwhile.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

#include "base/secret.h"
#include "io/file.h"
#include "sandbox_private.h"

/* A trial takes milliseconds; on a machine that is very busy, who knows. */
enum { SANDBOX_PROBE_S = 15, SANDBOX_PROBE_AGAIN_S = 60, PROBE_PATH = 4096 };

static void probe_next(struct sandbox *sandbox);

/* --- what a trial must have shown --- */

bool sandbox_probe_says(const struct sandbox_run *trial, const char *line)
{
	struct str rest = sandbox_out(trial), said;
	while (str_line(&rest, &said))
		if (str_eq(said, str_of(line)))
			return true;
	return false;
}

static bool probe_holds(struct sandbox *sandbox)
{
	const struct sandbox_run *trial = &sandbox->trial;
	if (trial->op.err.kind != ERR_NONE || trial->result.status != 0 ||
	    trial->result.signal != 0)
		return false;
	return sandbox->stage == SANDBOX_TRY_FULL ? sandbox_proof_full(sandbox)
						  : sandbox_proof_restricted(sandbox);
}

/* --- what is there --- */

/* --disable-userns came with 0.8.0. */
static bool probe_has_no_userns(struct str version)
{
	struct str rest = version, word;
	long long major = 0, minor = 0;
	str_split(&rest, ' ', &word);
	if (!str_split(&rest, '.', &word) || !str_to_int(word, &major) ||
	    !str_split(&rest, '.', &word) || !str_to_int(word, &minor))
		return false;
	return major > 0 || minor >= 8;
}

static const char *probe_beside(struct sandbox *sandbox, const char *name)
{
	char named[PROBE_PATH];
	size_t size = sizeof(named);
	struct str self, path;
	struct err ignored;
	if (uv_exepath(named, &size) != 0 ||
	    !file_real_path(&sandbox->arena, named, &self, &ignored))
		return NULL;
	struct str folder = file_dir(self);
	path = arena_fmt(&sandbox->arena, "%.*s/%s", STR_ARG(folder), name);
	if (access(path.at, X_OK) == 0)
		return path.at;
	path = arena_fmt(&sandbox->arena, "%.*s/../libexec/kadane/%s", STR_ARG(folder), name);
	return access(path.at, X_OK) == 0 ? path.at : NULL;
}

/* --- one trial after the other --- */

static void probe_later(struct sandbox *sandbox);

/* First come, first told. */
static void probe_append(struct sandbox *sandbox, struct sandbox_look *look)
{
	struct sandbox_look **last = &sandbox->looks;
	while (*last != NULL)
		last = &(*last)->next;
	look->next = NULL;
	*last = look;
}

static bool probe_wanted(const struct sandbox *sandbox)
{
	const struct sandbox_look *look = sandbox->looks;
	while (look != NULL && look->op.cancel == NULL)
		look = look->next;
	return look != NULL;
}

/* It is known now: tell everybody who waits. */
static void probe_done(struct sandbox *sandbox)
{
	struct sandbox_look *look = sandbox->looks;
	sandbox->stage = SANDBOX_KNOWN;
	sandbox->looks = NULL;
	while (look != NULL) {
		struct sandbox_look *next = look->next;
		op_end(&look->op);
		look = next;
	}
}

/* Nobody wanted to know any more; who came since begins anew. */
static void probe_dropped(struct sandbox *sandbox)
{
	struct sandbox_look *look = sandbox->looks;
	sandbox->stage = SANDBOX_UNKNOWN;
	sandbox->again = false;
	sandbox->looks = NULL;
	while (look != NULL) {
		struct sandbox_look *next = look->next;
		if (look->op.cancel != NULL) {
			probe_append(sandbox, look);
		} else {
			err_set(&look->op.err, ERR_CANCELLED, "cancelled");
			op_end(&look->op);
		}
		look = next;
	}
	if (sandbox->looks != NULL)
		probe_later(sandbox);
}

static void probe_advise(struct sandbox *sandbox, struct str more)
{
	if (more.len > 0)
		sandbox->advice = arena_fmt(&sandbox->arena, "%.*s%s%.*s", STR_ARG(sandbox->advice),
					    sandbox->advice.len > 0 ? "; " : "", STR_ARG(more));
}

static void probe_learn(struct sandbox *sandbox)
{
	struct arena *arena = &sandbox->arena;
	bool holds = probe_holds(sandbox);
	switch (sandbox->stage) {
	case SANDBOX_TRY_BWRAP:
		sandbox->version = arena_str(arena, str_trim(sandbox_out(&sandbox->trial)));
		sandbox->no_userns = probe_has_no_userns(sandbox->version);
		break;
	case SANDBOX_TRY_FULL:
		if (holds)
			sandbox->tier = SANDBOX_FULL;
		else
			sandbox->advice = sandbox_advice_full(sandbox, &sandbox->trial);
		if (holds)
			sandbox->describe =
				arena_fmt(arena, "full (%.*s)", STR_ARG(sandbox->version));
		break;
	case SANDBOX_TRY_RESTRICTED:
		if (holds)
			sandbox->tier = SANDBOX_RESTRICTED;
		if (holds)
			sandbox->describe = sandbox_proof_describe(sandbox);
		else
			probe_advise(sandbox, sandbox_advice_restricted(sandbox, &sandbox->trial));
		break;
	case SANDBOX_UNKNOWN:
	case SANDBOX_KNOWN:
		break;
	}
}

static void probe_clean(struct sandbox *sandbox)
{
	if (sandbox->folder.len > 0)
		file_remove_folder(sandbox->folder.at);
	sandbox->folder = STR("");
	sandbox_run_deinit(&sandbox->trial);
	sandbox->trial = (struct sandbox_run){0};
}

static void probe_on_run(struct op *op)
{
	struct sandbox *sandbox = op->owner;
	bool wanted = probe_wanted(sandbox);
	/* That it took too long proves nothing against it, the first time. */
	bool again = sandbox->trial.result.limit == SANDBOX_LIMIT_WALL && !sandbox->again;
	if (wanted && !again)
		probe_learn(sandbox);
	probe_clean(sandbox);
	sandbox->again = again;
	if (again)
		sandbox->stage--;
	if (wanted)
		probe_next(sandbox);
	else
		probe_dropped(sandbox);
}

static bool probe_start(struct sandbox *sandbox, struct err *err)
{
	bool version = sandbox->stage == SANDBOX_TRY_BWRAP;
	enum sandbox_tier tier = version                              ? SANDBOX_NONE
				 : sandbox->stage == SANDBOX_TRY_FULL ? SANDBOX_FULL
								      : SANDBOX_RESTRICTED;
	if (!file_job_folder(&sandbox->arena, &sandbox->folder, err))
		return false;
	struct str denied = arena_fmt(&sandbox->arena, "%.*s/denied", STR_ARG(sandbox->folder));
	const char *const ask[] = {sandbox->bwrap, "--version", NULL};
	const char *const prove[] = {"/jail", "probe", denied.at, NULL};
	struct sandbox_command command = {.argv = version ? ask : prove,
					  .limits = sandbox_run_limits};
	command.limits.wall_s = sandbox->again ? SANDBOX_PROBE_AGAIN_S : SANDBOX_PROBE_S;
	sandbox->trial.op.owner = sandbox;
	sandbox->trial.op.ended = probe_on_run;
	return file_write_new(denied.at, STR("secret\n"), err) &&
	       sandbox_begin(sandbox, tier, &sandbox->trial, &command, err);
}

static bool probe_stage_wanted(const struct sandbox *sandbox)
{
	switch (sandbox->stage) {
	case SANDBOX_TRY_BWRAP:
	case SANDBOX_TRY_FULL:
		return sandbox->try_full && sandbox->bwrap != NULL;
	case SANDBOX_TRY_RESTRICTED:
		return sandbox->try_restricted && sandbox->tier == SANDBOX_NONE;
	case SANDBOX_UNKNOWN:
	case SANDBOX_KNOWN:
		break;
	}
	return false;
}

/* Go on to the next trial that makes sense; its end comes back here. */
static void probe_next(struct sandbox *sandbox)
{
	struct err err = {0};
	while (sandbox->stage < SANDBOX_KNOWN) {
		sandbox->stage++;
		if (!probe_stage_wanted(sandbox))
			continue;
		if (probe_start(sandbox, &err))
			return;
		sandbox->trial.op.err = err;
		probe_learn(sandbox);
		probe_clean(sandbox);
	}
	probe_done(sandbox);
}

static void probe_begin(struct op *op)
{
	struct sandbox *sandbox = op->owner;
	if (!probe_wanted(sandbox)) {
		probe_dropped(sandbox);
		return;
	}
	sandbox->tier = SANDBOX_NONE;
	sandbox->describe = STR("none");
	sandbox->advice = STR("");
	sandbox->jail = probe_beside(sandbox, "kadane-jail");
	sandbox->bwrap = sandbox_proof_bwrap();
	if (sandbox->jail == NULL) {
		sandbox->advice = STR("kadane-jail is missing: it belongs beside kadane or in "
				      "../libexec/kadane; build it with: make");
		probe_done(sandbox);
		return;
	}
	if (!sandbox->try_full)
		sandbox->advice =
			arena_fmt(&sandbox->arena, "%s %s", sandbox->demanded,
				  sandbox->try_restricted ? "demands it" : "switches it off");
	else if (sandbox->bwrap == NULL)
		sandbox->advice = sandbox_advice_full(sandbox, NULL);
	probe_next(sandbox);
}

static void probe_later(struct sandbox *sandbox)
{
	sandbox->later.op.owner = sandbox;
	sandbox->later.op.ended = probe_begin;
	timer_start(sandbox->loop, &sandbox->later, 0);
}

/* Only when nobody wants to know any more. */
static void probe_cancel(struct op *op)
{
	struct sandbox *sandbox = ((struct sandbox_look *)op)->sandbox;
	op->cancel = NULL;
	if (probe_wanted(sandbox))
		return;
	op_cancel(&sandbox->later.op);
	op_cancel(&sandbox->trial.op);
}

void sandbox_look(struct sandbox *sandbox, struct sandbox_look *look)
{
	assert(sandbox->stage != SANDBOX_KNOWN);
	look->sandbox = sandbox;
	bool first = sandbox->looks == NULL;
	probe_append(sandbox, look);
	op_begin(&look->op, "look", probe_cancel);
	if (first)
		probe_later(sandbox);
}

bool sandbox_known(const struct sandbox *sandbox)
{
	return sandbox->stage == SANDBOX_KNOWN;
}
