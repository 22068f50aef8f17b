/*
 * What the checks need must be there before a model is paid: the interpreter, the compiler.
 * Their versions are asked once per process, in the sandbox like everything else.
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
	return work_run(work, run, &command) == FAIL;
}

static enum next tools_start(struct job *job)
{
	struct work *work = work_of(job);
	struct arena *arena = &job->arena;
	if (work->python.path != NULL || work->unverified)
		return NEXT; /* a later round, or nothing will be run */
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
	if (!work_ran(work, run))
		return false;
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
