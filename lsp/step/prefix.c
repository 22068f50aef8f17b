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

/* Under these the sandbox shows all there is, or nothing. */
static const char *const prefix_system[] = {"/usr",   "/bin",   "/sbin",   "/lib",
					    "/lib32", "/lib64", "/libx32", "/etc/alternatives"};
static const char *const prefix_kernel[] = {"/proc", "/sys", "/dev", "/run", "/boot"};

/* Many people's, or many programs'. */
static const char *const prefix_shared[] = {"/",    "/Users", "/data", "/etc", "/home", "/media",
					    "/mnt", "/opt",   "/root", "/srv", "/tmp",  "/var"};

/* Below the home folder: many programs' files, secrets among them. */
static const char *const prefix_mixed[] = {".aws",    ".cache",     ".config",      ".gnupg",
					   ".local",  ".local/lib", ".local/share", ".ssh",
					   "Desktop", "Documents",  "Downloads",    "Library"};

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

bool path_below(struct str path, struct str folder)
{
	if (str_eq(folder, STR("/")))
		return str_starts(path, folder);
	return folder.len > 0 && str_starts(path, folder) &&
	       (path.len == folder.len || path.at[folder.len] == '/');
}

static bool path_below_any(struct str path, const char *const *folders, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (path_below(path, str_of(folders[i])))
			return true;
	return false;
}

#define PATH_BELOW_ANY(path, folders)                                                              \
	path_below_any(path, folders, sizeof(folders) / sizeof((folders)[0]))

/* The real path, or the path itself where there is nothing. */
static struct str path_real(struct arena *arena, struct str path)
{
	struct str real;
	struct err ignored = {0};
	bool found =
		path.len > 0 && file_real_path(arena, arena_cstr(arena, path), &real, &ignored);
	return found ? real : path;
}

/* "a/b/../c" as "a/c": what links are in between does not matter to the mounts. */
static struct str path_plain(struct arena *arena, struct str path)
{
	struct str part, kept = STR("");
	while (str_split(&path, '/', &part)) {
		if (str_eq(part, STR("..")))
			kept = kept.len > 0 ? file_dir(kept) : kept;
		else if (part.len > 0 && !str_eq(part, STR(".")))
			kept = arena_fmt(arena, "%.*s/%.*s",
					 str_eq(kept, STR("/")) ? 0 : (int)kept.len, kept.at,
					 STR_ARG(part));
	}
	return kept.len > 0 ? kept : STR("/");
}

/* --- what must not be shown --- */

static bool ground_versioned(struct arena *arena, struct str folder)
{
	static const char *const marks[] = {".git", ".hg", ".jj", ".svn"};
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (file_exists(arena_fmt(arena, "%.*s/%s", STR_ARG(folder), marks[i]).at))
			return true;
	return false;
}

/* The nearest folder above a script that is under version control, else the script's own. */
static struct str ground_project(struct arena *arena, struct str home, struct str script)
{
	struct str own = file_dir(script), folder = own;
	while (folder.len > 1 && !path_below(home, folder) && !ground_versioned(arena, folder))
		folder = file_dir(folder);
	return folder.len > 1 && !path_below(home, folder) ? folder : own;
}

struct ground ground_of(struct arena *arena, struct str workspace, struct str script)
{
	struct ground ground = {.home = STR(""), .workspace = path_real(arena, workspace)};
	struct str home = file_env("HOME");
	if (str_starts(home, STR("/")))
		ground.home = path_real(arena, home);
	if (str_starts(script, STR("/"))) {
		struct str project = ground_project(arena, ground.home, path_real(arena, script));
		if (!path_below(project, ground.workspace))
			ground.workspace = project;
	}
	/* A script that lies in the home folder itself does not make that the project. */
	if (path_below(ground.home, ground.workspace))
		ground.workspace = STR("");
	return ground;
}

bool ground_in_workspace(const struct ground *ground, struct arena *arena, struct str path)
{
	return path_below(path_plain(arena, path), ground->workspace) ||
	       path_below(path_real(arena, path), ground->workspace) ||
	       path_below(path_real(arena, file_dir(path)), ground->workspace);
}

