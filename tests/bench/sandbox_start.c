/*
 * The same path that the server takes: pipes, posix_spawn, a control pipe held open, every stream
 * read to its end, and only then the process waited for. bubblewrap alone is given the very
 * command line the supervisor gives it, without our program inside.
 */
#include "sandbox_start.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../../lsp/jail/jail.h"

double start_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void start_fail(const char *what)
{
	fprintf(stderr, "sandbox: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* As lsp/io/sandbox_command.c writes it, with the limits of a run. */
static void start_supervised(const struct start *start, struct started *run, struct pool *pool,
			     const char **line, const char *const *argv, int processes)
{
	size_t n = 0;
	line[n++] = start->jail;
	line[n++] = "supervise";
	line[n++] = "--tier";
	line[n++] = run->way == WAY_FULL ? "full" : "restricted";
	const char *const limits[] = {"--wall-ms", "60000",     "--memory", "1073741824",
				      "--disk",    "134217728", "--output", "8388608"};
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		line[n++] = limits[i];
	line[n++] = "--processes";
	line[n++] = pool_fmt(pool, "%d", processes);
	line[n++] = run->way == WAY_FULL ? "--bwrap" : "--work";
	line[n++] = run->way == WAY_FULL ? start->bwrap : run->work;
	if (run->way == WAY_FULL && start->no_userns)
		line[n++] = "--no-userns";
	if (strcmp(argv[0], "job") == 0) {
		line[n++] = "--mount";
		line[n++] = start->job;
		line[n++] = "/job/program";
	}
	line[n++] = "--";
	line[n++] = strcmp(argv[0], "job") == 0 ? "/job/program" : argv[0];
	for (size_t i = 1; argv[i] != NULL; i++)
		line[n++] = argv[i];
	line[n] = NULL;
}

static const char **start_bubblewrapped(const struct start *start, struct pool *pool,
					const char *const *argv)
{
	bool own = strcmp(argv[0], "job") == 0;
	char **words = (char **)(void *)pool_add(pool, START_ARGS * sizeof *words);
	memcpy(words, argv, START_ARGS * sizeof *words);
	if (own)
		words[0] = pool_fmt(pool, "/job/program");
	struct jail_options options = {.tier = JAIL_FULL,
				       .wall_ms = 60000,
				       .disk = 128 << 20,
				       .bwrap = start->bwrap,
				       .self = start->jail,
				       .no_userns = start->no_userns,
				       .mounts = {{.host = start->job, .inside = "/job/program"}},
				       .mount_count = own,
				       .argv = words};
	char **line = bwrap_command(&options, pool);
	size_t first = 0, second;
	while (strcmp(line[first], "--") != 0)
		first++;
	for (second = first + 1; strcmp(line[second], "--") != 0;)
		second++;
	do
		line[++first] = line[++second];
	while (line[second] != NULL);
	return (const char **)(void *)line;
}

static void start_spawn(const struct start *start, struct started *run, const char **line)
{
	int count = run->way >= WAY_RESTRICTED ? START_FDS : 3;
	int theirs[START_FDS];
	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	for (int i = 0; i < START_FDS; i++)
		run->ends[i] = theirs[i] = -1;
	for (int i = 0; i < count; i++) {
		int ends[2], to = i == 0 || i == START_CONTROL;
		if (pipe2(ends, O_CLOEXEC) < 0)
			start_fail("pipe");
		run->ends[i] = ends[to];
		theirs[i] = fcntl(ends[!to], F_DUPFD_CLOEXEC, 20);
		close(ends[!to]);
		posix_spawn_file_actions_adddup2(&actions, theirs[i], i);
	}
	errno = posix_spawn(&run->pid, line[0], &actions, NULL, (char **)line, (char **)start->env);
	if (errno != 0)
		start_fail(line[0]);
	posix_spawn_file_actions_destroy(&actions);
	for (int i = 0; i < count; i++)
		close(theirs[i]);
	close(run->ends[0]);
	run->ends[0] = -1;
}

void start_begin(const struct start *start, struct started *run, enum way way,
		 const char *const *argv, int processes)
{
	static struct pool memory;
	const char *line[64];
	if (memory.at == NULL)
		pool_init(&memory, 1 << 20);
	struct pool pool = memory;
	memset(run, 0, sizeof *run);
	run->way = way;
	if (way == WAY_RESTRICTED) {
		snprintf(run->work, sizeof run->work, "%s/work", start->folder);
		if (mkdir(run->work, 0700) < 0)
			start_fail(run->work);
	}
	if (way == WAY_PLAIN) {
		memcpy(line, argv, START_ARGS * sizeof *line);
		if (strcmp(argv[0], "job") == 0)
			line[0] = start->job;
		start_spawn(start, run, line);
	} else if (way == WAY_BWRAP) {
		start_spawn(start, run, start_bubblewrapped(start, &pool, argv));
	} else {
		start_supervised(start, run, &pool, line, argv, processes);
		start_spawn(start, run, line);
	}
}

/* Wait for bytes; false when every stream has ended. */
static bool start_read(struct started *run)
{
	struct pollfd wait[3];
	bool open = false;
	for (int i = 0; i < 3; i++) {
		wait[i] = (struct pollfd){.fd = run->ends[i + 1], .events = POLLIN};
		open = open || wait[i].fd >= 0;
	}
	if (!open || poll(wait, 3, -1) < 0)
		return false;
	for (int i = 1; i <= 3; i++) {
		if (!wait[i - 1].revents)
			continue;
		size_t left = sizeof run->text[i] - 1 - run->len[i];
		ssize_t got = read(run->ends[i], run->text[i] + run->len[i], left);
		if (got > 0) {
			run->len[i] += (size_t)got;
			continue;
		}
		close(run->ends[i]);
		run->ends[i] = -1;
	}
	return true;
}

void start_until(struct started *run, const char *word)
{
	while (strstr(run->text[1], word) == NULL) {
		if (!start_read(run)) {
			fprintf(stderr, "sandbox: it ended early: %s%s", run->text[2],
				run->text[START_REPORT]);
			exit(1);
		}
	}
}

int start_end(struct started *run)
{
	int status = -1;
	while (start_read(run))
		;
	if (run->ends[START_CONTROL] >= 0)
		close(run->ends[START_CONTROL]);
	while (waitpid(run->pid, &status, 0) < 0 && errno == EINTR)
		;
	if (run->work[0])
		rmdir(run->work);
	return status;
}
