/*
 * What is hidden in a folder that is shown, through the sandbox's door: at other places than its
 * own, with folders in folders, and what may not be shown at all. That nothing leaks is tested
 * by tests/attack/masks.py.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "check.h"
#include "io/file.h"
#include "io/sandbox.h"
#include "jail_beside.h"

struct trial {
	struct loop *loop;
	struct sandbox *sandbox;
	struct arena arena;
	struct str folder; /* on the host */
	struct sandbox_run run;
};

static void trial_ended(struct op *op)
{
	(void)op;
}

static const char *trial_path(struct trial *trial, const char *name)
{
	return arena_fmt(&trial->arena, "%.*s/%s", STR_ARG(trial->folder), name).at;
}

/* FOLDER/p with secrets in it, FOLDER/other without. */
static void trial_init(struct trial *trial, const char *tier)
{
	static const struct log log = {.level = LOG_WARNING};
	static const char *const folders[] = {"p", "p/.git", "p/sub", "p/sub/.aws", "other"};
	static const char *const files[] = {"p/.env",  "p/.git/config",    "p/m.py",
					    "p/sub/x", "p/sub/.aws/token", "other/y"};
	struct sandbox_look look = {.op = {.ended = trial_ended}};
	struct err err = {0};
	memset(trial, 0, sizeof(*trial));
	setenv("KADANE_SANDBOX", tier, 1);
	arena_init(&trial->arena);
	trial->loop = loop_new(&log);
	trial->sandbox = sandbox_new(trial->loop);
	sandbox_look(trial->sandbox, &look);
	loop_run(trial->loop);
	CHECK(file_job_folder(&trial->arena, &trial->folder, &err));
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		CHECK_INT(mkdir(trial_path(trial, folders[i]), 0755), 0);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		CHECK(file_write_new(trial_path(trial, files[i]), str_of(files[i]), &err));
}

static void trial_deinit(struct trial *trial)
{
	file_remove_folder(trial->folder.at);
	sandbox_free(trial->sandbox);
	loop_free(trial->loop);
	arena_deinit(&trial->arena);
}

/* Print the files named; what they held, without the names of those that could not be read. */
static bool trial_cat(struct trial *trial, const struct sandbox_mount *mounts, size_t count,
		      const char *files, struct str *out, struct err *err)
{
	const char *script =
		arena_fmt(&trial->arena, "for f in %s; do cat $f && echo; done 2>/dev/null", files)
			.at;
	const char *const argv[] = {"/bin/sh", "-c", script, NULL};
	struct sandbox_command command = {.argv = argv,
					  .mounts = mounts,
					  .mount_count = count,
					  .limits = sandbox_run_limits};
	enum sandbox_tier minimum = sandbox_tier(trial->sandbox);
	memset(&trial->run, 0, sizeof(trial->run));
	trial->run.op.ended = trial_ended;
	err_clear(err);
	bool ok = sandbox_start(trial->sandbox, minimum, &trial->run, &command, err);
	if (ok)
		loop_run(trial->loop);
	if (ok)
		*err = trial->run.op.err;
	*out = arena_str(&trial->arena, sandbox_out(&trial->run));
	sandbox_run_deinit(&trial->run);
	return err->kind == ERR_NONE;
}

/* Below /job, where the folder is a mount or a link: hidden there as well. */
static void test_elsewhere(struct trial *trial, bool confined)
{
	const char *p = trial_path(trial, "p"), *x = trial_path(trial, "p/sub/x");
	const char *const files = "/job/d/m.py /job/d/.env /job/d/.git/config /job/d/sub/x "
				  "/job/d/sub/.aws/token /job/e/x";
	struct sandbox_mount mounts[] = {{.host = x, .inside = "/job/e/x"},
					 {.host = p, .inside = "/job/d", .masked = true}};
	struct err err = {0};
	struct str out;
	CHECK(trial_cat(trial, mounts, 2, files, &out, &err));
	CHECK_STR(out, confined ? "p/m.py\np/sub/x\np/sub/x\n"
				: "p/m.py\np/.env\np/.git/config\np/sub/x\np/sub/.aws/token\n"
				  "p/sub/x\n");
	CHECK_INT(trial->run.result.masked, confined ? 3 : 0);
	/* Not asked for: all is shown, as an interpreter's own folder is. */
	mounts[1].masked = false;
	CHECK(trial_cat(trial, mounts, 2, files, &out, &err));
	CHECK(str_has(out, STR("p/.env")));
	CHECK_INT(trial->run.result.masked, 0);
}

