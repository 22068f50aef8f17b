/*
 * Turns on the machine. Work (compiling, verification runs) shares it, a few at a
 * time; timing has it alone. A turn is an op: it is running while it waits, and ends
 * when it is granted; queue_give_back makes room for the next.
 */
#pragma once

#include <stddef.h>

#include "io/loop.h"
#include "io/op.h"

enum turn_kind { TURN_WORK, TURN_TIMING };

struct queue;

struct turn {
	struct op op; /* ends when granted, or with ERR_CANCELLED */
	enum turn_kind kind;
	bool held; /* granted and not yet given back */
	/* Set by who can do without it: somebody waits, give it back soon. NULL: never asked. */
	void (*wanted)(struct turn *turn);
	struct queue *queue;
	void *wake; /* private */
};

/* At most `work` turns of TURN_WORK at a time. */
struct queue *queue_new(struct loop *loop, size_t work);
void queue_free(struct queue *queue);

/* Never refuses. First come, first served. */
void turn_start(struct queue *queue, struct turn *turn, enum turn_kind kind);

/* Idempotent; nothing when it is not held. */
void turn_give_back(struct turn *turn);
