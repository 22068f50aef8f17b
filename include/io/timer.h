/*
 * A pause, as an op.
 */
#pragma once

#include <stdint.h>

#include "io/loop.h"
#include "io/op.h"

struct timer {
	struct op op;
	void *handle; /* private */
};

/* Ends after `ms` milliseconds, or soon after op_cancel (then with ERR_CANCELLED). Never refuses.
 */
void timer_start(struct loop *loop, struct timer *timer, uint64_t ms);
