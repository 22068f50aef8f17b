/*
 * The original's runs: what its translation is held against. An op of several runs.
 */
#pragma once

#include <stdbool.h>

#include "io/op.h"
#include "io/sandbox.h"
#include "job/queue.h"
#include "judge/output.h"

struct work;

/* What the second run does to the script's clocks: the first that it bears. */
enum original_shift {
	ORIGINAL_JUMPING, /* shifted, and every reading some seconds on */
	ORIGINAL_STEADY,  /* shifted: the script goes another way when time flies */
	ORIGINAL_PLAIN,   /* nothing: it does not bear shifted clocks at all */
};

struct original {
	struct op op;
	struct work *work;
	struct turn turn;
	/* The script as it is; then with another hash seed and shifted clocks. */
	struct sandbox_run plain, again;
	bool cancelled;
	bool begun_again;          /* the second run was started */
	bool crowded;              /* both ran side by side: their times are no measurement */
	enum original_shift shift; /* of `again` */
	bool repeated;             /* `again` holds a finished run */
};

/*
 * Begin the runs; op rules as in io/op.h. Needs work->python, and the script in work->folder,
 * where step_syntax puts it.
 */
bool original_start(struct original *original, struct work *work, struct err *err);

/* Somebody waits: where there are processors enough, run the second beside the first. */
void original_hurry(struct original *original);

void original_deinit(struct original *original);

/* A finished run as the comparison wants it. Borrowed from `run`. */
struct output_run original_view(const struct sandbox_run *run);

/* The command that runs the script, for the timed runs too; `mounts` needs TOOLCHAIN_MOUNTS. */
void original_command(struct work *work, struct sandbox_mount *mounts, const char **argv,
		      struct sandbox_command *command);
