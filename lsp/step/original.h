/*
 * The original's runs: what its translation is held against. An op of several runs.
 */
#pragma once

#include <stdbool.h>

#include "io/op.h"
#include "io/sandbox.h"
#include "io/timer.h"
#include "job/queue.h"
#include "judge/output.h"

struct work;

/* What the original did with one input. */
struct original_input {
	struct sandbox_run plain; /* the script as it is */
	/* Then with another hash seed and shifted clocks, and what that run made necessary. */
	struct sandbox_run again[OUTPUT_AGAIN];
	enum output_tick ticks[OUTPUT_AGAIN];
	size_t again_count; /* begun */
	bool repeated;      /* all that were needed have ended */
	bool crowded;       /* two ran side by side: their times are no measurement */
};

struct original {
	struct op op;
	struct work *work;
	struct turn turn;
	struct original_input *inputs; /* as many as the work has */
	size_t count, at;              /* `at`: whose turn it is */
	struct timer pause;            /* until a run with true clocks would show another second */
	bool cancelled;
	bool hurried; /* somebody waits */
};

/*
 * Begin the runs; op rules as in io/op.h. Needs work->python, and the script in work->folder,
 * where step_syntax puts it.
 */
bool original_start(struct original *original, struct work *work, struct err *err);

/* Somebody waits: where there are processors enough, run the second beside the first. */
void original_hurry(struct original *original);

/* Whether it went through without a limit or an error that nobody caught. */
bool original_behaves(const struct original_input *input);

void original_deinit(struct original *original);

/* The further runs as the comparison wants them, OUTPUT_AGAIN at most. */
void original_again(struct arena *arena, const struct original_input *input,
		    struct output_run *again);
