/*
 * Folders for the files of jobs. Each is named after the process it belongs to, so
 * that what a killed process left is found and removed by the next one, and what a
 * living process uses is not:
 *
 *	PID-START-SPACE-NS
 *
 * START is when the process was started (a number that was used again has another),
 * SPACE the name space its number is counted in: a container may share the user's
 * cache folder, and its numbers mean nothing here. NS is the time it was made: no name is
 * used twice, so that who removes a folder late cannot hit another job's. A folder from another
 * space goes when nobody has touched it for a day.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "folder_private.h"
#include "io/file.h"
#include "io/loop.h"

enum {
	FOLDER_MODE = 0700,
	FOLDER_TRIES = 10000,
	FOLDER_DEPTH = 32, /* what lies deeper is moved up before it is removed */
	FOLDER_FOREIGN_S = 24 * 60 * 60,
};

/* --- removing --- */

/*
 * Empty the open folder `fd`, which is closed. Model-written programs filled it: links are
 * removed, never followed, and what is nested deeper than we have descriptors for is moved to
 * `top` and met there again. True when something was removed or moved.
 */
static bool folder_empty(int fd, int top, int depth);

static bool folder_remove_entry(int fd, const char *name, int top, int depth)
{
	if (unlinkat(fd, name, 0) == 0)
		return true;
	struct stat status;
	if (fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISDIR(status.st_mode))
		return false;
	if (unlinkat(fd, name, AT_REMOVEDIR) == 0)
		return true;
	/* Not through a link: a program that still runs may have swapped the folder for one. */
	fchmodat(fd, name, FOLDER_MODE, AT_SYMLINK_NOFOLLOW);
	if (depth >= FOLDER_DEPTH) {
		char moved[64];
		snprintf(moved, sizeof(moved), "deep-%ju-%ju", (uintmax_t)status.st_dev,
			 (uintmax_t)status.st_ino);
		return renameat(fd, name, top, moved) == 0;
	}
	int inner = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (inner < 0)
		return false;
	bool some = folder_empty(inner, top, depth + 1);
	return unlinkat(fd, name, AT_REMOVEDIR) == 0 || some;
}

static bool folder_empty(int fd, int top, int depth)
{
	DIR *dir = fdopendir(fd);
	if (dir == NULL) {
		close(fd);
		return false;
	}
	bool some = false, again = true;
	/* Removing while reading may hide entries: read until a round finds nothing to do. */
	while (again) {
		again = false;
		rewinddir(dir);
		const struct dirent *entry;
		while ((entry = readdir(dir)) != NULL) {
			if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
				continue;
			if (folder_remove_entry(dirfd(dir), entry->d_name,
						top < 0 ? dirfd(dir) : top, depth))
				again = true;
		}
		some = some || again;
	}
	closedir(dir);
	return some;
}

void file_remove_folder(const char *path)
{
	struct stat status;
	if (lstat(path, &status) != 0 || !S_ISDIR(status.st_mode))
		return;
	fchmodat(AT_FDCWD, path, FOLDER_MODE, AT_SYMLINK_NOFOLLOW);
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return;
	folder_empty(fd, -1, 0);
	rmdir(path);
}

/* --- whose it is --- */

struct folder_owner {
	long pid;
	unsigned long long start; /* 0: unknown */
	unsigned long long space; /* 0: unknown */
};

static struct folder_owner folder_self(struct arena *arena)
{
	struct folder_owner self = {.pid = (long)getpid()};
	bool dead;
	self.start = folder_start_of(arena, self.pid, &dead);
	self.space = folder_space();
	return self;
}

static bool folder_number(struct str *rest, unsigned long long *number)
{
	struct str part;
	long long value;
	if (!str_split(rest, '-', &part) || !str_to_int(part, &value) || value < 0)
		return false;
	*number = (unsigned long long)value;
	return true;
}

/* False when `name` is none of ours. */
static bool folder_parse(struct str name, struct folder_owner *owner)
{
	unsigned long long pid, number;
	if (!folder_number(&name, &pid) || !folder_number(&name, &owner->start) ||
	    !folder_number(&name, &owner->space) || !folder_number(&name, &number) || name.len > 0)
		return false;
	owner->pid = (long)pid;
	return pid > 0 && pid < INT32_MAX;
}

