/*
 * The first program inside. It forks: the child takes the rules upon itself and becomes
 * the job; the parent waits, measures from exec to end, and reports on a descriptor the
 * job does not have. The parent cannot be dumped, so the job can neither trace it nor
 * open what it holds. In the full tier it is process 1: when it leaves, all are gone.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "jail.h"

enum { EXEC_LOOK_MS = 50 };

struct exec {
	const struct jail_options *options;
	struct job_page *page;
	pid_t child;
	struct notify notify;
	struct limits limits;
	bool stopped; /* by us */
	struct jail_report report;
};

static int64_t exec_ns(const struct timespec *t)
{
	return (int64_t)t->tv_sec * 1000000000 + t->tv_nsec;
}

static int64_t exec_cpu_ns(const struct timeval *after, const struct timeval *before)
{
	int64_t us = ((int64_t)after->tv_sec - before->tv_sec) * 1000000 + after->tv_usec -
		     before->tv_usec;
	return us < 0 ? 0 : us * 1000;
}

/* Reaps whoever ended; true when the job's main program did. */
static bool exec_reap(pid_t child, int *how, struct rusage *usage)
{
	for (;;) {
		int status;
		struct rusage used;
		pid_t pid = wait4(-1, &status, WNOHANG, &used);
		if (pid == child) {
			*how = status;
			*usage = used;
			return true;
		}
		if (pid < 0 && errno == EINTR)
			continue;
		if (pid <= 0)
			return false;
	}
}

/* Until the main program has ended: by itself, by the deadline, or because we are told to. */
static int exec_wait(struct exec *exec, int signals, struct rusage *usage)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	int64_t deadline = exec_ns(&now) + (int64_t)exec->options->wall_ms * 1000000;
	int64_t next_look = 0;
	bool killed = false;
	int how = 0;
	for (;;) {
		struct pollfd wait[3] = {{.fd = signals, .events = POLLIN},
					 {.fd = killed ? -1 : JAIL_REPORT_FD, .events = POLLIN},
					 {.fd = notify_fd(&exec->notify), .events = POLLIN}};
		clock_gettime(CLOCK_MONOTONIC, &now);
		int64_t left = (deadline - exec_ns(&now)) / 1000000 + 1;
		if (left > EXEC_LOOK_MS && exec->options->tier == JAIL_FULL)
			left = EXEC_LOOK_MS;
		poll(wait, 3, killed ? -1 : left > 0 ? (int)left : 0);
		struct signalfd_siginfo info;
		if (wait[0].revents && read(signals, &info, sizeof info) < 0)
			continue;
		notify_turn(&exec->notify, wait[2].revents, &exec->limits);
		if (exec_reap(exec->child, &how, usage))
			return how;
		clock_gettime(CLOCK_MONOTONIC, &now);
		bool late = exec_ns(&now) >= deadline;
		bool full = false;
		if (!killed && !late && exec_ns(&now) >= next_look) {
			full = limits_passed(exec->options);
			next_look = exec_ns(&now) + EXEC_LOOK_MS * INT64_C(1000000);
		}
		if (killed || !(late || full || wait[1].revents))
			continue;
		exec->stopped = killed = true;
		exec->report.limit = late   ? JAIL_LIMIT_WALL
				     : full ? JAIL_LIMIT_DISK
					    : JAIL_NO_LIMIT;
		kill(exec->child, SIGKILL);
	}
}

static void exec_judge(struct exec *exec, int how, const struct rusage *usage)
{
	struct timespec end;
	struct jail_report *report = &exec->report;
	const struct job_page *page = exec->page;
	clock_gettime(CLOCK_MONOTONIC, &end);
	report->wall_ns = exec_ns(&end) - exec_ns(&page->start);
	report->user_ns = exec_cpu_ns(&usage->ru_utime, &page->before.ru_utime);
	report->system_ns = exec_cpu_ns(&usage->ru_stime, &page->before.ru_stime);
	report->peak_bytes = (int64_t)usage->ru_maxrss * 1024;
	report->signal = WIFSIGNALED(how) ? WTERMSIG(how) : 0;
	report->status = WIFEXITED(how) ? WEXITSTATUS(how) : 0;
	if (page->error[0])
		report_error(report, "%s", page->error);
	/* What we stopped ourselves has its reason. */
	if (report->limit == JAIL_NO_LIMIT && !exec->stopped)
		report->limit = limits_judge(&exec->limits, report);
}

/* Nothing may trace us or look into us; orphans come to us; signals wait until we ask. */
static int exec_prepare(const struct jail_options *options)
{
	sigset_t child_ended;
	close(JAIL_CONTROL_FD);
	syscall(SYS_close_range, JAIL_FILES_FD + 1, ~0U, 0);
	if (prctl(PR_SET_DUMPABLE, 0) < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	/* Elsewhere the end of the report channel tells us, and we kill what is left. */
	if (options->tier == JAIL_FULL)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigemptyset(&child_ended);
	sigaddset(&child_ended, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child_ended, NULL);
	return signalfd(-1, &child_ended, SFD_CLOEXEC | SFD_NONBLOCK);
}

/*
 * What the main program left running, before anybody looks at what it wrote. As process 1 we
 * send to all but ourselves, and all become ours to reap.
 */
static void exec_kill_rest(const struct jail_options *options)
{
	if (options->tier == JAIL_FULL) {
		if (getpid() == 1)
			kill(-1, SIGKILL);
		while (getpid() == 1 && (waitpid(-1, NULL, 0) > 0 || errno == EINTR))
			;
		return;
	}
	struct pool pool;
	int status;
	pool_init(&pool, sizeof(struct tree) + 64);
	tree_kill((struct tree *)(void *)pool_add(&pool, sizeof(struct tree)), 0, &status);
}

int exec_main(struct jail_options *options)
{
	struct exec exec = {.options = options, .limits.options = options};
	struct rusage usage = {0};
	int abi = options->tier == JAIL_NONE ? 0 : landlock_abi();
	uint64_t tasks = options->tier == JAIL_FULL ? 0 : limits_user_tasks();
	if (options->tier == JAIL_FULL && !copies_take(options, exec.report.error)) {
		report_write(JAIL_REPORT_FD, &exec.report);
		return 125;
	}
	int signals = exec_prepare(options);
	exec.page = mmap(NULL, sizeof *exec.page, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	notify_open(&exec.notify, options);
	exec.child = signals < 0 || exec.page == MAP_FAILED ? -1 : fork();
	if (exec.child == 0)
		become_job(options, exec.page, &exec.notify, abi, tasks);
	if (exec.child < 0)
		return 125;
	notify_parent(&exec.notify);
	exec.limits.child = exec.child;
	exec.limits.tasks_before = tasks;
	/* The job's streams are the job's: their other ends shall see it end. */
	for (int fd = 0; fd < 3; fd++)
		close(fd);
	int how = exec_wait(&exec, signals, &usage);
	exec_judge(&exec, how, &usage);
	exec_kill_rest(options);
	/* Of what was stopped half-way nobody compares the files. */
	exec.report.files_cut = 1;
	if (!exec.stopped)
		files_list(options, &exec.report);
	exec.report.landlock = abi;
	report_write(JAIL_REPORT_FD, &exec.report);
	return 0;
}
