/*
 * Where things are: the user's configuration, programs on PATH, the files of a
 * folder. Relative entries in the environment's paths are passed over: they would
 * mean whatever folder the editor was started in.
 */
#include <dirent.h>
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "io/file.h"

enum { PLACES_NAMES_MAX = 10000 };

bool file_within(struct str path, struct str folder)
{
	while (folder.len > 1 && str_ends(folder, STR("/")))
		folder.len--;
	if (folder.len == 0 || !str_starts(path, folder))
		return false;
	return path.len == folder.len || path.at[folder.len] == '/' || folder.len == 1;
}

struct str file_env(const char *name)
{
	return str_of(getenv(name));
}

struct str file_account_home(struct arena *arena)
{
	const struct passwd *account = getpwuid(getuid());
	struct str home = account == NULL ? STR("") : str_of(account->pw_dir);
	return str_starts(home, STR("/")) ? arena_str(arena, home) : (struct str){"", 0};
}

struct str file_home(struct arena *arena)
{
	struct str home = file_env("HOME");
	return str_starts(home, STR("/")) ? arena_str(arena, home) : file_account_home(arena);
}

/* The XDG base directory specification: `variable`, else `fallback` below the home folder. */
static struct str places_base(struct arena *arena, const char *variable, const char *fallback,
			      const char *name)
{
	struct str base = file_env(variable), home = file_env("HOME");
	if (str_starts(base, STR("/")))
		return arena_fmt(arena, "%.*s/kadane/%s", STR_ARG(base), name);
	if (str_starts(home, STR("/")))
		return arena_fmt(arena, "%.*s/%s/kadane/%s", STR_ARG(home), fallback, name);
	return (struct str){"", 0};
}

struct str file_cache_path(struct arena *arena, const char *name)
{
	return places_base(arena, "XDG_CACHE_HOME", ".cache", name);
}

struct str file_config_path(struct arena *arena, const char *name)
{
	return places_base(arena, "XDG_CONFIG_HOME", ".config", name);
}

struct str file_state_path(struct arena *arena, const char *name)
{
	return places_base(arena, "XDG_STATE_HOME", ".local/state", name);
}

static bool places_executable(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

struct str file_on_path(struct arena *arena, const char *name)
{
	if (strchr(name, '/') != NULL)
		return name[0] == '/' && places_executable(name) ? arena_str(arena, str_of(name))
								 : (struct str){"", 0};
	struct str rest = file_env("PATH"), folder;
	while (name[0] != '\0' && str_split(&rest, ':', &folder)) {
		if (!str_starts(folder, STR("/")))
			continue;
		struct str path = arena_fmt(arena, "%.*s/%s", STR_ARG(folder), name);
		if (places_executable(path.at))
			return path;
	}
	return (struct str){"", 0};
}

static int places_compare(const void *a, const void *b)
{
	const struct str *left = a, *right = b;
	return strcmp(left->at, right->at);
}

bool file_list(struct arena *arena, const char *folder, const char *suffix, struct str **names,
	       size_t *count, struct err *err)
{
	DIR *dir = opendir(folder);
	if (dir == NULL)
		return err_set(err, ERR_WORLD, "the folder %s cannot be read: %s", folder,
			       strerror(errno));
	struct buf found;
	buf_init(&found, PLACES_NAMES_MAX * sizeof(struct str));
	const struct dirent *entry;
	while ((entry = readdir(dir)) != NULL && !found.full) {
		struct str name = str_of(entry->d_name);
		if (!str_ends(name, str_of(suffix)) || str_eq(name, STR(".")) ||
		    str_eq(name, STR("..")))
			continue;
		name = arena_str(arena, name);
		buf_add(&found, (struct str){(const char *)&name, sizeof(name)});
	}
	closedir(dir);
	bool good = !found.full;
	if (good) {
		*count = found.len / sizeof(struct str);
		*names = arena_array(arena, *count, sizeof(struct str));
		memcpy(*names, buf_str(&found).at, found.len);
		qsort(*names, *count, sizeof(struct str), places_compare);
	} else {
		err_set(err, ERR_INPUT, "the folder %s holds more than %d files", folder,
			PLACES_NAMES_MAX);
	}
	buf_deinit(&found);
	return good;
}
