/*
 * What the managers' own documentation says: the environment first, then the nearest file from
 * the script's folder upwards, then the user's global choice. A version may be named by its
 * beginning: "3.12" is the newest 3.12.x that is installed.
 */
#include "shims.h"

#include <unistd.h>

#include "io/file.h"

enum { SHIMS_FILE_MAX = 64 << 10 };

enum shims_form {
	SHIMS_PLAIN, /* .python-version: one version a line */
	SHIMS_TABLE, /* .tool-versions: "python 3.12.1 3.11.7" */
	SHIMS_TOML,  /* mise.toml: python = "3.12" */
};

struct shims_file {
	const char *name;
	enum shims_form form;
};

struct shims_manager {
	const char *installs; /* below the root */
	const char *variables[2];
	struct shims_file local[4]; /* looked for from the script's folder upwards */
	struct shims_file global;   /* below the root */
	struct shims_file user[2];  /* below the home folder */
};

/* A manager is known by its folder of versions; add a line here. */
static const struct shims_manager shims_managers[] = {
	{.installs = "versions",
	 .variables = {"PYENV_VERSION"},
	 .local = {{".python-version", SHIMS_PLAIN}},
	 .global = {"version", SHIMS_PLAIN}},
	{.installs = "installs/python",
	 .variables = {"MISE_PYTHON_VERSION", "ASDF_PYTHON_VERSION"},
	 .local = {{"mise.toml", SHIMS_TOML},
		   {".mise.toml", SHIMS_TOML},
		   {".tool-versions", SHIMS_TABLE},
		   {".python-version", SHIMS_PLAIN}},
	 .user = {{".config/mise/config.toml", SHIMS_TOML}, {".tool-versions", SHIMS_TABLE}}},
};

/* The first word of a line, at blanks, commas or colons. */
static struct str shims_word(struct str line)
{
	line = str_trim(line);
	size_t len = 0;
	while (len < line.len && line.at[len] != ' ' && line.at[len] != '\t' &&
	       line.at[len] != ',' && line.at[len] != ':')
		len++;
	return str_part(line, 0, len);
}

/* What stands between the first quotes. */
static struct str shims_quoted(struct str text)
{
	struct str ignored, quoted;
	char quote = str_has(text, STR("\"")) ? '"' : '\'';
	if (!str_split(&text, quote, &ignored) || !str_split(&text, quote, &quoted))
		return STR("");
	return quoted;
}

static struct str shims_read_line(enum shims_form form, struct str line)
{
	struct str key, word = shims_word(line);
	switch (form) {
	case SHIMS_PLAIN:
		return word;
	case SHIMS_TABLE:
		return str_eq(word, STR("python"))
			       ? shims_word(str_part(str_trim(line), word.len, line.len))
			       : STR("");
	case SHIMS_TOML:
		if (str_split(&line, '=', &key) && str_eq(str_trim(key), STR("python")))
			return shims_quoted(line);
		break;
	}
	return STR("");
}

/* The first version that a file names; empty: none, or no such file. */
static struct str shims_read(struct arena *arena, struct str folder, struct shims_file file)
{
	struct str bytes, line;
	struct err ignored = {0};
	if (file.name == NULL ||
	    !file_read(arena, arena_fmt(arena, "%.*s/%s", STR_ARG(folder), file.name).at,
		       SHIMS_FILE_MAX, &bytes, &ignored))
		return STR("");
	while (str_line(&bytes, &line)) {
		struct str version = str_starts(str_trim(line), STR("#"))
					     ? STR("")
					     : shims_read_line(file.form, line);
		if (version.len > 0)
			return version;
	}
	return STR("");
}

/* The version somebody asks for, in the manager's order. */
static struct str shims_asked(struct arena *arena, const struct shims_manager *manager,
			      struct str root, struct str script)
{
	struct str version = STR("");
	for (size_t i = 0; i < 2 && version.len == 0; i++)
		if (manager->variables[i] != NULL)
			version = shims_word(file_env(manager->variables[i]));
	for (struct str folder = file_dir(script); version.len == 0 && str_starts(folder, STR("/"));
	     folder = file_dir(folder)) {
		for (size_t i = 0; i < 4 && version.len == 0; i++)
			version = shims_read(arena, folder, manager->local[i]);
		if (folder.len == 1)
			break;
	}
	if (version.len == 0)
		version = shims_read(arena, root, manager->global);
	for (size_t i = 0; i < 2 && version.len == 0; i++)
		version = shims_read(arena, file_home(arena), manager->user[i]);
	return version;
}

/* Which of two versions is newer: numbers by their value, the rest by its letters. */
static bool shims_newer(struct str a, struct str b)
{
	struct str left, right;
	while (str_split(&a, '.', &left)) {
		long long x, y;
		if (!str_split(&b, '.', &right))
			return true;
		if (str_eq(left, right))
			continue;
		/* "3.13.0" is newer than "3.13.0rc1", and any number than a word. */
		bool number = str_to_int(left, &x);
		if (number != str_to_int(right, &y))
			return number;
		return number ? x > y : true; /* words come sorted */
	}
	return false;
}

/* An installed version, named whole or by its beginning: a name that the folder itself lists. */
static struct str shims_installed(struct arena *arena, struct str installs, struct str version)
{
	struct str *names, best = STR("");
	size_t count = 0;
	struct err ignored = {0};
	if (version.len == 0 ||
	    !file_list(arena, arena_cstr(arena, installs), "", &names, &count, &ignored))
		return STR("");
	struct str start = arena_fmt(arena, "%.*s.", STR_ARG(version));
	for (size_t i = 0; i < count; i++) {
		if (str_eq(names[i], version))
			return version;
		if (str_starts(names[i], start) && (best.len == 0 || shims_newer(names[i], best)))
			best = names[i];
	}
	return best;
}

struct str shims_python(struct arena *arena, struct str folder, struct str script)
{
	struct str root = file_dir(folder);
	for (size_t i = 0; i < sizeof(shims_managers) / sizeof(shims_managers[0]); i++) {
		const struct shims_manager *manager = &shims_managers[i];
		struct str installs = arena_fmt(arena, "%.*s/%s", STR_ARG(root), manager->installs);
		struct str version = shims_asked(arena, manager, root, script);
		if (version.len == 0 && i > 0)
			version = STR("latest"); /* a link that mise keeps */
		version = shims_installed(arena, installs, version);
		if (version.len == 0)
			continue;
		struct str python = arena_fmt(arena, "%.*s/%.*s/bin/python3", STR_ARG(installs),
					      STR_ARG(version));
		if (access(python.at, X_OK) == 0)
			return python;
	}
	return STR("");
}
