/*
 * io/command: a program of the user's own gets its input, its folder and our environment, its
 * output comes as it is written, and it can be ended at any time with all that it started in its
 * process group.
 */
#include "io/command.h"

#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "check.h"
#include "io/timer.h"

enum { ROOM = 1 << 20, PATIENCE_MS = 10000 };

struct ran {
	struct loop *loop;
	struct command command;
	struct timer guard; /* ends a test that hangs */
	struct buf out;
	size_t pieces, ended;
	size_t cancel_at; /* bytes of output; 0: never */
	uint64_t took_ms;
};

static void on_output(struct command *command, struct str bytes)
{
	struct ran *ran = command->data;
	buf_add(&ran->out, bytes);
	ran->pieces++;
	if (ran->cancel_at > 0 && ran->out.len >= ran->cancel_at)
		op_cancel(&command->op);
}

static void on_end(struct op *op)
{
	struct ran *ran = op->owner;
	ran->ended++;
	op_cancel(&ran->guard.op);
}

static void on_guard(struct op *op)
{
	struct ran *ran = op->owner;
	if (op->err.kind == ERR_NONE)
		op_cancel(&ran->command.op);
}

/* Run it to its end; false when it was refused. */
static bool run(struct ran *ran, const struct command_request *request, struct err *err)
{
	static const struct log quiet = {.level = LOG_ERROR};
	size_t cancel_at = ran->cancel_at;
	*ran = (struct ran){.loop = loop_new(&quiet), .cancel_at = cancel_at};
	buf_init(&ran->out, ROOM);
	ran->command.op.ended = on_end;
	ran->command.op.owner = ran;
	ran->command.on_output = on_output;
	ran->command.data = ran;
	ran->guard.op.ended = on_guard;
	ran->guard.op.owner = ran;
	uint64_t began = loop_now_ns();
	bool accepted = command_start(ran->loop, &ran->command, request, err);
	CHECK_INT(ran->ended, 0);
	if (accepted) {
		timer_start(ran->loop, &ran->guard, PATIENCE_MS);
		loop_run(ran->loop);
		CHECK_INT(ran->ended, 1);
	}
	ran->took_ms = (loop_now_ns() - began) / 1000000;
	loop_free(ran->loop);
	return accepted;
}

/* A shell script, with everything else as it is most often. */
static struct ran shell(const char *script, struct command_request request)
{
	const char *const argv[] = {"sh", "-c", script, NULL};
	struct ran ran = {0};
	struct err err = {0};
	request.argv = argv;
	request.folder = request.folder != NULL ? request.folder : "/";
	request.output_max = request.output_max > 0 ? request.output_max : ROOM;
	CHECK(run(&ran, &request, &err));
	return ran;
}

static void test_what_it_gets(void)
{
	struct ran ran =
		shell("cat; pwd; echo \"$1-$KADANE_TEST_A-$KADANE_TEST_B\"",
		      (struct command_request){.stdin_bytes = STR("in\n"), .folder = "/usr"});
	CHECK_STR(buf_str(&ran.out), "in\n/usr\n-ours-\n");
	CHECK_INT(ran.command.status, 0);
	CHECK_INT(ran.command.op.err.kind, ERR_NONE);
	buf_deinit(&ran.out);
	static const char *const more[] = {"KADANE_TEST_B=handed over", NULL};
	ran = shell("echo \"$KADANE_TEST_A-$KADANE_TEST_B\"",
		    (struct command_request){.env = more});
	CHECK_STR(buf_str(&ran.out), "ours-handed over\n");
	buf_deinit(&ran.out);
	/* Signals are as a program expects them. */
	ran = shell("kill -PIPE $$; echo survived", (struct command_request){0});
	CHECK_INT(ran.command.status, 128 + SIGPIPE);
	buf_deinit(&ran.out);
}

/* What a library opened without close-on-exec, or we were started with, is none of its business. */
static void test_inherits(void)
{
	int ends[2];
	char script[80];
	CHECK_INT(pipe(ends), 0);
	snprintf(script, sizeof(script), "for i in 2 %d %d; do [ -e /dev/fd/$i ]; echo $?; done",
		 ends[0], ends[1]);
	struct ran ran = shell(script, (struct command_request){0});
	CHECK_STR(buf_str(&ran.out), "0\n1\n1\n");
	close(ends[0]);
	close(ends[1]);
	buf_deinit(&ran.out);
}

