/*
 * Outside the box, one per job. Nothing the job prints or does is believed: what is
 * reported comes from the first program inside, over a channel the job never has, and
 * from what we see ourselves. We hold the last word on time, output and memory, and do
 * not leave before the whole tree is gone. When the control pipe ends, the server has
 * died or lost interest: kill everything and leave.
 */
#include "supervise.h"

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
	/* From time to time look at all of /proc: numbers are reused in the end. */
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
	if (tasks > s->options->processes + SUPERVISE_SLACK) {
		supervise_stop(s, JAIL_LIMIT_PROCESSES);
		/* No time to be asked nicely: they multiply. */
		supervise_kill(s);
	}
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
		s->next_tick = supervise_now() + s->tick;
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
	bool failed = report->status != 0 || report->signal != 0;
	if (failed && report->limit == JAIL_NO_LIMIT && cgroup_was_full(&s->cgroup))
		report->limit = JAIL_LIMIT_PROCESSES;
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
	supervise_for_root(s);
	s->started = supervise_now();
	s->deadline = s->started + (int64_t)options->wall_ms + SUPERVISE_GRACE_MS;
	s->next_tick = s->started + s->tick;
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
	cgroup_remove(&s->cgroup);
	supervise_mark_artifact(s);
	if (options->tier != JAIL_FULL)
		work_remove(options->work);
	report_write(JAIL_REPORT_FD, &report);
	return 0;
}
