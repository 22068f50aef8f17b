/*
 * What must not be shown: home folders, the project, other programs' files, secrets, and other
 * projects. A project may lie anywhere and name anything, so it is never its names that decide.
 */
#include "ground.h"

#include <string.h>
#include <sys/stat.h>

#include "io/file.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Under these the sandbox shows all there is, or nothing. */
static const char *const ground_system[] = {"/usr",   "/bin",   "/sbin",   "/lib",
					    "/lib32", "/lib64", "/libx32", "/etc/alternatives"};
static const char *const ground_kernel[] = {"/proc", "/sys", "/dev", "/run", "/boot"};

/* Many people's, or many programs'. */
static const char *const ground_shared[] = {"/",    "/Users", "/data", "/etc", "/home", "/media",
					    "/mnt", "/opt",   "/root", "/srv", "/tmp",  "/var"};

/* Below the home folder: many programs' files. What lies below may be shown. */
static const char *const ground_mixed[] = {".cache", ".local", ".local/lib", ".local/share"};

/* Below the home folder: what lies below is shown when it is an installation's. */
static const char *const ground_private[] = {".config", "Desktop", "Documents", "Downloads",
					     "Library"};

/* Below the home folder: secrets, and nothing else. */
static const char *const ground_secret[] = {
	".aws",
	".azure",
	".docker",
	".gcloud",
	".gnupg",
	".kube",
	".local/share/keyrings",
	".netrc",
	".mozilla",
	".password-store",
	".ssh",
	".thunderbird",
};

/* What lies in a virtual environment, made by whichever tool. */
static const char *const ground_venv[] = {
	".DS_Store",
	".Python",
	".gitignore",
	".lock",
	".project",
	"CACHEDIR.TAG",
	"bin",
	"etc",
	"include",
	"lib",
	"lib64",
	"man",
	"pip-selfcheck.json",
	"pipx_metadata.json",
	"pyvenv.cfg",
	"share",
	"uv-receipt.toml",
};

static bool path_below_any(struct str path, const char *const *folders, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (file_within(path, str_of(folders[i])))
			return true;
	return false;
}

static bool path_one_of(struct str path, const char *const *paths, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(path, str_of(paths[i])))
			return true;
	return false;
}

struct str path_real(struct arena *arena, struct str path)
{
	struct str real;
	struct err ignored = {0};
	bool found =
		path.len > 0 && file_real_path(arena, arena_cstr(arena, path), &real, &ignored);
	return found ? real : path;
}

struct str path_plain(struct arena *arena, struct str path)
{
	struct str part, kept = STR("");
	while (str_split(&path, '/', &part)) {
		/* Above a link lies what is above the folder it leads to. */
		if (str_eq(part, STR("..")))
			kept = kept.len > 0 ? file_dir(path_real(arena, kept)) : kept;
		else if (part.len > 0 && !str_eq(part, STR(".")))
			kept = arena_fmt(arena, "%.*s/%.*s",
					 str_eq(kept, STR("/")) ? 0 : (int)kept.len, kept.at,
					 STR_ARG(part));
	}
	return kept.len > 0 ? kept : STR("/");
}

static bool ground_holds(struct arena *arena, struct str folder, const char *name)
{
	return file_exists(arena_fmt(arena, "%.*s/%s", STR_ARG(folder), name).at);
}

static bool ground_has_mark(struct arena *arena, struct str folder)
{
	static const char *const marks[] = {".git", ".hg", ".jj", ".svn"};
	for (size_t i = 0; i < COUNT(marks); i++)
		if (ground_holds(arena, folder, marks[i]))
			return true;
	return false;
}

/* A folder that holds a home folder, or is one. */
static bool ground_holds_home(const struct ground *ground, struct str folder)
{
	return file_within(ground->home, folder) || file_within(ground->account, folder);
}

/* pyenv, asdf and Homebrew are clones themselves; a project's folder does not become one by name.
 */
static bool ground_is_manager(const struct ground *ground, struct arena *arena, struct str folder)
{
	struct str above = file_dir(folder), root = file_env("PYENV_ROOT");
	bool cellar = ground_holds(arena, folder, "Cellar");
	bool hidden = str_starts(file_base(folder), STR(".")) &&
		      (str_eq(above, ground->home) || str_eq(above, ground->account));
	if (root.len > 0 && str_eq(path_real(arena, root), folder))
		return true;
	if (hidden)
		return cellar || ground_holds(arena, folder, "versions") ||
		       ground_holds(arena, folder, "installs");
	return cellar && !file_within(folder, ground->home) &&
	       !file_within(folder, ground->account);
}

