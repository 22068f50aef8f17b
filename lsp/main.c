/*
 * kadane: a language server whose code actions prove what they claim, and a command
 * line for the same jobs. Finds out which of the two is wanted.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "server/server.h"

enum { EXIT_USAGE = 2 };

struct subcommand {
	const char *name;
	int (*run)(int argc, char **argv);
};

/* Alphabetical. What stands behind the name is the subcommand's. */
static const struct subcommand subcommands[] = {
	{"check", cli_check}, {"doctor", cli_doctor},   {"models", cli_models}, {"pull", cli_pull},
	{"run", cli_run},     {"sandbox", cli_sandbox}, {"trust", cli_trust},
};

/* What editors put on the command line of a language server. */
static bool main_is_editors(const char *argument)
{
	static const char process_id[] = "--clientProcessId=";
	return strcmp(argument, "--stdio") == 0 || strcmp(argument, "lsp") == 0 ||
	       strncmp(argument, process_id, sizeof(process_id) - 1) == 0;
}

static int main_unknown(const char *argument)
{
	fprintf(stderr, "kadane: unknown argument '%.100s'; try kadane --help\n", argument);
	return EXIT_USAGE;
}

/* Everything from `first` on must be an editor's. */
static int main_serve(int argc, char **argv, int first)
{
	for (int i = first; i < argc; i++)
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return cli_help();
	for (int i = first; i < argc; i++)
		if (!main_is_editors(argv[i]))
			return main_unknown(argv[i]);
	if (isatty(STDIN_FILENO))
		fprintf(stderr, "kadane: waiting for an editor to speak LSP on standard input; "
				"try kadane --help\n");
	const char *level = getenv("KADANE_LOG");
	bool debug = level != NULL && strcmp(level, "debug") == 0;
	return server_main(debug ? LOG_DEBUG : LOG_INFO);
}

int main(int argc, char **argv)
{
	int first = 1;
	while (first < argc && main_is_editors(argv[first]) && strcmp(argv[first], "lsp") != 0)
		first++;
	if (first >= argc || strcmp(argv[first], "lsp") == 0)
		return main_serve(argc, argv, first);
	const char *word = argv[first];
	for (size_t i = 0; i < sizeof(subcommands) / sizeof(subcommands[0]); i++)
		if (strcmp(word, subcommands[i].name) == 0)
			return subcommands[i].run(argc - first - 1, argv + first + 1);
	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0)
		return cli_help();
	if (strcmp(word, "--version") == 0)
		return cli_version();
	if (strcmp(word, "--check") == 0)
		return cli_doctor(argc - first - 1, argv + first + 1);
	return main_unknown(word);
}
