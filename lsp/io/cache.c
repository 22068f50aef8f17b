/*
 * The user's cache. How long an entry has not been used is told by its time of change, which using
 * it sets anew.
 */
#include "io/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "io/file.h"

enum { CACHE_STALE_S = 60 * 60 };

struct cache_entry {
	struct str name;
	time_t used;
	uint64_t bytes;
};

static bool cache_is_ours(const struct stat *status)
{
	return status->st_uid == geteuid() && (status->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

static bool cache_make(const char *path, struct err *err)
{
	struct stat status;
	if (!file_make_folder(path, err))
		return false;
	if (lstat(path, &status) != 0 || !S_ISDIR(status.st_mode) || !cache_is_ours(&status))
		return err_set(err, ERR_WORLD,
			       "%s must be a folder that you own and nobody else can write", path);
	return true;
}

bool cache_open(struct arena *arena, const char *name, struct str *folder, struct err *err)
{
	*folder = file_cache_path(arena, name);
	if (folder->len == 0)
		return err_set(err, ERR_WORLD, "there is no home folder");
	return cache_make(folder->at, err);
}

static const char *cache_path(struct arena *arena, struct str folder, struct str name)
{
	return arena_fmt(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name)).at;
}

bool cache_open_in(struct arena *arena, struct str parent, struct str name, struct str *folder,
		   struct err *err)
{
	*folder = str_of(cache_path(arena, parent, name));
	return cache_make(folder->at, err);
}

/* All of it; false when there is less. */
static bool cache_fill(int fd, char *at, size_t len)
{
	while (len > 0) {
		ssize_t n = read(fd, at, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

bool cache_read(struct arena *arena, struct str folder, struct str name, size_t max,
		struct str *bytes)
{
	struct stat status;
	int fd = open(cache_path(arena, folder, name),
		      O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
	if (fd < 0)
		return false;
	bool good = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && cache_is_ours(&status) &&
		    status.st_size >= 0 && (uintmax_t)status.st_size <= max;
	if (good) {
		size_t size = (size_t)status.st_size;
		char *at = arena_new(arena, size + 1);
		good = cache_fill(fd, at, size);
		*bytes = (struct str){at, size};
	}
	close(fd);
	return good;
}

int64_t cache_size(struct str folder, struct str name)
{
	struct arena scratch;
	struct stat status;
	arena_init(&scratch);
	bool good = lstat(cache_path(&scratch, folder, name), &status) == 0 &&
		    S_ISREG(status.st_mode) && cache_is_ours(&status);
	arena_deinit(&scratch);
	return good ? (int64_t)status.st_size : -1;
}

void cache_touch(struct str folder, struct str name)
{
	struct arena scratch;
	arena_init(&scratch);
	utimensat(AT_FDCWD, cache_path(&scratch, folder, name), NULL, AT_SYMLINK_NOFOLLOW);
	arena_deinit(&scratch);
}

void cache_remove(struct str folder, struct str name)
{
	struct arena scratch;
	arena_init(&scratch);
	const char *path = cache_path(&scratch, folder, name);
	if (unlink(path) != 0)
		file_remove_folder(path);
	arena_deinit(&scratch);
}

/* What an entry takes; 0 when it has gone. */
static uint64_t cache_bytes(struct arena *arena, const char *path, const struct stat *status)
{
	struct str *names;
	size_t count;
	struct err ignored = {0};
	uint64_t sum = (uint64_t)status->st_size;
	if (!S_ISDIR(status->st_mode) || !file_list(arena, path, "", &names, &count, &ignored))
		return sum;
	for (size_t i = 0; i < count; i++) {
		struct stat one;
		if (lstat(cache_path(arena, str_of(path), names[i]), &one) == 0)
			sum += (uint64_t)one.st_size;
	}
	return sum;
}

/* The latest first. */
static int cache_compare(const void *a, const void *b)
{
	const struct cache_entry *left = a, *right = b;
	if (left->used != right->used)
		return left->used > right->used ? -1 : 1;
	size_t len = left->name.len < right->name.len ? left->name.len : right->name.len;
	return memcmp(left->name.at, right->name.at, len);
}

static void cache_trim_in(struct arena *arena, struct str folder, size_t most, uint64_t bytes)
{
	struct str *names;
	size_t count, kept = 0;
	uint64_t sum = 0;
	struct err ignored = {0};
	if (!file_list(arena, cache_path(arena, folder, STR("")), "", &names, &count, &ignored))
		return;
	struct cache_entry *entries = arena_array(arena, count, sizeof(*entries));
	for (size_t i = 0; i < count; i++) {
		struct stat status;
		const char *path = cache_path(arena, folder, names[i]);
		if (lstat(path, &status) != 0)
			continue;
		/* Hidden names are files on their way to their true names. */
		if (!str_starts(names[i], STR(".")))
			entries[kept++] = (struct cache_entry){names[i], status.st_mtime,
							       cache_bytes(arena, path, &status)};
		else if (time(NULL) - status.st_mtime > CACHE_STALE_S)
			cache_remove(folder, names[i]);
	}
	qsort(entries, kept, sizeof(*entries), cache_compare);
	for (size_t i = 0; i < kept; i++) {
		sum += entries[i].bytes;
		if (i >= most || sum > bytes)
			cache_remove(folder, entries[i].name);
	}
}

void cache_trim(struct str folder, size_t count, uint64_t bytes)
{
	struct arena scratch;
	arena_init(&scratch);
	cache_trim_in(&scratch, folder, count, bytes);
	arena_deinit(&scratch);
}
