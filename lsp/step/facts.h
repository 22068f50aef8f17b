/*
 * A look at what the original does: an op that waits for a turn on the machine and runs the
 * script under lsp/harness/facts.py. What it brings goes into the verdict.
 */
#pragma once

#include <stdbool.h>

#include "io/op.h"
#include "io/sandbox.h"
#include "io/timer.h"
#include "job/queue.h"

struct work;

struct facts_look {
	struct op op;
	struct work *work;
	struct turn turn;
	struct timer patience; /* for the turn, while the question to the model waits */
	struct sandbox_run run;
	size_t input;   /* on which it is watched */
	double seconds; /* after which the script is stopped */
	int looks;      /* begun so far: a short one, a long one */
	bool long_one;  /* the long look is the one that was begun last */
};

void facts_deinit(struct facts_look *look);