/* Why a folder may not be shown whole; NULL: it may. `path` is real. */
static const char *ground_forbids(const struct ground *ground, struct str path)
{
	for (size_t i = 0; i < sizeof(prefix_shared) / sizeof(prefix_shared[0]); i++)
		if (str_eq(path, str_of(prefix_shared[i])))
			return "other programs keep their files there";
	if (PATH_BELOW_ANY(path, prefix_kernel))
		return "it belongs to the system";
	if (path_below(ground->home, path))
		return "it holds your home folder";
	if (path_below(ground->workspace, path))
		return "it holds the project";
	struct str parent = file_dir(path);
	if (str_eq(parent, STR("/home")) || str_eq(parent, STR("/Users")))
		return "it is a home folder";
	if (ground->home.len < 2 || !path_below(path, ground->home))
		return NULL;
	struct str rest = str_part(path, ground->home.len + 1, path.len);
	for (size_t i = 0; i < sizeof(prefix_mixed) / sizeof(prefix_mixed[0]); i++)
		if (str_eq(rest, str_of(prefix_mixed[i])))
			return "other programs keep their files there";
	return NULL;
}

/* --- what is shown --- */

/* A path that is there, holds nothing it must not, and is not shown already. */
static void prefix_add(struct arena *arena, const struct ground *ground, struct tool *tool,
		       struct str path)
{
	struct stat status;
	const char *host = arena_cstr(arena, path);
	if (stat(host, &status) != 0 || !(S_ISDIR(status.st_mode) || S_ISREG(status.st_mode)))
		return;
	struct str real = path_real(arena, path);
	if (PATH_BELOW_ANY(path, prefix_system) || ground_forbids(ground, real) != NULL)
		return;
	for (size_t i = 0; i < tool->shown_count; i++)
		if (path_below(path, str_of(tool->shown[i])))
			return;
	if (tool->shown_count < TOOL_SHOWN)
		tool->shown[tool->shown_count++] = host;
	else
		tool->hidden = arena_fmt(arena, "%.*s is one folder too many", STR_ARG(path));
}

/* Libraries of a Python that is not here (packages of other interpreters' users) are left out. */
static bool prefix_is_library(struct arena *arena, struct str prefix, struct str path)
{
	return !str_starts(file_base(path), STR("python3")) ||
	       file_exists(arena_fmt(arena, "%.*s/pyvenv.cfg", STR_ARG(prefix)).at) ||
	       file_exists(arena_fmt(arena, "%.*s/os.py", STR_ARG(path)).at);
}

/* The parts of a prefix that may not be shown whole. */
static void prefix_add_parts(struct arena *arena, const struct ground *ground, struct tool *tool,
			     struct str prefix)
{
	prefix_add(arena, ground, tool, arena_fmt(arena, "%.*s/pyvenv.cfg", STR_ARG(prefix)));
	for (size_t i = 0; i < sizeof(prefix_parts) / sizeof(prefix_parts[0]); i++) {
		struct str *names;
		size_t count = 0;
		struct err ignored = {0};
		struct str folder =
			arena_fmt(arena, "%.*s/%s", STR_ARG(prefix), prefix_parts[i].folder);
		if (!file_list(arena, folder.at, "", &names, &count, &ignored))
			continue;
		for (size_t n = 0; n < count; n++) {
			struct str path =
				arena_fmt(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(names[n]));
			if (str_starts(names[n], str_of(prefix_parts[i].start)) &&
			    prefix_is_library(arena, prefix, path))
				prefix_add(arena, ground, tool, path);
		}
	}
}

/* A root that holds more than programs: conda's, or Homebrew's. */
static bool prefix_is_roomy(struct arena *arena, struct str prefix)
{
	return file_exists(arena_fmt(arena, "%.*s/conda-meta", STR_ARG(prefix)).at) ||
	       file_exists(arena_fmt(arena, "%.*s/Cellar", STR_ARG(prefix)).at);
}

