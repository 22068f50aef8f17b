/*
 * kadane-jail for macOS: everything kadane runs is run by this. Restricted, written from
 * documentation, not run on a Mac yet. `supervise` stands outside the box, one per job; `start`
 * is the first program inside; `probe` is a job that says what it finds around it.
 */
#include "jail.h"

#include <limits.h>
#include <mach-o/dyld.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "supervise.h"

static int jail_usage(void)
{
	fputs("kadane-jail is started by kadane; to run a command in the sandbox use\n"
	      "  kadane sandbox -- COMMAND\n",
	      stderr);
	return 64;
}

int main(int argc, char **argv)
{
	struct jail_options options = {0};
	char named[4096], self[PATH_MAX];
	uint32_t size = sizeof named;
	if (argc >= 3 && strcmp(argv[1], "start") == 0)
		return start_main(argv + 2);
	if (argc == 3 && strcmp(argv[1], "probe") == 0)
		return probe_main(argv[2]);
	if (argc < 2 || strcmp(argv[1], "supervise") != 0)
		return jail_usage();
	if (_NSGetExecutablePath(named, &size) != 0 || !realpath(named, self))
		return 125;
	options.self = self;
	return options_parse(&options, argc, argv) ? supervise_main(&options) : 64;
}
