/*
 * Outside the box, one per job. Nothing the job prints or does is believed: what is
 * reported comes from the first program inside, over a channel the job never has, and
 * from what we see ourselves. We hold the last word on time, output and memory, and do
 * not leave before the whole tree is gone. When the control pipe ends, the server has
 * died or lost interest: kill everything and leave.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "jail.h"

enum { SUPERVISE_TICK_MS = 50, SUPERVISE_GRACE_MS = 300, SUPERVISE_SLACK = 8 };

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

static int64_t supervise_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The one inside kills the main program and still reports; if it does not, we kill all. */
static void supervise_stop(struct supervise *s, enum jail_limit limit)
{
	if (s->patience)
		return;
	s->limit = limit;
	s->patience = supervise_now() + SUPERVISE_GRACE_MS;
	shutdown(s->report, SHUT_WR);
}

static void supervise_kill(struct supervise *s)
{
	if (s->pidfd >= 0)
		close(s->pidfd);
	s->pidfd = -1;
	tree_kill(s->tree, s->child, &s->status);
}

static void relay_drop(struct relay *relay)
{
	relay->at = relay->len = 0;
	if (relay->to >= 0)
		close(relay->to);
	relay->to = -1;
}

static void supervise_read(struct supervise *s, struct relay *relay)
{
	ssize_t got = read(relay->from, relay->bytes, sizeof relay->bytes);
	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (got <= 0) {
		close(relay->from);
		relay->from = -1;
		return;
	}
	uint64_t left = s->options->output - s->printed;
	relay->at = 0;
	relay->len = (size_t)got;
	if (relay->len > left) {
		relay->len = (size_t)left;
		relay->cut = true;
		supervise_stop(s, JAIL_LIMIT_OUTPUT);
	}
	s->printed += relay->len;
	if (relay->to < 0)
		relay->len = 0;
}

