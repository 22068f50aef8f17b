/*
 * Finds interpreter and compiler without running anything: by PATH, links, pyenv's
 * version files and pyvenv.cfg. What lives outside /usr is hidden in the sandbox, so
 * its folder is noted too, to be made visible.
 */
#include "toolchain.h"

#include <string.h>
#include <unistd.h>

#include "io/file.h"

enum { TOOLCHAIN_FILE_MAX = 64 << 10, TOOLCHAIN_LINKS = 40 };

/* The folder two levels up from an executable: /opt/py/bin/python3 -> /opt/py. NULL below /usr. */
static const char *toolchain_prefix(struct arena *arena, struct str executable)
{
	if (str_starts(executable, STR("/usr/")) || str_starts(executable, STR("/bin/")))
		return NULL;
	return arena_cstr(arena, file_dir(file_dir(executable)));
}

/* What a pyenv shim would start: the version of the script's folder, else the global one. */
static struct str toolchain_behind_shim(struct arena *arena, struct str shim, struct str script)
{
	struct str root = file_dir(file_dir(shim));
	struct str version = STR(""), bytes;
	struct err ignored = {0};
	for (struct str dir = file_dir(script); version.len == 0 && dir.len > 1;
	     dir = file_dir(dir)) {
		struct str file = arena_fmt(arena, "%.*s/.python-version", STR_ARG(dir));
		if (file_read(arena, file.at, TOOLCHAIN_FILE_MAX, &bytes, &ignored))
			str_line(&bytes, &version);
	}
	struct str global = arena_fmt(arena, "%.*s/version", STR_ARG(root));
	if (version.len == 0 && file_read(arena, global.at, TOOLCHAIN_FILE_MAX, &bytes, &ignored))
		str_line(&bytes, &version);
	version = str_trim(version);
	if (version.len == 0 || str_has(version, STR("/")))
		return STR("");
	return arena_fmt(arena, "%.*s/versions/%.*s/bin/python3", STR_ARG(root), STR_ARG(version));
}

/* The first python3 on PATH that is no shim, or what the shim stands for. */
static struct str toolchain_python_on_path(struct arena *arena, struct str script)
{
	struct str rest = file_env("PATH"), dir;
	while (str_split(&rest, ':', &dir)) {
		struct str file = arena_fmt(arena, "%.*s/python3", STR_ARG(dir));
		if (dir.len == 0 || access(file.at, X_OK) != 0)
			continue;
		if (!str_ends(dir, STR("/shims")))
			return file;
		struct str behind = toolchain_behind_shim(arena, file, script);
		if (behind.len > 0 && access(behind.at, X_OK) == 0)
			return behind;
	}
	return STR("");
}

/* A virtual environment names the installation it was made from in pyvenv.cfg. */
static const char *toolchain_venv_home(struct arena *arena, const char *prefix)
{
	struct str bytes, line;
	struct err ignored = {0};
	struct str file = arena_fmt(arena, "%s/pyvenv.cfg", prefix);
	if (!file_read(arena, file.at, TOOLCHAIN_FILE_MAX, &bytes, &ignored))
		return NULL;
	while (str_line(&bytes, &line)) {
		struct str key;
		if (!str_split(&line, '=', &key) || !str_eq(str_trim(key), STR("home")))
			continue;
		struct str bin = str_trim(line);
		return toolchain_prefix(arena, arena_fmt(arena, "%.*s/python3", STR_ARG(bin)));
	}
	return NULL;
}

