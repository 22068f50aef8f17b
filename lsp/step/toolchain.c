/*
 * Finds interpreter and compiler without running anything: by the settings, the environment,
 * PATH and links. What lives outside /usr is hidden in the sandbox, so what must be shown of it
 * is noted too (prefix.c).
 */
#include "toolchain.h"

#include <string.h>
#include <unistd.h>

#include "io/file.h"
#include "shims.h"

enum { TOOLCHAIN_LINKS = 40, TOOLCHAIN_PATH = 4096 };

/* Programs that stand in for a compiler and want a folder of their own to write to. */
static const char *const toolchain_wrappers[] = {"ccache", "colorgcc", "distcc", "icecc",
						 "sccache"};

static bool toolchain_is_wrapper(struct arena *arena, struct str program)
{
	struct str real;
	struct err ignored = {0};
	if (!file_real_path(arena, arena_cstr(arena, program), &real, &ignored))
		return false;
	for (size_t i = 0; i < sizeof(toolchain_wrappers) / sizeof(toolchain_wrappers[0]); i++)
		if (str_eq(file_base(real), str_of(toolchain_wrappers[i])))
			return true;
	return false;
}

/* Whether an entry of PATH may be looked in: the user's, and not what the project put there. */
static bool toolchain_may_enter(const struct ground *ground, struct arena *arena, struct str folder)
{
	return str_starts(folder, STR("/")) && !ground_in_workspace(ground, arena, folder);
}

/* The first program of that name on PATH that is no wrapper; a shim stands for what it starts. */
static struct str toolchain_on_path(struct arena *arena, const struct ground *ground,
				    struct str name, struct str script)
{
	struct str rest = file_env("PATH"), folder;
	while (str_split(&rest, ':', &folder)) {
		struct str file = arena_fmt(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
		/* Also not by a link of the user's that leads into the project. */
		if (!toolchain_may_enter(ground, arena, folder) ||
		    ground_in_workspace(ground, arena, file) ||
		    file_on_path(arena, file.at).len == 0 || toolchain_is_wrapper(arena, file))
			continue;
		if (!str_ends(folder, STR("/shims")))
			return file;
		struct str behind = str_eq(name, STR("python3"))
					    ? shims_python(arena, folder, script)
					    : STR("");
		if (behind.len > 0)
			return behind;
	}
	return STR("");
}

/* Whether a program is part of this project, or of another one. */
static bool toolchain_is_projects(const struct ground *ground, struct arena *arena,
				  struct str program)
{
	return ground_in_workspace(ground, arena, program) ||
	       ground_is_versioned(ground, arena, program);
}

static bool toolchain_folder_on_path(const struct ground *ground, struct arena *arena,
				     struct str real)
{
	struct str rest = file_env("PATH"), folder;
	while (str_split(&rest, ':', &folder))
		if (toolchain_may_enter(ground, arena, folder) &&
		    str_eq(path_real(arena, folder), real))
			return true;
	return false;
}

/*
 * Why a program may not be chosen by an editor, which hands on what a project says; NULL: it may.
 * What lies on PATH is the user's, and so is an installation that came with no project.
 */
static const char *toolchain_denies(const struct ground *ground, struct arena *arena,
				    struct str program)
{
	struct str folder = path_real(arena, file_dir(program));
	if (ground_in_workspace(ground, arena, program))
		return "lies in the project";
	if (ground_is_system(folder) || toolchain_folder_on_path(ground, arena, folder))
		return NULL;
	if (ground_is_versioned(ground, arena, program))
		return "lies in a project";
	if (!str_eq(file_base(folder), STR("bin")) || !install_is_prefix(arena, file_dir(folder)))
		return "is not on PATH and lies in no installation";
	return NULL;
}

/* What a setting names: a path, "~/…", or a name on PATH. */
static bool toolchain_setting(struct arena *arena, const struct ground *ground, const char *name,
			      struct str setting, bool by_editor, struct str *found,
			      struct err *err)
{
	if (str_starts(setting, STR("~/")))
		setting = arena_fmt(arena, "%.*s%.*s", STR_ARG(file_home(arena)),
				    STR_ARG(str_part(setting, 1, setting.len)));
	*found = arena_str(arena, setting);
	if (!str_has(setting, STR("/")))
		*found = toolchain_on_path(arena, ground, setting, STR(""));
	if (found->len > 0 && found->at[0] != '/')
		return err_set(err, ERR_INPUT,
			       "the setting %s names %.*s, which must be an absolute path or a "
			       "name on PATH",
			       name, STR_ARG(setting));
	const char *reason =
		by_editor && found->len > 0 ? toolchain_denies(ground, arena, *found) : NULL;
	if (reason != NULL)
		return err_set(
			err, ERR_INPUT,
			"the setting %s names %.*s, which %s: what is run "
			"must not be the project's choice, so set it in your own config.json",
			name, STR_ARG(setting), reason);
	if (file_on_path(arena, found->at).len == 0)
		return err_set(err, ERR_INPUT, "the setting %s names %.*s, which cannot be run",
			       name, STR_ARG(setting));
	return true;
}

/* The interpreter of an environment the user has activated; empty: none is. */
static struct str toolchain_active(struct arena *arena)
{
	static const char *const variables[] = {"VIRTUAL_ENV", "CONDA_PREFIX"};
	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		struct str prefix = file_env(variables[i]);
		bool base = i == 1 && str_eq(file_env("CONDA_DEFAULT_ENV"), STR("base"));
		struct str file = arena_fmt(arena, "%.*s/bin/python3", STR_ARG(prefix));
		if (!base && prefix.len > 0 && file_on_path(arena, file.at).len > 0)
			return file;
	}
	return STR("");
}

