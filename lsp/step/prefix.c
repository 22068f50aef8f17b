/*
 * From a path to what must be visible. The folder above bin is the guess; a few layouts are
 * known better: Homebrew's files lie all over its root, Nix keeps everything in one store, and
 * conda's root holds more than its programs. A prefix that holds the user's home, the project or
 * other programs' files is never shown whole.
 */
#include "prefix.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/file.h"

enum { PREFIX_FILE_MAX = 64 << 10, PREFIX_LINKS = 40, PREFIX_PATH = 4096 };

/* What is shown of a root that holds more than programs (conda's tokens, Homebrew's databases). */
static const char *const prefix_roomy[] = {"Cellar",
					   "Frameworks",
					   "aarch64-conda-linux-gnu",
					   "bin",
					   "etc/ld.so.cache",
					   "include",
					   "lib",
					   "lib64",
					   "libexec",
					   "opt",
					   "share",
					   "ssl",
					   "x86_64-conda-linux-gnu"};

/* What is shown of a prefix that may not be shown whole: names in a folder, by their beginning. */
static const struct {
	const char *folder, *start;
} prefix_parts[] = {
	{"include", "c++"},    {"lib", "clang"},        {"lib", "gcc"},
	{"lib", "libLLVM"},    {"lib", "libc++"},       {"lib", "libclang"},
	{"lib", "libgcc_s"},   {"lib", "libpython3"},   {"lib", "libstdc++"},
	{"lib", "pypy3"},      {"lib", "python3"},      {"lib64", "gcc"},
	{"lib64", "libgcc_s"}, {"lib64", "libpython3"}, {"lib64", "libstdc++"},
	{"lib64", "python3"},  {"libexec", "gcc"},
};

/* How a prefix is looked at. */
struct way {
	struct arena *arena;
	const struct ground *ground;
	struct tool *tool;
	/*
	 * What leads there may be the project's choice (a link, a file in it, a word of a program
	 * that ran its code): only what is seen to be an installation is shown.
	 */
	bool named;
	bool direct; /* the user's own choice all the same: what lies in the project is shown */
};

/* --- what is shown --- */

/* A path that is there, holds nothing it must not, and is not shown already. `real` is its own. */
static void prefix_add_real(const struct way *way, struct str path, struct str real)
{
	struct stat status;
	struct tool *tool = way->tool;
	const char *host = arena_cstr(way->arena, path);
	if (stat(host, &status) != 0 || !(S_ISDIR(status.st_mode) || S_ISREG(status.st_mode)))
		return;
	if (ground_is_system(path) || ground_forbids(way->ground, way->arena, real) != NULL)
		return;
	for (size_t i = 0; i < tool->shown_count; i++)
		if (file_within(path, str_of(tool->shown[i])))
			return;
	if (tool->shown_count < TOOL_SHOWN)
		tool->shown[tool->shown_count++] = host;
	else
		tool->hidden = arena_fmt(way->arena, "%.*s is one folder too many", STR_ARG(path));
}

/* Whether `path` may be shown by who names it: an installation, or what the user chose. */
static bool prefix_may_name(const struct way *way, struct str path, struct str real, bool part)
{
	if (!way->named)
		return true;
	if (way->direct && file_within(real, way->ground->workspace))
		return ground_in_workspace(way->ground, way->arena, path);
	return part ? install_is_part(way->arena, real) : install_is_prefix(way->arena, real);
}

static void prefix_add(const struct way *way, struct str path)
{
	struct str real = path_real(way->arena, path);
	if (prefix_may_name(way, path, real, true))
		prefix_add_real(way, path, real);
}

/* A part of a prefix: a link in it that leads elsewhere must lead to an installation. */
static void prefix_add_part(const struct way *way, struct str prefix, struct str path)
{
	struct str real = path_real(way->arena, path);
	if (file_within(real, path_real(way->arena, prefix)) || install_is_part(way->arena, real))
		prefix_add_real(way, path, real);
}

/* Libraries of a Python that is not here (packages of other interpreters' users) are left out. */
static bool prefix_is_library(struct arena *arena, struct str prefix, struct str path)
{
	return !str_starts(file_base(path), STR("python3")) ||
	       file_exists(arena_fmt(arena, "%.*s/pyvenv.cfg", STR_ARG(prefix)).at) ||
	       file_exists(arena_fmt(arena, "%.*s/os.py", STR_ARG(path)).at);
}

