/*
 * Outside the box, one per job: the macOS twin of the supervisor. Restricted, written from
 * documentation, not run on a Mac yet. The streams, the clock and the limits are watched by the
 * code both twins share (watch.c); here is what is done about them where there is no process
 * name space and no subreaper: the job's processes are looked up, and killed until there are
 * none. The first of them is our child, so we measure and judge it ourselves.
 */
#include "supervise.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "jail.h"

enum { SUPERVISE_CENSUS = 20, SUPERVISE_KILL_ROUNDS = 5000, SUPERVISE_KILL_PAUSE_NS = 1000000 };

/* What watch.c knows comes first, so that it can be found from there. */
struct supervise_mac {
	struct supervise s;
	struct census census;
	bool reaped;
	struct rusage used; /* by the child and what it waited for */
	struct timespec end;
};

static struct supervise_mac *supervise_mac(struct supervise *s)
{
	return (struct supervise_mac *)(void *)s;
}

/* The program is ended; the end of its process then ends the rest. */
void supervise_ask(struct supervise *s)
{
	if (s->ended >= 0)
		kill(s->child, SIGKILL);
}

/* Reaps our child; true when there is none any more. */
static bool supervise_reap(struct supervise_mac *mac)
{
	struct rusage used;
	int how;
	if (!mac->reaped && wait4(mac->s.child, &how, WNOHANG, &used) == mac->s.child) {
		mac->reaped = true;
		mac->s.status = how;
		mac->used = used;
	}
	return mac->reaped;
}

/*
 * Kill all that belongs to the job, and look again until nothing does. The limit on the user's
 * processes, which the kernel keeps, bounds how fast they can multiply. What does not die in
 * five seconds is stuck in the kernel, and staying here would help nobody.
 */
void supervise_kill(struct supervise *s)
{
	struct supervise_mac *mac = supervise_mac(s);
	const struct timespec pause = {.tv_nsec = SUPERVISE_KILL_PAUSE_NS};
	if (s->ended >= 0) {
		clock_gettime(CLOCK_MONOTONIC, &mac->end);
		close(s->ended);
	}
	s->ended = -1;
	if (s->child <= 0)
		return;
	for (int round = 0; round < SUPERVISE_KILL_ROUNDS; round++) {
		bool reaped = supervise_reap(mac);
		if (!reaped)
			kill(s->child, SIGKILL);
		census_take(&mac->census, true);
		for (size_t i = 0; i < mac->census.count; i++)
			kill(mac->census.list[i].pid, SIGKILL);
		if (reaped && mac->census.count == 0)
			return;
		nanosleep(&pause, NULL);
	}
}

void supervise_tick(struct supervise *s)
{
	struct census *census = &supervise_mac(s)->census;
	uint64_t resident = 0, tasks = 0;
	census_take(census, s->ticks++ % SUPERVISE_CENSUS == 0);
	for (size_t i = 0; i < census->count; i++) {
		resident += census->list[i].resident;
		tasks += census->list[i].threads;
	}
	if (resident > s->peak)
		s->peak = resident;
	if (resident > s->options->memory)
		supervise_stop(s, JAIL_LIMIT_MEMORY);
	if (tasks > s->options->processes + SUPERVISE_SLACK) {
		supervise_stop(s, JAIL_LIMIT_PROCESSES);
		/* No time to be asked nicely: they multiply. */
		supervise_kill(s);
	}
}

static int64_t supervise_ns(const struct timespec *t)
{
	return (int64_t)t->tv_sec * 1000000000 + t->tv_nsec;
}

static int64_t supervise_cpu_ns(const struct timeval *after, const struct timeval *before)
{
	int64_t us = ((int64_t)after->tv_sec - before->tv_sec) * 1000000 + after->tv_usec -
		     before->tv_usec;
	return us < 0 ? 0 : us * 1000;
}

static void supervise_judge(struct supervise_mac *mac, const struct job_page *page,
			    struct jail_report *report)
{
	struct supervise *s = &mac->s;
	report->signal = WIFSIGNALED(s->status) ? WTERMSIG(s->status) : 0;
	report->status = WIFEXITED(s->status) ? WEXITSTATUS(s->status) : 0;
	report->wall_ns = supervise_ns(&mac->end) - supervise_ns(&page->start);
	report->user_ns = supervise_cpu_ns(&mac->used.ru_utime, &page->before.ru_utime);
	report->system_ns = supervise_cpu_ns(&mac->used.ru_stime, &page->before.ru_stime);
	/* In bytes here, in KiB on Linux. */
	report->peak_bytes = (int64_t)mac->used.ru_maxrss;
	if ((int64_t)s->peak > report->peak_bytes)
		report->peak_bytes = (int64_t)s->peak;
	if (page->error[0])
		report_error(report, "%.500s", page->error);
	report->limit = s->limit;
	if (s->limit == JAIL_NO_LIMIT && report->signal == SIGXCPU)
		report->limit = JAIL_LIMIT_CPU;
	if (s->limit == JAIL_NO_LIMIT && report->signal == SIGXFSZ)
		report->limit = JAIL_LIMIT_DISK;
}

