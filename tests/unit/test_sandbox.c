/*
 * The sandbox through its door, in each tier: results, limits, mounts, artefacts, cancel,
 * refusals. That attacks fail is tested by tests/attack.
 */
#include "sandbox_trial.h"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void test_results(struct trial *trial)
{
	struct err err = {0};
	CHECK(trial_shell(trial, "echo out; echo err >&2; exit 7", &err));
	CHECK_INT(err.kind, ERR_NONE);
	CHECK_STR(sandbox_out(&trial->run), "out\n");
	CHECK_STR(sandbox_err(&trial->run), "err\n");
	CHECK_INT(trial->run.result.status, 7);
	CHECK_INT(trial->run.result.signal, 0);
	CHECK_INT(trial->run.result.limit, SANDBOX_NO_LIMIT);
	CHECK(trial->run.result.peak_memory > 500000);
	sandbox_run_deinit(&trial->run);

	CHECK(trial_shell(trial, "kill -TERM $$", &err));
	CHECK_INT(trial->run.result.signal, 15);
	sandbox_run_deinit(&trial->run);

	const char *const cat[] = {"/bin/cat", NULL};
	struct buf big;
	buf_init(&big, 3 << 20);
	while (buf_addf(&big, "line %zu\n", big.len))
		;
	struct sandbox_command command = {.argv = cat, .stdin_bytes = buf_str(&big)};
	CHECK(trial_run(trial, &command, &err));
	CHECK(str_eq(sandbox_out(&trial->run), buf_str(&big)));
	sandbox_run_deinit(&trial->run);
	buf_deinit(&big);

	/* Bytes nobody reads must not hold it up. */
	const char *const none[] = {"/bin/true", NULL};
	command = (struct sandbox_command){.argv = none, .stdin_bytes = STR("unread")};
	CHECK(trial_run(trial, &command, &err));
	CHECK_INT(trial->run.result.status, 0);
	sandbox_run_deinit(&trial->run);
}

static void test_times(struct trial *trial)
{
	struct err err = {0};
	CHECK(trial_shell(trial, "sleep 0.2", &err));
	CHECK(trial->run.result.wall_s >= 0.2);
	CHECK(trial->run.result.wall_s < 5);
	CHECK(trial->run.result.user_s + trial->run.result.system_s < 0.1);
	sandbox_run_deinit(&trial->run);
	CHECK(trial_shell(trial, "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done", &err));
	CHECK(trial->run.result.user_s > 0.01);
	sandbox_run_deinit(&trial->run);
}

static void test_environment(struct trial *trial)
{
	struct err err = {0};
	const char *const argv[] = {"/bin/sh", "-c", "echo $LANG $A $KADANE_SECRET; pwd; ls -A",
				    NULL};
	const char *const env[] = {"A=b", "LANG=de", NULL};
	const char *const loader[] = {"LD_PRELOAD=/job/x.so", NULL};
	setenv("KADANE_SECRET", "leaked", 1);
	struct sandbox_command command = {.argv = argv, .env = env};
	CHECK(trial_run(trial, &command, &err));
	CHECK(str_starts(sandbox_out(&trial->run), STR("de b\n/")));
	CHECK(str_ends(sandbox_out(&trial->run), STR("/job\n")));
	sandbox_run_deinit(&trial->run);
	command.env = loader;
	CHECK(!trial_run(trial, &command, &err));
	CHECK_INT(err.kind, ERR_INPUT);
	sandbox_run_deinit(&trial->run);
}

static void test_limits(struct trial *trial)
{
	struct err err = {0};
	const char *const slow[] = {"/bin/sh", "-c", "(setsid sleep 1000 &); sleep 1000", NULL};
	const char *const loud[] = {"/bin/sh", "-c", "while :; do echo xxxxxxxxxxxxxxxx; done",
				    NULL};
	struct sandbox_command command = {.argv = slow, .limits = sandbox_run_limits};
	command.limits.wall_s = 0.2;
	CHECK(trial_run(trial, &command, &err));
	CHECK_INT(err.kind, ERR_NONE);
	CHECK_INT(trial->run.result.limit, SANDBOX_LIMIT_WALL);
	CHECK_INT(trial->run.result.signal, 9);
	CHECK(trial->run.result.wall_s >= 0.1);
	CHECK(trial->run.result.wall_s < 3);
	sandbox_run_deinit(&trial->run);

	command.argv = loud;
	command.limits.wall_s = 20;
	command.limits.output = 1000;
	CHECK(trial_run(trial, &command, &err));
	CHECK_INT(trial->run.result.limit, SANDBOX_LIMIT_OUTPUT);
	CHECK_INT(sandbox_out(&trial->run).len, 1000);
	CHECK(trial->run.result.out_cut);
	CHECK(!trial->run.result.err_cut);
	sandbox_run_deinit(&trial->run);
}

