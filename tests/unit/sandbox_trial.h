/*
 * For tests of the sandbox through its door: one tier, and runs in it one after the other.
 */
#pragma once

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "check.h"
#include "io/file.h"
#include "io/sandbox.h"
#include "io/timer.h"
#include "jail_beside.h"

struct trial {
	struct loop *loop;
	struct sandbox *sandbox;
	enum sandbox_tier minimum;
	struct arena arena;
	struct str folder; /* on the host, for sources and artefacts */
	struct sandbox_run run;
	int ended;
};

static inline void trial_ended(struct op *op)
{
	struct trial *trial = op->owner;
	trial->ended++;
}

/* Find out what works here. */
static inline void trial_look(struct trial *trial)
{
	struct sandbox_look look = {.op = {.owner = trial, .ended = trial_ended}};
	sandbox_look(trial->sandbox, &look);
	CHECK(!sandbox_known(trial->sandbox));
	loop_run(trial->loop);
	CHECK_INT(trial->ended, 1);
	CHECK_INT(look.op.err.kind, ERR_NONE);
	CHECK(sandbox_known(trial->sandbox));
}

static inline void trial_init(struct trial *trial, const char *tier, enum sandbox_tier minimum)
{
	static const struct log log = {.level = LOG_WARNING};
	struct err err = {0};
	memset(trial, 0, sizeof(*trial));
	setenv("KADANE_SANDBOX", tier, 1);
	arena_init(&trial->arena);
	trial->loop = loop_new(&log);
	trial->sandbox = sandbox_new(trial->loop);
	trial->minimum = minimum;
	trial_look(trial);
	CHECK(file_job_folder(&trial->arena, &trial->folder, &err));
}

static inline void trial_deinit(struct trial *trial)
{
	file_remove_folder(trial->folder.at);
	sandbox_free(trial->sandbox);
	loop_free(trial->loop);
	arena_deinit(&trial->arena);
}

/* Run and wait; false when it was refused. */
static inline bool trial_run(struct trial *trial, const struct sandbox_command *command,
			     struct err *err)
{
	struct sandbox_command copy = *command;
	if (copy.limits.wall_s <= 0)
		copy.limits = sandbox_run_limits;
	memset(&trial->run, 0, sizeof(trial->run));
	trial->run.op.ended = trial_ended;
	trial->run.op.owner = trial;
	trial->ended = 0;
	err_clear(err);
	if (!sandbox_start(trial->sandbox, trial->minimum, &trial->run, &copy, err))
		return false;
	CHECK_INT(trial->ended, 0);
	loop_run(trial->loop);
	CHECK_INT(trial->ended, 1);
	*err = trial->run.op.err;
	return true;
}

static inline bool trial_shell(struct trial *trial, const char *script, struct err *err)
{
	const char *const argv[] = {"/bin/sh", "-c", script, NULL};
	return trial_run(trial, &(struct sandbox_command){.argv = argv}, err);
}

static inline const char *trial_file(struct trial *trial, const char *name, const char *text)
{
	struct str path = arena_fmt(&trial->arena, "%.*s/%s", STR_ARG(trial->folder), name);
	struct err err = {0};
	CHECK(file_write_new(path.at, str_of(text), &err));
	return path.at;
}
