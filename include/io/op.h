/*
 * An op is one thing that takes time: a transfer, a run in the sandbox, a pause.
 *
 * The contract, the same for every kind of op: its start function either refuses
 * (returns false, sets `err`, nothing more will happen), or accepts; then op->ended
 * is called exactly once, later, never inside the start, after the op's last handle
 * has closed. From that moment its memory may go.
 */
#pragma once

#include <stdbool.h>

#include "base/err.h"

struct op {
	const char *name;            /* for the log: "fetch", "sandbox" */
	void (*cancel)(struct op *); /* set by the op's start; makes it end soon */
	void (*ended)(struct op *);  /* set by the owner before the start */
	void *owner;                 /* for the owner */
	struct op *next;             /* for the owner */
	bool waited;                 /* for the owner: somebody waits for its end */
	bool running;                /* between an accepted start and `ended` */
	struct err err;              /* what the world did to it; ERR_NONE when it went well */
};

/* Called by the kinds of op: the start was accepted. */
void op_begin(struct op *op, const char *name, void (*cancel)(struct op *));

/* Called by the kinds of op, last of all: marks it ended and tells the owner. */
void op_end(struct op *op);

/* Ask a running op to end soon; it still ends through `ended`. Otherwise nothing. */
void op_cancel(struct op *op);
