/*
 * io/file.h, in a folder of its own below /tmp: whole files or none, nothing
 * overwritten, no link followed, dead processes' folders swept and living ones' kept.
 */
#include "io/file.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static char root[] = "/tmp/kadane-test-file-XXXXXX";

static const char *test_path(struct arena *arena, const char *name)
{
	return arena_fmt(arena, "%s/%s", root, name).at;
}

static void test_put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	CHECK(file != NULL);
	if (file == NULL)
		return;
	fputs(text, file);
	fclose(file);
}

static size_t test_count(struct arena *arena, const char *folder)
{
	struct str *names;
	size_t count = 999;
	struct err err;
	CHECK(file_list(arena, folder, "", &names, &count, &err));
	return count;
}

static void test_names(void)
{
	static const char *const rows[][3] = {
		{"/a/b.py", "/a", "b.py"}, {"/a", "/", "a"}, {"a", ".", "a"}, {"a/b", "a", "b"},
		{"a/b/", "a", "b"},        {"/", "/", "/"},  {"", ".", ""},   {"//", "/", "/"},
		{"a//b", "a", "b"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CHECK_STR(file_dir(str_of(rows[i][0])), rows[i][1]);
		CHECK_STR(file_base(str_of(rows[i][0])), rows[i][2]);
	}
}

static void test_read(struct arena *arena)
{
	struct str bytes;
	struct err err;
	const char *path = test_path(arena, "read");
	test_put(path, "12345");
	CHECK(file_read(arena, path, 5, &bytes, &err));
	CHECK_STR(bytes, "12345");
	CHECK(!file_read(arena, path, 4, &bytes, &err));
	CHECK(strstr(err.text, "longer than 4") != NULL);
	CHECK(!file_read(arena, root, 100, &bytes, &err));
	CHECK(strstr(err.text, "not a regular file") != NULL);
	CHECK(!file_read(arena, test_path(arena, "missing"), 100, &bytes, &err));
	CHECK_INT(err.kind, ERR_WORLD);
	/* A named pipe without a writer must not make us wait. */
	const char *pipe = test_path(arena, "pipe");
	CHECK_INT(mkfifo(pipe, 0600), 0);
	CHECK(!file_read(arena, pipe, 100, &bytes, &err));
	CHECK_INT(unlink(pipe), 0);
	/* Files of /proc say that they are empty. */
	CHECK(file_read(arena, "/proc/self/stat", 4096, &bytes, &err));
	CHECK(bytes.len > 0);
	CHECK_INT(unlink(path), 0);
}

static void test_write_new(struct arena *arena)
{
	struct str bytes;
	struct err err;
	struct stat status;
	const char *path = test_path(arena, "new.cpp");
	mode_t mask = umask(027);
	CHECK(file_write_new(path, STR("one"), &err));
	umask(mask);
	CHECK(stat(path, &status) == 0);
	CHECK_INT(status.st_mode & 0777, 0640);
	CHECK_INT(status.st_nlink, 1);
	CHECK(!file_write_new(path, STR("two"), &err));
	CHECK_INT(err.kind, ERR_INPUT);
	CHECK(file_read(arena, path, 100, &bytes, &err));
	CHECK_STR(bytes, "one");

	/* A link that leads nowhere is something, too. */
	const char *link_path = test_path(arena, "link"), *target = test_path(arena, "target");
	CHECK_INT(symlink(target, link_path), 0);
	CHECK(file_exists(link_path));
	CHECK(!file_write_new(link_path, STR("three"), &err));
	CHECK_INT(err.kind, ERR_INPUT);
	CHECK(!file_exists(target));

	CHECK(!file_write_new(test_path(arena, "no/folder"), STR("x"), &err));
	CHECK_INT(err.kind, ERR_WORLD);

	/* Replacing replaces the link, not what it leads to. */
	test_put(target, "kept");
	CHECK(file_replace(link_path, STR("mine"), &err));
	CHECK(file_read(arena, link_path, 100, &bytes, &err));
	CHECK_STR(bytes, "mine");
	CHECK(file_read(arena, target, 100, &bytes, &err));
	CHECK_STR(bytes, "kept");
	CHECK(!file_replace(root, STR("x"), &err));
	unlink(path);
	unlink(link_path);
	unlink(target);
	/* No temporary file is left by any of this. */
	CHECK_INT(test_count(arena, root), 0);
}

/* A disk that fills up: nothing is left. In a child, since the limit stays. */
static void test_full_disk(struct arena *arena)
{
	const char *path = test_path(arena, "full");
	pid_t child = fork();
	if (child == 0) {
		static char big[1 << 16];
		struct rlimit limit = {1000, 1000};
		struct err err;
		struct sigaction ignore = {.sa_handler = SIG_IGN};
		sigaction(SIGXFSZ, &ignore, NULL);
		setrlimit(RLIMIT_FSIZE, &limit);
		bool written = file_write_new(path, (struct str){big, sizeof(big)}, &err);
		_exit(written || file_exists(path) || err.kind != ERR_WORLD);
	}
	int status;
	CHECK(waitpid(child, &status, 0) == child);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	CHECK_INT(test_count(arena, root), 0);
}

static void test_list(struct arena *arena)
{
	struct str *names;
	size_t count;
	struct err err;
	test_put(test_path(arena, "b.md"), "");
	test_put(test_path(arena, "a.md"), "");
	test_put(test_path(arena, "c.txt"), "");
	CHECK(file_list(arena, root, ".md", &names, &count, &err));
	CHECK_INT(count, 2);
	CHECK_STR(names[0], "a.md");
	CHECK_STR(names[1], "b.md");
	CHECK(!file_list(arena, test_path(arena, "missing"), "", &names, &count, &err));
	unlink(test_path(arena, "a.md"));
	unlink(test_path(arena, "b.md"));
	unlink(test_path(arena, "c.txt"));
}

static void test_places(struct arena *arena)
{
	CHECK_STR(file_on_path(arena, "sh").len > 0 ? STR("found") : STR("none"), "found");
	CHECK_INT(file_on_path(arena, "kadane-no-such-program").len, 0);
	CHECK_INT(file_on_path(arena, "").len, 0);
	CHECK_STR(file_on_path(arena, "/bin/sh"), "/bin/sh");
	CHECK_INT(file_on_path(arena, "./sh").len, 0);
	/* Relative folders on PATH, not executable files and folders do not count. */
	char *path = arena_cstr(arena, str_of(getenv("PATH")));
	test_put(test_path(arena, "tool"), "");
	CHECK(chdir(root) == 0);
	setenv("PATH", arena_fmt(arena, ".::%s", root).at, 1);
	CHECK_INT(file_on_path(arena, "tool").len, 0);
	chmod(test_path(arena, "tool"), 0755);
	CHECK_STR(file_on_path(arena, "tool"), test_path(arena, "tool"));
	setenv("PATH", ".", 1);
	CHECK_INT(file_on_path(arena, "tool").len, 0);
	setenv("PATH", path, 1);
	unlink(test_path(arena, "tool"));

	setenv("XDG_CONFIG_HOME", "/x", 1);
	CHECK_STR(file_config_path(arena, "config.json"), "/x/kadane/config.json");
	setenv("XDG_CONFIG_HOME", "relative", 1);
	setenv("HOME", "/h", 1);
	CHECK_STR(file_config_path(arena, "config.json"), "/h/.config/kadane/config.json");

	struct str real;
	struct err err;
	CHECK(file_real_path(arena, "/proc/self/../..", &real, &err));
	CHECK_STR(real, "/");
	CHECK(!file_real_path(arena, "/no/such", &real, &err));
}

/* Deeper than the system allows open files, unreadable folders, links to outside. */
static void test_remove(struct arena *arena)
{
	const char *outside = test_path(arena, "outside"), *box = test_path(arena, "box");
	test_put(outside, "kept");
	CHECK_INT(mkdir(box, 0700), 0);
	CHECK(chdir(box) == 0);
	CHECK_INT(symlink("..", "up"), 0);
	CHECK_INT(symlink("../outside", "out"), 0);
	for (int i = 0; i < 1500; i++) {
		test_put("file", "x");
		CHECK(mkdir("deeper-and-deeper", 0700) == 0 && chdir("deeper-and-deeper") == 0);
	}
	CHECK(chdir(root) == 0);
	CHECK_INT(chmod("box/deeper-and-deeper", 0), 0);
	CHECK_INT(chmod(box, 0), 0);
	struct rlimit files;
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = 64;
	setrlimit(RLIMIT_NOFILE, &files);
	file_remove_folder(box);
	CHECK(!file_exists(box));
	CHECK(file_exists(outside));
	/* What is a file, a link or not there is left alone. */
	file_remove_folder(outside);
	CHECK(file_exists(outside));
	CHECK_INT(symlink(root, "link"), 0);
	file_remove_folder("link");
	CHECK(file_exists("link"));
	file_remove_folder("missing");
	unlink("link");
	unlink(outside);
}

/* A process that makes a job folder, tells its name, and stays until told to go. */
static pid_t test_owner(struct arena *arena, struct str *folder, int *leave)
{
	int tell[2], go[2];
	CHECK(pipe(tell) == 0 && pipe(go) == 0);
	pid_t child = fork();
	if (child == 0) {
		struct str path;
		struct err err;
		char c;
		close(go[1]);
		if (!file_job_folder(arena, &path, &err) ||
		    write(tell[1], path.at, path.len) != (ssize_t)path.len)
			_exit(1);
		_exit(read(go[0], &c, 1) != 0);
	}
	char name[1000];
	ssize_t len = read(tell[0], name, sizeof(name));
	CHECK(len > 0);
	*folder = arena_str(arena, (struct str){name, len > 0 ? (size_t)len : 0});
	close(tell[0]);
	close(tell[1]);
	close(go[0]);
	*leave = go[1];
	return child;
}

static void test_job_folder(struct arena *arena)
{
	struct str first, second, theirs;
	struct err err;
	struct stat status;
	setenv("XDG_CACHE_HOME", test_path(arena, "cache"), 1);
	CHECK(file_job_folder(arena, &first, &err));
	CHECK(file_job_folder(arena, &second, &err));
	CHECK(!str_eq(first, second));
	CHECK(stat(first.at, &status) == 0 && S_ISDIR(status.st_mode));
	CHECK_INT(status.st_mode & 0777, 0700);
	const char *jobs = arena_cstr(arena, file_dir(first));
	const char *other = arena_fmt(arena, "%s/somebody-elses", jobs).at;
	CHECK_INT(mkdir(other, 0700), 0);
	/* The number of a living process, but one that was started at another time. */
	const char *reused =
		arena_fmt(arena, "%s/%ld-1-%lld-0", jobs, (long)getpid(),
			  stat("/proc/self/ns/pid", &status) == 0 ? (long long)status.st_ino : 0LL)
			.at;
	CHECK_INT(mkdir(reused, 0700), 0);
	const char *foreign = arena_fmt(arena, "%s/%ld-1-77-0", jobs, (long)getpid()).at;
	CHECK_INT(mkdir(foreign, 0700), 0);

	int leave;
	pid_t child = test_owner(arena, &theirs, &leave);
	test_put(arena_fmt(arena, "%s/file", theirs.at).at, "x");
	struct str third;
	CHECK(file_job_folder(arena, &third, &err));
	CHECK(file_exists(theirs.at)); /* its process lives */
	CHECK(file_exists(first.at) && file_exists(second.at) && file_exists(other));
	CHECK(file_exists(foreign));
	CHECK(!file_exists(reused));

	/* It ends; before anybody has waited for it, its folder is already nobody's. */
	close(leave);
	siginfo_t info;
	CHECK_INT(waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT), 0);
	file_remove_folder(third.at);
	CHECK(file_job_folder(arena, &third, &err));
	CHECK(!file_exists(theirs.at));
	CHECK_INT(waitpid(child, NULL, 0), child);
	file_remove_folder(first.at);
	file_remove_folder(second.at);
	file_remove_folder(third.at);
	CHECK_INT(test_count(arena, jobs), 2);

	/* A cache that cannot be used: below /tmp. A folder of all that others can write: not. */
	setenv("XDG_CACHE_HOME", "/proc/none", 1);
	CHECK(file_job_folder(arena, &first, &err));
	CHECK(str_starts(first, STR("/tmp/kadane-jobs-")));
	file_remove_folder(first.at);
	chmod(jobs, 0777);
	setenv("XDG_CACHE_HOME", test_path(arena, "cache"), 1);
	CHECK(file_job_folder(arena, &first, &err));
	CHECK(str_starts(first, STR("/tmp/kadane-jobs-")));
	file_remove_folder(first.at);
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	CHECK(mkdtemp(root) != NULL);
	test_names();
	test_read(&arena);
	test_write_new(&arena);
	test_full_disk(&arena);
	test_list(&arena);
	test_places(&arena);
	test_job_folder(&arena);
	test_remove(&arena);
	CHECK(chdir("/") == 0);
	file_remove_folder(root);
	CHECK(!file_exists(root));
	arena_deinit(&arena);
	return CHECK_END();
}