bool toolchain_python(struct arena *arena, const struct settings *settings,
		      const struct ground *ground, struct str script, struct tool *tool,
		      struct err *err)
{
	struct str found = toolchain_active(arena);
	if (settings->python.len > 0) {
		if (!toolchain_setting(arena, ground, "python", settings->python,
				       settings->python_by_editor, &found, err))
			return false;
		if (str_ends(file_dir(found), STR("/shims")))
			found = shims_python(arena, file_dir(found), script);
	} else if (found.len == 0) {
		found = toolchain_on_path(arena, ground, STR("python3"), script);
	}
	if (found.len == 0)
		return err_set(
			err, ERR_WORLD,
			"no python3 on PATH: install it (apt install python3) or set \"python\"");
	struct str real = path_real(arena, found);
	/* In a venv, bin/python3 is a link to the base: its own path is what makes it the venv. */
	bool venv = prefix_show_base(arena, ground, tool, found);
	/* Links of a project are followed one by one: where they lead is not the user's choice. */
	bool steps = venv || toolchain_is_projects(ground, arena, found);
	prefix_show(arena, ground, tool, steps ? found : real);
	tool->path = arena_cstr(arena, venv ? found : real);
	return true;
}

/* A path with the links of its folder resolved, and not those of its last part. */
static struct str toolchain_settle(struct arena *arena, struct str path)
{
	struct str folder;
	struct err ignored = {0};
	if (!file_real_path(arena, arena_cstr(arena, file_dir(path)), &folder, &ignored))
		return path;
	return arena_fmt(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(file_base(path)));
}

/*
 * Follow links as long as they lead from outside /usr to something that still is called
 * "…++…": a compiler driver knows by its name which language it is for. Where the name is lost
 * on the way (clang++ -> ../llvm/bin/clang-17), it may stand beside the true program.
 */
