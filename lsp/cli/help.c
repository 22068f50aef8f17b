/*
 * What there is, and what runs.
 */
#include <stdio.h>

#include "cli/cli.h"

static const char help_text[] =
	"kadane " KADANE_VERSION " – lets a language model write code, and proves the result\n"
	"\n"
	"Usage:\n"
	"  kadane [lsp] [--stdio]              speak LSP on stdin and stdout (for editors)\n"
	"  kadane run translate FILE.py        translate to C++, prove and time the result\n"
	"  kadane run docstring FILE.py --line N   document a definition, checked against the "
	"code\n"
	"  kadane check FILE.py FILE.cpp       prove and time a translation that is there\n"
	"  kadane sandbox [--] COMMAND…        run a command as generated code is run\n"
	"  kadane doctor                       what is there, what is missing\n"
	"  kadane models                       what can be asked, with sizes and prices\n"
	"  kadane pull MODEL                   have Ollama download a model\n"
	"  kadane trust [FOLDER]               let editors run code there without asking\n"
	"  kadane --version\n"
	"\n"
	"Each has --help; run, check, models, doctor and sandbox have --json.\n"
	"\n"
	"Exit status (sandbox: the command's own):\n"
	"  0      fine: the output is the same, or everything needed is there\n"
	"  1      judged, and found wanting: does not compile, differs, or cannot be said\n"
	"  2      the command line or an input makes no sense\n"
	"  3      something needed is missing or failed: provider, compiler, sandbox, network\n"
	"  128+N  stopped by signal N\n"
	"\n"
	"Environment: ANTHROPIC_API_KEY, OPENAI_API_KEY (and *_BASE_URL) choose and unlock "
	"providers;\n"
	"with none of them a server of models on this machine (Ollama) is found by itself.\n"
	"KADANE_LOG=debug logs to stderr. Settings: ~/.config/kadane/config.json,\n"
	"see docs/configuration.md.\n";

int cli_help(void)
{
	fputs(help_text, stdout);
	return 0;
}

int cli_version(void)
{
	puts("kadane " KADANE_VERSION);
	return 0;
}
