/*
 * kadane-jail: everything kadane runs is run by this. See jail.h for the three modes.
 */
#include "jail.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

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
	char self[4096];
	if (argc < 2)
		return jail_usage();
	if (strcmp(argv[1], "probe") == 0 && argc == 3)
		return probe_main(argv[2]);
	ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
	if (len <= 0)
		return 125;
	self[len] = '\0';
	options.self = self;
	if (strcmp(argv[1], "supervise") == 0)
		return options_parse(&options, argc, argv) ? supervise_main(&options) : 64;
	if (strcmp(argv[1], "exec") == 0)
		return options_parse(&options, argc, argv) ? exec_main(&options) : 64;
	return jail_usage();
}
