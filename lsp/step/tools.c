/*
 * What the checks need must be there before a model is paid: the interpreter, the compiler.
 * They are asked what they are once per process, in the sandbox like everything else; the
 * interpreter says where its parts lie, too, and what a guess from its path did not find is
 * shown from then on.
 */
#include "base/embedded.h"
#include "base/utf8.h"
#include "io/file.h"
#include "step/steps.h"
#include "step/work.h"
#include "toolchain.h"

enum {
	TOOLS_SAID_MAX = 32 << 10,
	TOOLS_VISIBLE_MAX = 2000,
	TOOLS_NAME_MAX = 100,
	TOOLS_REASON_MAX = 300,
	TOOLS_VERSION_MAX = 100
};

static struct ground tools_ground(struct work *work)
{
	return ground_of(&work->job.arena, work->workspace, work->path);
}

/* Take over what a tool said of itself: its version, and for an interpreter its places. */
static void tools_hear(struct work *work, struct tool *tool, struct str said)
{
	struct arena *arena = &work->job.arena;
	struct ground ground = tools_ground(work);
	struct str line;
	if (tool == &work->compiler) {
		str_line(&said, &tool->version);
		return;
	}
	while (str_line(&said, &line)) {
		if (tool->version.len == 0 && str_starts(line, STR("version Python ")))
			tool->version = str_part(line, 8, TOOLS_VERSION_MAX);
		prefix_show_said(arena, &ground, tool, line);
	}
}

/* Ask a tool what it is; false when it is known already, or when the sandbox refused. */
static bool tools_ask(struct work *work, struct tool *tool, struct sandbox_run *run)
{
	struct str said = toolchain_said(work->kit->tools, tool->path);
	if (said.len > 0) {
		tools_hear(work, tool, said);
		return false;
	}
	struct sandbox_mount mounts[TOOLCHAIN_MOUNTS];
	size_t count = 0;
	toolchain_mounts(tool, mounts, &count);
	const char *paths = arena_cstr(&work->job.arena, embedded_file("paths.py"));
	const char *const python[] = {tool->path, "-E", "-s", "-c", paths, NULL};
	const char *const compiler[] = {tool->path, "--version", NULL};
	struct sandbox_command command = {
		.argv = tool == &work->python ? python : compiler,
		.mounts = mounts,
		.mount_count = count,
		.limits = sandbox_run_limits,
	};
	return work_run(work, run, &command) == WAIT;
}

/* A path for a person: the home folder as "~", nothing that a terminal would obey. */
static void tools_add_path(struct buf *text, const struct ground *ground, struct str path)
{
	bool home = ground->home.len > 1 && file_within(path, ground->home);
	utf8_add_plain(text, home ? STR("~") : STR(""));
	utf8_add_plain(text, home ? str_part(path, ground->home.len, path.len) : path);
}

/* Whether the interpreter's folders hold it already, by its name and in truth. */
static bool tools_is_told(struct work *work, struct str path, struct str real)
{
	struct arena *arena = &work->job.arena;
	for (size_t i = 0; i < work->python.shown_count; i++) {
		struct str shown = str_of(work->python.shown[i]);
		if (file_within(path, shown) && file_within(real, path_real(arena, shown)))
			return true;
	}
	return false;
}

/* The paths of both tools, each once and where links of it lead, cut where there are very many. */
static void tools_add_shown(struct buf *text, const struct ground *ground, struct work *work)
{
	const struct tool *const tools[] = {&work->python, &work->compiler};
	size_t left_out = 0;
	for (size_t t = 0; t < sizeof(tools) / sizeof(tools[0]); t++)
		for (size_t i = 0; i < tools[t]->shown_count; i++) {
			struct str path = str_of(tools[t]->shown[i]);
			struct str real = path_real(&work->job.arena, path);
			if (t == 1 && tools_is_told(work, path, real))
				continue;
			if (text->len + path.len + real.len > TOOLS_VISIBLE_MAX) {
				left_out++;
				continue;
			}
			buf_add(text, STR(", "));
			tools_add_path(text, ground, path);
			if (str_eq(path, real))
				continue;
			buf_add(text, STR(" -> "));
			tools_add_path(text, ground, real);
		}
	if (left_out > 0)
		buf_addf(text, ", %zu more", left_out);
}

