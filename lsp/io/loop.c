/*
 * The libuv loop, and the signals that ask the process to leave. Signals arrive as
 * ordinary callbacks of the loop, so no code of ours ever runs in a signal handler.
 */
#include "io/loop.h"

#include <assert.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "base/mem.h"
#include "loop_private.h"

static const int loop_signals[] = {SIGINT, SIGTERM, SIGHUP};

enum { LOOP_SIGNALS = sizeof(loop_signals) / sizeof(loop_signals[0]) };

struct loop {
	uv_loop_t uv;
	const struct log *log;
	uv_signal_t watches[LOOP_SIGNALS];
	bool watching;
	void (*on_signal)(void *data, int signal);
	void *data;
};

/* A descriptor 0, 1 or 2 that is not open would become one of ours, and be mistaken later. */
static void loop_fill_standard(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", O_RDWR);
}

struct loop *loop_new(const struct log *log)
{
	loop_fill_standard();
	struct loop *loop = mem_new(sizeof(*loop));
	int rc = uv_loop_init(&loop->uv);
	assert(rc == 0);
	(void)rc;
	loop->uv.data = loop;
	loop->log = log;

	/* An editor that has gone is seen as EPIPE where we write, not as our death. */
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	sigemptyset(&ignore.sa_mask);
	sigaction(SIGPIPE, &ignore, NULL);
	return loop;
}

void loop_free(struct loop *loop)
{
	loop_no_signals(loop);
	/* Only close callbacks can be left: they need one more turn. */
	uv_run(&loop->uv, UV_RUN_DEFAULT);
	int rc = uv_loop_close(&loop->uv);
	assert(rc == 0);
	(void)rc;
	mem_free(loop);
}

void loop_run(struct loop *loop)
{
	uv_run(&loop->uv, UV_RUN_DEFAULT);
}

void loop_stop(struct loop *loop)
{
	uv_stop(&loop->uv);
}

const struct log *loop_log(const struct loop *loop)
{
	return loop->log;
}

uint64_t loop_now_ms(const struct loop *loop)
{
	return uv_now(&loop->uv);
}

uint64_t loop_now_ns(void)
{
	return uv_hrtime();
}

static void loop_signalled(uv_signal_t *watch, int signal)
{
	struct loop *loop = watch->data;
	loop->on_signal(loop->data, signal);
}

void loop_on_signal(struct loop *loop, void (*on_signal)(void *data, int signal), void *data)
{
	assert(!loop->watching);
	loop->watching = true;
	loop->on_signal = on_signal;
	loop->data = data;
	for (size_t i = 0; i < LOOP_SIGNALS; i++) {
		uv_signal_t *watch = &loop->watches[i];
		uv_signal_init(&loop->uv, watch);
		watch->data = loop;
		int rc = uv_signal_start(watch, loop_signalled, loop_signals[i]);
		if (rc != 0)
			log_line(loop->log, LOG_WARNING, "signal %d cannot be watched: %s",
				 loop_signals[i], uv_strerror(rc));
	}
}

void loop_no_signals(struct loop *loop)
{
	if (!loop->watching)
		return;
	loop->watching = false;
	for (size_t i = 0; i < LOOP_SIGNALS; i++)
		uv_close((uv_handle_t *)&loop->watches[i], NULL);
}

uv_loop_t *loop_uv(struct loop *loop)
{
	return &loop->uv;
}
