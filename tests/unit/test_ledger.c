/*
 * The day's sum: what is held before a question and replaced after it, budgets, another day, a
 * damaged file, a full disk, a kill, and several processes at once.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../lsp/step/ledger.h"
#include "check.h"
#include "held_lock.h"
#include "io/loop.h"

enum { NOW = 1795608000, DAY = 24 * 60 * 60, MANY = 40, PROCESSES = 4 };

static const struct ledger_most no_limit = {-1, -1};

static const char *ledger_path(struct arena *arena)
{
	return file_state_path(arena, "spent.json").at;
}

static struct ledger_sum day_of(int64_t now)
{
	struct ledger_sum day = {-1, -1, -1};
	struct err err = {0};
	if (!ledger_day(now, &day, &err))
		day.nano_usd = -2;
	return day;
}

static void test_nano(void)
{
	CHECK_INT(ledger_nano(0.0123), 12300000);
	CHECK_INT(ledger_nano(0.1 + 0.2), 300000000);
	CHECK_INT(ledger_nano(1e-9), 1);
	CHECK_INT(ledger_nano(1.4e-9), 2);
	CHECK_INT(ledger_nano(0), 0);
	CHECK_INT(ledger_nano(-5), 0);
	CHECK(ledger_nano(HUGE_VAL) > INT64_C(1) << 51);
	CHECK(ledger_nano(NAN) > INT64_C(1) << 51);
}

static void test_day(struct arena *arena)
{
	struct ledger_hold hold, other;
	struct ledger_sum worst = {.nano_usd = 100, .tokens = 1000}, day;
	struct ledger_sum took = {.nano_usd = 30, .tokens = 200};
	struct err err = {0};
	unlink(ledger_path(arena));
	CHECK_INT(day_of(NOW).nano_usd, 0);
	CHECK_INT(ledger_hold(&hold, &worst, &no_limit, NOW, &day, &err), LEDGER_HELD);
	CHECK_INT(day.nano_usd, 0);
	CHECK_INT(day_of(NOW).nano_usd, 100);
	CHECK_INT(ledger_hold(&other, &worst, &no_limit, NOW, &day, &err), LEDGER_HELD);
	CHECK_INT(day.nano_usd, 100);
	CHECK_INT(day.tokens, 1000);
	CHECK(ledger_settle(&hold, &took, NOW, &err));
	CHECK_INT(day_of(NOW).nano_usd, 130);
	CHECK_INT(day_of(NOW).tokens, 1200);
	/* settled twice is added twice, for then it was two */
	CHECK(ledger_settle(&hold, &took, NOW, &err));
	CHECK_INT(day_of(NOW).nano_usd, 160);
	took.unknown = 1;
	took.nano_usd = 0;
	CHECK(ledger_settle(&other, &took, NOW, &err));
	CHECK_INT(day_of(NOW).nano_usd, 60);
	CHECK_INT(day_of(NOW).unknown, 1);
	/* some hours back: still the same sum; the next day begins with nothing … */
	CHECK_INT(day_of(NOW - DAY).nano_usd, 60);
	CHECK_INT(day_of(NOW + DAY).nano_usd, 0);
	/* … and gets what was begun the day before and ended on it */
	CHECK_INT(ledger_hold(&hold, &worst, &no_limit, NOW, &day, &err), LEDGER_HELD);
	took.nano_usd = 7;
	CHECK(ledger_settle(&hold, &took, NOW + DAY, &err));
	CHECK_INT(day_of(NOW + DAY).nano_usd, 7);
}

static enum ledger_answer try_hold(int64_t worst_nano, int64_t worst_tokens, int64_t most_nano,
				   int64_t most_tokens)
{
	struct ledger_hold hold;
	struct ledger_sum worst = {.nano_usd = worst_nano, .tokens = worst_tokens}, day;
	struct ledger_most most = {most_nano, most_tokens};
	struct err err = {0};
	enum ledger_answer answer = ledger_hold(&hold, &worst, &most, NOW, &day, &err);
	CHECK((hold.id[0] != '\0') == (answer == LEDGER_HELD));
	return answer;
}

