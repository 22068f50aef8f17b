/*
 * Large output comes back whole without being held in memory, and large input goes in; neither
 * holds anybody up. Words for a program arrive byte for byte.
 */
#include "sandbox_trial.h"

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

enum { SPOOL_TICK_MS = 1, SPOOL_LARGE = 100 << 20 };

/* Notes how long the loop was away from its timer. */
struct ticker {
	struct timer timer;
	struct trial *trial;
	uint64_t last, worst;
	uint64_t cancel_after; /* ticks; 0: never */
	uint64_t ticks;
};

static void ticker_ended(struct op *op)
{
	struct ticker *ticker = op->owner;
	uint64_t now = loop_now_ns();
	if (now - ticker->last > ticker->worst)
		ticker->worst = now - ticker->last;
	ticker->last = now;
	if (++ticker->ticks == ticker->cancel_after)
		op_cancel(&ticker->trial->run.op);
	if (ticker->trial->ended == 0)
		timer_start(ticker->trial->loop, &ticker->timer, SPOOL_TICK_MS);
}

static uint64_t peak_memory(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (uint64_t)usage.ru_maxrss * 1024;
}

/* Run with a ticker beside it; the longest the loop was held up, in milliseconds. */
static double spool_run(struct trial *trial, const struct sandbox_command *command,
			uint64_t cancel_after)
{
	struct err err = {0};
	struct ticker ticker = {.trial = trial, .cancel_after = cancel_after};
	memset(&trial->run, 0, sizeof(trial->run));
	trial->run.op.ended = trial_ended;
	trial->run.op.owner = trial;
	trial->ended = 0;
	CHECK(sandbox_start(trial->sandbox, trial->minimum, &trial->run, command, &err));
	ticker.timer.op = (struct op){.ended = ticker_ended, .owner = &ticker};
	ticker.last = loop_now_ns();
	timer_start(trial->loop, &ticker.timer, SPOOL_TICK_MS);
	loop_run(trial->loop);
	CHECK_INT(trial->ended, 1);
	return (double)ticker.worst / 1e6;
}

static bool jobs_are_empty(void)
{
	struct arena arena;
	struct str *names;
	size_t count = 1;
	struct err err;
	arena_init(&arena);
	bool read = file_list(&arena, file_cache_path(&arena, "jobs").at, "", &names, &count, &err);
	arena_deinit(&arena);
	/* One is the test's own. */
	return read && count == 1;
}

static void test_large_output(struct trial *trial)
{
	const char *const argv[] = {"/bin/sh", "-c",
				    "yes 0123456789abcde | head -c 104857600; "
				    "yes error | head -c 1000000 >&2",
				    NULL};
	struct sandbox_command command = {.argv = argv, .limits = sandbox_run_limits};
	uint64_t before = peak_memory();
	double stall = spool_run(trial, &command, 0);
	CHECK_INT(trial->run.op.err.kind, ERR_NONE);
	CHECK_INT(trial->run.result.status, 0);
	CHECK_INT(trial->run.result.limit, SANDBOX_NO_LIMIT);
	struct str out = sandbox_out(&trial->run);
	CHECK_INT(out.len, SPOOL_LARGE);
	CHECK_INT(sandbox_err(&trial->run).len, 1000000);
	CHECK(str_ends(sandbox_err(&trial->run), STR("erro")));
	CHECK(peak_memory() - before < 20 << 20);
	bool same = true;
	for (size_t i = 0; i + 16 <= out.len && same; i += 16)
		same = memcmp(out.at + i, "0123456789abcde\n", 16) == 0;
	CHECK(same);
	CHECK(stall < 250);
	CHECK(jobs_are_empty());
	sandbox_run_deinit(&trial->run);
}

/* Just below, at and above the size from which it is mapped. */
static void test_edge(struct trial *trial)
{
	static const int sizes[] = {0, 1, (256 << 10) - 1, 256 << 10, (256 << 10) + 1};
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct err err = {0};
		struct str script =
			arena_fmt(&trial->arena, "yes | head -c %d; yes n | head -c %d >&2",
				  sizes[i], sizes[i]);
		CHECK(trial_shell(trial, script.at, &err));
		CHECK_INT(sandbox_out(&trial->run).len, sizes[i]);
		CHECK_INT(sandbox_err(&trial->run).len, sizes[i]);
		CHECK(!trial->run.result.out_cut && !trial->run.result.err_cut);
		CHECK(sizes[i] == 0 || str_starts(sandbox_err(&trial->run), STR("n")));
		sandbox_run_deinit(&trial->run);
	}
}

static void test_limit(struct trial *trial)
{
	const char *const argv[] = {"/usr/bin/yes", NULL};
	struct sandbox_command command = {.argv = argv, .limits = sandbox_run_limits};
	command.limits.output = 3000001;
	spool_run(trial, &command, 0);
	CHECK_INT(trial->run.result.limit, SANDBOX_LIMIT_OUTPUT);
	CHECK(trial->run.result.out_cut);
	CHECK_INT(sandbox_out(&trial->run).len, 3000001);
	sandbox_run_deinit(&trial->run);
}

