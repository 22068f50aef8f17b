/*
 * Starting a program, for this room only: nobody else may start one that is not
 * confined, but for the user's own (io/command.h). posix_spawn, because forking a large server
 * takes its time (libuv's uv_spawn copies the page tables: 16 ms at 500 MB).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

enum { PROC_FDS = 6 };

/*
 * Start `path` with exactly this environment and these descriptors: fds[i] becomes its
 * descriptor i, nothing else is inherited. -1 stands for /dev/null. The caller keeps its
 * own copies and must call proc_reap until it says true.
 */
bool proc_spawn(const char *path, char *const argv[], char *const env[], const int *fds,
		size_t count, pid_t *pid, struct err *err);

/* The same at the head of a process group of its own. */
bool proc_spawn_group(const char *path, char *const argv[], char *const env[], const int *fds,
		      size_t count, pid_t *pid, struct err *err);

/* Kill a whole group whose head has not been reaped yet. */
void proc_kill_group(pid_t pid);

/* A pipe neither end of which is inherited: [0] to read, [1] to write. */
bool proc_pipe(int ends[2], struct err *err);

void proc_close(int *fd);

/* True when the program has ended and been taken note of. Does not wait. */
bool proc_reap(pid_t pid);

/* The same; then *status is its exit status, or 128 + N when signal N ended it. */
bool proc_reap_status(pid_t pid, int *status);
