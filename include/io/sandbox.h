/*
 * The only door through which a program is started: compiler, interpreter, original
 * and candidate alike. Inside: no network, no home, an environment built from
 * nothing, no inherited descriptor, an allow list of read-only paths, sized private
 * file systems, and hard limits. lsp/jail does the work; this file asks for it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "io/loop.h"
#include "io/op.h"

enum sandbox_tier {
	SANDBOX_NONE,       /* no confinement at all: only by the user's explicit setting */
	SANDBOX_RESTRICTED, /* Landlock, seccomp and limits, without namespaces */
	SANDBOX_FULL,       /* bubblewrap: every namespace, allow-list mounts; and the above */
};

/* Which limit ended a run. */
enum sandbox_limit {
	SANDBOX_NO_LIMIT,
	SANDBOX_LIMIT_WALL,
	SANDBOX_LIMIT_CPU,
	SANDBOX_LIMIT_MEMORY,
	SANDBOX_LIMIT_DISK,
	SANDBOX_LIMIT_OUTPUT,
	SANDBOX_LIMIT_PROCESSES,
};

struct sandbox_limits {
	double wall_s;
	uint64_t memory; /* bytes, whole tree */
	uint64_t disk;   /* bytes writable: half in /job, the rest in /tmp and /dev/shm */
	uint64_t output; /* bytes of stdout and stderr together */
	uint64_t processes;
};

/* sandbox.md's figures: 60 s, 2 GiB, 512 MB, 1 MiB, 64 for a compiler … */
extern const struct sandbox_limits sandbox_compile_limits;
/* … and 60 s, 1 GiB, 128 MB, 8 MiB, 64 for what it built. */
extern const struct sandbox_limits sandbox_run_limits;

/*
 * A host file or folder that is visible inside, read-only: at the same path, or below /job
 * (e.g. "/job/pi.py"). The home folder, the disk as a whole and the kernel's file systems are
 * refused. /usr, /bin and /lib are always there; /job/artifact of one run becomes a mount of
 * the next.
 */
struct sandbox_mount {
	const char *host;
	const char *inside; /* NULL: at the same path */
};

/*
 * What to run. Everything is copied by the start. Paths are those seen inside, in every tier:
 * where there are no mounts (restricted, none), "/job" at the start of a path in argv or env
 * is rewritten to the true work folder, files mounted below it are copied there and folders
 * linked; a program then sees that longer path. TMPDIR names a private folder in every tier;
 * /tmp itself can be written in the full one only.
 */
struct sandbox_command {
	const char *const *argv; /* NULL-terminated; argv[0] absolute, as seen inside */
	const char *const *env;  /* "NAME=value" added to the built environment; NULL: none */
	const struct sandbox_mount *mounts;
	size_t mount_count;
	const char *artifact;        /* host path of an existing regular file the program may write;
					executable afterwards if it is ELF; NULL: none */
	const char *artifact_inside; /* where it is seen inside; NULL: /job/artifact */
	struct str stdin_bytes;      /* what the program can read from stdin; then end of file */
	bool stdin_pipe; /* instead: our own stdin, which is a pipe, for the program to read from */
	struct sandbox_limits limits;
};

struct sandbox_result {
	int status; /* exit status when signal is 0 */
	int signal; /* 0, or the signal that ended it */
	enum sandbox_limit limit;
	double wall_s, user_s, system_s; /* of the program itself, measured inside */
	uint64_t peak_memory;            /* bytes */
	bool out_cut, err_cut;           /* more was printed than was kept */
	int64_t files;                   /* left in /job by the run; -1: too many to compare */
	int64_t files_sum;               /* their names and contents as one number */
};

struct sandbox_run {
	struct op op; /* op.err: the sandbox itself failed; a program that fails is a result */
	struct sandbox_result result;
	struct buf out, err;
	struct sandbox_child *child; /* private */
};

struct sandbox;

/*
 * Find out what works here, by doing it (a small program run in each tier, best first, blocking,
 * some 20 ms), on first use; kept for the process. `minimum` is what the user demands: with
 * SANDBOX_NONE, and only then, running unconfined is allowed where nothing else works.
 * KADANE_SANDBOX=restricted, full or none in the environment forces that, for tests; none is
 * as if nothing worked.
 */
struct sandbox *sandbox_new(struct loop *loop, enum sandbox_tier minimum);
void sandbox_free(struct sandbox *sandbox);

/* The tier runs will have. */
enum sandbox_tier sandbox_tier(struct sandbox *sandbox);

/* "full (bubblewrap 0.8.0)", "restricted (Landlock ABI 7)", "none". */
struct str sandbox_describe(struct sandbox *sandbox);

/* Why no better tier works, and the one command that would enable it; empty when full. */
struct str sandbox_advice(struct sandbox *sandbox);

/* False with a clear `err` when no tier at or above the minimum works. */
bool sandbox_usable(struct sandbox *sandbox, struct err *err);

/*
 * Run a command. Refuses when sandbox_usable would. The work directory inside is /job, empty,
 * writable and private to this run. Cancel kills the whole process tree.
 */
bool sandbox_start(struct sandbox *sandbox, struct sandbox_run *run,
		   const struct sandbox_command *command, struct err *err);

/* "it took longer than its time limit", …; for people. */
const char *sandbox_limit_words(enum sandbox_limit limit);

/* Frees what the finished run holds. */
void sandbox_run_deinit(struct sandbox_run *run);
