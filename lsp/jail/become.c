/*
 * The child inside: takes every rule upon itself, in the order in which each still allows
 * the next, and becomes the job. What goes wrong on the way is left in the page it shares
 * with its parent; after the exec the page is out of its reach.
 */
#include <errno.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "jail.h"

static bool become_limit(int what, uint64_t soft, uint64_t hard)
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

static bool become_limits(const struct jail_options *options, uint64_t tasks)
{
	uint64_t cpu = limits_cpu_s(options);
	uint64_t space = limits_space(options);
	uint64_t processes = options->processes + tasks + 1;
	return become_limit(RLIMIT_CORE, 0, 0) && become_limit(RLIMIT_CPU, cpu, cpu + 1) &&
	       become_limit(RLIMIT_AS, space, space) &&
	       become_limit(RLIMIT_FSIZE, options->disk, options->disk) &&
	       become_limit(RLIMIT_NOFILE, 256, 256) && become_limit(RLIMIT_MSGQUEUE, 0, 0) &&
	       become_limit(RLIMIT_NPROC, processes, processes);
}

/* For a server run by root: the job keeps the number, not the powers. */
static bool become_drop_capabilities(void)
{
	struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[2] = {{0}, {0}};
	for (unsigned long cap = 0; prctl(PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; cap++)
		prctl(PR_CAPBSET_DROP, cap, 0, 0, 0);
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	return syscall(SYS_capset, &head, none) == 0;
}

static void become_reset_signals(void)
{
	sigset_t none;
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static bool become_fail(struct job_page *page, const char *what)
{
	snprintf(page->error, sizeof page->error, "%s: %s", what, strerror(errno));
	return false;
}

/* The rules, in the order in which each still allows the next. */
static bool become_confine(const struct jail_options *options, struct job_page *page, int abi,
			   uint64_t tasks)
{
	if (!become_limits(options, tasks))
		return become_fail(page, "cannot set the limits");
	if (!become_drop_capabilities())
		return become_fail(page, "cannot give up capabilities");
	if (options->tier == JAIL_NONE)
		return true;
	if (options->tier == JAIL_RESTRICTED && !abi) {
		errno = ENOSYS;
		return become_fail(page, "this kernel has no Landlock, or has it switched off");
	}
	if (abi && !landlock_confine(options, abi))
		return become_fail(page, "cannot set up Landlock");
	if (!seccomp_confine(options, abi))
		return become_fail(page, "cannot set up seccomp");
	return true;
}

void become_job(const struct jail_options *options, struct job_page *page,
		const struct notify *notify, int abi, uint64_t tasks)
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
			strings[i] = i == 0 ? work_program(options, &pool)
					    : work_rewrite(options, &pool, argv[i]);
		for (size_t i = 0; i < names; i++)
			strings[words + 1 + i] = work_rewrite(options, &pool, env[i]);
		argv = strings;
		env = strings + words + 1;
		folder = pool_fmt(&pool, "%s/job", options->work);
	}
	setsid();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	become_reset_signals();
	umask(022);
	if (chdir(folder) < 0)
		become_fail(page, "cannot enter the work folder");
	notify_become(notify);
	if (!page->error[0] && become_confine(options, page, abi, tasks)) {
		getrusage(RUSAGE_SELF, &page->before);
		clock_gettime(CLOCK_MONOTONIC, &page->start);
		execve(argv[0], argv, env);
		snprintf(page->error, sizeof page->error, "cannot start %.300s: %s", argv[0],
			 strerror(errno));
	}
	_exit(127);
}
