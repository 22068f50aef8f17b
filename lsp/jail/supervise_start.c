/*
 * Brings the job to life: its streams, the channel it reports on from inside, and the
 * process that becomes bubblewrap or, without it, the first program inside.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "supervise.h"

/*
 * Root is bound by no RLIMIT_NPROC. A cgroup does it, where we may make one; else all we can
 * do is look often, and be heard above a fork bomb.
 */
void supervise_for_root(struct supervise *s)
{
	s->tick = SUPERVISE_TICK_MS;
	s->nice = getpriority(PRIO_PROCESS, 0);
	if (getuid() != 0)
		return;
	cgroup_make(&s->cgroup, s->options->processes + 3);
	if (s->cgroup.path[0])
		return;
	s->tick = SUPERVISE_ROOT_TICK_MS;
	setpriority(PRIO_PROCESS, 0, -20);
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
	cgroup_enter(&s->cgroup);
	/* The job has no claim to our haste. */
	setpriority(PRIO_PROCESS, 0, s->nice);
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

bool supervise_spawn(struct supervise *s, char error[512])
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
bool supervise_open_artifact(struct supervise *s, char error[512])
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
