/*
 * A place on the machine, then the compiler, in the sandbox. What the compiler says
 * against the code goes back to the model.
 */
#include "compile.h"

#include "base/utf8.h"
#include "io/file.h"
#include "judge/build_log.h"
#include "step/steps.h"
#include "step/work.h"
#include "toolchain.h"

enum { COMPILE_SUMMARY_MAX = 4 << 10, COMPILE_LEAST_MEMORY = 64 << 20, COMPILE_WARNINGS = 10 };

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

/* Flags that say how to build and nothing of what is built: a person need not read them. */
static bool compile_is_ours(struct str flag)
{
	static const char *const ours[] = {"-o", "-pipe", "-W", "-fmax-errors", "-ferror-limit"};
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (str_starts(flag, str_of(ours[i])))
			return true;
	return false;
}

struct str compile_flag_line(struct work *work, const struct build *build)
{
	struct arena *arena = &work->job.arena;
	const char *const *argv = work->to->compile(arena, build, "/job/", "/job/");
	struct buf line;
	buf_init(&line, 4096);
	for (size_t i = 1; argv[i] != NULL; i++)
		if (!compile_is_ours(str_of(argv[i])) && !str_has(str_of(argv[i]), STR("/job/")))
			buf_addf(&line, "%s%s", line.len > 0 ? " " : "", argv[i]);
	struct str kept = arena_str(arena, buf_str(&line));
	buf_deinit(&line);
	return kept;
}

struct str compile_command_line(struct work *work, const struct tool *compiler,
				const struct build *build)
{
	struct arena *arena = &work->job.arena;
	struct buf line;
	buf_init(&line, 4096);
	utf8_add_plain(&line, compiler->version);
	buf_addf(&line, " %.*s", STR_ARG(compile_flag_line(work, build)));
	struct str kept = arena_str(arena, buf_str(&line));
	buf_deinit(&line);
	return kept;
}

bool compile_succeeded(const struct sandbox_run *run)
{
	const struct sandbox_result *result = &run->result;
	return result->status == 0 && result->signal == 0 && result->limit == SANDBOX_NO_LIMIT;
}

static enum next compile_start(struct job *job)
{
	struct work *work = work_of(job);
	work->compiled = work->code;
	work->input = 0;
	work->warned = STR("");
	if (work->unverified)
		return NEXT;
	job_say(job, "compiling");
	struct build build = {.compiler = work->compiler.path, .warn = true};
	job->verdict.compiler = compile_command_line(work, &work->compiler, &build);
	struct str program = arena_fmt(&job->arena, "%.*s/candidate", STR_ARG(work->folder));
	return compile_run(work, &work->build, &work->compiler, &build, program.at);
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

/*
 * What the compiler warns of is shown and changes nothing; what may be more than style is in the
 * next question, if there is one for another reason.
 */
static void compile_warned(struct work *work)
{
	struct arena *arena = &work->job.arena;
	struct build_error warnings[COMPILE_WARNINGS];
	size_t count =
		build_log_warnings(arena, sandbox_err(&work->build), warnings, COMPILE_WARNINGS);
	struct buf all, matter;
	buf_init(&all, COMPILE_SUMMARY_MAX);
	buf_init(&matter, COMPILE_SUMMARY_MAX);
	for (size_t i = 0; i < count; i++) {
		struct str line = arena_fmt(arena, "line %zu: %.*s\n", warnings[i].line,
					    STR_ARG(warnings[i].text));
		buf_add(&all, line);
		if (build_log_matters(warnings[i].text))
			buf_add(&matter, line);
	}
	if (count > 0)
		verdict_add(&work->job.verdict, FINDING_WARNING, "the compiler warns:\n%.*s",
			    STR_ARG(buf_str(&all)));
	work->warned = arena_str(arena, buf_str(&matter));
	buf_deinit(&matter);
	buf_deinit(&all);
}

static enum next compile_finish(struct job *job)
{
	struct work *work = work_of(job);
	struct verdict *verdict = &job->verdict;
	if (!work_ran(work, &work->build))
		return FAIL;
	const struct sandbox_result *result = &work->build.result;
	if (compile_succeeded(&work->build)) {
		verdict->compiles = VERDICT_COMPILES;
		compile_warned(work);
		return NEXT;
	}
	turn_give_back(&work->turn);
	verdict->compiles = VERDICT_COMPILE_ERROR;
	struct str log = sandbox_err(&work->build);
	if (log.len == 0)
		log = sandbox_out(&work->build);
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
