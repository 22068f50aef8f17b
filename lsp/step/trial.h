/*
 * One run of the script, or of a program made from it, on one input: the command for the
 * sandbox, and the result held against what the original did with that input.
 */
#pragma once

#include <stddef.h>

#include "hide.h"
#include "io/sandbox.h"
#include "judge/output.h"
#include "step/work.h"
#include "toolchain.h"

enum { TRIAL_MOUNTS = TOOLCHAIN_MOUNTS + INPUT_FILES + HIDE_MOUNTS, TRIAL_ARGS = 256 };

/* A command with room for what it points to; set up by one of the two below. */
struct trial {
	struct sandbox_mount mounts[TRIAL_MOUNTS];
	const char *argv[TRIAL_ARGS + 8];
	const char *env[64];
	struct sandbox_command command;
};

/*
 * Python on a script. `script` is its path on the host, NULL: the original itself. `before`,
 * words that stand before the script (NULL-terminated), may be NULL.
 */
void trial_script(struct work *work, const struct work_input *input, const char *script,
		  const char *const *before, struct trial *trial);

/* A program that was built; its path on the host, NULL: the candidate's. */
void trial_program(struct work *work, const struct work_input *input, const char *program,
		   struct trial *trial);

/* Add a variable to the environment of the command. */
void trial_env(struct trial *trial, const char *variable);

/* A finished run as the comparison wants it; borrowed from `run`, small parts in the arena. */
struct output_run trial_view(struct arena *arena, const struct sandbox_run *run);

/* Hold a run against the original's on work->inputs[input], which must have ended. */
struct output_result trial_compare(struct work *work, struct arena *arena, size_t input,
				   const struct sandbox_run *run);
