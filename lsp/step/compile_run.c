/*
 * One way to a program, the same for all who build: what was built before is taken from the
 * cache; else the compiler runs, with prepared headers where they fit, and once more without them
 * if that fails: what is said against the code is then said of the code alone, and a set that did
 * harm is dropped. For its owner it is one run in any case.
 */
#include "compile.h"

#include "build_cache.h"
#include "build_key.h"
#include "headers.h"
#include "io/file.h"
#include "toolchain.h"

enum { COMPILE_AGAIN_S = 20 };

/* A run of the compiler: between its op and whoever waits for that. */
struct compile {
	struct work *work;
	struct sandbox_run *run;
	const struct tool *compiler;
	struct build build;
	const char *source, *program; /* host paths */
	struct str kept;              /* under which key it is kept; empty: it is not */
	struct headers headers;       /* without a folder: none */
	struct headers blamed;        /* what the run before this one used */
	void *owner;
	void (*ended)(struct op *);
};

/* The command of one run, its parts in the arena. */
static struct sandbox_command compile_command(struct compile *compile)
{
	struct work *work = compile->work;
	struct arena *arena = &work->job.arena;
	struct build build = compile->build;
	struct sandbox_mount *mounts = arena_array(arena, TOOLCHAIN_MOUNTS, sizeof(*mounts));
	const char *inside = arena_fmt(arena, "/job/candidate%s", work->to->suffix).at;
	size_t count = 0, own = 0;
	mounts[count++] = (struct sandbox_mount){.host = compile->source, .inside = inside};
	if (compile->headers.folder.len > 0) {
		const char *const *flags = build.extra;
		mounts[count++] = (struct sandbox_mount){.host = compile->headers.folder.at};
		while (flags != NULL && flags[own] != NULL)
			own++;
		const char **extra = arena_array(arena, own + HEADERS_FLAGS, sizeof(*extra));
		for (size_t i = 0; i < own; i++)
			extra[i] = flags[i];
		for (size_t i = 0; compile->headers.flags[i] != NULL; i++)
			extra[own + i] = compile->headers.flags[i];
		build.extra = extra;
	}
	toolchain_mounts(compile->compiler, mounts, &count);
	return (struct sandbox_command){
		.argv = work->to->compile(arena, &build, inside, "/job/artifact"),
		.mounts = mounts,
		.mount_count = count,
		.artifact = compile->program,
		.limits = work->settings.compile,
	};
}

/* Try without the prepared headers; false when nothing was begun. */
static bool compile_again(struct compile *compile, void (*on_run)(struct op *))
{
	struct work *work = compile->work;
	struct sandbox_run *run = compile->run;
	compile->blamed = compile->headers;
	compile->headers.folder = STR("");
	struct sandbox_command command = compile_command(compile);
	sandbox_run_deinit(run);
	run->op.owner = compile;
	run->op.ended = on_run;
	if (file_replace(compile->program, STR(""), &run->op.err) &&
	    sandbox_start(work->kit->sandbox, work->settings.sandbox_minimum, run, &command,
			  &run->op.err))
		return true;
	run->op.owner = compile->owner;
	run->op.ended = compile->ended;
	return false;
}

/*
 * Whether it is worth while to go without the prepared headers: the compiler failed or passed them
 * by. Not where time is short, or nobody waits.
 */
static bool compile_may_blame(const struct compile *compile)
{
	const struct job *job = &compile->work->job;
	const struct sandbox_result *result = &compile->run->result;
	bool good =
		compile_succeeded(compile->run) && !headers_were_refused(sandbox_err(compile->run));
	return compile->headers.folder.len > 0 && !good && result->limit != SANDBOX_LIMIT_WALL &&
	       result->wall_s < COMPILE_AGAIN_S && !job->cancelled && job->end == JOB_RUNNING;
}

static void compile_on_run(struct op *op)
{
	struct compile *compile = op->owner;
	op->owner = compile->owner;
	op->ended = compile->ended;
	bool ran = op->err.kind == ERR_NONE;
	if (ran && compile_may_blame(compile) && compile_again(compile, compile_on_run))
		return;
	if (ran && compile_succeeded(compile->run)) {
		if (compile->blamed.folder.len > 0)
			headers_drop(&compile->blamed);
		build_cache_put(compile->work, compile->kept, compile->program,
				sandbox_err(compile->run));
	}
	op->ended(op);
}

static const char *const *compile_flags(struct arena *arena, const char *const *flags)
{
	size_t count = 0;
	while (flags != NULL && flags[count] != NULL)
		count++;
	const char **kept = arena_array(arena, count + 1, sizeof(*kept));
	for (size_t i = 0; i < count; i++)
		kept[i] = arena_cstr(arena, str_of(flags[i]));
	return kept;
}

/* It was built before. */
static enum next compile_recall(struct compile *compile, struct str log)
{
	struct sandbox_run *run = compile->run;
	sandbox_run_deinit(run);
	*run = (struct sandbox_run){0};
	job_op(&compile->work->job, &run->op);
	sandbox_recall(compile->work->kit->loop, run, log);
	return WAIT;
}

enum next compile_run(struct work *work, struct sandbox_run *run, const struct tool *compiler,
		      const struct build *build, const char *program)
{
	struct job *job = &work->job;
	struct arena *arena = &job->arena;
	struct compile *compile = arena_new(arena, sizeof(*compile));
	struct str code =
		work->to->source == NULL ? work->code : work->to->source(arena, build, work->code);
	struct str log;
	*compile =
		(struct compile){.work = work, .run = run, .compiler = compiler, .build = *build};
	compile->build.extra = compile_flags(arena, build->extra);
	compile->program = arena_cstr(arena, str_of(program));
	compile->source =
		arena_fmt(arena, "%s%d%s", program, job->verdict.rounds, work->to->suffix).at;
	if (work->settings.cache_enabled)
		compile->kept = build_cache_key(work, build_key(work, compiler, build, true), code);
	if (build_cache_take(work, compile->kept, program, &log))
		return compile_recall(compile, log);
	headers_find(work, compiler, build, code, &compile->headers);
	/* The compiler writes into an empty file that is there already. */
	if (!file_replace(compile->source, code, &job->err) ||
	    !file_replace(program, STR(""), &job->err))
		return FAIL;
	struct sandbox_command command = compile_command(compile);
	enum next next = work_run(work, run, &command);
	if (next != WAIT)
		return next;
	compile->owner = run->op.owner;
	compile->ended = run->op.ended;
	run->op.owner = compile;
	run->op.ended = compile_on_run;
	return WAIT;
}