static bool ground_is_clone(const struct ground *ground, struct arena *arena, struct str folder)
{
	return ground_has_mark(arena, folder) && !ground_is_manager(ground, arena, folder);
}

/* The nearest folder above a script that is under version control, else the script's own. */
static struct str ground_project(struct arena *arena, const struct ground *ground,
				 struct str script)
{
	struct str own = file_dir(script), folder = own;
	while (folder.len > 1 && !ground_holds_home(ground, folder) &&
	       !ground_has_mark(arena, folder))
		folder = file_dir(folder);
	return folder.len > 1 && !ground_holds_home(ground, folder) ? folder : own;
}

struct ground ground_of(struct arena *arena, struct str workspace, struct str script)
{
	struct ground ground = {.home = path_real(arena, file_home(arena)),
				.account = path_real(arena, file_account_home(arena)),
				.workspace = path_real(arena, workspace)};
	if (str_starts(script, STR("/"))) {
		struct str project = ground_project(arena, &ground, path_real(arena, script));
		if (!file_within(project, ground.workspace))
			ground.workspace = project;
	}
	/* A script that lies in the home folder itself does not make that the project. */
	if (ground_holds_home(&ground, ground.workspace))
		ground.workspace = STR("");
	return ground;
}

bool ground_in_workspace(const struct ground *ground, struct arena *arena, struct str path)
{
	return file_within(path_plain(arena, path), ground->workspace) ||
	       file_within(path_real(arena, path), ground->workspace) ||
	       file_within(path_real(arena, file_dir(path)), ground->workspace);
}

static bool ground_clone_above(const struct ground *ground, struct arena *arena, struct str path)
{
	struct str folder = file_dir(path);
	for (; folder.len > 1 && !ground_holds_home(ground, folder); folder = file_dir(folder))
		if (ground_is_clone(ground, arena, folder))
			return true;
	return false;
}

bool ground_is_versioned(const struct ground *ground, struct arena *arena, struct str path)
{
	return ground_clone_above(ground, arena, path_plain(arena, path)) ||
	       ground_clone_above(ground, arena, path_real(arena, path));
}

bool ground_is_system(struct str path)
{
	return path_below_any(path, ground_system, COUNT(ground_system));
}

/* A virtual environment that was made in somebody's folder of other things. */
static bool ground_is_mixed_venv(struct arena *arena, struct str folder)
{
	struct str *names;
	size_t count = 0;
	struct err ignored = {0};
	if (!ground_holds(arena, folder, "pyvenv.cfg"))
		return false;
	if (!file_list(arena, arena_cstr(arena, folder), "", &names, &count, &ignored))
		return true;
	for (size_t i = 0; i < count; i++)
		if (!path_one_of(names[i], ground_venv, COUNT(ground_venv)))
			return true;
	return false;
}

bool ground_is_project(const struct ground *ground, struct arena *arena, struct str real)
{
	return ground_is_clone(ground, arena, real) || ground_is_mixed_venv(arena, real);
}

/* Why what lies below a home folder may not be shown. */
static const char *ground_forbids_below(const struct ground *ground, struct arena *arena,
					struct str home, struct str path)
{
	if (home.len < 2 || !file_within(path, home))
		return NULL;
	struct str rest = str_part(path, home.len + 1, path.len);
	if (path_below_any(rest, ground_secret, COUNT(ground_secret)))
		return "secrets are kept there";
	if (path_one_of(rest, ground_mixed, COUNT(ground_mixed)) ||
	    path_one_of(rest, ground_private, COUNT(ground_private)))
		return "other programs keep their files there";
	if (path_below_any(rest, ground_private, COUNT(ground_private)) &&
	    !file_within(path, ground->workspace) && !install_is_part(arena, path))
		return "other programs keep their files there";
	return NULL;
}

const char *ground_forbids(const struct ground *ground, struct arena *arena, struct str real)
{
	struct str parent = file_dir(real);
	if (path_one_of(real, ground_shared, COUNT(ground_shared)))
		return "other programs keep their files there";
	if (path_below_any(real, ground_kernel, COUNT(ground_kernel)))
		return "it belongs to the system";
	if (ground_holds_home(ground, real))
		return "it holds your home folder";
	if (file_within(ground->workspace, real))
		return "it holds the project";
	if (str_eq(parent, STR("/home")) || str_eq(parent, STR("/Users")))
		return "it is a home folder";
	const char *reason = ground_forbids_below(ground, arena, ground->home, real);
	if (reason == NULL)
		reason = ground_forbids_below(ground, arena, ground->account, real);
	if (reason == NULL && ground_is_project(ground, arena, real))
		reason = "it is a project";
	return reason;
}