static void test_cancel(struct trial *trial)
{
	const char *const argv[] = {"/usr/bin/yes", NULL};
	static const uint64_t moments[] = {1, 5, 20, 50};
	for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
		struct sandbox_command command = {.argv = argv, .limits = sandbox_run_limits};
		command.limits.output = UINT64_C(1) << 40;
		uint64_t before = loop_now_ns();
		spool_run(trial, &command, moments[i]);
		CHECK_INT(trial->run.op.err.kind, ERR_CANCELLED);
		CHECK(loop_now_ns() - before < UINT64_C(5000000000));
		CHECK(jobs_are_empty());
		sandbox_run_deinit(&trial->run);
	}
}

static void test_large_input(struct trial *trial)
{
	const char *const cat[] = {"/bin/cat", NULL};
	const char *const none[] = {"/bin/true", NULL};
	const char *const little[] = {"/usr/bin/head", "-c", "5", NULL};
	size_t size = 20 << 20;
	char *bytes = mem_new(size);
	uint64_t random = 1;
	for (size_t i = 0; i < size; i++) {
		random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
		bytes[i] = (char)(random >> 56);
	}
	struct sandbox_command command = {.argv = cat,
					  .stdin_bytes = {bytes, size},
					  .limits = sandbox_run_limits};
	double stall = spool_run(trial, &command, 0);
	CHECK_INT(trial->run.op.err.kind, ERR_NONE);
	CHECK(str_eq(sandbox_out(&trial->run), command.stdin_bytes));
	CHECK(stall < 250);
	sandbox_run_deinit(&trial->run);
	command.argv = none;
	spool_run(trial, &command, 0);
	CHECK_INT(trial->run.result.status, 0);
	sandbox_run_deinit(&trial->run);
	command.argv = little;
	spool_run(trial, &command, 0);
	CHECK(str_eq(sandbox_out(&trial->run), (struct str){bytes, 5}));
	sandbox_run_deinit(&trial->run);
	mem_free(bytes);
}

/* Words of any bytes but NUL; and one that is long. */
static void test_words(struct trial *trial)
{
	struct err err = {0};
	size_t size = 100 << 10;
	char *large = mem_new(size + 1), *value = mem_new(size + 3);
	memset(large, '\xfe', size);
	snprintf(value, size + 3, "L=%s", large);
	const char *const argv[] = {
		"/usr/bin/python3",
		"-c",
		"import os, sys\n"
		"out = sys.stdout.buffer\n"
		"for word in sys.argv[1:-1]: out.write(os.fsencode(word) + b'|')\n"
		"out.write(b'%d|' % (os.fsencode(sys.argv[-1]) == b'\\xfe' * 102400))\n"
		"for name in (b'A', b'B', b'C'): out.write(os.environb[name] + b'|')\n"
		"out.write(b'%d' % (os.environb[b'L'] == b'\\xfe' * 102400))\n",
		"",
		"a\nb",
		"\xff\xc3(\x01",
		"--",
		" $(x) '\"\\",
		"/jail",
		large,
		NULL};
	const char *const env[] = {"A=", "B=x\ny=\xff", "C==", value, NULL};
	struct sandbox_command command = {.argv = argv, .env = env};
	CHECK(trial_run(trial, &command, &err));
	CHECK_STR(sandbox_err(&trial->run), "");
	CHECK_STR(sandbox_out(&trial->run),
		  "|a\nb|\xff\xc3(\x01|--| $(x) '\"\\|/jail|1||x\ny=\xff|=|1");
	sandbox_run_deinit(&trial->run);
	mem_free(large);
	mem_free(value);
}

/* Nothing can be kept: said so, and nothing is passed off as what was printed. */
static void test_no_room(struct trial *trial)
{
	struct err err = {0};
	struct rlimit old, small;
	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = 1 << 20;
	CHECK(setrlimit(RLIMIT_FSIZE, &small) == 0);
	CHECK(trial_shell(trial, "yes | head -c 3000000", &err));
	CHECK_INT(err.kind, ERR_WORLD);
	CHECK(str_has(str_of(err.text), STR("cannot be kept")));
	sandbox_run_deinit(&trial->run);
	CHECK(trial_shell(trial, "for i in 1 2 3; do head -c 900000 /dev/zero > $i; done", &err));
	CHECK_INT(err.kind, ERR_WORLD);
	CHECK(str_has(str_of(err.text), STR("cannot be kept")));
	CHECK_INT(trial->run.file_count, 0);
	sandbox_run_deinit(&trial->run);
	CHECK(setrlimit(RLIMIT_FSIZE, &old) == 0);
}

static void test_tier(const char *name, enum sandbox_tier minimum)
{
	struct trial trial;
	trial_init(&trial, name, minimum);
	CHECK_STR(sandbox_tier_name(sandbox_tier(trial.sandbox)), name);
	test_large_output(&trial);
	test_edge(&trial);
	test_limit(&trial);
	test_cancel(&trial);
	test_large_input(&trial);
	test_words(&trial);
	test_no_room(&trial);
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
