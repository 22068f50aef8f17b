/*
 * Hides what could run the original itself: a program that only has Python run the script agrees
 * in everything, and is no translation. Those of the system; others are not shown anyway.
 */
#include "hide.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "io/file.h"
#include "step/kit.h"

enum { HIDE_DEPTH = 6, HIDE_FOLDERS = 20000, HIDE_PATH = 4096, HIDE_MS = 300 };

/* A search for interpreters: what was found, and how far it may still go, in its own CPU time. */
struct hide_search {
	struct arena *arena;
	const char **paths;
	size_t count, folders;
	struct timespec began;
};

/* "python3", "python3.13t", "pypy", "libpython3.11.so.1.0", "gdb", which holds one. */
static bool hide_is_interpreter(struct str name)
{
	bool library = str_starts(name, STR("libpython")) || str_starts(name, STR("libpypy"));
	return str_starts(name, STR("python")) || str_starts(name, STR("pypy")) ||
	       str_eq(name, STR("gdb")) ||
	       (library && (str_has(name, STR(".so")) || str_ends(name, STR(".a"))));
}

/* Programs, and libraries, which need not be executable. */
static void hide_one(struct hide_search *search, const char *path, struct str name)
{
	struct stat status;
	struct str real;
	struct err ignored = {0};
	bool library = str_starts(name, STR("lib"));
	if (search->count == HIDE_MOUNTS || !hide_is_interpreter(name) ||
	    !file_real_path(search->arena, path, &real, &ignored) ||
	    !str_starts(real, STR("/usr/")) || stat(real.at, &status) != 0 ||
	    !S_ISREG(status.st_mode) || (!library && (status.st_mode & 0111) == 0))
		return;
	for (size_t i = 0; i < search->count; i++)
		if (strcmp(search->paths[i], real.at) == 0)
			return;
	search->paths[search->count++] = real.at;
}

static bool hide_may_go_on(const struct hide_search *search)
{
	struct timespec now;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	long long ms = (now.tv_sec - search->began.tv_sec) * 1000LL +
		       (now.tv_nsec - search->began.tv_nsec) / 1000000;
	return search->folders < HIDE_FOLDERS && ms < HIDE_MS;
}

/*
 * Not: texts, pictures and modules, many folders without programs; nor what has the name of a file,
 * but for node-18.1 and the like.
 */
static bool hide_is_entered(const char *name)
{
	static const char *const names[] = {"include",       "src",          "share",
					    "doc",           "man",          "icons",
					    "locale",        "__pycache__",  "dist-packages",
					    "site-packages", "node_modules", NULL};
	const char *point = strrchr(name, '.');
	for (const char *const *at = names; *at != NULL; at++)
		if (strcmp(*at, name) == 0)
			return false;
	return name[0] != '.' && (point == NULL || (point[1] >= '0' && point[1] <= '9') ||
				  strncmp(name, "config", 6) == 0);
}

static void hide_in_folder(struct hide_search *search, const char *folder, size_t depth)
{
	DIR *open = hide_may_go_on(search) ? opendir(folder) : NULL;
	char path[HIDE_PATH];
	struct dirent *entry;
	struct stat status;
	search->folders++;
	while (open != NULL && (entry = readdir(open)) != NULL) {
		int len = snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (len < 0 || (size_t)len >= sizeof(path))
			continue;
		hide_one(search, path, str_of(entry->d_name));
		if (depth > 0 && hide_is_entered(entry->d_name) && lstat(path, &status) == 0 &&
		    S_ISDIR(status.st_mode))
			hide_in_folder(search, path, depth - 1);
	}
	if (open != NULL)
		closedir(open);
}

/* The usual places first, in case there is more than the time allows. */
static const char *const *hide_search(struct arena *arena)
{
	static const char *const usual[] = {"/usr/bin",
					    "/usr/local/bin",
					    "/usr/local/lib",
					    "/usr/lib64",
					    "/usr/lib/x86_64-linux-gnu",
					    "/usr/lib/aarch64-linux-gnu",
					    "/usr/lib",
					    NULL};
	struct hide_search search = {.arena = arena};
	search.paths = arena_array(arena, HIDE_MOUNTS + 1, sizeof(*search.paths));
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &search.began);
	for (const char *const *folder = usual; *folder != NULL; folder++)
		hide_in_folder(&search, *folder, 0);
	hide_in_folder(&search, "/usr", HIDE_DEPTH);
	return search.paths;
}

void hide_interpreters(struct work *work, struct sandbox_mount *mounts, size_t *count)
{
	struct kit *kit = work->kit;
	if (kit->hidden == NULL)
		kit->hidden = hide_search(&kit->arena);
	for (const char *const *path = kit->hidden; *path != NULL; path++)
		mounts[(*count)++] = (struct sandbox_mount){.host = *path, .hidden = true};
}

static bool hide_has(struct str code, const char *const *words)
{
	for (; *words != NULL; words++)
		if (str_has(code, str_of(*words)))
			return true;
	return false;
}

bool hide_is_sought(const struct work *work)
{
	static const char *const starts[] = {"system(",     "popen(", "execl", "execv",
					     "posix_spawn", "dlopen", NULL};
	static const char *const names[] = {"python", "pypy", NULL};
	return hide_has(work->code, starts) && hide_has(work->code, names);
}

bool hide_script_starts(const struct work *work)
{
	static const char *const starts[] = {"subprocess", "os.system", "popen",     "os.exec",
					     "os.spawn",   "os.posix",  "pty.spawn", NULL};
	return hide_has(work->source, starts);
}
