/*
 * Files that a program finds as its own: it may do with them what it likes, the host's never
 * change, and only what it made of them is listed as left, alike in every tier.
 */
#include "sandbox_trial.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DISK = 8 << 20 };

/* A program on copies of data.txt, of tool (which can be executed) and of deep/er.txt. */
static bool copies_run(struct trial *trial, const char *script, struct err *err)
{
	const char *data = arena_fmt(&trial->arena, "%.*s/data.txt", STR_ARG(trial->folder)).at;
	const char *tool = arena_fmt(&trial->arena, "%.*s/tool", STR_ARG(trial->folder)).at;
	struct sandbox_mount mounts[] = {
		{.host = data, .inside = "/job/data.txt", .copied = true},
		{.host = tool, .inside = "/job/tool", .copied = true},
		{.host = data, .inside = "/job/deep/er.txt", .copied = true},
		{.host = data, .inside = "/job/data.txt", .copied = true},
	};
	const char *const argv[] = {"/usr/bin/python3", "-c", script, NULL};
	struct sandbox_command command = {.argv = argv,
					  .mounts = mounts,
					  .mount_count = 4,
					  .limits = sandbox_run_limits};
	command.limits.disk = DISK;
	return trial_run(trial, &command, err);
}

/* … that works, leaves so many, and nothing changed on the host. */
static void copies_leave(struct trial *trial, const char *script, size_t count)
{
	struct err err = {0};
	struct str data;
	CHECK(copies_run(trial, script, &err));
	CHECK_INT(err.kind, ERR_NONE);
	CHECK_STR(sandbox_err(&trial->run), "");
	CHECK_INT(trial->run.result.status, 0);
	CHECK(!trial->run.files_cut);
	/* The folder that was made for one of them, too. */
	CHECK_INT(trial->run.file_count, count + 1);
	const char *path = arena_fmt(&trial->arena, "%.*s/data.txt", STR_ARG(trial->folder)).at;
	CHECK(file_read(&trial->arena, path, 100, &data, &err));
	CHECK_STR(data, "one\ntwo\n");
}

static void check_left(const struct trial *trial, const char *name, char kind, const char *bytes)
{
	for (size_t i = 0; i < trial->run.file_count; i++) {
		const struct sandbox_file *file = &trial->run.files[i];
		if (!str_eq(file->name, str_of(name)))
			continue;
		CHECK_INT(file->kind, kind);
		CHECK_STR(file->bytes, bytes);
		return;
	}
	fprintf(stderr, "not left: %s\n", name);
	CHECK(false);
}

static void test_unchanged(struct trial *trial)
{
	copies_leave(trial,
		     "import os\n"
		     "print(sorted(os.listdir('.')), open('data.txt').read())\n"
		     "print([oct(os.stat(n).st_mode) for n in ('data.txt', 'tool')])\n"
		     "print(sorted(os.listdir('/proc/self/fd')))\n",
		     0);
	CHECK_STR(sandbox_out(&trial->run), "['data.txt', 'deep', 'tool'] one\ntwo\n\n"
					    "['0o100644', '0o100755']\n['0', '1', '2', '3']\n");
	sandbox_run_deinit(&trial->run);
	/* Written anew, replaced: the same bytes, but somebody has written them. */
	copies_leave(trial,
		     "import os\n"
		     "text = open('data.txt').read()\n"
		     "open('data.txt', 'w').write(text)\n"
		     "os.unlink('deep/er.txt')\n"
		     "os.umask(0o777)\n"
		     "f = os.open('n', os.O_CREAT | os.O_WRONLY, 0o666)\n"
		     "os.write(f, text.encode())\n"
		     "os.rename('n', 'deep/er.txt')\n",
		     2);
	check_left(trial, "data.txt", 'f', "one\ntwo\n");
	sandbox_run_deinit(&trial->run);
}

static void test_changed(struct trial *trial)
{
	copies_leave(trial,
		     "import os\n"
		     "open('data.txt', 'a').write('three\\n')\n"
		     "open('t', 'w').write('#!tool\\n')\n"
		     "os.rename('t', 'tool')\n"
		     "open('deep/er.txt', 'r+').write('o')\n"
		     "open('deep/er.txt', 'r+').write('0')\n",
		     3);
	check_left(trial, "data.txt", 'f', "one\ntwo\nthree\n");
	check_left(trial, "tool", 'f', "#!tool\n"); /* its mode is another */
	check_left(trial, "deep/er.txt", 'f', "0ne\ntwo\n");
	sandbox_run_deinit(&trial->run);
	copies_leave(trial,
		     "import os\n"
		     "os.unlink('data.txt')\n"
		     "os.rename('deep/er.txt', 'deep/moved')\n"
		     "os.unlink('tool')\n"
		     "os.symlink('deep/moved', 'tool')\n",
		     4);
	check_left(trial, "data.txt", 'o', "gone");
	check_left(trial, "deep/er.txt", 'o', "gone");
	check_left(trial, "deep/moved", 'f', "one\ntwo\n");
	check_left(trial, "tool", 'l', "deep/moved");
	sandbox_run_deinit(&trial->run);
}