static void test_budget(struct arena *arena)
{
	unlink(ledger_path(arena));
	CHECK_INT(try_hold(101, 0, 100, -1), LEDGER_PASSED);
	CHECK_INT(day_of(NOW).nano_usd, 0);
	CHECK_INT(try_hold(60, 5, 100, -1), LEDGER_HELD);
	CHECK_INT(try_hold(41, 5, 100, -1), LEDGER_PASSED);
	CHECK_INT(try_hold(40, 5, 100, -1), LEDGER_HELD);
	CHECK_INT(try_hold(1, 5, 100, -1), LEDGER_PASSED);
	/* what has no known price may not be asked either when nothing is left */
	CHECK_INT(try_hold(0, 5, 100, -1), LEDGER_PASSED);
	CHECK_INT(try_hold(0, 5, 101, -1), LEDGER_HELD);
	CHECK_INT(try_hold(0, 0, 0, -1), LEDGER_PASSED);
	CHECK_INT(try_hold(0, 6, -1, 20), LEDGER_PASSED);
	CHECK_INT(try_hold(0, 5, -1, 20), LEDGER_HELD);
	CHECK_INT(day_of(NOW).tokens, 20);
}

/* Too many are held: none of them is forgotten. */
static void test_many(struct arena *arena)
{
	unlink(ledger_path(arena));
	for (int i = 0; i < 250; i++)
		CHECK_INT(try_hold(2, 3, -1, -1), LEDGER_HELD);
	CHECK_INT(day_of(NOW).nano_usd, 500);
	CHECK_INT(day_of(NOW).tokens, 750);
	struct str bytes = STR("");
	struct err err = {0};
	CHECK(file_read(arena, ledger_path(arena), 1 << 20, &bytes, &err));
	CHECK(bytes.len > 0 && bytes.len < 16 << 10);
}

static void test_damaged(struct arena *arena)
{
	static const char *const texts[] = {
		"",
		"{",
		"[]",
		"{'day':'2026-11-25'}",
		"{'day':'today','nano_usd':1,'tokens':1,'unknown':0,'held':[]}",
		"{'day':'2036-11-25','nano_usd':1,'tokens':1,'unknown':0,'held':[]}",
		"{'day':'2026-11-25','nano_usd':-1,'tokens':1,'unknown':0,'held':[]}",
		"{'day':'2026-11-25','nano_usd':1e300,'tokens':1,'unknown':0,'held':[]}",
		"{'day':'2026-11-25','nano_usd':1,'tokens':1,'unknown':0,'held':{}}",
		"{'day':'2026-11-25','nano_usd':1,'tokens':1,'unknown':0,'held':[{}]}",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct ledger_hold hold;
		struct ledger_sum worst = {.nano_usd = 1, .tokens = 1}, day;
		struct err err = {0};
		struct str bytes;
		char *text = arena_cstr(arena, str_of(texts[i]));
		for (char *at = text; *at != '\0'; at++)
			*at = *at == '\'' ? '"' : *at;
		CHECK(file_replace(ledger_path(arena), str_of(text), &err));
		CHECK_INT(ledger_hold(&hold, &worst, &no_limit, NOW, &day, &err), LEDGER_FAILED);
		CHECK(str_has(str_of(err.text), STR("spent.json is damaged")));
		CHECK(!ledger_settle(&hold, &worst, NOW, &err));
		CHECK(!ledger_day(NOW, &day, &err));
		/* nothing was written over it */
		CHECK(file_read(arena, ledger_path(arena), 1 << 20, &bytes, &err));
		CHECK_STR(bytes, text);
	}
	unlink(ledger_path(arena));
}

/* The same sentence is read when it is right: the tests above fail for what they say. */
static void test_understood(struct arena *arena)
{
	struct err err = {0};
	CHECK(file_replace(ledger_path(arena),
			   STR("{\"day\":\"2026-11-25\",\"nano_usd\":1,\"tokens\":2,"
			       "\"unknown\":0,\"held\":[{\"id\":\"x\",\"nano_usd\":4,"
			       "\"tokens\":8}],\"later\":1}"),
			   &err));
	CHECK_INT(day_of(NOW).nano_usd, 5);
	CHECK_INT(day_of(NOW).tokens, 10);
	unlink(ledger_path(arena));
}