/* What programs could see, for the report. */
static void tools_tell_visible(struct work *work)
{
	struct ground ground = tools_ground(work);
	struct verdict *verdict = &work->job.verdict;
	if (sandbox_tier(work->kit->sandbox) == SANDBOX_NONE) {
		verdict->visible = STR("everything you can see yourself, network included");
		return;
	}
	struct buf text;
	buf_init(&text, 2 * TOOLS_VISIBLE_MAX);
	utf8_add_plain(&text, str_part(work->name, 0, TOOLS_NAME_MAX));
	if (work->input_count > 0 && work->inputs[0].shown.len > 0) {
		buf_add(&text, STR(", "));
		utf8_add_plain(&text, work->inputs[0].shown);
	}
	buf_add(&text, work->name.len > 0 ? STR(", /usr") : STR("/usr"));
	tools_add_shown(&text, &ground, work);
	buf_add(&text, STR("; read-only, no network"));
	verdict->visible = arena_str(&work->job.arena, buf_str(&text));
	buf_deinit(&text);
}

/* Is anything compiled? */
static bool tools_builds(const struct work *work)
{
	return work->to == NULL || work->to->compile != NULL;
}

static enum next tools_over(struct work *work)
{
	tools_tell_visible(work);
	return NEXT;
}

static enum next tools_start(struct job *job)
{
	struct work *work = work_of(job);
	struct arena *arena = &job->arena;
	const struct settings *settings = &work->settings;
	if (work->python.path != NULL || work->unverified)
		return NEXT; /* a later round, or nothing will be run */
	struct ground ground = tools_ground(work);
	if (!toolchain_python(arena, settings, &ground, work->path, &work->python, &job->err) ||
	    (tools_builds(work) &&
	     !toolchain_compiler(arena, settings, &ground, &work->compiler, &job->err)) ||
	    !file_job_folder(arena, &work->folder, &job->err))
		return FAIL;
	bool asked = tools_ask(work, &work->python, &work->run);
	bool also = tools_builds(work) && tools_ask(work, &work->compiler, &work->build);
	if (job->err.kind != ERR_NONE && job->foreground == 0)
		return FAIL;
	return asked || also ? WAIT : tools_over(work);
}

/* It does not even start: what it said, and what it could see when it did. */
static bool tools_refuse(struct work *work, const struct tool *tool, const struct sandbox_run *run)
{
	struct buf text, plain;
	buf_init(&text, TOOLS_REASON_MAX * 2);
	buf_init(&plain, TOOLS_REASON_MAX * 2);
	const char *setting = tool == &work->python ? "python" : "compiler";
	buf_addf(&text, "%s does not run in the sandbox, ", tool->path);
	if (tool->hidden.len > 0) {
		buf_addf(&text,
			 "which does not show %.*s; set \"%s\" to one with a folder of its own",
			 STR_ARG(tool->hidden), setting);
	} else {
		buf_add(&text, STR("where /usr"));
		for (size_t i = 0; i < tool->shown_count; i++)
			buf_addf(&text, ", %s", tool->shown[i]);
		buf_add(&text, STR(" can be seen"));
	}
	buf_add(&text, STR(": "));
	struct str said = str_trim(sandbox_err(run));
	buf_add(&text, str_part(said, 0, TOOLS_REASON_MAX));
	if (said.len == 0)
		buf_addf(&text, "it says nothing of itself (status %d, signal %d)",
			 run->result.status, run->result.signal);
	utf8_add_plain(&plain, buf_str(&text));
	err_set(&work->job.err, ERR_WORLD, "%.*s", STR_ARG(buf_str(&plain)));
	buf_deinit(&plain);
	buf_deinit(&text);
	return false;
}

/* Keep what a tool said of itself; false when it does not even run. */
static bool tools_learn(struct work *work, struct tool *tool, struct sandbox_run *run)
{
	struct job *job = &work->job;
	if (tool->version.len > 0)
		return true;
	if (!work_ran(work, run))
		return false;
	struct str said = str_part(sandbox_out(run), 0, TOOLS_SAID_MAX);
	said = arena_str(&job->arena, said);
	if (run->result.status != 0 || run->result.signal != 0)
		return tools_refuse(work, tool, run);
	tools_hear(work, tool, said);
	if (tool->version.len == 0)
		return tools_refuse(work, tool, run);
	if (tool == &work->python && !str_starts(tool->version, STR("Python 3")))
		return err_set(&job->err, ERR_WORLD,
			       "%s is %.*s, and Python 3 is needed: set \"python\"", tool->path,
			       STR_ARG(tool->version));
	toolchain_learn(work->kit, tool->path, said);
	return true;
}

static enum next tools_finish(struct job *job)
{
	struct work *work = work_of(job);
	if (!tools_learn(work, &work->python, &work->run) ||
	    (tools_builds(work) && !tools_learn(work, &work->compiler, &work->build)))
		return FAIL;
	return tools_over(work);
}

const struct step step_tools = {.title = "looking for the tools",
				.start = tools_start,
				.finish = tools_finish};
