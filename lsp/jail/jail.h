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

enum { JAIL_MOUNTS = 128, JAIL_MASKS = 512, JAIL_TREE = 16384, JAIL_PIDS = 1 << 22 };

struct jail_mount {
	const char *host, *inside;
	bool masked; /* a folder: without the secrets in it */
	bool copied; /* a file, below /job: the job's own */
	int from;    /* such a file of the host's, open */
	mode_t mode; /* … as the job finds it … */
	uint64_t size, sum;
	/* A read-only copy or a link in the work folder: as it was made; 0: there is none. */
	uint64_t inode;
	int64_t changed; /* of a copy of the job's own: when it was written */
	bool left;       /* it is there still, and the same */
};

/* A secret in a folder that is shown, by its true path on the host. */
struct jail_mask {
	const char *path;
	bool folder;
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
	bool sparse;                 /* the address space has no bound; memory in use has */
	bool no_unix;                /* a mounted folder holds a live Unix socket: no AF_UNIX */
	struct jail_mount mounts[JAIL_MOUNTS];
	size_t mount_count;
	uint64_t key[2];                    /* of the sums of copies; ours alone */
	struct jail_mask masks[JAIL_MASKS]; /* found by mask_find */
	size_t mask_count;
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
	uint64_t started; /* in clock ticks since the machine's start */
	uint32_t depth;   /* 1: our own child; 0: not ours */
};

