/*
 * Command line options: --name, --name VALUE and --name=VALUE, in any order with the
 * arguments; "--" ends them.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct option_spec {
	const char *name;   /* "--json" */
	bool *flag;         /* set when the option stands there; or … */
	const char **value; /* … the value that follows it */
};

/*
 * Read `argv`, the arguments of subcommand `name`, by `specs` (ends with a NULL name). The
 * arguments go into `rest`, at most `max`; *count tells how many. False with a message printed when
 * something is unknown or missing.
 */
bool options_read(const char *name, int argc, char **argv, const struct option_spec *specs,
		  const char **rest, size_t max, size_t *count);