/* What a part is called counts where it really is: lib/python3x may be a link to anything. */
static void prefix_add_matching(const struct way *way, struct str prefix, struct str folder,
				struct str start)
{
	struct str *names;
	size_t count = 0;
	struct err ignored = {0};
	if (!file_list(way->arena, arena_cstr(way->arena, folder), "", &names, &count, &ignored))
		return;
	for (size_t n = 0; n < count; n++) {
		struct str path =
			arena_fmt(way->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(names[n]));
		struct str real = path_real(way->arena, path);
		if (str_starts(names[n], start) && str_starts(file_base(real), start) &&
		    prefix_is_library(way->arena, prefix, path))
			prefix_add_part(way, prefix, path);
	}
}

/* The parts of a prefix that may not be shown whole. */
static void prefix_add_parts(const struct way *way, struct str prefix)
{
	prefix_add_part(way, prefix, arena_fmt(way->arena, "%.*s/pyvenv.cfg", STR_ARG(prefix)));
	for (size_t i = 0; i < sizeof(prefix_parts) / sizeof(prefix_parts[0]); i++)
		prefix_add_matching(way, prefix,
				    arena_fmt(way->arena, "%.*s/%s", STR_ARG(prefix),
					      prefix_parts[i].folder),
				    str_of(prefix_parts[i].start));
}

/* A root that holds more than programs: conda's, or Homebrew's. */
static bool prefix_is_roomy(struct arena *arena, struct str prefix)
{
	return file_exists(arena_fmt(arena, "%.*s/conda-meta", STR_ARG(prefix)).at) ||
	       file_exists(arena_fmt(arena, "%.*s/Cellar", STR_ARG(prefix)).at);
}

static void prefix_add_prefix(const struct way *way, struct str prefix)
{
	struct arena *arena = way->arena;
	if (ground_is_system(prefix) || str_eq(prefix, STR("/")))
		return;
	struct str real = path_real(arena, prefix);
	const char *reason = ground_forbids(way->ground, arena, real);
	if (prefix_is_roomy(arena, prefix) && !ground_is_project(way->ground, arena, real)) {
		for (size_t i = 0; i < sizeof(prefix_roomy) / sizeof(prefix_roomy[0]); i++)
			prefix_add_part(way, prefix,
					arena_fmt(arena, "%.*s/%s", STR_ARG(prefix),
						  prefix_roomy[i]));
		return;
	}
	if (reason == NULL && !prefix_may_name(way, prefix, real, false))
		reason = "it does not look like an installation";
	if (reason == NULL) {
		prefix_add_real(way, prefix, real);
		return;
	}
	prefix_add_parts(way, prefix);
	way->tool->hidden = arena_fmt(arena, "%.*s, because %s", STR_ARG(prefix), reason);
}

/* Where the installation begins that an executable belongs to. */
static struct str prefix_guess(struct str executable)
{
	static const char *const stores[] = {"/nix/store", "/gnu/store"};
	for (size_t i = 0; i < sizeof(stores) / sizeof(stores[0]); i++)
		if (file_within(executable, str_of(stores[i])))
			return str_of(stores[i]);
	size_t cellar = str_find(executable, STR("/Cellar/"));
	if (cellar > 0 && cellar < executable.len)
		return str_part(executable, 0, cellar);
	struct str folder = file_dir(executable);
	/* Elsewhere than in bin it is a program that was built and never installed. */
	return str_eq(file_base(folder), STR("bin")) ? file_dir(folder) : folder;
}

/*
 * Where links must stay links, for a Python asks where its own leads: ~/.local/bin, and the bin of
 * a virtual environment that was made in the project's folder itself.
 */
static void prefix_add_links(const struct way *way, struct str executable)
{
	struct arena *arena = way->arena;
	struct str folder = file_dir(executable), prefix = file_dir(folder);
	struct str real = path_real(arena, folder), above = path_real(arena, prefix);
	bool local = str_eq(file_base(folder), STR("bin")) &&
		     str_eq(file_base(above), STR(".local")) &&
		     str_eq(file_dir(above), way->ground->home);
	if (file_within(way->ground->home, above))
		return;
	/* The user's own programs are not shown for a link to any of them. */
	if (local && str_eq(file_dir(real), above) &&
	    (!way->named || install_is_part(arena, path_real(arena, executable))))
		prefix_add_real(way, folder, real);
	else if (str_eq(file_base(folder), STR("bin")) &&
		 file_exists(arena_fmt(arena, "%.*s/pyvenv.cfg", STR_ARG(prefix)).at))
		prefix_add_part(way, prefix, folder);
}