static void test_how_it_ends(void)
{
	struct ran ran = shell("echo one; echo first >&2; printf 'la\\033[1mst\\n\\n' >&2; exit 7",
			       (struct command_request){0});
	CHECK_INT(ran.command.status, 7);
	CHECK_STR(str_of(ran.command.said), "last");
	CHECK_INT(ran.command.op.err.kind, ERR_NONE);
	buf_deinit(&ran.out);
	ran = shell("kill -9 $$", (struct command_request){0});
	CHECK_INT(ran.command.status, 128 + SIGKILL);
	buf_deinit(&ran.out);
	/* It need not read what it is given, however much. */
	struct buf much;
	buf_init(&much, ROOM);
	while (buf_add(&much, STR("0123456789abcdef")))
		;
	ran = shell("exec <&-; echo done", (struct command_request){.stdin_bytes = buf_str(&much)});
	CHECK_STR(buf_str(&ran.out), "done\n");
	buf_deinit(&ran.out);
	ran = shell("cat", (struct command_request){.stdin_bytes = buf_str(&much)});
	CHECK_INT(ran.out.len, ROOM);
	buf_deinit(&ran.out);
	buf_deinit(&much);
	/* A line without an end that is longer than what is kept: its beginning. */
	ran = shell("head -c 5000 /dev/zero | tr '\\0' x >&2", (struct command_request){0});
	CHECK_INT(str_of(ran.command.said).len, COMMAND_SAID_MAX);
	buf_deinit(&ran.out);
}

static void test_streams(void)
{
	struct ran ran = shell("echo a; sleep 0.1; echo b", (struct command_request){0});
	CHECK_INT(ran.pieces, 2);
	buf_deinit(&ran.out);
	/* A helper that stays and holds the pipes does not hold us. */
	ran = shell("sleep 5 & echo away", (struct command_request){0});
	CHECK_STR(buf_str(&ran.out), "away\n");
	CHECK_INT(ran.command.op.err.kind, ERR_NONE);
	CHECK(ran.took_ms < 4000);
	buf_deinit(&ran.out);
}

static void test_limits(void)
{
	static const struct {
		const char *script, *says;
		struct command_request request;
	} cases[] = {
		{"sleep 60", "it wrote nothing for 0.1 s", {.first_ms = 100}},
		{"echo a; sleep 60", "it wrote nothing more for 0.1 s", {.idle_ms = 100}},
		{"while :; do echo a; sleep 0.02; done",
		 "it was not done within 0.3 s",
		 {.total_ms = 300, .idle_ms = 5000, .first_ms = 5000}},
		{"yes", "it wrote more than 1000 bytes", {.output_max = 1000}},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct ran ran = shell(cases[i].script, cases[i].request);
		CHECK_INT(ran.command.op.err.kind, ERR_WORLD);
		CHECK_STR(str_part(str_of(ran.command.op.err.text), 0, strlen(cases[i].says)),
			  cases[i].says);
		CHECK(ran.took_ms < PATIENCE_MS / 2);
		CHECK(ran.out.len <= 1000);
		buf_deinit(&ran.out);
	}
}

/* Killed is not gone: somebody may still have to take note, and the kernel takes its time. */
static bool is_alive(long long pid)
{
	char name[64];
	snprintf(name, sizeof(name), "/proc/%lld/cmdline", pid);
	FILE *file = fopen(name, "r");
	bool alive = file != NULL && fgetc(file) != EOF;
	if (file != NULL)
		fclose(file);
	return alive;
}

static void wait_ms(long ms)
{
	struct timespec pause = {.tv_nsec = ms * 1000000};
	nanosleep(&pause, NULL);
}

/* What it started goes with it, also what ignores being asked. */
static void test_cancel(void)
{
	struct ran ran = {.cancel_at = 1};
	struct err err = {0};
	static const char script[] = "trap '' TERM INT HUP; sh -c \"trap '' TERM; sleep 60\" & "
				     "echo $!; wait";
	const char *const argv[] = {"sh", "-c", script, NULL};
	struct command_request request = {.argv = argv, .folder = "/", .output_max = ROOM};
	CHECK(run(&ran, &request, &err));
	CHECK_INT(ran.command.op.err.kind, ERR_CANCELLED);
	CHECK(ran.took_ms < PATIENCE_MS / 2);
	long long pid = 0;
	CHECK(str_to_int(str_trim(buf_str(&ran.out)), &pid) && pid > 0);
	bool alive = true;
	for (int i = 0; i < 200 && alive; i++) {
		alive = is_alive(pid);
		if (alive)
			wait_ms(10);
	}
	CHECK(!alive);
	buf_deinit(&ran.out);
}

static void test_refused(void)
{
	static const char *const names[] = {"no-such-program-here", "./relative", ""};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *const argv[] = {names[i], NULL};
		struct command_request request = {.argv = argv, .folder = "/", .output_max = ROOM};
		struct ran ran = {0};
		struct err err = {0};
		CHECK(!run(&ran, &request, &err));
		CHECK(str_has(str_of(err.text), STR("is no program on PATH")));
		CHECK_INT(ran.ended, 0);
	}
	struct ran ran = shell("echo never", (struct command_request){.folder = "/no/such/folder"});
	CHECK(ran.command.status != 0);
	CHECK_INT(ran.out.len, 0);
	buf_deinit(&ran.out);
}

int main(void)
{
	CHECK_BEGIN();
	setenv("KADANE_TEST_A", "ours", 1);
	test_what_it_gets();
	test_inherits();
	test_how_it_ends();
	test_streams();
	test_limits();
	test_cancel();
	test_refused();
	return CHECK_END();
}
