/*
 * Prepares a set of headers: the compiler compiles them, then it is tried out which of the quicker
 * linkers works. It begins when the original's runs are over, so that it cannot disturb one that
 * counts as timed; until then nobody waits for the compiler anyway, since the verdict waits for
 * the original. It takes a turn, so that nothing is timed meanwhile, gives it up as soon as
 *somebody waits for one, and lets everybody else go first (nice). A job that ends stops it; what
 *was half-made is not used.
 *
 *	turn granted -> headers [-> link -> run, for each linker] -> ready
 */
#include "headers.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/hash.h"
#include "build_cache.h"
#include "build_key.h"
#include "io/cache.h"
#include "io/file.h"
#include "original.h"
#include "toolchain.h"

enum {
	HEADERS_SETS = 4,
	HEADERS_FILES = 8, /* in the folder of one */
	HEADERS_BYTES = 400 << 20,
	HEADERS_LEAST = 90, /* milliseconds that preparing must be able to save */
	HEADERS_ARGS = 80
};

/* The quickest first; the compiler looks for "ld.NAME" itself. */
static const char *const preparing_linkers[] = {"mold", "lld", "gold"};
enum { PREPARING_LINKERS = sizeof(preparing_linkers) / sizeof(preparing_linkers[0]) };

static const char preparing_nice[] = "/usr/bin/nice";

static void preparing_finish(struct preparing *preparing)
{
	turn_give_back(&preparing->turn);
	preparing->work->kit->tools->preparing = false;
	if (preparing->part != NULL)
		unlink(preparing->part);
	sandbox_run_deinit(&preparing->run);
	op_end(&preparing->op);
}

static void preparing_cancel(struct op *op)
{
	struct preparing *preparing = (struct preparing *)op;
	preparing->cancelled = true;
	op_cancel(&preparing->turn.op);
	op_cancel(&preparing->run.op);
}

/* Somebody else needs the machine: there will be another time. */
static void preparing_wanted(struct turn *turn)
{
	struct preparing *preparing = turn->op.owner;
	preparing->cancelled = true;
	op_cancel(&preparing->run.op);
}

static void preparing_on_run(struct op *op);

/* Run a command that may write `artifact`, behind everybody else; ends the op when refused. */
static void preparing_run(struct preparing *preparing, const char *const *argv,
			  const char *artifact, const char *shown)
{
	struct work *work = preparing->work;
	const char *words[HEADERS_ARGS] = {preparing_nice, "-n", "10"};
	size_t n = file_exists(preparing_nice) ? 3 : 0;
	for (size_t i = 0; argv[i] != NULL && n + 1 < HEADERS_ARGS; i++)
		words[n++] = argv[i];
	words[n] = NULL;
	struct sandbox_mount mounts[TOOLCHAIN_MOUNTS] = {{.host = preparing->folder.at}};
	size_t count = 1;
	if (shown != NULL)
		mounts[count++] = (struct sandbox_mount){.host = shown};
	toolchain_mounts(&work->compiler, mounts, &count);
	struct sandbox_command command = {
		.argv = words,
		.mounts = mounts,
		.mount_count = count,
		.artifact = artifact,
		.artifact_inside = artifact,
		.limits = work->settings.compile,
	};
	struct err ignored = {0};
	sandbox_run_deinit(&preparing->run);
	preparing->run = (struct sandbox_run){0};
	preparing->run.op.owner = preparing;
	preparing->run.op.ended = preparing_on_run;
	if (!sandbox_start(work->kit->sandbox, work->settings.sandbox_minimum, &preparing->run,
			   &command, &ignored))
		preparing_finish(preparing);
}

/* All is there: from now on the set is used. */
static void preparing_done(struct preparing *preparing)
{
	struct work *work = preparing->work;
	struct arena *arena = &work->job.arena;
	struct err err = {0};
	size_t at = preparing->linker;
	struct str linker = at < PREPARING_LINKERS ? str_of(preparing_linkers[at]) : STR("-");
	struct str ready =
		headers_ready(arena, preparing->key, preparing->text,
			      cache_size(preparing->folder, STR(HEADERS_RESULT)), linker);
	const char *path = arena_fmt(arena, "%.*s/" HEADERS_READY, STR_ARG(preparing->folder)).at;
	if (!file_replace(path, ready, &err))
		build_cache_failed(work, &err);
	cache_trim(file_dir(preparing->folder), HEADERS_SETS, HEADERS_BYTES);
	preparing_finish(preparing);
}

/* Let the next linker that is there link the probe, which uses the set. */
static void preparing_link(struct preparing *preparing)
{
	struct work *work = preparing->work;
	struct arena *arena = &work->job.arena;
	struct err err = {0};
	const char *name = NULL;
	for (; preparing->linker < PREPARING_LINKERS; preparing->linker++) {
		name = preparing_linkers[preparing->linker];
		if (file_on_path(arena, arena_fmt(arena, "ld.%s", name).at).len > 0)
			break;
	}
	if (preparing->linker == PREPARING_LINKERS ||
	    !file_replace(preparing->probe, STR(""), &err)) {
		preparing_done(preparing);
		return;
	}
	struct build build = preparing->build;
	const char *set = arena_fmt(arena, "%.*s/" HEADERS_SOURCE, STR_ARG(preparing->folder)).at;
	const char *const extra[] = {"-include", set, arena_fmt(arena, "-fuse-ld=%s", name).at,
				     NULL};
	build.extra = extra;
	const char *source =
		arena_fmt(arena, "%.*s/probe%s", STR_ARG(preparing->folder), work->to->suffix).at;
	preparing->stage = PREPARING_LINK;
	preparing_run(preparing, work->to->compile(arena, &build, source, preparing->probe),
		      preparing->probe, NULL);
}

