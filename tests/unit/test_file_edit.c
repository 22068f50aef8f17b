/* file_edit: a user's file is changed whole or not at all, and only if it is what was read. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "io/file.h"

static struct arena arena;

static struct str content(const char *path)
{
	struct str bytes = STR("(cannot be read)");
	struct err err = {0};
	file_read(&arena, path, 1 << 20, &bytes, &err);
	return bytes;
}

static void put(const char *path, const char *text, mode_t mode)
{
	FILE *file = fopen(path, "w");
	CHECK(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
	CHECK(chmod(path, mode) == 0);
}

static size_t names_in(const char *folder)
{
	struct str *names;
	size_t count = 0;
	struct err err = {0};
	CHECK(file_list(&arena, folder, "", &names, &count, &err));
	return count;
}

int main(void)
{
	CHECK_BEGIN();
	arena_init(&arena);
	char folder[] = "/tmp/kadane-edit-XXXXXX";
	CHECK(mkdtemp(folder) != NULL);
	const char *path = arena_fmt(&arena, "%s/a.py", folder).at;
	const char *alias = arena_fmt(&arena, "%s/link.py", folder).at;
	struct err err = {0};
	struct stat status;
	put(path, "one\n", 0640);
	CHECK(file_edit(path, STR("one\n"), STR("two\n"), &err));
	CHECK_STR(content(path), "two\n");
	CHECK(stat(path, &status) == 0 && (status.st_mode & 07777) == 0640);
	CHECK_INT(names_in(folder), 1);
	/* Somebody else was there. */
	CHECK(!file_edit(path, STR("one\n"), STR("three\n"), &err));
	CHECK_INT(err.kind, ERR_INPUT);
	CHECK_STR(content(path), "two\n");
	/* A link stays a link. */
	CHECK(symlink("a.py", alias) == 0);
	CHECK(file_edit(alias, STR("two\n"), STR("four\n"), &err));
	CHECK(lstat(alias, &status) == 0 && S_ISLNK(status.st_mode));
	CHECK_STR(content(path), "four\n");
	/* What would part a file from its other names, or was meant to stay, is left. */
	const char *twin = arena_fmt(&arena, "%s/twin.py", folder).at;
	CHECK(link(path, twin) == 0);
	CHECK(!file_edit(path, STR("four\n"), STR("five\n"), &err));
	CHECK(str_has(str_of(err.text), STR("hard links")));
	CHECK(unlink(twin) == 0 && chmod(path, 0444) == 0);
	CHECK(!file_edit(path, STR("four\n"), STR("five\n"), &err));
	CHECK_STR(content(path), "four\n");
	CHECK(chmod(path, 0644) == 0);
	/* A name that a killed process has left. */
	put(arena_fmt(&arena, "%s/.kadane-%ld-0.tmp", folder, (long)getpid()).at, "x", 0600);
	CHECK(file_edit(path, STR("four\n"), STR(""), &err));
	CHECK_STR(content(path), "");
	CHECK(unlink(arena_fmt(&arena, "%s/.kadane-%ld-0.tmp", folder, (long)getpid()).at) == 0);
	CHECK_INT(names_in(folder), 2);
	CHECK(unlink(alias) == 0 && unlink(path) == 0);
	CHECK(!file_edit(path, STR(""), STR("x"), &err));
	CHECK_INT(names_in(folder), 0);
	CHECK(rmdir(folder) == 0);
	arena_deinit(&arena);
	return CHECK_END();
}