/* A disk without room: the question is refused, and what stood there still does. */
static void test_full(struct arena *arena)
{
	unlink(ledger_path(arena));
	CHECK_INT(try_hold(50, 5, -1, -1), LEDGER_HELD);
	pid_t child = fork();
	if (child == 0) {
		struct rlimit none = {0, 0};
		struct ledger_hold hold = {""};
		struct ledger_sum took = {.nano_usd = 9, .tokens = 9};
		struct err err = {0};
		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &none);
		bool failed = try_hold(1, 1, -1, -1) == LEDGER_FAILED &&
			      !ledger_settle(&hold, &took, NOW, &err) && err.text[0] != '\0';
		_exit(failed ? 0 : 1);
	}
	int status = -1;
	waitpid(child, &status, 0);
	CHECK_INT(status, 0);
	CHECK_INT(day_of(NOW).nano_usd, 50);
	CHECK_INT(day_of(NOW).tokens, 5);
}

/* Of so many at once one may find it in use for too long; it then tries again, nothing else. */
static bool in_use(const struct err *err)
{
	return str_has(str_of(err->text), STR("is in use by another program"));
}

static void hold_at_once(struct ledger_hold *hold)
{
	struct ledger_sum worst = {.nano_usd = 1000, .tokens = 10}, day;
	struct err err = {0};
	while (ledger_hold(hold, &worst, &no_limit, NOW, &day, &err) != LEDGER_HELD)
		if (!in_use(&err))
			_exit(1);
}

static void work_at_once(void)
{
	struct ledger_sum took = {.nano_usd = 3, .tokens = 2};
	struct ledger_hold hold, held;
	struct err err = {0};
	for (int i = 0; i < MANY; i++) {
		hold_at_once(&hold);
		for (held = hold; !ledger_settle(&hold, &took, NOW, &err); hold = held)
			if (!in_use(&err))
				_exit(1);
	}
	/* One more, and then it is killed. */
	hold_at_once(&hold);
	raise(SIGKILL);
}

static void test_at_once(struct arena *arena)
{
	unlink(ledger_path(arena));
	for (int i = 0; i < PROCESSES; i++)
		if (fork() == 0)
			work_at_once();
	for (int i = 0; i < PROCESSES; i++) {
		int status = 0;
		wait(&status);
		CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	}
	CHECK_INT(day_of(NOW).nano_usd, PROCESSES * (MANY * 3 + 1000));
	CHECK_INT(day_of(NOW).tokens, PROCESSES * (MANY * 2 + 10));
}

/* Somebody is stuck with the file: the question is refused at once, nothing stands still. */
static void test_in_use(struct arena *arena)
{
	struct ledger_hold hold = {""};
	struct ledger_sum sum = {.nano_usd = 1, .tokens = 1}, day;
	struct err err = {0}, settled = {0};
	unlink(ledger_path(arena));
	pid_t child = held_lock(file_state_path(arena, "spent.lock").at);
	uint64_t began = loop_now_ns();
	CHECK_INT(ledger_hold(&hold, &sum, &no_limit, NOW, &day, &err), LEDGER_FAILED);
	CHECK(str_has(str_of(err.text), STR("spent.lock is in use by another program")));
	CHECK(!ledger_settle(&hold, &sum, NOW, &settled));
	CHECK(str_has(str_of(settled.text), STR("is in use by another program")));
	CHECK(loop_now_ns() - began < UINT64_C(2000000000));
	CHECK_INT(day_of(NOW).nano_usd, 0);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	CHECK_INT(try_hold(1, 1, -1, -1), LEDGER_HELD);
}

static void test_nowhere(void)
{
	struct ledger_sum day = {1, 1, 1};
	struct err err = {0};
	unsetenv("XDG_STATE_HOME");
	unsetenv("HOME");
	CHECK_INT(try_hold(1, 1, -1, -1), LEDGER_FAILED);
	CHECK(ledger_day(NOW, &day, &err));
	CHECK_INT(day.nano_usd, 0);
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	char folder[] = "/tmp/kadane-ledger-XXXXXX";
	arena_init(&arena);
	CHECK(mkdtemp(folder) != NULL);
	setenv("XDG_STATE_HOME", folder, 1);
	setenv("TZ", "UTC", 1);
	test_nano();
	test_day(&arena);
	CHECK_STR(ledger_date(&arena, NOW), "2026-11-25");
	test_budget(&arena);
	test_many(&arena);
	test_damaged(&arena);
	test_understood(&arena);
	test_full(&arena);
	test_at_once(&arena);
	test_in_use(&arena);
	unlink(ledger_path(&arena));
	unlink(file_state_path(&arena, "spent.lock").at);
	rmdir(arena_fmt(&arena, "%s/kadane", folder).at);
	CHECK_INT(rmdir(folder), 0);
	test_nowhere();
	arena_deinit(&arena);
	return CHECK_END();
}