/* A folder in a folder, in any order: who asks for more, for the inner one, gets it. */
static void test_nested(struct trial *trial)
{
	const char *p = trial_path(trial, "p"), *sub = trial_path(trial, "p/sub");
	const char *aws = trial_path(trial, "p/sub/.aws");
	const char *files = arena_fmt(&trial->arena, "%s/.env %s/x %s/token", p, sub, aws).at;
	struct err err = {0};
	struct str out;
	for (int masked = 0; masked < 4; masked++) {
		bool inner = masked & 1, outer = masked & 2;
		struct sandbox_mount mounts[] = {{.host = sub, .masked = inner},
						 {.host = p, .masked = outer}};
		struct sandbox_mount turned[] = {mounts[1], mounts[0]};
		const char *want = inner   ? outer ? "p/sub/x\n" : "p/.env\np/sub/x\n"
				   : outer ? "p/sub/x\np/sub/.aws/token\n"
					   : "p/.env\np/sub/x\np/sub/.aws/token\n";
		CHECK(trial_cat(trial, mounts, 2, files, &out, &err));
		CHECK_STR(out, want);
		CHECK(trial_cat(trial, turned, 2, files, &out, &err));
		CHECK_STR(out, want);
	}
	/* In a hidden folder, and with a folder of its own that is hidden. */
	struct sandbox_mount named[] = {{.host = aws, .masked = true}, {.host = p, .masked = true}};
	CHECK(trial_cat(trial, named, 2, files, &out, &err));
	CHECK_STR(out, "p/sub/x\np/sub/.aws/token\n");
	CHECK_INT(trial->run.result.masked, 2);
}

/* What would have to be made in the user's own folder is refused, and not made. */
static void test_made_in_mount(struct trial *trial, bool full)
{
	const char *p = trial_path(trial, "p"), *y = trial_path(trial, "other/y");
	struct sandbox_mount mounts[] = {{.host = p, .inside = "/job/d", .masked = true},
					 {.host = y, .inside = "/job/d/new/y"}};
	struct sandbox_mount same[] = {mounts[0],
				       {.host = trial_path(trial, "p/sub/x"),
					.inside = "/job/d/sub/x"}};
	struct sandbox_mount over[] = {mounts[0], {.host = y, .inside = "/job/d/m.py"}};
	struct err err = {0};
	struct str out;
	CHECK(!trial_cat(trial, mounts, 2, "/job/d/new/y", &out, &err));
	CHECK(access(trial_path(trial, "p/new"), F_OK) != 0);
	CHECK(trial_cat(trial, same, 2, "/job/d/sub/x", &out, &err));
	CHECK_STR(out, "p/sub/x\n");
	CHECK_INT(trial_cat(trial, over, 2, "/job/d/m.py", &out, &err), full);
	CHECK_STR(out, full ? "other/y\n" : "");
}

/* Places that would cover the job's own folder or the system, by any spelling. */
static void test_places(struct trial *trial)
{
	static const char *const places[] = {
		"/job/",   "/job/.",       "//job",     "/./job",
		"/",       "//",           "/.",        "/tmp/",
		"/proc/x", "/sys/x",       "/dev/shm",  "/usr/src/x",
		"/bin/sh", "/libx32",      "/etc",      "/etc/ld.so.preload",
		"/jail",   "/job/../jail", "/job/x/..", "/etc/alternatives/cc",
	};
	struct err err = {0};
	struct str out;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct sandbox_mount mount = {.host = trial_path(trial, "other"),
					      .inside = places[i]};
		CHECK(!trial_cat(trial, &mount, 1, "", &out, &err));
		CHECK_INT(err.kind, ERR_INPUT);
	}
	struct sandbox_mount mount = {.host = trial_path(trial, "other/./"), .masked = true};
	const char *y = trial_path(trial, "other/y");
	CHECK(trial_cat(trial, &mount, 1, y, &out, &err));
	CHECK_STR(out, "other/y\n");
	/* The home folder no, a folder in it yes. */
	const char *home = getenv("HOME");
	struct str before = arena_str(&trial->arena, str_of(home ? home : "/nonexistent"));
	setenv("HOME", trial->folder.at, 1);
	mount.host = trial->folder.at;
	CHECK(!trial_cat(trial, &mount, 1, y, &out, &err));
	mount.host = trial_path(trial, "other");
	CHECK(trial_cat(trial, &mount, 1, y, &out, &err));
	setenv("HOME", before.at, 1);
	/* As many as there may be, and one more. */
	struct sandbox_mount many[61];
	for (size_t i = 0; i < 61; i++)
		many[i] = mount;
	CHECK(trial_cat(trial, many, 60, y, &out, &err));
	CHECK(!trial_cat(trial, many, 61, y, &out, &err));
	CHECK_INT(err.kind, ERR_INPUT);
}

static void test_tier(const char *name, bool confined, bool full)
{
	struct trial trial;
	trial_init(&trial, name);
	test_elsewhere(&trial, confined);
	if (confined)
		test_nested(&trial);
	test_made_in_mount(&trial, full);
	test_places(&trial);
	trial_deinit(&trial);
}

int main(int argc, char **argv)
{
	(void)argc;
	CHECK_BEGIN();
	place_jail(argv[0]);
	test_tier("full", true, true);
	test_tier("restricted", true, false);
	test_tier("none", false, false);
	return CHECK_END();
}
