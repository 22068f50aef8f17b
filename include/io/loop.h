/*
 * The one thread everything happens in. Wraps libuv, which no other room sees.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/log.h"

struct loop;

/* `log` is borrowed for the loop's life. */
struct loop *loop_new(const struct log *log);

/* Everything that was started on it must have ended. */
void loop_free(struct loop *loop);

/* Run until loop_stop, or until nothing is left that could happen. */
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop);

const struct log *loop_log(const struct loop *loop);

/* Monotonic time: milliseconds, cached per turn of the loop; nanoseconds, read now. */
uint64_t loop_now_ms(const struct loop *loop);
uint64_t loop_now_ns(void);

/* Call `on_signal` on SIGINT, SIGTERM and SIGHUP, from the loop. Once per loop. SIGPIPE is ignored.
 */
void loop_on_signal(struct loop *loop, void (*on_signal)(void *data, int signal), void *data);

/* Stop watching for signals, so that loop_run can end by itself. */
void loop_no_signals(struct loop *loop);