static void relay_write(struct relay *relay)
{
	ssize_t wrote = write(relay->to, relay->bytes + relay->at, relay->len - relay->at);
	if (wrote < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (wrote < 0) {
		relay_drop(relay);
		return;
	}
	relay->at += (size_t)wrote;
	if (relay->at == relay->len)
		relay->at = relay->len = 0;
}

static void supervise_listen(struct supervise *s)
{
	size_t left = sizeof s->said - 1 - s->said_len;
	ssize_t got = read(s->report, s->said + s->said_len, left);
	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (got > 0) {
		s->said_len += (size_t)got;
		return;
	}
	close(s->report);
	s->report = -1;
}

/* Processes of the job proper: without bubblewrap and the one who waits inside. */
static uint32_t supervise_depth(const struct supervise *s)
{
	return s->options->tier == JAIL_FULL ? 3 : 2;
}

static void supervise_tick(struct supervise *s)
{
	uint32_t depth = supervise_depth(s);
	uint64_t resident = 0, tasks = 0, processes = 0;
	/* Every second look at all of /proc: numbers are reused in the end. */
	tree_scan(s->tree, s->ticks++ % 20 == 19);
	for (size_t i = 0; i < s->tree->count; i++) {
		if (s->tree->list[i].depth < depth)
			continue;
		resident += s->tree->list[i].resident;
		tasks += s->tree->list[i].threads;
		processes++;
	}
	/* Pages shared between processes were counted often: look closer before judging. */
	if (resident > s->options->memory)
		resident = tree_shared_memory(s->tree, depth);
	if (processes > 1 && resident > s->peak)
		s->peak = resident;
	if (resident > s->options->memory)
		supervise_stop(s, JAIL_LIMIT_MEMORY);
	/* The kernel's own limit does not bind root, and may have been met exactly. */
	if (tasks > s->options->processes + SUPERVISE_SLACK)
		supervise_stop(s, JAIL_LIMIT_PROCESSES);
	if (s->options->tier != JAIL_FULL && work_used(s->options->work) > s->options->disk)
		supervise_stop(s, JAIL_LIMIT_DISK);
}

/* What is due by the clock. */
static void supervise_clock(struct supervise *s)
{
	int64_t now = supervise_now();
	if (now >= s->deadline)
		supervise_stop(s, JAIL_LIMIT_WALL);
	if (s->patience && now >= s->patience)
		supervise_kill(s);
	if (now >= s->next_tick && s->pidfd >= 0) {
		supervise_tick(s);
		s->next_tick = supervise_now() + SUPERVISE_TICK_MS;
	}
}

/* One turn: wait for bytes, an end or a deadline, and deal with each. */
static void supervise_turn(struct supervise *s, int timeout)
{
	struct pollfd wait[7] = {{.fd = s->cancelled ? -1 : JAIL_CONTROL_FD, .events = POLLIN},
				 {.fd = s->report, .events = POLLIN},
				 {.fd = s->pidfd, .events = POLLIN}};
	for (int i = 0; i < 2; i++) {
		struct relay *relay = &s->relays[i];
		wait[3 + i] =
			(struct pollfd){.fd = relay->len ? -1 : relay->from, .events = POLLIN};
		wait[5 + i] = (struct pollfd){.fd = relay->len ? relay->to : -1, .events = POLLOUT};
	}
	if (poll(wait, 7, timeout) < 0)
		return;
	if (wait[0].revents) {
		s->cancelled = true;
		supervise_kill(s);
		relay_drop(&s->relays[0]);
		relay_drop(&s->relays[1]);
		return;
	}
	if (wait[1].revents)
		supervise_listen(s);
	for (int i = 0; i < 2; i++) {
		if (wait[3 + i].revents)
			supervise_read(s, &s->relays[i]);
		if (wait[5 + i].revents)
			relay_write(&s->relays[i]);
	}
	if (wait[2].revents)
		supervise_kill(s);
}

static bool supervise_streaming(const struct supervise *s)
{
	return s->relays[0].from >= 0 || s->relays[1].from >= 0 || s->relays[0].len ||
	       s->relays[1].len || s->report >= 0;
}

static void supervise_loop(struct supervise *s)
{
	while (s->pidfd >= 0) {
		int64_t until = s->next_tick;
		if (s->patience && s->patience < until)
			until = s->patience;
		int64_t left = until - supervise_now();
		supervise_turn(s, left < 0 ? 0 : (int)left);
		supervise_clock(s);
	}
	/* Nobody is left to write: what the pipes hold ends. The server may take its time. */
	while (supervise_streaming(s) && !s->cancelled)
		supervise_turn(s, -1);
}

/* Between fork and exec, in the child: the streams, and nothing else of ours. */
static void supervise_become(struct supervise *s, int out, int err, int report)
{
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	int high = fcntl(report, F_DUPFD_CLOEXEC, 10);
	if (dup2(out, 1) < 0 || dup2(err, 2) < 0 || dup2(high, JAIL_REPORT_FD) < 0)
		_exit(125);
	syscall(SYS_close_range, 4, ~0U, 0);
	/* If memory runs out on the machine, this tree first. */
	int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	if (score >= 0) {
		ssize_t ignored = write(score, "500", 3);
		(void)ignored;
		close(score);
	}
	if (s->options->tier != JAIL_FULL)
		_exit(exec_main(s->options));
	char **command = bwrap_command(s->options, &s->pool);
	execve(command[0], command, environ);
	dprintf(2, "cannot start %s: %s\n", command[0], strerror(errno));
	_exit(125);
}

static bool supervise_spawn(struct supervise *s, char error[512])
{
	int out[2], err[2], report[2];
	if (pipe2(out, O_CLOEXEC) < 0 || pipe2(err, O_CLOEXEC) < 0 ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, report) < 0) {
		snprintf(error, 512, "cannot make a pipe: %s", strerror(errno));
		return false;
	}
	s->child = fork();
	if (s->child == 0)
		supervise_become(s, out[1], err[1], report[1]);
	close(out[1]);
	close(err[1]);
	close(report[1]);
	if (s->child < 0) {
		snprintf(error, 512, "cannot start a process: %s", strerror(errno));
		return false;
	}
	/* The job's stdin is the job's: its writer shall see it end. */
	close(0);
	s->report = report[0];
	s->relays[0].from = out[0];
	s->relays[0].to = fcntl(1, F_DUPFD_CLOEXEC, 5);
	s->relays[1].from = err[0];
	s->relays[1].to = fcntl(2, F_DUPFD_CLOEXEC, 5);
	close(1);
	close(2);
	for (int i = 0; i < 2; i++)
		fcntl(s->relays[i].to, F_SETFL, O_NONBLOCK);
	s->pidfd = (int)syscall(SYS_pidfd_open, s->child, 0);
	if (s->pidfd < 0) {
		snprintf(error, 512,
			 "this kernel has no pidfd_open (Linux 5.3 or later is needed)");
		return false;
	}
	return true;
}