/* The processes below us, as /proc shows them. */
struct tree {
	struct tree_process list[JAIL_TREE];
	size_t count;
	uint64_t born;                    /* when we started, as above; 0: not looked yet */
	uint64_t foreign[JAIL_PIDS / 64]; /* pids that were there before us */
	uint64_t killed[JAIL_PIDS / 64];  /* children of ours that were sent their SIGKILL */
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

/*
 * deleted.c: bytes in files of the tree's that have no name any more but are still open or mapped,
 * on the file system of `folder`. Counting stops at `enough`, and when it takes too long: then
 * false. Each `turn` begins with another process.
 */
bool deleted_used(const struct tree *tree, const char *folder, uint64_t enough, uint32_t turn,
		  uint64_t *used);

/* tree.c */
void tree_scan(struct tree *tree, bool all);

/* `*resident` is the plain sum, and stays so when it would take too long: then false. */
bool tree_shared_memory(const struct tree *tree, uint32_t depth, uint64_t *resident);

/* CPU time of our own so far: looks that others can make dear are given a part of it. */
int64_t tree_cpu_ns(void);

/* tree_kill.c */
void tree_kill(struct tree *tree, pid_t remember, int *status);

/*
 * mask.c. Find the secrets in the masked folders; false with `error` set when a folder is too
 * large for that, or holds too many.
 */
bool mask_find(struct jail_options *options, struct pool *pool, char error[512]);

/* Whether a file or folder of this name, in a folder called `parent`, is a secret. */
bool mask_is_secret(const char *parent, const char *name, bool folder);

/* Whether a path has secrets below it, or is or lies in one. */
enum mask_state { MASK_CLEAN, MASK_ABOVE, MASK_SECRET };
enum mask_state mask_look(const struct jail_options *options, const char *path);

/* What comes after `folder` in `path`: "" or "/…"; NULL when it does not lie there. */
const char *mask_below(const char *path, const char *folder);

/* bwrap.c: the whole command line that starts `exec` in the box. */
char **bwrap_command(const struct jail_options *options, struct pool *pool);

/*
 * work.c: the work folder of the tiers without mounts. What callers call /job and /beside is
 * WORK/job and WORK/beside there; files mounted below them are copied, folders linked.
 */
bool work_prepare(struct jail_options *options, struct pool *pool, char error[512]);
/* Makes the folders a path lies in. */
bool work_parents(char *path);
/* What to start: /jail there is ourselves. */
char *work_program(const struct jail_options *options, struct pool *pool);
char *work_rewrite(const struct jail_options *options, struct pool *pool, const char *text);
uint64_t work_used(const char *folder, uint64_t enough);

/* Whether a file of this size or more lies in it. */
bool work_holds(const char *folder, uint64_t size);
void work_remove(const char *folder);

/* cgroup.c: a control group for the job, where one is to be had. An empty path: none is. */
enum { CGROUP_PATH = 512 };

struct cgroup {
	char path[CGROUP_PATH];
	bool memory, tasks; /* it limits them */
	bool unified;       /* version 2 */
};

/*
 * The group in which ours may be made, below `top` (/sys/fs/cgroup), for a process whose
 * /proc/self/cgroup says `membership`; false when there is none.
 */
bool cgroup_choose(struct cgroup *cgroup, const char *top, const char *membership);
void cgroup_make(struct cgroup *cgroup, const char *top, const struct jail_options *options);
void cgroup_enter(const struct cgroup *cgroup);
void cgroup_kill(const struct cgroup *cgroup);
void cgroup_remove(struct cgroup *cgroup);

/* The limit at which it refused a task or killed; and the most memory it held, 0: unknown. */
enum jail_limit cgroup_limit(const struct cgroup *cgroup);
uint64_t cgroup_peak(const struct cgroup *cgroup);

/*
 * files.c: what the job left in its work folder, onto JAIL_FILES_FD; in this time at most. Only
 * when none of its processes is left.
 */
enum { JAIL_FILES_MS = 5000 };
void files_list(struct jail_options *options, struct jail_report *report);

/*
 * copies.c: files of the host's that the job has as its own. The supervisor opens them; where
 * there is a box, who is first inside takes them over and copies them there.
 */
enum { COPIES_FD = JAIL_FILES_FD + 1 }; /* the first of them, in the box */
bool copies_open(struct jail_options *options, char error[512]);
bool copies_take(struct jail_options *options, char error[512]);
bool copies_make(struct jail_mount *mount, const uint64_t key[2], char *to);
void copies_close(struct jail_options *options);

/* Between fork and exec: hand them on; the descriptors from the result on are free; -1: failed. */
int copies_hand_on(const struct jail_options *options);

/* sum.c: contents as one number, under a key. */
struct sum {
	uint64_t v[4], len;
	unsigned char tail[8];
};

bool sum_key(uint64_t key[2]);
void sum_init(struct sum *sum, const uint64_t key[2]);
void sum_feed(struct sum *sum, const char *bytes, size_t len);
uint64_t sum_end(struct sum *sum);

/* changed.c: of a file's contents, mode, name, links or owner. */
struct stat;
int64_t changed_ns(const struct stat *info);
/* Of its contents alone. */
int64_t written_ns(const struct stat *info);

/* sockets.c: whether a live Unix socket lies in a folder that is shown inside. */
bool sockets_below_mounts(const struct jail_options *options);

/* landlock.c: the kernel's ABI, 0 when it has none; and the rules for this tier. */
int landlock_abi(void);
bool landlock_confine(const struct jail_options *options, int abi);

/* seccomp.c: the deny list. */
bool seccomp_confine(const struct jail_options *options, int abi);

/* limits.c: what was seen of limits that refused something. */
struct limits {
	const struct jail_options *options;
	pid_t child;
	uint64_t tasks_before;           /* the user's, where they count for the limit */
	int64_t looked;                  /* ns, at tasks and files */
	int64_t memory, disk, processes; /* ns, when seen to be used up; 0: never */
};

uint64_t limits_space(const struct jail_options *options);
uint64_t limits_cpu_s(const struct jail_options *options);
uint64_t limits_user_tasks(void);
void limits_note_call(struct limits *limits, pid_t pid, int call, const uint64_t args[6]);

/* In the box: more names than the limit on disk allows, which no file system bounds. */
bool limits_passed(const struct jail_options *options);

/* The limit a finished program failed by; none when it did not fail, or for other reasons. */
enum jail_limit limits_judge(const struct limits *limits, const struct jail_report *report);

/* notify.c: the calls of the job that its parent is asked about; descriptors, -1: none. */
enum { NOTIFY_CHANNEL_FD = JAIL_REPORT_FD };

struct notify {
	int ours, childs; /* the channel the listener comes over */
	int listener;
};

void notify_open(struct notify *notify, const struct jail_options *options);
void notify_parent(struct notify *notify);
int notify_fd(const struct notify *notify);
void notify_turn(struct notify *notify, int revents, struct limits *limits);

/* In the child: keep the channel and no other descriptor but the streams. */
void notify_become(const struct notify *notify);

/* In the child: the second filter; calls above `newest` do not exist. */
bool notify_confine(const struct jail_options *options, uint32_t newest);

/* become.c: take the rules upon oneself and exec the job. */
_Noreturn void become_job(const struct jail_options *options, struct job_page *page,
			  const struct notify *notify, int abi, uint64_t tasks);

/* The modes. */
int supervise_main(struct jail_options *options);
int exec_main(struct jail_options *options);
int probe_main(const char *denied);
