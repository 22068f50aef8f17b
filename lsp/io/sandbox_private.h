/*
 * What the three files of the sandbox share: sandbox.c runs commands, sandbox_probe.c
 * finds out what works here, sandbox_command.c writes kadane-jail's command line.
 */
#pragma once

#include "base/arena.h"
#include "io/sandbox.h"
#include "jail/report.h"

struct sandbox {
	struct loop *loop;
	enum sandbox_tier minimum;
	bool probed;
	bool usable;
	enum sandbox_tier tier;
	struct str describe, advice;
	const char *jail;  /* kadane-jail; NULL: not found */
	const char *bwrap; /* bubblewrap; NULL: not found */
	bool no_userns;    /* this bubblewrap has --disable-userns */
	struct arena arena;
};

/* Fill in what works here. Blocks for some 20 ms. */
void sandbox_probe(struct sandbox *sandbox);

/* What to start, ready for proc_spawn. */
struct sandbox_line {
	char **argv, **env;
};

/*
 * The supervisor's command line for a command in `tier`; `folder` is its work folder where
 * there are no mounts. False when the command asks for what must not be.
 */
bool sandbox_line(const struct sandbox *sandbox, enum sandbox_tier tier,
		  const struct sandbox_command *command, const char *folder, struct arena *arena,
		  struct sandbox_line *line, struct err *err);

/* Read a report; false when it is not whole. */
bool sandbox_report(struct str text, struct jail_report *report);
