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

#include "base/arena.h"
#include "base/str.h"
#include "io/loop.h"
#include "io/op.h"

enum sandbox_tier {
	SANDBOX_NONE,       /* no confinement at all: only by the user's explicit setting */
	SANDBOX_RESTRICTED, /* Landlock, seccomp and limits, without namespaces */
	SANDBOX_FULL,       /* bubblewrap: every namespace, allow-list mounts; and the above */
};

/* "none", "restricted", "full": as settings, options and reports have it. */
struct str sandbox_tier_name(enum sandbox_tier tier);

/* By its name; false when it is none. */
bool sandbox_tier_of(struct str name, enum sandbox_tier *tier);

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
/* … and 60 s, 1 GiB, 128 MB, 256 MiB, 64 for what it built. */
extern const struct sandbox_limits sandbox_run_limits;

/*
 * A host file or folder that is visible inside, read-only: at the same path, or below /job
 * (e.g. "/job/pi.py"). The home folder, the disk as a whole and the kernel's file systems are
 * refused. /usr, /bin and /lib are always there; the artifact of one run becomes a mount of the
 * next. What a program shall not find in its work folder is mounted below /beside.
 *
 * A file that is copied is the program's own: it may write, replace and remove it, and the host's
 * never changes. Copies count as written, and take half of what may be written at the most; who
 * asks for more is refused when the run ends.
 */
struct sandbox_mount {
	const char *host;
	const char *inside; /* NULL: at the same path */
	bool masked; /* a folder: without what looks like a secret (.git, .env, *.pem, …) */
	bool hidden; /* a regular file in /usr: the program finds it and cannot open it; where there
			are no mounts it can */
	bool copied; /* a regular file, `inside` below /job; the mode there is 0644, or 0755 when it
			can be executed on the host */
};

/*
 * What to run. Everything is copied by the start. Paths are those seen inside, in every tier:
 * where there are no mounts (restricted, none), "/job" and "/beside" at the start of a path in
 * argv or env are rewritten to the true folders, files mounted below them are copied there and
 * folders linked; a program then sees that longer path. TMPDIR names a private folder in every
 * tier; /tmp itself can be written in the full one only.
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
	/* Reserves far more addresses than it uses, as sanitizers do: memory is bounded by what is
	   in use alone, which is seen a moment later than what is asked for. */
	bool sparse;
};

struct sandbox_result {
	int status; /* exit status when signal is 0 */
	int signal; /* 0, or the signal that ended it */
	enum sandbox_limit limit;
	double wall_s, user_s, system_s; /* of the program itself, measured inside */
	uint64_t peak_memory;            /* bytes */
	bool out_cut, err_cut;           /* more was printed than was kept */
	int64_t files;                   /* left in /job by the run; -1: not known exactly */
	int landlock;                    /* the Landlock ABI in force; 0: none */
	int64_t masked;                  /* secrets hidden in what was shown */
};

/* One name the run left in /job. */
struct sandbox_file {
	struct str name;  /* relative, with '/'; any bytes but NUL */
	char kind;        /* 'f' file, 'd' folder, 'l' link, 'o' something else */
	unsigned mode;    /* permissions */
	struct str bytes; /* of a file; where a link leads; of others which: "FIFO", "gone" … */
};

struct sandbox_run {
	struct op op; /* op.err: the sandbox itself failed; a program that fails is a result */
	struct sandbox_result result;
	double began; /* when, in seconds since 1970 */
	/*
	 * What it left in /job, sorted by name; until deinit. Not what was mounted there, unless it
	 * is gone or another (copies can be; without mounts, others as well). A copy is another
	 * when it has other bytes, or can be executed and could not, or the other way round.
	 */
	struct sandbox_file *files;
	size_t file_count;
	bool files_cut; /* that is not all: too much of it, or a limit ended the run */
	/* Set by the owner: given the output as it comes, and then neither it nor files are kept.
	 */
	void (*on_output)(struct sandbox_run *run, bool err, struct str bytes);
	struct sandbox_child *child;   /* private */
	struct sandbox_spools *spools; /* private */
};

struct sandbox;

/*
 * KADANE_SANDBOX=restricted, full or none in the environment lets only that tier be tried, for
 * tests; none is as if nothing worked.
 */
struct sandbox *sandbox_new(struct loop *loop);

/* No run and no look may be under way. */
void sandbox_free(struct sandbox *sandbox);

/* Only `tier` will do, whatever else works; before the first look. */
void sandbox_demand(struct sandbox *sandbox, enum sandbox_tier tier);

/* Somebody who waits until it is known what works here. */
struct sandbox_look {
	struct op op; /* ends well, whatever was found */
	struct sandbox *sandbox;
	struct sandbox_look *next; /* private */
};

/*
 * Find out what works on this machine, by doing it: a small program is run in each tier, best
 * first, and must prove that it is confined. Some 30 ms, once per sandbox: who looks while
 * others do waits with them. Only while it is not known; the functions below only when it is.
 */
void sandbox_look(struct sandbox *sandbox, struct sandbox_look *look);
bool sandbox_known(const struct sandbox *sandbox);

/* The tier runs will have; SANDBOX_NONE when nothing works. */
enum sandbox_tier sandbox_tier(const struct sandbox *sandbox);

/* "full (bubblewrap 0.8.0)", "restricted (Landlock ABI 7)", "none". */
struct str sandbox_describe(const struct sandbox *sandbox);

/* Why no better tier works, and the one command that would enable it; empty when full. */
struct str sandbox_advice(const struct sandbox *sandbox);

/*
 * Whether runs may be had under what the user demands at least; false with a clear `err`. With
 * SANDBOX_NONE, and only then, running unconfined is allowed where nothing else works.
 */
bool sandbox_usable(const struct sandbox *sandbox, enum sandbox_tier minimum, struct err *err);

/*
 * Run a command. Refuses when sandbox_usable would. The work directory inside is /job, empty,
 * writable and private to this run. Cancel kills the whole process tree.
 */
bool sandbox_start(struct sandbox *sandbox, enum sandbox_tier minimum, struct sandbox_run *run,
		   const struct sandbox_command *command, struct err *err);

/*
 * As if a command had run and ended well, leaving nothing, and had printed `err` on stderr: for the
 * result of an earlier run that was kept. Never refuses.
 */
void sandbox_recall(struct loop *loop, struct sandbox_run *run, struct str err);

/*
 * Why what lies at `real`, a path without links, may not be mounted: it would undo the point of a
 * sandbox. NULL: it may.
 */
const char *sandbox_danger(struct arena *arena, const char *real);

/* "wall", "memory", …: what it is called in settings and on the command line; empty for none. */
const char *sandbox_limit_name(enum sandbox_limit limit);

/* What was met, with its figure: "more than 1 GiB of memory". */
struct str sandbox_limit_text(struct arena *arena, enum sandbox_limit limit,
			      const struct sandbox_limits *limits);

/*
 * What a finished run printed, byte for byte. Much of it is a file that is mapped and not memory;
 * valid until sandbox_run_deinit. Empty when on_output was given it.
 */
struct str sandbox_out(const struct sandbox_run *run);
struct str sandbox_err(const struct sandbox_run *run);

/* Frees what the finished run holds. */
void sandbox_run_deinit(struct sandbox_run *run);