/*
 * The first program inside has said when the job began; if it could not become the job, it has
 * said so in a second page. Nothing said: sandbox-exec refused, and told why on stderr.
 */
static void supervise_report(struct supervise_mac *mac, struct jail_report *report)
{
	struct supervise *s = &mac->s;
	struct job_page page;
	size_t pages = s->said_len / sizeof page;
	report->out_cut = s->relays[0].cut;
	report->err_cut = s->relays[1].cut;
	if (pages > 0) {
		memcpy(&page, s->said + (pages - 1) * sizeof page, sizeof page);
		page.error[sizeof page.error - 1] = '\0';
		supervise_judge(mac, &page, report);
	} else {
		report->signal = SIGKILL;
		report->limit = s->limit;
		if (s->limit == JAIL_NO_LIMIT && !s->cancelled)
			report_error(report, "sandbox-exec did not start the program (%s %d)",
				     WIFSIGNALED(s->status) ? "signal" : "status",
				     WIFSIGNALED(s->status) ? WTERMSIG(s->status)
							    : WEXITSTATUS(s->status));
	}
	if (s->child > 0 && mac->census.count > 0 && !report->error[0])
		report_error(report, "%zu processes of the job could not be ended",
			     mac->census.count);
	report->files_cut = 1;
	if (s->limit == JAIL_NO_LIMIT && mac->census.count == 0)
		files_list(s->options, report);
	if (s->lost)
		report_error(report, "its output cannot be kept: %s", strerror(s->lost));
}

/* What was built is brought to its place and may be run. */
static void supervise_artifact(struct supervise *s)
{
	static const unsigned char thin[4] = {0xcf, 0xfa, 0xed, 0xfe}; /* Mach-O, 64 bit */
	static const unsigned char fat[4] = {0xca, 0xfe, 0xba, 0xbe};
	const struct jail_options *options = s->options;
	unsigned char magic[4];
	struct stat info;
	if (s->artifact < 0)
		return;
	if (strcmp(options->artifact, options->artifact_inside) != 0)
		artifact_collect(options->work, options->artifact_inside, s->artifact,
				 options->disk);
	if (pread(s->artifact, magic, 4, 0) == 4 && fstat(s->artifact, &info) == 0 &&
	    (memcmp(magic, thin, 4) == 0 || memcmp(magic, fat, 4) == 0))
		fchmod(s->artifact, (info.st_mode & 0777) | 0100);
}

/* The kernel compares true paths: from here on the work folder has only that one. */
static bool supervise_prepare(struct supervise_mac *mac, char error[512])
{
	struct supervise *s = &mac->s;
	char real[PATH_MAX];
	if (s->options->tier == JAIL_FULL) {
		snprintf(error, 512, "there is no full sandbox on macOS");
		return false;
	}
	if (!s->options->work || !realpath(s->options->work, real)) {
		snprintf(error, 512, "the work folder is missing");
		return false;
	}
	s->options->work = pool_fmt(&s->pool, "%s", real);
	if (s->options->tier == JAIL_RESTRICTED) {
		mac->census.allowed = pool_fmt(&s->pool, "%s/tmp", real);
		mac->census.denied = s->options->work;
	}
	bool ok = supervise_open_artifact(s, error) && mask_find(s->options, &s->pool, error) &&
		  copies_open(s->options, error) && work_prepare(s->options, &s->pool, error) &&
		  supervise_spawn(s, error);
	copies_close(s->options);
	return ok;
}

int supervise_main(struct jail_options *options)
{
	struct jail_report report = {0};
	struct pool memory;
	pool_init(&memory, sizeof(struct supervise_mac) + (4 << 20));
	struct supervise_mac *mac = (struct supervise_mac *)(void *)pool_add(&memory, sizeof *mac);
	struct supervise *s = &mac->s;
	s->pool = memory;
	s->options = options;
	s->ended = s->report = s->artifact = -1;
	/* A terminal's Ctrl-C is the server's to hear, not ours. */
	setsid();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	fcntl(JAIL_REPORT_FD, F_SETFD, FD_CLOEXEC);
	fcntl(JAIL_CONTROL_FD, F_SETFD, FD_CLOEXEC);
	fcntl(JAIL_FILES_FD, F_SETFD, FD_CLOEXEC);
	s->tick = SUPERVISE_TICK_MS;
	if (supervise_prepare(mac, report.error)) {
		mac->census.child = s->child;
		s->started = supervise_now();
		s->deadline = s->started + (int64_t)options->wall_ms;
		s->next_tick = s->started + s->tick;
		s->next_disk = s->started + SUPERVISE_DISK_MS;
		supervise_loop(s);
		supervise_report(mac, &report);
		supervise_artifact(s);
	} else {
		mac->census.child = s->child;
		supervise_kill(s);
	}
	if (options->work)
		work_remove(options->work);
	report.masked = (int64_t)options->mask_count;
	report_write(JAIL_REPORT_FD, &report);
	return 0;
}
