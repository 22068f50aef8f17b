/*
 * io/cache.h, in a folder of its own below /tmp: private, bounded, no link followed.
 */
#include "io/cache.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "io/file.h"

static char root[] = "/tmp/kadane-test-cache-XXXXXX";

/* A file that was last used so many seconds ago. */
static void cache_put(struct arena *arena, struct str folder, const char *name, size_t len,
		      long ago)
{
	struct err err = {0};
	const char *path = arena_fmt(arena, "%.*s/%s", STR_ARG(folder), name).at;
	char *bytes = arena_new(arena, len + 1);
	CHECK(file_replace(path, (struct str){bytes, len}, &err));
	struct timespec times[2] = {{.tv_sec = time(NULL) - ago}, {.tv_sec = time(NULL) - ago}};
	CHECK(utimensat(AT_FDCWD, path, times, 0) == 0);
}

/* All that is there, on one line. */
static struct str cache_names(struct arena *arena, struct str folder)
{
	struct str *names, all = STR("");
	size_t count = 0;
	struct err err = {0};
	CHECK(file_list(arena, folder.at, "", &names, &count, &err));
	for (size_t i = 0; i < count; i++)
		all = arena_fmt(arena, "%.*s %.*s", STR_ARG(all), STR_ARG(names[i]));
	return all;
}

static void test_trim(struct arena *arena, struct str folder)
{
	struct err err = {0};
	struct str inner;
	cache_put(arena, folder, "a", 10, 500);
	cache_put(arena, folder, "b", 10, 400);
	cache_put(arena, folder, "c", 10, 300);
	cache_put(arena, folder, ".fresh", 10, 5);
	cache_put(arena, folder, ".stale", 10, 100000);
	cache_trim(folder, 3, 1000);
	CHECK_STR(cache_names(arena, folder), " .fresh a b c");
	cache_touch(folder, STR("a"));
	cache_trim(folder, 2, 1000);
	CHECK_STR(cache_names(arena, folder), " .fresh a c");
	cache_trim(folder, 2, 15);
	CHECK_STR(cache_names(arena, folder), " .fresh a");
	/* A folder counts with what is in it, and goes whole. */
	CHECK(cache_open_in(arena, folder, STR("set"), &inner, &err));
	cache_put(arena, inner, "big", 100000, 5);
	cache_trim(folder, 5, 1 << 20);
	CHECK_STR(cache_names(arena, folder), " .fresh a set");
	cache_trim(folder, 5, 50000);
	CHECK(!file_exists(inner.at));
	cache_trim(folder, 0, 0);
	CHECK_STR(cache_names(arena, folder), " .fresh");
	cache_remove(folder, STR(".fresh"));
	cache_trim(STR("/tmp/kadane-none"), 0, 0);
}

static void test_read(struct arena *arena, struct str folder)
{
	struct str bytes;
	cache_put(arena, folder, "file", 10, 0);
	CHECK(cache_read(arena, folder, STR("file"), 10, &bytes));
	CHECK_INT(bytes.len, 10);
	CHECK_INT(cache_size(folder, STR("file")), 10);
	CHECK(!cache_read(arena, folder, STR("file"), 9, &bytes));
	CHECK(!cache_read(arena, folder, STR("none"), 9, &bytes));
	CHECK_INT(cache_size(folder, STR("none")), -1);
	const char *link = arena_fmt(arena, "%.*s/link", STR_ARG(folder)).at;
	CHECK(symlink("file", link) == 0);
	CHECK(!cache_read(arena, folder, STR("link"), 10, &bytes));
	CHECK_INT(cache_size(folder, STR("link")), -1);
	const char *file = arena_fmt(arena, "%.*s/file", STR_ARG(folder)).at;
	CHECK(chmod(file, 0666) == 0);
	CHECK(!cache_read(arena, folder, STR("file"), 10, &bytes));
	CHECK_INT(cache_size(folder, STR("file")), -1);
	CHECK(!cache_read(arena, folder, STR("."), 10, &bytes));
}

static void test_open(struct arena *arena)
{
	struct err err = {0};
	struct str folder;
	struct stat status;
	CHECK(cache_open(arena, "one", &folder, &err));
	CHECK(stat(folder.at, &status) == 0 && (status.st_mode & 0777) == 0700);
	CHECK(chmod(folder.at, 0777) == 0);
	CHECK(!cache_open(arena, "one", &folder, &err));
	CHECK(str_has(str_of(err.text), STR("nobody else can write")));
	/* Nor a link to a folder that would do. */
	CHECK(cache_open(arena, "two", &folder, &err));
	CHECK(symlink("two", arena_fmt(arena, "%s/kadane/three", root).at) == 0);
	CHECK(!cache_open(arena, "three", &folder, &err));
	setenv("XDG_CACHE_HOME", "/proc/none", 1);
	CHECK(!cache_open(arena, "one", &folder, &err));
	setenv("XDG_CACHE_HOME", "not/absolute", 1);
	unsetenv("HOME");
	CHECK(!cache_open(arena, "one", &folder, &err));
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	struct str folder;
	struct err err = {0};
	arena_init(&arena);
	CHECK(mkdtemp(root) != NULL);
	setenv("XDG_CACHE_HOME", root, 1);
	CHECK(cache_open(&arena, "trim", &folder, &err));
	test_trim(&arena, folder);
	CHECK(cache_open(&arena, "read", &folder, &err));
	test_read(&arena, folder);
	test_open(&arena);
	file_remove_folder(root);
	arena_deinit(&arena);
	return CHECK_END();
}