/* They count as written, and what does not fit is refused before anything runs. */
static void test_room(struct trial *trial)
{
	struct err err = {0};
	const char *big = trial_file(trial, "big", "");
	struct sandbox_mount mounts[] = {{.host = big, .inside = "/job/a", .copied = true},
					 {.host = big, .inside = "/job/b", .copied = true}};
	const char *const argv[] = {"/bin/sh", "-c",
				    "echo ran; head -c 6000000 /dev/zero > more && sleep 20", NULL};
	struct sandbox_command command = {.argv = argv,
					  .mounts = mounts,
					  .mount_count = 1,
					  .limits = sandbox_run_limits};
	command.limits.disk = DISK;
	CHECK(truncate(big, DISK / 2 - 4096) == 0);
	CHECK(trial_run(trial, &command, &err));
	CHECK_INT(err.kind, ERR_NONE);
	CHECK_INT(trial->run.result.limit, SANDBOX_LIMIT_DISK);
	sandbox_run_deinit(&trial->run);
	command.mount_count = 2;
	CHECK(trial_run(trial, &command, &err));
	CHECK(err.kind != ERR_NONE);
	CHECK(str_has(str_of(err.text), STR("/job/b into the sandbox: copies may take 4 MiB")));
	CHECK_STR(sandbox_out(&trial->run), "");
	sandbox_run_deinit(&trial->run);
	/* As long as it likes, and nothing in it. */
	CHECK(truncate(big, INT64_C(1) << 40) == 0);
	CHECK(trial_run(trial, &command, &err));
	CHECK(str_has(str_of(err.text), STR("/job/a into the sandbox: copies may take 4 MiB")));
	sandbox_run_deinit(&trial->run);
	unlink(big);
}

static void check_refused(struct trial *trial, const struct sandbox_mount *mounts, size_t count,
			  const char *why)
{
	struct err err = {0};
	const char *const argv[] = {"/bin/sh", "-c", "echo ran", NULL};
	struct sandbox_command command = {.argv = argv, .mounts = mounts, .mount_count = count};
	if (trial_run(trial, &command, &err)) {
		CHECK_STR(sandbox_out(&trial->run), "");
		sandbox_run_deinit(&trial->run);
	}
	if (!str_has(str_of(err.text), str_of(why)))
		fprintf(stderr, "refused, but: %s\n", err.text);
	CHECK(str_has(str_of(err.text), str_of(why)));
}

static void test_refused(struct trial *trial)
{
	const char *folder = arena_fmt(&trial->arena, "%.*s", STR_ARG(trial->folder)).at;
	const char *data = arena_fmt(&trial->arena, "%s/data.txt", folder).at;
	const char *fifo = arena_fmt(&trial->arena, "%s/fifo", folder).at;
	const char *link = arena_fmt(&trial->arena, "%s/link", folder).at;
	struct sandbox_mount one = {.inside = "/job/x", .copied = true};
	CHECK(mkfifo(fifo, 0644) == 0 && symlink("/dev/zero", link) == 0);
	const char *const hosts[] = {folder, fifo, link, "/dev/zero"};
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		one.host = hosts[i];
		check_refused(trial, &one, 1, i == 0 ? "is no regular file" : "may not be shown");
	}
	one.host = data;
	const char *const places[] = {NULL,     "/job",      "/tmp/x",  "/beside/x",
				      "/etc/x", "/job/../x", "/jobs/x", "/job/./"};
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		one.inside = places[i];
		check_refused(trial, &one, 1, "is not a place for a copy");
	}
	/* Nothing is ever made in a folder of the user's. */
	struct sandbox_mount two[] = {{.host = folder, .inside = "/job/d"},
				      {.host = data, .inside = "/job/d/made", .copied = true}};
	check_refused(trial, two, 2, "/job/d/made");
	CHECK(access(arena_fmt(&trial->arena, "%s/made", folder).at, F_OK) != 0);
	struct sandbox_mount same[] = {{.host = data, .inside = "/job/d"},
				       {.host = fifo, .inside = "/job/d", .copied = true}};
	CHECK(unlink(fifo) == 0);
	CHECK(file_write_new(fifo, STR("another"), &(struct err){0}));
	check_refused(trial, same, 2, "File exists");
	unlink(fifo);
	unlink(link);
}

static void test_tier(const char *name, enum sandbox_tier minimum)
{
	struct trial trial;
	trial_init(&trial, name, minimum);
	CHECK_STR(sandbox_tier_name(sandbox_tier(trial.sandbox)), name);
	trial_file(&trial, "data.txt", "one\ntwo\n");
	CHECK(chmod(trial_file(&trial, "tool", "#!tool\n"), 0700) == 0);
	test_unchanged(&trial);
	test_changed(&trial);
	test_room(&trial);
	test_refused(&trial);
	trial_deinit(&trial);
}

int main(int argc, char **argv)
{
	(void)argc;
	CHECK_BEGIN();
	place_jail(argv[0]);
	test_tier("full", SANDBOX_FULL);
	test_tier("restricted", SANDBOX_RESTRICTED);
	return CHECK_END();
}