/* The one file that comes out is held open from before, so its name means nothing later. */
static bool supervise_open_artifact(struct supervise *s, char error[512])
{
	struct stat info;
	s->artifact = -1;
	if (!s->options->artifact)
		return true;
	s->artifact = open(s->options->artifact, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (s->artifact >= 0 && fstat(s->artifact, &info) == 0 && S_ISREG(info.st_mode))
		return true;
	snprintf(error, 512, "%.300s is not a regular file that can be written",
		 s->options->artifact);
	return false;
}

/* What was built may be run, also where the linker was not allowed to say so. */
static void supervise_mark_artifact(const struct supervise *s)
{
	char magic[4];
	struct stat info;
	if (s->artifact < 0 || pread(s->artifact, magic, 4, 0) != 4)
		return;
	if (memcmp(magic, "\177ELF", 4) == 0 && fstat(s->artifact, &info) == 0)
		fchmod(s->artifact, (info.st_mode & 0777) | 0100);
}

static void supervise_report(struct supervise *s, struct jail_report *report)
{
	s->said[s->said_len] = '\0';
	if (!report_parse(report, s->said)) {
		memset(report, 0, sizeof *report);
		report->signal = SIGKILL;
		report->wall_ns = (supervise_now() - s->started) * 1000000;
		if (s->limit == JAIL_NO_LIMIT && !s->cancelled)
			report_error(report, "the sandbox ended without a report (%s %d)",
				     WIFSIGNALED(s->status) ? "signal" : "status",
				     WIFSIGNALED(s->status) ? WTERMSIG(s->status)
							    : WEXITSTATUS(s->status));
	}
	if (s->limit != JAIL_NO_LIMIT && report->limit == JAIL_NO_LIMIT)
		report->limit = s->limit;
	if ((int64_t)s->peak > report->peak_bytes)
		report->peak_bytes = (int64_t)s->peak;
	report->out_cut = s->relays[0].cut;
	report->err_cut = s->relays[1].cut;
}

int supervise_main(struct jail_options *options)
{
	struct jail_report report = {0};
	struct pool memory;
	pool_init(&memory, sizeof(struct supervise) + sizeof(struct tree) + (4 << 20));
	struct supervise *s = (struct supervise *)(void *)pool_add(&memory, sizeof *s);
	s->tree = (struct tree *)(void *)pool_add(&memory, sizeof *s->tree);
	s->pool = memory;
	s->options = options;
	s->pidfd = s->report = -1;
	/* A terminal's Ctrl-C is the server's to hear, not ours. */
	setsid();
	signal(SIGPIPE, SIG_IGN);
	fcntl(JAIL_REPORT_FD, F_SETFD, FD_CLOEXEC);
	syscall(SYS_close_range, 5, ~0U, 0);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	tree_note_foreign(s->tree);
	s->started = supervise_now();
	s->deadline = s->started + (int64_t)options->wall_ms + SUPERVISE_GRACE_MS;
	s->next_tick = s->started + SUPERVISE_TICK_MS;
	bool ok = supervise_open_artifact(s, report.error);
	options->no_unix = options->tier == JAIL_FULL && sockets_below_mounts(options);
	if (ok && options->tier != JAIL_FULL)
		ok = work_prepare(options, &s->pool, report.error);
	ok = ok && supervise_spawn(s, report.error);
	if (ok) {
		supervise_loop(s);
		supervise_report(s, &report);
	} else {
		supervise_kill(s);
	}
	supervise_mark_artifact(s);
	if (options->tier != JAIL_FULL)
		work_remove(options->work);
	report_write(JAIL_REPORT_FD, &report);
	return 0;
}
