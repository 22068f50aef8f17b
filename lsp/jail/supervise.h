/*
 * What the parts of the supervisor share: supervise_start.c brings the job to life, watch.c
 * watches over it, supervise.c does what has to be done. watch.c is for every system, the
 * others have a twin for each.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jail.h"

enum {
	SUPERVISE_TICK_MS = 50,
	SUPERVISE_ROOT_TICK_MS = 10,       /* where nothing but us limits the number of processes */
	SUPERVISE_DISK_MS = 2,             /* at the least, between looks at what was written … */
	SUPERVISE_WRITTEN_IN_MS = 4000000, /* … of which this much can be more after 1 ms */
	SUPERVISE_GRACE_MS = 300,
	SUPERVISE_SLACK = 8,
	SUPERVISE_READS = 16, /* in a row from one stream */
	SUPERVISE_LOOKS = 3,
	SUPERVISE_AGAIN_MS = 4, /* between them */
};

/* One of the job's output streams on its way to the server. */
struct relay {
	int from, to;
	char bytes[65536];
	size_t at, len;
	bool cut;
};

struct supervise {
	struct jail_options *options;
	struct pool pool;
	struct tree *tree;
	pid_t child;
	int status; /* of the child, as wait tells it */
	int report; /* our end of the channel into the box */
	int ended;  /* can be read when the child has ended; -1: it has been reaped */
	int artifact;
	mode_t artifact_mode; /* before the job had it, without setuid and its kin */
	struct cgroup cgroup;
	int nice; /* as we were started */
	int tick; /* ms between looks at the tree */
	struct relay relays[2];
	uint64_t printed;
	char said[JAIL_REPORT_MAX]; /* what came over the channel */
	size_t said_len;
	int64_t started, deadline, next_tick, next_disk; /* ms */
	int64_t patience;                                /* ms; 0: nobody was told to stop */
	uint32_t ticks;
	uint64_t peak;
	uint32_t swollen; /* looks in a row that saw too much memory */
	uint64_t deleted; /* bytes in files without a name, at the last tick */
	enum jail_limit limit;
	bool cancelled;
	int lost; /* why output could not be kept; 0: it was */
};

/* --- supervise.c --- */

/* End the job's program; it is still reported. */
void supervise_ask(struct supervise *s);

/* End everything that belongs to the job, and return when it has ended. */
void supervise_kill(struct supervise *s);

/* Look at the job's processes: do they keep the limits? */
void supervise_tick(struct supervise *s);

/* --- watch.c --- */

/* In milliseconds, of the clock that `started` and `deadline` are told by. */
int64_t supervise_now(void);

/* How long nobody can write what is left of the allowance. */
int64_t supervise_disk_pause(uint64_t left);

/* A limit was met: the program has to end. */
void supervise_stop(struct supervise *s, enum jail_limit limit);

/* From the start of the job to its end. */
void supervise_loop(struct supervise *s);

/* The job has been started: our ends of its streams, and our own streams for its output. */
void supervise_take_streams(struct supervise *s, int out, int err, int report);

/* Hold the one file that comes out open; false with `error` set when it is none. */
bool supervise_open_artifact(struct supervise *s, char error[512]);

/* --- supervise_start.c --- */

/* The limits only root needs; before the start. */
void supervise_for_root(struct supervise *s);

/* Start the box. */
bool supervise_spawn(struct supervise *s, char error[512]);
