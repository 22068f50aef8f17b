/*
 * What only the macOS twin of kadane-jail has. Written from documentation and from what others
 * measured; it has not been run on a Mac. Its one tier is restricted: sandbox-exec with a
 * profile of our own, limits, and a supervisor that looks.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A command line of macOS has room for twice that. */
enum { PROFILE_MAX = 512 << 10, CENSUS_MOST = 4096 };

/* What one job may see and do; every path absolute, and without links in it. */
struct profile {
	const char *work;           /* its folder: job/ and tmp/ in it may be written */
	const char *artifact;       /* the one file besides that may be; NULL: none */
	const char *self;           /* kadane-jail, which starts the program inside */
	const char *developer;      /* Apple's compiler and its headers; NULL: none installed */
	const char *const *visible; /* files and folders shown read-only */
	size_t visible_count;
	const char *const *hidden; /* secrets in them, which are not */
	size_t hidden_count;
};

/*
 * profile.c, which knows no system calls. The profile as text for sandbox-exec. False, and no
 * text, when it does not fit, or when a path is none that could be said or shown: not absolute,
 * with ".." or control characters in it, or so short that it would show a whole disk.
 */
bool profile_write(char *text, size_t size, const struct profile *profile);

/* One process of the job's, as the system lists it. */
struct census_process {
	pid_t pid;
	uint64_t resident;
	uint32_t threads;
};

/*
 * census.c: the processes of one job. There is no name space and no subreaper here: a process
 * that left its parent and its session is known by its sandbox, which it cannot leave.
 */
struct census {
	pid_t child;         /* the job's first process; it leads the session */
	const char *allowed; /* a folder only this job's sandbox, and no sandbox, may write … */
	const char *denied;  /* … and one that no job's may; NULL: there is no sandbox */
	struct census_process list[CENSUS_MOST];
	size_t count;
};

/* Look who is there. With `all` also those that can be told by their sandbox alone: slower. */
void census_take(struct census *census, bool all);

/* How many processes the user has: the kernel's limit counts them all. */
uint64_t census_user(void);

/* artifact.c: bring out what a linker put in place of the link to the one file. */
bool artifact_collect(const char *work, const char *inside, int artifact, uint64_t most);

/* start.c: the first program inside: says when, and becomes the job. */
int start_main(char **argv);