static void prefix_add_prefix(struct arena *arena, const struct ground *ground, struct tool *tool,
			      struct str prefix)
{
	if (PATH_BELOW_ANY(prefix, prefix_system) || str_eq(prefix, STR("/")))
		return;
	const char *reason = ground_forbids(ground, path_real(arena, prefix));
	if (prefix_is_roomy(arena, prefix)) {
		for (size_t i = 0; i < sizeof(prefix_roomy) / sizeof(prefix_roomy[0]); i++)
			prefix_add(arena, ground, tool,
				   arena_fmt(arena, "%.*s/%s", STR_ARG(prefix), prefix_roomy[i]));
	} else if (reason != NULL) {
		prefix_add_parts(arena, ground, tool, prefix);
		tool->hidden = arena_fmt(arena, "%.*s, because %s", STR_ARG(prefix), reason);
	} else {
		prefix_add(arena, ground, tool, prefix);
	}
}

/* Where the installation begins that an executable belongs to. */
static struct str prefix_guess(struct str executable)
{
	static const char *const stores[] = {"/nix/store", "/gnu/store"};
	for (size_t i = 0; i < sizeof(stores) / sizeof(stores[0]); i++)
		if (path_below(executable, str_of(stores[i])))
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
static bool prefix_keeps_links(struct arena *arena, const struct ground *ground, struct str folder)
{
	struct str prefix = file_dir(folder);
	if (path_below(ground->home, path_real(arena, prefix)))
		return false;
	return str_ends(folder, STR("/.local/bin")) ||
	       (str_eq(file_base(folder), STR("bin")) &&
		file_exists(arena_fmt(arena, "%.*s/pyvenv.cfg", STR_ARG(prefix)).at));
}

/* One executable, itself no link that matters any more, or one in a chain of them. */
static void prefix_add_executable(struct arena *arena, const struct ground *ground,
				  struct tool *tool, struct str executable)
{
	struct str folder = file_dir(executable);
	prefix_add_prefix(arena, ground, tool, prefix_guess(executable));
	if (prefix_keeps_links(arena, ground, folder))
		prefix_add(arena, ground, tool, folder);
	prefix_add(arena, ground, tool, executable);
}

void prefix_show(struct arena *arena, const struct ground *ground, struct tool *tool,
		 struct str executable)
{
	struct str path = path_plain(arena, executable);
	for (int links = 0; links < PREFIX_LINKS; links++) {
		char target[PREFIX_PATH];
		prefix_add_executable(arena, ground, tool, path);
		ssize_t len = readlink(arena_cstr(arena, path), target, sizeof(target));
		if (len <= 0 || (size_t)len == sizeof(target))
			break;
		struct str to = {target, (size_t)len};
		if (to.at[0] != '/')
			to = arena_fmt(arena, "%.*s/%.*s", STR_ARG(file_dir(path)), STR_ARG(to));
		path = path_plain(arena, to);
	}
	prefix_add_executable(arena, ground, tool, path_real(arena, executable));
}

bool prefix_show_base(struct arena *arena, const struct ground *ground, struct tool *tool,
		      struct str executable)
{
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
				prefix_show(arena, ground, tool, base);
		}
	}
	return true;
}

/* --- what an interpreter says --- */

static bool prefix_has_library(struct arena *arena, struct str prefix)
{
	static const char *const folders[] = {"lib", "lib64"};
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		struct str *names;
		size_t count = 0;
		struct err ignored = {0};
		struct str folder = arena_fmt(arena, "%.*s/%s", STR_ARG(prefix), folders[i]);
		if (!file_list(arena, folder.at, "", &names, &count, &ignored))
			continue;
		for (size_t n = 0; n < count; n++)
			if (str_starts(names[n], STR("python3")) ||
			    str_starts(names[n], STR("pypy3")))
				return true;
	}
	return false;
}

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
	struct str kind;
	if (line.len > PREFIX_PATH || !str_split(&line, ' ', &kind) ||
	    !str_starts(line, STR("/")) || memchr(line.at, '\0', line.len) != NULL)
		return;
	line = path_plain(arena, line);
	if (str_eq(kind, STR("prefix")) && prefix_has_library(arena, line))
		prefix_add_prefix(arena, ground, tool, line);
	else if (str_eq(kind, STR("path")) && prefix_is_packages(line))
		prefix_add(arena, ground, tool, line);
	else if (str_eq(kind, STR("executable")) && str_eq(file_base(file_dir(line)), STR("bin")) &&
		 str_starts(file_base(line), STR("python")) &&
		 access(arena_cstr(arena, line), X_OK) == 0)
		prefix_show(arena, ground, tool, line);
}