static bool folder_alive(struct arena *arena, const struct folder_owner *owner)
{
	if (kill((pid_t)owner->pid, 0) != 0 && errno == ESRCH)
		return false;
	bool dead;
	unsigned long long start = folder_start_of(arena, owner->pid, &dead);
	return !dead && (start == 0 || owner->start == 0 || start == owner->start);
}

static void folder_sweep(struct arena *arena, const char *jobs, const struct folder_owner *self)
{
	struct str *names;
	size_t count;
	struct err err;
	if (!file_list(arena, jobs, "", &names, &count, &err))
		return;
	for (size_t i = 0; i < count; i++) {
		struct folder_owner owner;
		if (!folder_parse(names[i], &owner))
			continue;
		const char *path = arena_fmt(arena, "%s/%s", jobs, names[i].at).at;
		struct stat status;
		if (lstat(path, &status) != 0)
			continue;
		bool dead = owner.space == self->space
				    ? !folder_alive(arena, &owner)
				    : time(NULL) - status.st_mtime > FOLDER_FOREIGN_S;
		if (dead)
			file_remove_folder(path);
	}
}

/* --- making --- */

/* Make `path` and the folders above it that are missing. */
static bool folder_make_all(struct arena *arena, const char *path)
{
	if (mkdir(path, FOLDER_MODE) == 0 || errno == EEXIST)
		return true;
	struct str above = file_dir(str_of(path));
	if (errno != ENOENT || above.len <= 1)
		return false;
	return folder_make_all(arena, arena_cstr(arena, above)) &&
	       (mkdir(path, FOLDER_MODE) == 0 || errno == EEXIST);
}

bool file_make_folder(const char *path, struct err *err)
{
	struct arena scratch;
	arena_init(&scratch);
	bool good = folder_make_all(&scratch, path);
	if (!good)
		err_set(err, ERR_WORLD, "the folder %s cannot be made: %s", path, strerror(errno));
	arena_deinit(&scratch);
	return good;
}

/* Make the folder of all jobs. It must be ours: below /tmp anybody could have made it first. */
static bool folder_make_jobs(const char *path, struct err *err)
{
	struct stat status;
	if (!file_make_folder(path, err))
		return false;
	if (lstat(path, &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != geteuid() ||
	    (status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return err_set(err, ERR_WORLD,
			       "%s must be a folder that you own and nobody else can write", path);
	return true;
}

/* The folder of all jobs: in the user's cache, or, where that cannot be, below /tmp. */
static bool folder_find_jobs(struct arena *arena, const char **jobs, struct err *err)
{
	struct str cache = file_cache_path(arena, "jobs");
	struct err ignored = {0};
	*jobs = cache.at;
	if (cache.len > 0 && folder_make_jobs(*jobs, &ignored))
		return true;
	*jobs = arena_fmt(arena, "/tmp/kadane-jobs-%lu", (unsigned long)geteuid()).at;
	return folder_make_jobs(*jobs, err);
}

bool file_job_folder(struct arena *arena, struct str *path, struct err *err)
{
	struct arena scratch;
	arena_init(&scratch);
	const char *jobs;
	bool good = folder_find_jobs(&scratch, &jobs, err);
	if (good) {
		struct folder_owner self = folder_self(&scratch);
		folder_sweep(&scratch, jobs, &self);
		good = false;
		errno = EEXIST;
		for (int i = 0; i < FOLDER_TRIES && !good && errno == EEXIST; i++) {
			struct str made =
				arena_fmt(&scratch, "%s/%ld-%llu-%llu-%" PRIu64, jobs, self.pid,
					  self.start, self.space, loop_now_ns());
			good = mkdir(made.at, FOLDER_MODE) == 0;
			if (good)
				*path = arena_str(arena, made);
		}
		if (!good)
			err_set(err, ERR_WORLD, "no folder can be made in %s: %s", jobs,
				strerror(errno));
	}
	arena_deinit(&scratch);
	return good;
}
