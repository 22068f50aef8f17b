/*
 * How the candidate is run, for the timed runs too.
 */
#pragma once

struct sandbox_command;
struct sandbox_mount;
struct work;

/* `mounts` needs room for one, `argv` for two. */
void same_output_command(struct work *work, struct sandbox_mount *mounts, const char **argv,
			 struct sandbox_command *command);
