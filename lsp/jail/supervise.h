/*
 * What the two halves of the supervisor share: supervise_start.c brings the job to life,
 * supervise.c watches over it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jail.h"

enum {
	SUPERVISE_TICK_MS = 50,
	SUPERVISE_ROOT_TICK_MS = 10, /* where nothing but us limits the number of processes */
	SUPERVISE_GRACE_MS = 300,
	SUPERVISE_SLACK = 8,
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
	int pidfd;  /* of the child; -1: it has been reaped */
	int artifact;
	struct cgroup cgroup;
	int nice; /* as we were started */
	int tick; /* ms between looks at the tree */
	struct relay relays[2];
	uint64_t printed;
	char said[JAIL_REPORT_MAX]; /* what came over the channel */
	size_t said_len;
	int64_t started, deadline, next_tick, patience; /* ms; patience 0: nobody told to stop */
	uint32_t ticks;
	uint64_t peak;
	enum jail_limit limit;
	bool cancelled;
};

/* The limits only root needs; before the start. */
void supervise_for_root(struct supervise *s);

/* Hold the one file that comes out open; false with `error` set when it is none. */
bool supervise_open_artifact(struct supervise *s, char error[512]);

/* Start the box. */
bool supervise_spawn(struct supervise *s, char error[512]);
