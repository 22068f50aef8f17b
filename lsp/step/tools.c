/*
 * What the checks need must be there before a model is paid: a sandbox, the
 * interpreter, the compiler. Their versions are asked once per process, in the sandbox
 * like everything else. Without a sandbox the text is still delivered, unverified.
 */
#include "io/file.h"
#include "step/steps.h"
#include "step/work.h"
#include "toolchain.h"

/* Start `tool --version`; true when its version is known already. */
static bool tools_ask_version(struct work *work, struct tool *tool, struct sandbox_run *run)
{
	tool->version = toolchain_version(work->kit->tools, tool->path);
	if (tool->version.len > 0)
		return true;
	struct sandbox_mount mounts[TOOLCHAIN_MOUNTS];
	size_t count = 0;
	toolchain_mounts(tool, mounts, &count);
	const char *const argv[] = {tool->path, "--version", NULL};
	struct sandbox_command command = {
		.argv = argv,
		.mounts = mounts,
		.mount_count = count,
		.limits = sandbox_run_limits,
	};
	sandbox_run_deinit(run);
	*run = (struct sandbox_run){0};
	job_op(&work->job, &run->op);
	if (sandbox_start(work->kit->sandbox, run, &command, &work->job.err))
		return false;
	job_op_refused(&work->job, &run->op);
	return true;
}

/* Unverified is all we can offer; for `check` that is nothing. */
static enum next tools_no_sandbox(struct work *work, const struct err *why)
{
	struct job *job = &work->job;
	verdict_add(&job->verdict, FINDING_NOT_VERIFIED, "%s", why->text);
	work->unverified = true;
	if (work->candidate.len > 0)
		return job_fail(job, ERR_WORLD, "nothing was run: %s", why->text);
	return NEXT;
}

static enum next tools_start(struct job *job)
{
	struct work *work = work_of(job);
	struct arena *arena = &job->arena;
	struct err err = {0};
	if (work->python.path != NULL)
		return NEXT; /* a later round */
	struct sandbox *sandbox = kit_sandbox(work->kit, work->settings.sandbox_minimum);
	job->verdict.sandbox = arena_str(arena, sandbox_describe(sandbox));
	if (!sandbox_usable(sandbox, &err))
		return tools_no_sandbox(work, &err);
	if (!toolchain_python(arena, work->settings.python, work->path, &work->python, &job->err) ||
	    !toolchain_compiler(arena, work->settings.compiler, &work->compiler, &job->err) ||
	    !file_job_folder(arena, &work->folder, &job->err))
		return FAIL;
	bool known = tools_ask_version(work, &work->python, &work->run);
	bool also = tools_ask_version(work, &work->compiler, &work->build);
	if (job->err.kind != ERR_NONE && job->foreground == 0)
		return FAIL;
	return known && also ? NEXT : WAIT;
}

/* Keep the first line of what a tool said of itself; false when it does not even run. */
static bool tools_learn(struct work *work, struct tool *tool, struct sandbox_run *run)
{
	struct job *job = &work->job;
	if (tool->version.len > 0)
		return true;
	if (run->op.err.kind != ERR_NONE) {
		job->err = run->op.err;
		return false;
	}
	struct str said = buf_str(&run->out), line = STR("");
	str_line(&said, &line);
	if (run->result.status != 0 || run->result.signal != 0 || line.len == 0)
		return err_set(&job->err, ERR_WORLD, "%s does not run in the sandbox: %.*s",
			       tool->path, STR_ARG(str_part(str_trim(buf_str(&run->err)), 0, 300)));
	toolchain_learn(work->kit, tool->path, line);
	tool->version = arena_str(&job->arena, line);
	return true;
}

static enum next tools_finish(struct job *job)
{
	struct work *work = work_of(job);
	if (!tools_learn(work, &work->python, &work->run) ||
	    !tools_learn(work, &work->compiler, &work->build))
		return FAIL;
	return NEXT;
}

const struct step step_tools = {.title = "looking for the tools",
				.start = tools_start,
				.finish = tools_finish};
