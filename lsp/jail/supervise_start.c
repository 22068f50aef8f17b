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
 * Root may be heard above a fork bomb, but is bound by no RLIMIT_NPROC. A cgroup does it,
 * where we may make one; else all we can do is look often.
 */
void supervise_for_root(struct supervise *s)
{
	s->tick = SUPERVISE_TICK_MS;
	s->nice = getpriority(PRIO_PROCESS, 0);
	bool root = getuid() == 0;
	if (root)
		setpriority(PRIO_PROCESS, 0, -20);
	cgroup_make(&s->cgroup, "/sys/fs/cgroup", s->options);
	if (root && !s->cgroup.tasks)
		s->tick = SUPERVISE_ROOT_TICK_MS;
}

/*
 * Between fork and exec, in the child: the streams, and nothing else of ours. With a command it
 * has only borrowed our memory.
 */
static _Noreturn void supervise_become(const struct supervise *s, char **command, int out, int err,
				       int report)
{
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	int high = fcntl(report, F_DUPFD_CLOEXEC, 10);
	if (dup2(out, 1) < 0 || dup2(err, 2) < 0 || dup2(high, JAIL_REPORT_FD) < 0)
		_exit(125);
	close(JAIL_CONTROL_FD);
	int next = s->options->tier == JAIL_FULL ? copies_hand_on(s->options) : COPIES_FD;
	if (next < 0)
		_exit(125);
	syscall(SYS_close_range, next, ~0U, 0);
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
	if (!command)
		_exit(exec_main(s->options));
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
	char **command = s->options->tier == JAIL_FULL ? bwrap_command(s->options, &s->pool) : NULL;
	/* What goes straight on to an exec need not have our memory copied. */
	s->child = command ? vfork() : fork();
	if (s->child == 0)
		supervise_become(s, command, out[1], err[1], report[1]);
	close(out[1]);
	close(err[1]);
	close(report[1]);
	if (s->child < 0) {
		snprintf(error, 512, "cannot start a process: %s", strerror(errno));
		return false;
	}
	supervise_take_streams(s, out[0], err[0], report[0]);
	s->ended = (int)syscall(SYS_pidfd_open, s->child, 0);
	if (s->ended < 0) {
		snprintf(error, 512,
			 "this kernel has no pidfd_open (Linux 5.3 or later is needed)");
		return false;
	}
	return true;
}