static struct str toolchain_follow(struct arena *arena, struct str path)
{
	for (int links = 0; links < TOOLCHAIN_LINKS; links++) {
		char target[TOOLCHAIN_PATH];
		path = arena_str(arena, path);
		if (str_starts(path, STR("/usr/")))
			break;
		path = toolchain_settle(arena, path);
		ssize_t len = readlink(path.at, target, sizeof(target));
		if (len <= 0 || (size_t)len == sizeof(target))
			break;
		struct str to = {target, (size_t)len};
		if (to.at[0] != '/')
			to = arena_fmt(arena, "%.*s/%.*s", STR_ARG(file_dir(path)), STR_ARG(to));
		if (!str_has(file_base(to), STR("++"))) {
			struct str beside = arena_fmt(arena, "%.*s/%.*s", STR_ARG(file_dir(to)),
						      STR_ARG(file_base(path)));
			beside = toolchain_settle(arena, beside);
			if (str_eq(beside, path) || access(beside.at, X_OK) != 0)
				break;
			to = beside;
		}
		path = to;
	}
	return arena_str(arena, path);
}

bool toolchain_compiler(struct arena *arena, const struct settings *settings,
			const struct ground *ground, struct tool *tool, struct err *err)
{
	static const char *const names[] = {"g++", "clang++", "c++"};
	struct str found = STR(""), setting = settings->compiler;
	if (setting.len > 0 && !toolchain_setting(arena, ground, "compiler", setting,
						  settings->compiler_by_editor, &found, err))
		return false;
	/* A wrapper by its path: the program that it would start is further down on PATH. */
	if (found.len > 0 && toolchain_is_wrapper(arena, found))
		found = toolchain_on_path(arena, ground, file_base(found), STR(""));
	for (size_t i = 0; found.len == 0 && i < sizeof(names) / sizeof(names[0]); i++)
		found = toolchain_on_path(arena, ground, str_of(names[i]), STR(""));
	if (found.len == 0)
		return err_set(err, ERR_WORLD,
			       "no C++ compiler on PATH: install one (apt install g++) or set "
			       "\"compiler\"");
	struct str real = toolchain_follow(arena, found);
	bool steps = toolchain_is_projects(ground, arena, found);
	prefix_show(arena, ground, tool, steps ? found : real);
	tool->path = arena_cstr(arena, real);
	return true;
}

static bool toolchain_listed(struct arena *arena, const struct tool *tools, size_t count,
			     const char *path)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(path_real(arena, str_of(tools[i].path)), path_real(arena, str_of(path))))
			return true;
	return false;
}

size_t toolchain_compilers(struct arena *arena, const struct settings *settings,
			   const struct ground *ground, struct tool *tools, size_t max,
			   struct err *err)
{
	bool set = settings->builds_compilers.len > 0;
	struct str rest = set ? settings->builds_compilers : STR("g++,clang++"), name;
	size_t count = 0;
	while (count < max && str_split(&rest, ',', &name)) {
		struct settings one = *settings;
		struct tool tool = {0};
		struct err why = {0};
		one.compiler = str_trim(name);
		one.compiler_by_editor = set && settings->compilers_by_editor;
		if (one.compiler.len == 0)
			continue;
		if (!toolchain_compiler(arena, &one, ground, &tool, &why)) {
			if (set)
				*err = why;
			continue;
		}
		if (!toolchain_listed(arena, tools, count, tool.path))
			tools[count++] = tool;
	}
	return count;
}

void toolchain_mounts(const struct tool *tool, struct sandbox_mount *mounts, size_t *count)
{
	for (size_t i = 0; i < tool->shown_count; i++)
		mounts[(*count)++] = (struct sandbox_mount){.host = tool->shown[i]};
}

struct str toolchain_said(const struct toolchain *tools, const char *path)
{
	for (size_t i = 0; i < tools->count; i++)
		if (strcmp(tools->known[i].path, path) == 0)
			return tools->known[i].said;
	return STR("");
}

void toolchain_learn(struct kit *kit, const char *path, struct str said)
{
	struct toolchain *tools = kit->tools;
	if (tools->count == TOOLCHAIN_KNOWN || toolchain_said(tools, path).len > 0)
		return;
	tools->known[tools->count].path = arena_cstr(&kit->arena, str_of(path));
	tools->known[tools->count++].said = arena_str(&kit->arena, said);
}