static void test_files(struct trial *trial)
{
	struct err err = {0};
	struct stat info;
	const char *source = trial_file(trial, "p.cpp",
					"#include <cstdio>\n#include \"p.h\"\n"
					"int main() { std::puts(WORD); }\n");
	const char *header = trial_file(trial, "h", "#define WORD \"built\"\n");
	const char *artifact = trial_file(trial, "artifact", "");
	const char *const build[] = {"/usr/bin/g++", "/job/p.cpp",    "-I/job/sub",
				     "-o",           "/job/artifact", NULL};
	struct sandbox_mount mounts[] = {{.host = source, .inside = "/job/p.cpp"},
					 {.host = header, .inside = "/job/sub/p.h"}};
	struct sandbox_command command = {.argv = build,
					  .mounts = mounts,
					  .mount_count = 2,
					  .artifact = artifact,
					  .limits = sandbox_compile_limits};
	CHECK(trial_run(trial, &command, &err));
	CHECK_STR(sandbox_err(&trial->run), "");
	CHECK_INT(trial->run.result.status, 0);
	sandbox_run_deinit(&trial->run);
	CHECK(stat(artifact, &info) == 0 && info.st_size > 1000 && (info.st_mode & S_IXUSR) != 0);

	const char *const built[] = {"/job/artifact", NULL};
	struct sandbox_mount binary = {.host = artifact, .inside = "/job/artifact"};
	CHECK(trial_run(
		trial,
		&(struct sandbox_command){.argv = built, .mounts = &binary, .mount_count = 1},
		&err));
	CHECK_STR(sandbox_out(&trial->run), "built\n");
	sandbox_run_deinit(&trial->run);

	const char *script =
		trial_file(trial, "s.py", "import helper\nprint(helper.x, __name__)\n");
	const char *helper = trial_file(trial, "helper.py", "x = 41 + 1\n");
	const char *const python[] = {"/usr/bin/python3", "/job/s.py", NULL};
	struct sandbox_mount both[] = {{.host = script, .inside = "/job/s.py"},
				       {.host = helper, .inside = "/job/helper.py"}};
	CHECK(trial_run(trial,
			&(struct sandbox_command){.argv = python, .mounts = both, .mount_count = 2},
			&err));
	CHECK_STR(sandbox_err(&trial->run), "");
	CHECK_STR(sandbox_out(&trial->run), "42 __main__\n");
	sandbox_run_deinit(&trial->run);

	/* A folder at the same path, a folder below /job: readable; what is beside them is not. */
	const char *const look[] = {"/bin/sh", "-c", "cat /job/d/s.py >/dev/null && echo seen",
				    NULL};
	struct sandbox_mount folder[] = {{.host = trial->folder.at},
					 {.host = trial->folder.at, .inside = "/job/d"}};
	CHECK(trial_run(trial,
			&(struct sandbox_command){.argv = look, .mounts = folder, .mount_count = 2},
			&err));
	CHECK_STR(sandbox_out(&trial->run), "seen\n");
	sandbox_run_deinit(&trial->run);
}

/* A program of the system that is hidden is there and cannot be run, where there are mounts. */
static void test_hidden(struct trial *trial)
{
	struct err err = {0};
	const char *const words[] = {"/bin/sh", "-c", "/usr/bin/env true && echo ran", NULL};
	struct sandbox_mount env = {.host = "/usr/bin/env", .hidden = true};
	struct sandbox_command command = {.argv = words, .mounts = &env, .mount_count = 1};
	bool full = sandbox_tier(trial->sandbox) == SANDBOX_FULL;
	CHECK(trial_run(trial, &command, &err));
	CHECK_STR(sandbox_out(&trial->run), full ? "" : "ran\n");
	sandbox_run_deinit(&trial->run);
	env.host = trial->folder.at;
	CHECK(!trial_run(trial, &command, &err));
	CHECK(strstr(err.text, "cannot be hidden") != NULL);
}

