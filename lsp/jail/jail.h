/*
 * kadane-jail, seen from inside. A program of its own: plain C and the kernel, no
 * other room. `supervise` stands outside the box, one per job; `exec` is the first
 * program inside; `probe` is a job that says what it finds around it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <time.h>

#include "jail/report.h"

enum { JAIL_MOUNTS = 64, JAIL_TREE = 16384, JAIL_PIDS = 1 << 22 };

struct jail_mount {
	const char *host, *inside;
};

/* What to do, as the command line says it (options.c). */
struct jail_options {
	int tier; /* enum jail_tier */
	uint64_t wall_ms, memory, disk, output, processes;
	const char *bwrap;           /* absolute; tier full */
	const char *self;            /* this program, as the host sees it */
	const char *work;            /* a private host folder; the other tiers */
	const char *artifact;        /* host path of the one file that comes out; NULL: none */
	const char *artifact_inside; /* where the job sees it */
	bool no_userns;              /* this bubblewrap has --disable-userns */
	bool no_unix;                /* a mounted folder holds a live Unix socket: no AF_UNIX */
	struct jail_mount mounts[JAIL_MOUNTS];
	size_t mount_count;
	char **argv;
};

/* Memory for strings, taken once and never given back: both modes are short-lived. */
struct pool {
	char *at;
	size_t left;
};

/* One process of the job's tree. */
struct tree_process {
	pid_t pid, parent;
	uint32_t threads;
	uint64_t resident;
	uint32_t depth; /* 1: our own child; 0: not ours */
};

/* The processes below us, as /proc shows them. */
struct tree {
	struct tree_process list[JAIL_TREE];
	size_t count;
	uint64_t foreign[JAIL_PIDS / 64]; /* pids that were there before the job */
};

/* Shared between the two until the child's exec takes it out of the job's reach. */
struct job_page {
	struct timespec start;
	struct rusage before;
	char error[512];
};

/* options.c. False after a line on stderr. */
bool options_parse(struct jail_options *options, int argc, char **argv);

/* pool.c. NULL is never returned: out of room ends the program. */
void pool_init(struct pool *pool, size_t size);
char *pool_add(struct pool *pool, size_t size);
char *pool_fmt(struct pool *pool, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* report.c */
void report_write(int fd, const struct jail_report *report);
bool report_parse(struct jail_report *report, char *text);
void report_error(struct jail_report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* tree.c */
void tree_note_foreign(struct tree *tree);
void tree_scan(struct tree *tree, bool all);
uint64_t tree_shared_memory(const struct tree *tree, uint32_t depth);
void tree_kill(struct tree *tree, pid_t remember, int *status);

/* bwrap.c: the whole command line that starts `exec` in the box. */
char **bwrap_command(const struct jail_options *options, struct pool *pool);

/*
 * work.c: the work folder of the tiers without mounts. What callers call /job is
 * WORK/job there; files mounted below /job are copied, folders linked.
 */
bool work_prepare(struct jail_options *options, struct pool *pool, char error[512]);
char *work_rewrite(const struct jail_options *options, struct pool *pool, const char *text);
uint64_t work_used(const char *folder);
void work_remove(const char *folder);

/*
 * cgroup.c: the process limit for root, where the machine has the means. An empty path: it
 * has not.
 */
struct cgroup {
	char path[256];
};

void cgroup_make(struct cgroup *cgroup, uint64_t tasks);
void cgroup_enter(const struct cgroup *cgroup);
bool cgroup_was_full(const struct cgroup *cgroup);
void cgroup_remove(struct cgroup *cgroup);

/* files.c: what the job left in its work folder, into the report. */
void files_note(const struct jail_options *options, struct jail_report *report);

/* sockets.c: whether a live Unix socket lies in a folder that is shown inside. */
bool sockets_below_mounts(const struct jail_options *options);

/* landlock.c: the kernel's ABI, 0 when it has none; and the rules for this tier. */
int landlock_abi(void);
bool landlock_confine(const struct jail_options *options, int abi);

/* seccomp.c: the deny list. */
bool seccomp_confine(const struct jail_options *options, int abi);

/* become.c: take the rules upon oneself and exec the job. */
_Noreturn void become_job(const struct jail_options *options, struct job_page *page, int abi,
			  uint64_t tasks);

/* The modes. */
int supervise_main(struct jail_options *options);
int exec_main(const struct jail_options *options);
int probe_main(const char *denied);
