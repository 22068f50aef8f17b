/*
 * Starting programs for sandbox.c: plainly, in bubblewrap alone, or by `kadane-jail supervise`
 * with five pipes and the command line that lsp/io/sandbox.c gives it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum way { WAY_PLAIN, WAY_BWRAP, WAY_RESTRICTED, WAY_FULL, WAY_COUNT };

enum { START_FDS = 5, START_REPORT = 3, START_CONTROL = 4, START_ARGS = 16 };

struct start {
	const char *jail, *bwrap, *job; /* programs, by absolute paths; bwrap NULL: not there */
	const char *folder;             /* for work folders */
	bool no_userns;                 /* this bubblewrap has --disable-userns */
	const char *const *env;
};

/* One program that was started, and what has come from it. */
struct started {
	enum way way;
	pid_t pid;
	int ends[START_FDS]; /* ours: stdin, stdout, stderr, report, control; -1: none */
	char text[START_FDS][4096];
	size_t len[START_FDS];
	char work[256];
};

double start_now(void);
_Noreturn void start_fail(const char *what);

/* Start argv; the name "job" stands for sandbox_job, wherever it is to be seen. */
void start_begin(const struct start *start, struct started *run, enum way way,
		 const char *const *argv, int processes);

/* Read what comes until `word` has come on stdout. */
void start_until(struct started *run, const char *word);

/* Read to the end of every pipe and wait for the process; its status. */
int start_end(struct started *run);