/* One executable, itself no link that matters any more, or one in a chain of them. */
static void prefix_add_executable(const struct way *way, struct str executable)
{
	prefix_add_prefix(way, prefix_guess(executable));
	prefix_add_links(way, executable);
	prefix_add(way, executable);
}

/* Whether who made the link `path`, or lets it be found, may be the project. */
static bool prefix_is_named(const struct way *way, struct str path)
{
	struct str prefix = file_dir(file_dir(path));
	return way->named || ground_in_workspace(way->ground, way->arena, path) ||
	       file_exists(arena_fmt(way->arena, "%.*s/pyvenv.cfg", STR_ARG(prefix)).at);
}

/* What the program needs, along all its links. */
static void prefix_follow(struct way way, struct str executable)
{
	struct str path = path_plain(way.arena, executable);
	for (int links = 0; links < PREFIX_LINKS; links++) {
		char target[PREFIX_PATH];
		way.named = prefix_is_named(&way, path);
		prefix_add_executable(&way, path);
		way.direct = false;
		way.named = way.named || ground_is_versioned(way.ground, way.arena, path);
		ssize_t len = readlink(arena_cstr(way.arena, path), target, sizeof(target));
		if (len <= 0 || (size_t)len == sizeof(target))
			break;
		struct str to = {target, (size_t)len};
		if (to.at[0] != '/')
			to = arena_fmt(way.arena, "%.*s/%.*s", STR_ARG(file_dir(path)),
				       STR_ARG(to));
		path = path_plain(way.arena, to);
	}
	prefix_add_executable(&way, path_real(way.arena, executable));
}

void prefix_show(struct arena *arena, const struct ground *ground, struct tool *tool,
		 struct str executable)
{
	const struct way way = {.arena = arena, .ground = ground, .tool = tool, .direct = true};
	prefix_follow(way, executable);
}

bool prefix_show_base(struct arena *arena, const struct ground *ground, struct tool *tool,
		      struct str executable)
{
	const struct way way = {.arena = arena, .ground = ground, .tool = tool, .named = true};
	struct str bytes, line;
	struct err ignored = {0};
	struct str file =
		arena_fmt(arena, "%.*s/pyvenv.cfg", STR_ARG(file_dir(file_dir(executable))));
	if (!file_read(arena, file.at, PREFIX_FILE_MAX, &bytes, &ignored))
		return false;
	while (str_line(&bytes, &line)) {
		struct str key;
		if (!str_split(&line, '=', &key) || !str_eq(str_trim(key), STR("home")))
			continue;
		static const char *const names[] = {"python3", "python"};
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
			struct str base =
				arena_fmt(arena, "%.*s/%s", STR_ARG(str_trim(line)), names[i]);
			/* A file that names any folder does not get it shown. */
			if (str_starts(base, STR("/")) && access(base.at, X_OK) == 0)
				prefix_follow(way, base);
		}
	}
	return true;
}

/* --- what an interpreter says --- */

/* A folder made for packages; what an editable install points to is somebody's project. */
static bool prefix_is_packages(struct str path)
{
	struct str name = file_base(path);
	return str_eq(name, STR("site-packages")) || str_eq(name, STR("dist-packages")) ||
	       str_eq(name, STR("lib-dynload"));
}

void prefix_show_said(struct arena *arena, const struct ground *ground, struct tool *tool,
		      struct str line)
{
	const struct way way = {.arena = arena, .ground = ground, .tool = tool, .named = true};
	struct str kind;
	if (line.len > PREFIX_PATH || !str_split(&line, ' ', &kind) ||
	    !str_starts(line, STR("/")) || memchr(line.at, '\0', line.len) != NULL)
		return;
	line = path_plain(arena, line);
	struct str real = path_real(arena, line);
	if (str_eq(kind, STR("prefix")) && install_is_prefix(arena, real))
		prefix_add_prefix(&way, line);
	else if (str_eq(kind, STR("path")) && prefix_is_packages(line) && prefix_is_packages(real))
		prefix_add(&way, line);
	else if (str_eq(kind, STR("executable")) && str_eq(file_base(file_dir(real)), STR("bin")) &&
		 (str_starts(file_base(real), STR("python")) ||
		  str_starts(file_base(real), STR("pypy"))) &&
		 access(arena_cstr(arena, line), X_OK) == 0)
		prefix_follow(way, line);
}