static void test_refusals(struct trial *trial)
{
	struct err err = {0};
	const char *const argv[] = {"/bin/true", NULL};
	const char *const relative[] = {"true", NULL};
	const char *const absent[] = {"/bin/no-such-program", NULL};
	const char *hosts[] = {"/",        "/proc", "/root", "/home", "/no/such/path",
			       "relative", NULL,    NULL};
	struct str fifo = arena_fmt(&trial->arena, "%.*s/fifo", STR_ARG(trial->folder));
	CHECK(mkfifo(fifo.at, 0600) == 0);
	hosts[6] = fifo.at;
	hosts[7] = getenv("HOME");
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]) && hosts[i]; i++) {
		struct sandbox_mount mount = {.host = hosts[i], .inside = "/job/x"};
		struct sandbox_command command = {.argv = argv, .mounts = &mount, .mount_count = 1};
		CHECK(!trial_run(trial, &command, &err));
		CHECK(err.kind != ERR_NONE && err.text[0]);
		sandbox_run_deinit(&trial->run);
	}
	const char *const places[] = {"/job/../etc/x", "/proc/x", "/job", "/", "x", "/usr/bin/env"};
	const char *file = trial_file(trial, "refused", "x");
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct sandbox_mount mount = {.host = file, .inside = places[i]};
		struct sandbox_command command = {.argv = argv, .mounts = &mount, .mount_count = 1};
		CHECK(!trial_run(trial, &command, &err));
		sandbox_run_deinit(&trial->run);
	}
	CHECK(!trial_run(trial, &(struct sandbox_command){.argv = relative}, &err));
	sandbox_run_deinit(&trial->run);
	CHECK(trial_run(trial, &(struct sandbox_command){.argv = absent}, &err));
	CHECK_INT(err.kind, ERR_WORLD);
	CHECK(str_has(str_of(err.text), STR("/bin/no-such-program")));
	sandbox_run_deinit(&trial->run);
}

static void cancel_now(struct op *op)
{
	struct trial *trial = op->owner;
	op_cancel(&trial->run.op);
	op_cancel(&trial->run.op);
}

/* Cancelled at several moments, it ends soon and leaves nothing running. */
static void test_cancel(struct trial *trial)
{
	const char *const argv[] = {"/bin/sh", "-c", "(setsid sleep 4242 &); exec sleep 4242",
				    NULL};
	static const uint64_t moments[] = {0, 1, 2, 3, 5, 8, 20, 60};
	for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
		struct sandbox_command command = {.argv = argv, .limits = sandbox_run_limits};
		struct timer timer = {.op = {.ended = cancel_now, .owner = trial}};
		struct err err = {0};
		memset(&trial->run, 0, sizeof(trial->run));
		trial->run.op.ended = trial_ended;
		trial->run.op.owner = trial;
		trial->ended = 0;
		CHECK(sandbox_start(trial->sandbox, trial->minimum, &trial->run, &command, &err));
		if (moments[i] == 0)
			op_cancel(&trial->run.op);
		timer_start(trial->loop, &timer, moments[i]);
		uint64_t before = loop_now_ns();
		loop_run(trial->loop);
		CHECK((loop_now_ns() - before) / 1000000 < 5000);
		CHECK_INT(trial->ended, 1);
		CHECK_INT(trial->run.op.err.kind, ERR_CANCELLED);
		sandbox_run_deinit(&trial->run);
	}
}

static void test_tier(const char *name, enum sandbox_tier tier, enum sandbox_tier minimum)
{
	struct trial trial;
	struct err err = {0};
	trial_init(&trial, name, minimum);
	CHECK_INT(sandbox_tier(trial.sandbox), tier);
	CHECK(str_starts(sandbox_describe(trial.sandbox), str_of(name)));
	CHECK(sandbox_usable(trial.sandbox, trial.minimum, &err));
	CHECK((sandbox_advice(trial.sandbox).len == 0) == (tier == SANDBOX_FULL));
	test_results(&trial);
	test_times(&trial);
	test_environment(&trial);
	test_limits(&trial);
	test_files(&trial);
	test_hidden(&trial);
	test_refusals(&trial);
	test_cancel(&trial);
	trial_deinit(&trial);
}

/* Nothing works, or too little: refused, with words that say why. */
static void test_too_little(const char *forced, enum sandbox_tier minimum)
{
	struct trial trial;
	struct err err = {0};
	trial_init(&trial, forced, minimum);
	CHECK(!sandbox_usable(trial.sandbox, trial.minimum, &err));
	CHECK(str_has(str_of(err.text), STR("KADANE_SANDBOX")));
	CHECK(!trial_shell(&trial, "true", &err));
	CHECK_INT(err.kind, ERR_WORLD);
	sandbox_run_deinit(&trial.run);
	trial_deinit(&trial);
}

int main(int argc, char **argv)
{
	(void)argc;
	CHECK_BEGIN();
	place_jail(argv[0]);
	test_tier("full", SANDBOX_FULL, SANDBOX_RESTRICTED);
	test_tier("restricted", SANDBOX_RESTRICTED, SANDBOX_RESTRICTED);
	test_tier("none", SANDBOX_NONE, SANDBOX_NONE);
	test_too_little("none", SANDBOX_RESTRICTED);
	test_too_little("restricted", SANDBOX_FULL);
	return CHECK_END();
}
