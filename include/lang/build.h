/*
 * One way to build a program: with which compiler, which flags, and what watches over it
 * while it runs. Plain data; a language makes a command line of it.
 */
#pragma once

#include <stdbool.h>

enum build_watch {
	BUILD_UNWATCHED,
	BUILD_UNDEFINED, /* stops at undefined behaviour */
	BUILD_ADDRESSES, /* and at addresses that are not the program's; takes far more of them */
	BUILD_RACES,     /* stops where threads use the same memory unordered; takes more, too */
};

/* What stands in memory that the program has not written yet. */
enum build_fill {
	BUILD_FILL_LEFT, /* what was there: mostly zeros */
	BUILD_FILL_PATTERN,
	BUILD_FILL_ZERO,
};

/* A watched program that is stopped ends with this status. */
enum { BUILD_STOPPED = 89 };

struct build {
	const char *compiler;      /* its absolute path */
	const char *const *tuning; /* "-O3", "-march=native", …; NULL-terminated; NULL: the first */
	const char *const *extra; /* any other flags, NULL-terminated; NULL: none */
	enum build_watch watch;   /* that reports chooses its own tuning */
	enum build_fill fill;
	bool warn;      /* say what looks wrong, too */
	bool clocks;    /* its clocks can be set from outside: lsp/harness/clocks.cpp */
	bool fast_math; /* floating point as if it were real numbers */
};
