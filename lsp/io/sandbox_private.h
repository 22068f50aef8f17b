/*
 * What the files of the sandbox share: sandbox.c runs commands, sandbox_probe.c finds out what
 * works here, sandbox_command.c writes kadane-jail's command line. What differs between systems
 * has twins in linux/ and macos/: sandbox_proof.c, sandbox_advice.c and sandbox_places.c.
 */
#pragma once

#include "base/arena.h"
#include "io/sandbox.h"
#include "io/timer.h"
#include "jail/report.h"

/* How far finding out has come; a trial each, but for the first and the last. */
enum sandbox_stage {
	SANDBOX_UNKNOWN,
	SANDBOX_TRY_BWRAP, /* which version is it? */
	SANDBOX_TRY_FULL,
	SANDBOX_TRY_RESTRICTED,
	SANDBOX_KNOWN,
};

struct sandbox {
	struct loop *loop;
	enum sandbox_stage stage;
	bool try_full, try_restricted;
	const char *demanded;   /* by whom only some tiers are tried: an option, the environment */
	enum sandbox_tier tier; /* what works */
	struct str describe, advice;
	const char *jail;   /* kadane-jail; NULL: not found */
	const char *bwrap;  /* bubblewrap; NULL: not found */
	struct str version; /* "bubblewrap 0.8.0" */
	bool no_userns;     /* this bubblewrap has --disable-userns */
	struct arena arena;

	/* While it is being found out. */
	struct sandbox_look *looks; /* who waits */
	struct sandbox_run trial;
	bool again; /* the trial that runs is the second of its stage: the first took too long */
	struct str folder; /* holds what a trial must not be able to open */
	struct timer later;
};

/* --- sandbox.c --- */

/* Run a command in `tier`, whether it has proved to hold or not. */
bool sandbox_begin(struct sandbox *sandbox, enum sandbox_tier tier, struct sandbox_run *run,
		   const struct sandbox_command *command, struct err *err);

/* --- sandbox_result.c --- */

/* The supervisor has gone and left this report: the result, or an error of the run's op. */
void sandbox_take_result(struct sandbox_run *run, struct str text);

/* --- sandbox_spool.c --- */

enum { SANDBOX_SPOOL_OUT, SANDBOX_SPOOL_ERR, SANDBOX_SPOOL_FILES, SANDBOX_SPOOLS };

/* A file without a name, and what is in it once it has been taken. */
struct sandbox_spool {
	int fd; /* -1: none */
	struct str bytes;
	char *copy; /* one of the two holds them */
	void *map;
};

struct sandbox_spools {
	struct sandbox_spool of[SANDBOX_SPOOLS];
};

/* Make those whose bits are set; false leaves something to free all the same. */
bool sandbox_spools_open(struct sandbox_spools *spools, unsigned which, struct err *err);

/* Nobody writes any more: hand out the bytes and close the files. */
bool sandbox_spools_take(struct sandbox_spools *spools, struct err *err);

/* With the memory of `spools` itself, from mem_new; NULL is fine. */
void sandbox_spools_free(struct sandbox_spools *spools);

/* --- sandbox_files.c --- */

/*
 * What is listed in `bytes`, sorted; views of them in an array for mem_free. False when it is not
 * exactly `count` names, or not what a folder can hold.
 */
bool sandbox_files(struct str bytes, int64_t count, struct sandbox_file **files, size_t *found);

/* --- sandbox_probe.c --- */

/* Whether the trial printed this line. */
bool sandbox_probe_says(const struct sandbox_run *trial, const char *line);

/* --- sandbox_proof.c, of the system --- */

/* Whether the trial, which ended well, has shown that this tier confines. */
bool sandbox_proof_full(struct sandbox *sandbox);
bool sandbox_proof_restricted(struct sandbox *sandbox);

/* What the restricted tier is called, when its trial has just shown that it holds. */
struct str sandbox_proof_describe(struct sandbox *sandbox);

/* bubblewrap; NULL: not installed, or not for this system. */
const char *sandbox_proof_bwrap(void);

/* --- sandbox_advice.c, of the system --- */

/* Why bubblewrap failed and what enables it; NULL `trial`: it is not there. */
struct str sandbox_advice_full(struct sandbox *sandbox, const struct sandbox_run *trial);

/* Why the restricted tier failed; empty: nothing to say. */
struct str sandbox_advice_restricted(struct sandbox *sandbox, const struct sandbox_run *trial);

/* --- sandbox_places.c, of the system; each ends with a NULL --- */

/* True paths that are never shown, nor what lies in them. */
extern const char *const sandbox_places_system[];

/* True paths that are not shown as a whole: homes, settings, disks. */
extern const char *const sandbox_places_homes[];

/* --- sandbox_command.c --- */

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
