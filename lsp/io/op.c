/*
 * The bookkeeping every kind of op shares: begun once, ended once. A breach of the
 * contract in io/op.h is a fault of ours and stops the process.
 */
#include "io/op.h"

#include <assert.h>
#include <stddef.h>

void op_begin(struct op *op, const char *name, void (*cancel)(struct op *))
{
	assert(!op->running);
	assert(op->ended != NULL);
	op->name = name;
	op->cancel = cancel;
	op->running = true;
	err_clear(&op->err);
}

void op_end(struct op *op)
{
	assert(op->running);
	op->running = false;
	/* The owner may free the op in here: nothing may touch it afterwards. */
	op->ended(op);
}

void op_cancel(struct op *op)
{
	if (op->running && op->cancel != NULL)
		op->cancel(op);
}