bool toolchain_python(struct arena *arena, struct str setting, struct str script, struct tool *tool,
		      struct err *err)
{
	struct str venv = file_env("VIRTUAL_ENV");
	struct str found = setting;
	if (found.len == 0 && str_starts(venv, STR("/")))
		found = arena_fmt(arena, "%.*s/bin/python3", STR_ARG(venv));
	if (found.len == 0 || access(arena_cstr(arena, found), X_OK) != 0) {
		if (setting.len > 0)
			return err_set(err, ERR_INPUT,
				       "the setting python names %.*s, which cannot be run",
				       STR_ARG(setting));
		found = toolchain_python_on_path(arena, script);
	}
	if (found.len == 0)
		return err_set(
			err, ERR_WORLD,
			"no python3 on PATH: install it (apt install python3) or set \"python\"");
	/* In a venv, bin/python3 is a link to the base: its own path is what makes it the venv. */
	const char *prefix = toolchain_prefix(arena, found);
	if (prefix != NULL && (tool->home = toolchain_venv_home(arena, prefix)) == NULL &&
	    !file_exists(arena_fmt(arena, "%s/pyvenv.cfg", prefix).at)) {
		if (!file_real_path(arena, arena_cstr(arena, found), &found, err))
			return false;
		prefix = toolchain_prefix(arena, found);
	}
	tool->path = arena_cstr(arena, found);
	tool->prefix = prefix;
	return true;
}

/*
 * Follow links as long as they lead from outside /usr to something that still is called
 * "…++…": a compiler driver knows by its name which language it is for.
 */
static struct str toolchain_follow(struct arena *arena, struct str path)
{
	for (int links = 0; links < TOOLCHAIN_LINKS; links++) {
		char target[4096];
		path = arena_str(arena, path);
		ssize_t len = readlink(path.at, target, sizeof(target));
		if (len <= 0 || (size_t)len == sizeof(target) || str_starts(path, STR("/usr/")))
			break;
		struct str to = {target, (size_t)len};
		if (!str_has(file_base(to), STR("++")))
			break;
		path = to.at[0] == '/' ? arena_str(arena, to)
				       : arena_fmt(arena, "%.*s/%.*s", STR_ARG(file_dir(path)),
						   STR_ARG(to));
	}
	return path;
}

bool toolchain_compiler(struct arena *arena, struct str setting, struct tool *tool, struct err *err)
{
	static const char *const names[] = {"g++", "clang++", "c++"};
	struct str found = setting;
	if (setting.len > 0 && setting.at[0] != '/')
		found = file_on_path(arena, arena_cstr(arena, setting));
	if (setting.len > 0 && (found.len == 0 || access(arena_cstr(arena, found), X_OK) != 0))
		return err_set(err, ERR_INPUT,
			       "the setting compiler names %.*s, which cannot be run",
			       STR_ARG(setting));
	for (size_t i = 0; found.len == 0 && i < sizeof(names) / sizeof(names[0]); i++)
		found = file_on_path(arena, names[i]);
	if (found.len == 0)
		return err_set(err, ERR_WORLD,
			       "no C++ compiler on PATH: install one (apt install g++) or set "
			       "\"compiler\"");
	found = toolchain_follow(arena, found);
	tool->path = found.at;
	tool->prefix = toolchain_prefix(arena, found);
	return true;
}

void toolchain_mounts(const struct tool *tool, struct sandbox_mount *mounts, size_t *count)
{
	if (tool->prefix != NULL)
		mounts[(*count)++] = (struct sandbox_mount){.host = tool->prefix};
	if (tool->home != NULL)
		mounts[(*count)++] = (struct sandbox_mount){.host = tool->home};
}

struct str toolchain_version(const struct toolchain *tools, const char *path)
{
	for (size_t i = 0; i < tools->count; i++)
		if (strcmp(tools->known[i].path, path) == 0)
			return tools->known[i].version;
	return STR("");
}

void toolchain_learn(struct kit *kit, const char *path, struct str version)
{
	struct toolchain *tools = kit->tools;
	if (tools->count == TOOLCHAIN_KNOWN || toolchain_version(tools, path).len > 0)
		return;
	tools->known[tools->count].path = arena_cstr(&kit->arena, str_of(path));
	tools->known[tools->count++].version = arena_str(&kit->arena, version);
}
