/*
 * Hides what could run the original itself: a program that only has Python run the script agrees
 * in everything, and is no translation. Those of the system; others are not shown anyway.
 */
#include "hide.h"

#include <string.h>
#include <sys/stat.h>

#include "io/file.h"

/* "python3", "python3.13t", "pypy": no script that is merely called after it. */
static bool hide_is_interpreter(struct str name)
{
	static const char *const words[] = {"python", "pypy"};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct str rest = str_part(name, strlen(words[i]), name.len);
		bool version = str_starts(name, str_of(words[i]));
		for (size_t k = 0; k < rest.len; k++)
			version = version && rest.at[k] != '\0' &&
				  strchr("0123456789.dt", rest.at[k]) != NULL;
		if (version)
			return true;
	}
	return false;
}

/* What is there of interpreters in a folder. */
static void hide_in_folder(struct work *work, const char *folder, const char **paths, size_t *count)
{
	struct arena *arena = &work->job.arena;
	struct str *names, real;
	size_t found;
	struct err ignored = {0};
	if (!file_list(arena, folder, "", &names, &found, &ignored))
		return;
	for (size_t i = 0; i < found && *count < HIDE_MOUNTS; i++) {
		struct stat status;
		if (!hide_is_interpreter(names[i]))
			continue;
		const char *path = arena_fmt(arena, "%s/%.*s", folder, STR_ARG(names[i])).at;
		bool seen = !file_real_path(arena, path, &real, &ignored) ||
			    !str_starts(real, STR("/usr/")) || stat(real.at, &status) != 0 ||
			    !S_ISREG(status.st_mode) || (status.st_mode & 0111) == 0;
		for (size_t k = 0; !seen && k < *count; k++)
			seen = strcmp(paths[k], real.at) == 0;
		if (!seen)
			paths[(*count)++] = real.at;
	}
}

void hide_interpreters(struct work *work, struct sandbox_mount *mounts, size_t *count)
{
	if (work->hidden == NULL) {
		const char **paths = arena_array(&work->job.arena, HIDE_MOUNTS + 1, sizeof(*paths));
		size_t found = 0;
		hide_in_folder(work, "/usr/bin", paths, &found);
		hide_in_folder(work, "/usr/local/bin", paths, &found);
		work->hidden = paths;
	}
	for (const char *const *path = work->hidden; *path != NULL; path++)
		mounts[(*count)++] = (struct sandbox_mount){.host = *path, .hidden = true};
}

bool hide_is_sought(const struct work *work)
{
	static const char *const starts[] = {"system(", "popen(",      "execl",
					     "execv",   "posix_spawn", NULL};
	static const char *const names[] = {"python", "pypy", NULL};
	bool starts_one = false, names_one = false;
	for (size_t i = 0; starts[i] != NULL; i++)
		starts_one = starts_one || str_has(work->code, str_of(starts[i]));
	for (size_t i = 0; names[i] != NULL; i++)
		names_one = names_one || str_has(work->code, str_of(names[i]));
	return starts_one && names_one;
}
