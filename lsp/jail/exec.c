/*
 * The first program inside. It forks: the child takes the rules upon itself and becomes
 * the job; the parent waits, measures from exec to end, and reports on a descriptor the
 * job does not have. The parent cannot be dumped, so the job can neither trace it nor
 * open what it holds. In the full tier it is process 1: when it leaves, all are gone.
 */
#include <dirent.h>
#include <errno.h>
#include <linux/capability.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "jail.h"

/* Shared between the two until the child's exec takes it out of the job's reach. */
struct exec_page {
	struct timespec start;
	struct rusage before;
	char error[512];
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

/* The user's tasks everywhere: without a namespace of our own the kernel counts them all. */
static uint64_t exec_user_tasks(void)
{
	uint64_t tasks = 0;
	DIR *proc = opendir("/proc");
	if (!proc)
		return 0;
	for (struct dirent *entry; (entry = readdir(proc));) {
		char path[300];
		struct stat info;
		snprintf(path, sizeof path, "%s/task", entry->d_name);
		if (strtol(entry->d_name, NULL, 10) <= 0 ||
		    fstatat(dirfd(proc), path, &info, 0) < 0)
			continue;
		if (info.st_uid == getuid() && info.st_nlink > 2)
			tasks += info.st_nlink - 2;
	}
	closedir(proc);
	return tasks;
}

static bool exec_limit(int what, uint64_t soft, uint64_t hard)
{
	struct rlimit limit = {.rlim_cur = soft, .rlim_max = hard};
	struct rlimit old;
	if (getrlimit((__rlimit_resource_t)what, &old) < 0)
		return false;
	/* Never above what we were given ourselves. */
	if (limit.rlim_max > old.rlim_max)
		limit.rlim_max = old.rlim_max;
	if (limit.rlim_cur > limit.rlim_max)
		limit.rlim_cur = limit.rlim_max;
	return setrlimit((__rlimit_resource_t)what, &limit) == 0;
}

static bool exec_limits(const struct jail_options *options, uint64_t tasks)
{
	cpu_set_t cpus;
	uint64_t count = 1;
	if (sched_getaffinity(0, sizeof cpus, &cpus) == 0)
		count = (uint64_t)CPU_COUNT(&cpus);
	/* All threads add up: a program that keeps every core busy may do so until the deadline. */
	uint64_t cpu = (options->wall_ms / 1000 + 2) * count;
	uint64_t space = options->memory + options->memory / 2;
	uint64_t processes = options->processes + tasks + 1;
	return exec_limit(RLIMIT_CORE, 0, 0) && exec_limit(RLIMIT_CPU, cpu, cpu + 1) &&
	       exec_limit(RLIMIT_AS, space, space) &&
	       exec_limit(RLIMIT_FSIZE, options->disk, options->disk) &&
	       exec_limit(RLIMIT_NOFILE, 256, 256) && exec_limit(RLIMIT_MSGQUEUE, 0, 0) &&
	       exec_limit(RLIMIT_NPROC, processes, processes);
}

/* For a server run by root: the job keeps the number, not the powers. */
static bool exec_drop_capabilities(void)
{
	struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[2] = {{0}, {0}};
	for (unsigned long cap = 0; prctl(PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; cap++)
		prctl(PR_CAPBSET_DROP, cap, 0, 0, 0);
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	return syscall(SYS_capset, &head, none) == 0;
}

static void exec_reset_signals(void)
{
	sigset_t none;
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static bool exec_fail(struct exec_page *page, const char *what)
{
	snprintf(page->error, sizeof page->error, "%s: %s", what, strerror(errno));
	return false;
}

/* The rules, in the order in which each still allows the next. */
static bool exec_confine(const struct jail_options *options, struct exec_page *page, int abi,
			 uint64_t tasks)
{
	if (!exec_limits(options, tasks))
		return exec_fail(page, "cannot set the limits");
	if (!exec_drop_capabilities())
		return exec_fail(page, "cannot give up capabilities");
	if (options->tier == JAIL_NONE)
		return true;
	if (options->tier == JAIL_RESTRICTED && !abi) {
		errno = ENOSYS;
		return exec_fail(page, "this kernel has no Landlock");
	}
	if (abi && !landlock_confine(options, abi))
		return exec_fail(page, "cannot set up Landlock");
	if (!seccomp_confine(options, abi))
		return exec_fail(page, "cannot set up seccomp");
	return true;
}

static void exec_child(const struct jail_options *options, struct exec_page *page, int abi,
		       uint64_t tasks)
{
	struct pool pool;
	char **argv = options->argv;
	char **env = environ;
	const char *folder = "/job";
	if (options->tier != JAIL_FULL) {
		pool_init(&pool, 8 << 20);
		size_t words = 0, names = 0;
		while (argv[words])
			words++;
		while (env[names])
			names++;
		char **strings =
			(char **)(void *)pool_add(&pool, (words + names + 2) * sizeof *argv);
		memset(strings, 0, (words + names + 2) * sizeof *argv);
		for (size_t i = 0; i < words; i++)
			strings[i] = work_rewrite(options, &pool, argv[i]);
		for (size_t i = 0; i < names; i++)
			strings[words + 1 + i] = work_rewrite(options, &pool, env[i]);
		argv = strings;
		env = strings + words + 1;
		folder = pool_fmt(&pool, "%s/job", options->work);
	}
	setsid();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	exec_reset_signals();
	umask(022);
	if (chdir(folder) < 0)
		exec_fail(page, "cannot enter the work folder");
	syscall(SYS_close_range, 3, ~0U, 0);
	if (!page->error[0] && exec_confine(options, page, abi, tasks)) {
		getrusage(RUSAGE_SELF, &page->before);
		clock_gettime(CLOCK_MONOTONIC, &page->start);
		execve(argv[0], argv, env);
		snprintf(page->error, sizeof page->error, "cannot start %.300s: %s", argv[0],
			 strerror(errno));
	}
	_exit(127);
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
static int exec_wait(const struct jail_options *options, pid_t child, int signals,
		     struct rusage *usage, struct jail_report *report)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	int64_t deadline = exec_ns(&now) + (int64_t)options->wall_ms * 1000000;
	bool killed = false;
	int how = 0;
	for (;;) {
		struct pollfd wait[2] = {{.fd = signals, .events = POLLIN},
					 {.fd = killed ? -1 : JAIL_REPORT_FD, .events = POLLIN}};
		clock_gettime(CLOCK_MONOTONIC, &now);
		int64_t left = (deadline - exec_ns(&now)) / 1000000 + 1;
		poll(wait, 2, killed ? -1 : left > 0 ? (int)left : 0);
		struct signalfd_siginfo info;
		if (wait[0].revents && read(signals, &info, sizeof info) < 0)
			continue;
		if (exec_reap(child, &how, usage))
			return how;
		clock_gettime(CLOCK_MONOTONIC, &now);
		bool late = exec_ns(&now) >= deadline;
		if (killed || !(late || wait[1].revents))
			continue;
		killed = true;
		report->limit = late ? JAIL_LIMIT_WALL : JAIL_NO_LIMIT;
		kill(child, SIGKILL);
	}
}

/* Full of bytes and failed: say that it was the disk, for the program may not have. */
static bool exec_disk_full(const struct jail_options *options)
{
	struct statvfs job, tmp;
	if (options->tier != JAIL_FULL || statvfs("/job", &job) < 0 || statvfs("/tmp", &tmp) < 0)
		return false;
	return job.f_bavail == 0 || tmp.f_bavail == 0;
}

static void exec_judge(const struct jail_options *options, const struct exec_page *page, int how,
		       const struct rusage *usage, struct jail_report *report)
{
	struct timespec end;
	clock_gettime(CLOCK_MONOTONIC, &end);
	report->wall_ns = exec_ns(&end) - exec_ns(&page->start);
	report->user_ns = exec_cpu_ns(&usage->ru_utime, &page->before.ru_utime);
	report->system_ns = exec_cpu_ns(&usage->ru_stime, &page->before.ru_stime);
	report->peak_bytes = (int64_t)usage->ru_maxrss * 1024;
	report->signal = WIFSIGNALED(how) ? WTERMSIG(how) : 0;
	report->status = WIFEXITED(how) ? WEXITSTATUS(how) : 0;
	if (report->limit != JAIL_NO_LIMIT || how == 0)
		return;
	if (report->signal == SIGXCPU)
		report->limit = JAIL_LIMIT_CPU;
	if (report->signal == SIGXFSZ || exec_disk_full(options))
		report->limit = JAIL_LIMIT_DISK;
}

static void exec_kill_rest(void)
{
	struct pool pool;
	int status;
	pool_init(&pool, sizeof(struct tree) + 64);
	tree_kill((struct tree *)(void *)pool_add(&pool, sizeof(struct tree)), 0, &status);
}

int exec_main(const struct jail_options *options)
{
	struct jail_report report = {0};
	struct rusage usage = {0};
	sigset_t child_ended;
	int abi = options->tier == JAIL_NONE ? 0 : landlock_abi();
	uint64_t tasks = options->tier == JAIL_FULL ? 0 : exec_user_tasks();
	syscall(SYS_close_range, 4, ~0U, 0);
	struct exec_page *page =
		mmap(NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (page == MAP_FAILED || prctl(PR_SET_DUMPABLE, 0) < 0 ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return 125;
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	/* Elsewhere the end of the report channel tells us, and we kill what is left. */
	if (options->tier == JAIL_FULL)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigemptyset(&child_ended);
	sigaddset(&child_ended, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child_ended, NULL);
	int signals = signalfd(-1, &child_ended, SFD_CLOEXEC | SFD_NONBLOCK);
	pid_t child = fork();
	if (child == 0)
		exec_child(options, page, abi, tasks);
	if (child < 0 || signals < 0)
		return 125;
	/* The job's streams are the job's: their other ends shall see it end. */
	for (int fd = 0; fd < 3; fd++)
		close(fd);
	int how = exec_wait(options, child, signals, &usage, &report);
	exec_judge(options, page, how, &usage, &report);
	if (options->tier != JAIL_FULL)
		exec_kill_rest();
	report.landlock = abi;
	if (page->error[0])
		report_error(&report, "%s", page->error);
	report_write(JAIL_REPORT_FD, &report);
	return 0;
}
