/*
 * io/loop.h, io/op.h, io/timer.h: an op ends once, later, and cancel only hurries it.
 */
#include "io/loop.h"

#include <signal.h>

#include "check.h"
#include "io/timer.h"

struct seen {
	struct loop *loop;
	int ended, signals, last;
	bool running; /* op.running as the owner sees it in `ended` */
};

static void test_ended(struct op *op)
{
	struct seen *seen = op->owner;
	seen->ended++;
	seen->running = op->running;
}

static void test_on_signal(void *data, int signal)
{
	struct seen *seen = data;
	seen->signals++;
	seen->last = signal;
	if (seen->signals < 3)
		raise(signal == SIGTERM ? SIGINT : SIGHUP);
	else
		loop_no_signals(seen->loop);
}

static void test_timer(struct loop *loop)
{
	struct seen seen = {.loop = loop};
	struct timer timer = {.op = {.ended = test_ended, .owner = &seen}};
	uint64_t start = loop_now_ns();
	timer_start(loop, &timer, 30);
	CHECK(timer.op.running);
	CHECK_INT(seen.ended, 0);
	loop_run(loop);
	uint64_t took = loop_now_ns() - start;
	CHECK_INT(seen.ended, 1);
	CHECK(!seen.running && !timer.op.running);
	CHECK(took >= 29000000 && took < 2000000000);
	CHECK_INT(timer.op.err.kind, ERR_NONE);
	CHECK_STR(str_of(timer.op.name), "timer");
	/* Of no effect any more. */
	op_cancel(&timer.op);
	CHECK_INT(seen.ended, 1);

	/* Again with the same memory; cancelled twice; ended later, not inside. */
	start = loop_now_ns();
	timer_start(loop, &timer, 60000);
	op_cancel(&timer.op);
	op_cancel(&timer.op);
	CHECK_INT(seen.ended, 1);
	loop_run(loop);
	CHECK_INT(seen.ended, 2);
	CHECK_INT(timer.op.err.kind, ERR_CANCELLED);
	CHECK(loop_now_ns() - start < 2000000000);

	/* A pause of nothing is later, too; its predecessor's error is forgotten. */
	timer_start(loop, &timer, 0);
	CHECK_INT(seen.ended, 2);
	loop_run(loop);
	CHECK_INT(seen.ended, 3);
	CHECK_INT(timer.op.err.kind, ERR_NONE);
}

static void test_stop_ended(struct op *op)
{
	loop_stop(op->owner);
}

int main(void)
{
	CHECK_BEGIN();
	struct log log = {.level = LOG_ERROR};
	struct loop *loop = loop_new(&log);
	CHECK(loop_log(loop) == &log);
	/* Nothing to do: it ends by itself. */
	loop_run(loop);
	test_timer(loop);

	struct seen seen = {.loop = loop};
	loop_on_signal(loop, test_on_signal, &seen);
	raise(SIGTERM);
	loop_run(loop);
	CHECK_INT(seen.signals, 3);
	CHECK_INT(seen.last, SIGHUP);
	raise(SIGPIPE);

	/* Stopped while something could still happen. */
	struct timer quick = {.op = {.ended = test_stop_ended, .owner = loop}};
	struct timer slow = {.op = {.ended = test_ended, .owner = &seen}};
	timer_start(loop, &slow, 60000);
	timer_start(loop, &quick, 1);
	loop_run(loop);
	CHECK_INT(seen.ended, 0);
	CHECK(slow.op.running);
	op_cancel(&slow.op);
	loop_run(loop);
	CHECK_INT(seen.ended, 1);
	loop_free(loop);
	return CHECK_END();
}
