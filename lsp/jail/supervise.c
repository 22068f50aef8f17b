/*
 * Outside the box, one per job. Nothing the job prints or does is believed: what is
 * reported comes from the first program inside, over a channel the job never has, and
 * from what we see ourselves. We hold the last word on time, output and memory, and do
 * not leave before the whole tree is gone. When the control pipe ends, the server has
 * died or lost interest: kill everything and leave.
 */
#include "supervise.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* The one inside kills the main program and still reports. */
void supervise_ask(struct supervise *s)
{
	shutdown(s->report, SHUT_WR);
}

void supervise_kill(struct supervise *s)
{
	if (s->ended >= 0)
		close(s->ended);
	s->ended = -1;
	cgroup_kill(&s->cgroup);
	tree_kill(s->tree, s->child, &s->status);
}

/* Processes of the job proper: without bubblewrap and the one who waits inside. */
static uint32_t supervise_depth(const struct supervise *s)
{
	return s->options->tier == JAIL_FULL ? 3 : 2;
}

/*
 * The figures of many processes are read one after the other, while they come and go and hand
 * pages to each other: one sum may be wrong. So it is taken again at once, and must be too much
 * three times, unless it is so by far.
 */
static void supervise_judge_memory(struct supervise *s, uint64_t resident)
{
	if (resident <= s->options->memory) {
		s->swollen = 0;
		return;
	}
	s->swollen++;
	if (s->swollen >= SUPERVISE_LOOKS || resident / 4 > s->options->memory)
		supervise_stop(s, JAIL_LIMIT_MEMORY);
}

/* A look that was cut short can only add to what is known. */
static void supervise_look_at_deleted(struct supervise *s)
{
	uint64_t used;
	bool whole = deleted_used(s->tree, s->options->work, s->options->disk + 1, s->ticks, &used);
	if (whole || used > s->deleted)
		s->deleted = used;
}

void supervise_tick(struct supervise *s)
{
	uint32_t depth = supervise_depth(s);
	uint64_t resident = 0, tasks = 0, processes = 0;
	/* At first and from time to time look at all of /proc: numbers are reused in the end. */
	tree_scan(s->tree, s->ticks++ % 20 == 0);
	for (size_t i = 0; i < s->tree->count; i++) {
		if (s->tree->list[i].depth < depth)
			continue;
		resident += s->tree->list[i].resident;
		tasks += s->tree->list[i].threads;
		processes++;
	}
	/*
	 * Pages shared between processes were counted often: look closer before judging. A sum
	 * that was not looked at closely is never too much by far.
	 */
	if (resident > s->options->memory && !tree_shared_memory(s->tree, depth, &resident) &&
	    resident / 4 > s->options->memory)
		resident = 4 * s->options->memory;
	supervise_judge_memory(s, resident);
	if (processes > 1 && resident > s->peak && (!s->swollen || s->limit == JAIL_LIMIT_MEMORY))
		s->peak = resident;
	if (s->options->tier != JAIL_FULL)
		supervise_look_at_deleted(s);
	/* The kernel's own limit does not bind root, and may have been met exactly. */
	if (tasks > s->options->processes + SUPERVISE_SLACK) {
		supervise_stop(s, JAIL_LIMIT_PROCESSES);
		/* No time to be asked nicely: they multiply. */
		supervise_kill(s);
	}
}

/*
 * The mode of the file that comes out is not the job's to choose, least of all setuid. What was
 * built may be run, also where the linker was not allowed to say so.
 */
static void supervise_mark_artifact(const struct supervise *s)
{
	char magic[4] = "";
	if (s->artifact < 0)
		return;
	bool program = pread(s->artifact, magic, 4, 0) == 4 && memcmp(magic, "\177ELF", 4) == 0;
	fchmod(s->artifact, s->artifact_mode | (program ? 0100 : 0));
}

static void supervise_report(struct supervise *s, struct jail_report *report)
{
	enum jail_limit group = cgroup_limit(&s->cgroup);
	s->said[s->said_len] = '\0';
	if (!report_parse(report, s->said)) {
		memset(report, 0, sizeof *report);
		report->signal = SIGKILL;
		report->wall_ns = (supervise_now() - s->started) * 1000000;
		/* Out of memory the kernel kills the whole group, and with it who would report. */
		if (group == JAIL_LIMIT_MEMORY)
			report->peak_bytes = (int64_t)cgroup_peak(&s->cgroup);
		else if (s->limit == JAIL_NO_LIMIT && !s->cancelled)
			report_error(report, "the sandbox ended without a report (%s %d)",
				     WIFSIGNALED(s->status) ? "signal" : "status",
				     WIFSIGNALED(s->status) ? WTERMSIG(s->status)
							    : WEXITSTATUS(s->status));
	}
	/* What a program survived was no limit to it; only that its output was cut is. */
	bool failed = report->status != 0 || report->signal != 0;
	if (report->limit == JAIL_NO_LIMIT && (failed || s->limit == JAIL_LIMIT_OUTPUT))
		report->limit = s->limit != JAIL_NO_LIMIT ? s->limit : group;
	if ((int64_t)s->peak > report->peak_bytes)
		report->peak_bytes = (int64_t)s->peak;
	report->out_cut = s->relays[0].cut;
	report->err_cut = s->relays[1].cut;
	if (s->lost)
		report_error(report, "its output cannot be kept: %s", strerror(s->lost));
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
	s->ended = s->report = -1;
	/* A terminal's Ctrl-C is the server's to hear, not ours. */
	setsid();
	signal(SIGPIPE, SIG_IGN);
	/* A file that may not grow any more is said to be so, like a disk that is full. */
	signal(SIGXFSZ, SIG_IGN);
	fcntl(JAIL_REPORT_FD, F_SETFD, FD_CLOEXEC);
	syscall(SYS_close_range, JAIL_FILES_FD + 1, ~0U, 0);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	supervise_for_root(s);
	bool ok = supervise_open_artifact(s, report.error);
	ok = ok && mask_find(options, &s->pool, report.error) && copies_open(options, report.error);
	s->started = supervise_now();
	s->deadline = s->started + (int64_t)options->wall_ms + SUPERVISE_GRACE_MS + JAIL_FILES_MS;
	s->next_tick = s->started + s->tick;
	s->next_disk = options->tier == JAIL_FULL
			       ? INT64_MAX
			       : s->started + supervise_disk_pause(options->disk);
	options->no_unix = options->tier == JAIL_FULL && sockets_below_mounts(options);
	if (ok && options->tier != JAIL_FULL)
		ok = work_prepare(options, &s->pool, report.error);
	ok = ok && supervise_spawn(s, report.error);
	copies_close(options);
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
	report.masked = (int64_t)options->mask_count;
	report_write(JAIL_REPORT_FD, &report);
	return 0;
}
