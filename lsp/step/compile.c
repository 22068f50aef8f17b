/*
 * A place on the machine, then the compiler, in the sandbox. What the compiler says
 * against the code goes back to the model.
 */
#include "base/utf8.h"
#include "io/file.h"
#include "judge/build_log.h"
#include "step/steps.h"
#include "step/work.h"
#include "toolchain.h"

enum { COMPILE_SUMMARY_MAX = 4 << 10, COMPILE_LEAST_MEMORY = 64 << 20 };

static enum next turn_step_start(struct job *job)
{
	struct work *work = work_of(job);
	if (work->unverified || work->turn.held)
		return NEXT;
	job_op(job, &work->turn.op);
	turn_start(work->kit->queue, &work->turn, TURN_WORK);
	return WAIT;
}

static enum next turn_step_finish(struct job *job)
{
	(void)job;
	return NEXT;
}

const struct step step_turn = {.title = "waiting for the machine",
			       .start = turn_step_start,
			       .finish = turn_step_finish};

/* The files the compiler sees: the source, and an empty one that becomes the program. */
static bool compile_files(struct work *work, struct str *source, struct str *program)
{
	struct arena *arena = &work->job.arena;
	size_t round = (size_t)work->job.verdict.rounds;
	*source = arena_fmt(arena, "%.*s/candidate%zu%s", STR_ARG(work->folder), round,
			    work->to->suffix);
	*program = arena_fmt(arena, "%.*s/candidate", STR_ARG(work->folder));
	return file_replace(source->at, work->code, &work->job.err) &&
	       file_replace(program->at, STR(""), &work->job.err);
}

static struct str compile_command_line(struct arena *arena, const struct tool *compiler,
				       const char *const *argv)
{
	struct buf line;
	buf_init(&line, 4096);
	utf8_add_plain(&line, compiler->version);
	for (size_t i = 1; argv[i] != NULL && !str_starts(str_of(argv[i]), STR("/job/")); i++)
		if (!str_eq(str_of(argv[i]), STR("-o")))
			buf_addf(&line, " %s", argv[i]);
	struct str kept = arena_str(arena, buf_str(&line));
	buf_deinit(&line);
	return kept;
}

static enum next compile_start(struct job *job)
{
	struct work *work = work_of(job);
	work->compiled = work->code;
	if (work->unverified)
		return NEXT;
	job_say(job, "compiling");
	struct str source, program;
	if (!compile_files(work, &source, &program))
		return FAIL;
	const char *inside = arena_fmt(&job->arena, "/job/candidate%s", work->to->suffix).at;
	struct sandbox_mount mounts[TOOLCHAIN_MOUNTS] = {{.host = source.at, .inside = inside}};
	size_t count = 1;
	toolchain_mounts(&work->compiler, mounts, &count);
	const char *const *argv =
		work->to->compile(&job->arena, work->compiler.path, inside, "/job/artifact");
	job->verdict.compiler = compile_command_line(&job->arena, &work->compiler, argv);
	struct sandbox_command command = {
		.argv = argv,
		.mounts = mounts,
		.mount_count = count,
		.artifact = program.at,
		.limits = work->settings.compile,
	};
	return work_run(work, &work->build, &command);
}

/* The linker knows no lines. */
static void compile_add_error(struct verdict *verdict, const struct build_error *error)
{
	if (error->line > 0)
		verdict_add(verdict, FINDING_COMPILE_ERROR, "line %zu: %.*s", error->line,
			    STR_ARG(error->text));
	else
		verdict_add(verdict, FINDING_COMPILE_ERROR, "%.*s", STR_ARG(error->text));
}

/*
 * A limit that a program below the compiler driver met: the driver says how that ended, and
 * fails like on any other day.
 */
static enum sandbox_limit compile_limit(const struct work *work, struct str log)
{
	static const struct {
		const char *words;
		enum sandbox_limit limit;
	} signs[] = {
		{"File size limit exceeded", SANDBOX_LIMIT_DISK},
		{"No space left on device", SANDBOX_LIMIT_DISK},
		{"virtual memory exhausted", SANDBOX_LIMIT_MEMORY},
		{"out of memory allocating", SANDBOX_LIMIT_MEMORY},
		{"LLVM ERROR: out of memory", SANDBOX_LIMIT_MEMORY},
		{"annot allocate memory", SANDBOX_LIMIT_MEMORY},
		{"Killed signal terminated program", SANDBOX_LIMIT_MEMORY},
	};
	const struct sandbox_result *result = &work->build.result;
	if (result->limit != SANDBOX_NO_LIMIT)
		return result->limit;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (str_has(log, str_of(signs[i].words)))
			return signs[i].limit;
	/* Not enough even to start: with as little memory as that it cannot be anything else. */
	bool small = work->settings.compile.memory < COMPILE_LEAST_MEMORY;
	return small && str_has(log, STR("signal terminated program")) ? SANDBOX_LIMIT_MEMORY
								       : SANDBOX_NO_LIMIT;
}

/* Stopped by a limit: the model hears which, for it may well be its program's fault. */
static enum next compile_stopped(struct work *work, enum sandbox_limit limit)
{
	struct job *job = &work->job;
	work->build.result.limit = limit;
	struct str met = work_limit_text(work, &work->build.result, &work->settings.compile);
	verdict_add(&job->verdict, FINDING_LIMIT, "the compiler was stopped: %.*s", STR_ARG(met));
	job_show(job);
	met = sandbox_limit_text(&job->arena, limit, &work->settings.compile);
	return job_repair(job,
			  arena_fmt(&job->arena,
				    "Compiling it was stopped: it took %.*s. Write a program that "
				    "compiles with less.",
				    STR_ARG(met)));
}

static enum next compile_finish(struct job *job)
{
	struct work *work = work_of(job);
	struct verdict *verdict = &job->verdict;
	if (!work_ran(work, &work->build))
		return FAIL;
	const struct sandbox_result *result = &work->build.result;
	if (result->status == 0 && result->signal == 0 && result->limit == SANDBOX_NO_LIMIT) {
		verdict->compiles = VERDICT_COMPILES;
		return NEXT;
	}
	turn_give_back(&work->turn);
	verdict->compiles = VERDICT_COMPILE_ERROR;
	struct str log = buf_str(&work->build.err);
	if (log.len == 0)
		log = buf_str(&work->build.out);
	struct build_error first;
	enum sandbox_limit limit = compile_limit(work, log);
	if (limit != SANDBOX_NO_LIMIT)
		return compile_stopped(work, limit);
	if (build_log_errors(&job->arena, log, &first, 1) > 0)
		compile_add_error(verdict, &first);
	else
		verdict_add(verdict, FINDING_COMPILE_ERROR,
			    "the compiler failed (status %d, signal %d)", result->status,
			    result->signal);
	job_show(job);
	struct str summary = build_log_summary(&job->arena, log, COMPILE_SUMMARY_MAX);
	return job_repair(job,
			  arena_fmt(&job->arena, "It does not compile:\n\n%.*s", STR_ARG(summary)));
}

const struct step step_compile = {.title = "compiling",
				  .start = compile_start,
				  .finish = compile_finish};