static void preparing_next(struct preparing *preparing, bool good)
{
	struct work *work = preparing->work;
	struct arena *arena = &work->job.arena;
	const char *const argv[] = {preparing->probe, NULL};
	switch (preparing->stage) {
	case PREPARING_HEADERS:
		good = good && rename(preparing->part, arena_fmt(arena, "%.*s/" HEADERS_RESULT,
								 STR_ARG(preparing->folder))
							       .at) == 0;
		if (!good) {
			work->kit->tools->headers_refused =
				hash_more(hash_bytes(preparing->key), preparing->text);
			preparing_finish(preparing);
			return;
		}
		preparing_link(preparing);
		return;
	case PREPARING_LINK:
		if (good) {
			preparing->stage = PREPARING_RUN;
			preparing_run(preparing, argv, NULL, preparing->probe);
			return;
		}
		break;
	case PREPARING_RUN:
		if (good) {
			preparing_done(preparing);
			return;
		}
		break;
	}
	preparing->linker++;
	preparing_link(preparing);
}

static void preparing_on_run(struct op *op)
{
	struct preparing *preparing = op->owner;
	const struct sandbox_result *result = &preparing->run.result;
	if (preparing->cancelled || op->err.kind != ERR_NONE) {
		preparing_finish(preparing);
		return;
	}
	preparing_next(preparing, result->status == 0 && result->signal == 0 &&
					  result->limit == SANDBOX_NO_LIMIT);
}

static void preparing_on_turn(struct op *op)
{
	struct preparing *preparing = op->owner;
	struct work *work = preparing->work;
	struct arena *arena = &work->job.arena;
	if (preparing->cancelled || op->err.kind != ERR_NONE) {
		preparing_finish(preparing);
		return;
	}
	const char *source =
		arena_fmt(arena, "%.*s/" HEADERS_SOURCE, STR_ARG(preparing->folder)).at;
	preparing_run(preparing,
		      work->to->precompile(arena, &preparing->build, source, preparing->part),
		      preparing->part, NULL);
}

/* Make the files that preparing needs. */
static bool preparing_files(struct preparing *preparing, struct str sets)
{
	struct work *work = preparing->work;
	struct arena *arena = &work->job.arena;
	struct err err = {0};
	struct str name = headers_name(arena, preparing->key, preparing->text);
	struct str probe = arena_fmt(arena, "%.*sint main()\n{\n}\n", STR_ARG(preparing->text));
	bool good = cache_open_in(arena, sets, name, &preparing->folder, &err);
	struct str folder = preparing->folder;
	cache_trim(folder, HEADERS_FILES, HEADERS_BYTES); /* what a killed process left */
	preparing->part = arena_fmt(arena, "%.*s/.%ld-%" PRIu64, STR_ARG(folder), (long)getpid(),
				    loop_now_ns())
				  .at;
	preparing->probe = arena_fmt(arena, "%.*s/probe", STR_ARG(work->folder)).at;
	good = good &&
	       file_replace(arena_fmt(arena, "%.*s/" HEADERS_SOURCE, STR_ARG(folder)).at,
			    preparing->text, &err) &&
	       file_replace(arena_fmt(arena, "%.*s/probe%s", STR_ARG(folder), work->to->suffix).at,
			    probe, &err) &&
	       file_write_new(preparing->part, STR(""), &err);
	if (!good)
		build_cache_failed(work, &err);
	return good;
}

static void preparing_start(struct preparing *preparing, struct str sets)
{
	struct work *work = preparing->work;
	if (!preparing_files(preparing, sets))
		return;
	work->kit->tools->preparing = true;
	preparing->turn.op.owner = preparing;
	preparing->turn.op.ended = preparing_on_turn;
	preparing->turn.wanted = preparing_wanted;
	job_op(&work->job, &preparing->op);
	op_begin(&preparing->op, "preparing headers", preparing_cancel);
	job_background(&work->job, &preparing->op);
	turn_start(work->kit->queue, &preparing->turn, TURN_WORK);
}

void headers_foresee(struct work *work, struct str code)
{
	struct arena *arena = &work->job.arena;
	struct toolchain *tools = work->kit->tools;
	struct opening opening;
	struct headers best;
	struct str sets;
	if (work->preparing != NULL || work->unverified || work->compiler.path == NULL ||
	    work->to->precompile == NULL || tools->preparing ||
	    (work->original != NULL && work->original->op.running))
		return;
	/* The last line may not be whole. */
	while (code.len > 0 && code.at[code.len - 1] != '\n')
		code.len--;
	work->to->opening(code, &opening);
	if (!opening.whole || !build_cache_open(work, "headers", &sets))
		return;
	struct preparing *preparing = arena_new(arena, sizeof(*preparing));
	work->preparing = preparing;
	preparing->work = work;
	preparing->build = (struct build){.compiler = work->compiler.path, .warn = true};
	headers_find(work, &work->compiler, &preparing->build, code, &best);
	/* A set that holds most of it will do: each costs a second, and much room. */
	unsigned missing = opening.cost - best.opening.cost;
	if (missing < HEADERS_LEAST || missing * 3 < opening.cost)
		return;
	preparing->key = build_key(work, &work->compiler, &preparing->build, false);
	preparing->text = opening_text(arena, &opening);
	if (preparing->key.len > 0 &&
	    tools->headers_refused != hash_more(hash_bytes(preparing->key), preparing->text))
		preparing_start(preparing, sets);
}
