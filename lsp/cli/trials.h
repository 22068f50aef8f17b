/*
 * Options about what both programs are given and what is tried: the same for check and run.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "step/settings.h"
#include "step/work.h"

struct trials_options {
	const char *stdin_path, *args, *inputs, *compilers, *budget, *builds;
	bool quick, fast_math;
};

/* Rows of the table of options; `trials` is a pointer to the above. */
#define TRIALS_OPTIONS(trials)                                                                     \
	{"--args", NULL, &(trials)->args}, {"--builds", NULL, &(trials)->builds},                  \
		{"--compilers", NULL, &(trials)->compilers},                                       \
		{"--fast-math", &(trials)->fast_math, NULL},                                       \
		{"--inputs", NULL, &(trials)->inputs}, {"--quick", &(trials)->quick, NULL},        \
		{"--stdin", NULL, &(trials)->stdin_path},                                          \
	{                                                                                          \
		"--time-budget", NULL, &(trials)->budget                                           \
	}

/* What --help says of them. */
#define TRIALS_HELP                                                                                \
	"  --stdin FILE      what both programs read from stdin (-: our own stdin)\n"              \
	"  --args 'WORDS'    their arguments, quoted as for a shell\n"                             \
	"  --inputs DIR      several inputs: NAME.stdin, NAME.args, NAME.env, or folders NAME\n"   \
	"  --time-budget S   seconds for timing runs (0: no timing; 10)\n"                         \
	"  --compilers LIST  tried beside the first build's: \"g++,clang++\" (default: those\n"    \
	"                    found)\n"                                                             \
	"  --builds S        seconds for trying other compilers and flags (0: none; 8)\n"          \
	"  --fast-math       try -ffast-math as well; what only that yields is never identical\n"  \
	"  --quick           one build, no sanitizers, no other constants\n"

/* Into the settings; false with a message printed when a value makes no sense. */
bool trials_settings(const char *name, const struct trials_options *trials,
		     struct settings *settings);

/* Into the work: reads stdin if that is asked for. */
bool trials_wanted(const struct trials_options *trials, struct work *work, struct err *err);

/* A number within its bounds; else a message is printed. */
bool trials_number(const char *name, const char *option, const char *text, double low, double high,
		   double *number);
