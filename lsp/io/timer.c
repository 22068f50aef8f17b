/*
 * A pause. The libuv handle lives apart from the op, since it must outlast the call
 * that closes it; the op ends from its close callback.
 */
#include "io/timer.h"

#include <uv.h>

#include "base/mem.h"
#include "loop_private.h"

static void timer_closed(uv_handle_t *handle)
{
	struct timer *timer = handle->data;
	mem_free(handle);
	timer->handle = NULL;
	op_end(&timer->op);
}

static void timer_fired(uv_timer_t *handle)
{
	uv_close((uv_handle_t *)handle, timer_closed);
}

static void timer_cancel(struct op *op)
{
	struct timer *timer = (struct timer *)op;
	uv_handle_t *handle = timer->handle;
	if (uv_is_closing(handle))
		return;
	err_set(&op->err, ERR_CANCELLED, "cancelled");
	uv_close(handle, timer_closed);
}

void timer_start(struct loop *loop, struct timer *timer, uint64_t ms)
{
	uv_timer_t *handle = mem_new(sizeof(*handle));
	op_begin(&timer->op, "timer", timer_cancel);
	timer->handle = handle;
	uv_timer_init(loop_uv(loop), handle);
	handle->data = timer;
	/* The loop's clock stands still during a turn: a long turn would shorten the pause. */
	uv_update_time(loop_uv(loop));
	uv_timer_start(handle, timer_fired, ms, 0);
}
