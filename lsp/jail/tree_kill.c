/*
 * The end of the job's tree. What is not our own child has an ancestor that is, and becomes
 * ours when that one dies; so we kill our children, again and again, until waitpid says that
 * there are none: that is the proof. The kernel lists them (/proc/PID/task/PID/children),
 * which costs little enough to meet what forks and leaves within a tenth of a millisecond.
 * In the full sandbox it is enough to kill process 1: the kernel ends the whole namespace
 * before it lets anybody see the end of that.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "jail.h"

enum {
	TREE_DEEP = 8, /* looks that found somebody new, before one at the whole tree */
	TREE_PAUSE_NS = 500000,
	TREE_PAUSE_MOST_NS = TREE_PAUSE_NS << 6,
	TREE_TEXT = 4096,
};

/* Children that were killed and are not reaped yet. A number is free again only when it is. */
static bool tree_mark_killed(struct tree *tree, pid_t pid, bool killed)
{
	uint64_t bit = UINT64_C(1) << (pid % 64);
	if (pid <= 0 || pid >= JAIL_PIDS)
		return false;
	bool was = tree->killed[pid / 64] & bit;
	if (killed)
		tree->killed[pid / 64] |= bit;
	else
		tree->killed[pid / 64] &= ~bit;
	return was;
}

struct tree_end {
	struct tree *tree;
	pid_t remember; /* 0: reaped */
	int *status;
	size_t dying; /* killed and not reaped */
};

/* Reap what has ended; false when there are no children left at all. */
static bool tree_reap(struct tree_end *end)
{
	for (;;) {
		int how = 0;
		pid_t pid = waitpid(-1, &how, WNOHANG);
		if (pid == end->remember && pid > 0) {
			*end->status = how;
			end->remember = 0;
		}
		if (pid < 0 && errno != EINTR)
			return false;
		if (pid == 0)
			return true;
		if (tree_mark_killed(end->tree, pid, false))
			end->dying--;
	}
}

static void tree_kill_child(struct tree_end *end, pid_t pid)
{
	if (tree_mark_killed(end->tree, pid, true))
		return;
	kill(pid, SIGKILL);
	end->dying++;
}

/* The children of `parent`, us or one of ours; false when this kernel does not list them. */
static bool tree_kill_children(struct tree_end *end, pid_t parent)
{
	char text[TREE_TEXT];
	ssize_t got;
	pid_t self = getpid(), pid = 0;
	snprintf(text, sizeof text, "/proc/%d/task/%d/children", (int)parent, (int)parent);
	int fd = open(text, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	while ((got = read(fd, text, sizeof text)) > 0) {
		for (ssize_t i = 0; i < got; i++) {
			if (text[i] >= '0' && text[i] <= '9') {
				pid = pid * 10 + (text[i] - '0');
				continue;
			}
			if (pid > 0 && parent == self)
				tree_kill_child(end, pid);
			else if (pid > 0)
				kill(pid, SIGKILL);
			pid = 0;
		}
	}
	close(fd);
	return true;
}

/* Whatever the depth: chains of processes would else end link by link. */
static void tree_kill_deep(struct tree_end *end)
{
	tree_scan(end->tree, true);
	for (size_t i = 0; i < end->tree->count; i++) {
		if (end->tree->list[i].depth == 1)
			tree_kill_child(end, end->tree->list[i].pid);
		else
			kill(end->tree->list[i].pid, SIGKILL);
	}
}

/*
 * Kill what is ours by now; true when there was somebody new. Chains are cut by a look at the
 * whole tree, now and then: it is dear, and would slow down those we wait for.
 */
static bool tree_look(struct tree_end *end, unsigned *fresh, bool idle)
{
	size_t before = end->dying;
	bool listed = tree_kill_children(end, getpid());
	*fresh += end->dying > before;
	if (!listed || idle || *fresh == TREE_DEEP) {
		*fresh = 0;
		tree_kill_deep(end);
	}
	return end->dying > before;
}

/*
 * Kill everything below us and return when nothing is left. Our priority is raised, where we
 * may, to win the race against those that multiply. We look again when half of the killed
 * have ended, for only then may there be new children, and at the latest after a pause, which
 * grows while there is nothing to do but to wait.
 */
void tree_kill(struct tree *tree, pid_t remember, int *status)
{
	struct tree_end end = {.tree = tree, .remember = remember, .status = status};
	struct timespec pause = {.tv_nsec = TREE_PAUSE_NS};
	size_t enough = 0;
	unsigned fresh = 0;
	bool late = false;
	sigset_t child_ended, before;
	if (!tree_reap(&end))
		return;
	sigemptyset(&child_ended);
	sigaddset(&child_ended, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child_ended, &before);
	setpriority(PRIO_PROCESS, 0, -20);
	/* Process 1, or the job's main program: no need to wait until they are ours. */
	if (end.remember > 0) {
		tree_kill_child(&end, end.remember);
		tree_kill_children(&end, end.remember);
	}
	while (tree_reap(&end)) {
		if (late || end.dying <= enough) {
			bool idle = pause.tv_nsec == TREE_PAUSE_MOST_NS;
			bool more = tree_look(&end, &fresh, idle);
			enough = end.dying / 2;
			pause.tv_nsec = more   ? TREE_PAUSE_NS
					: idle ? TREE_PAUSE_MOST_NS
					       : pause.tv_nsec * 2;
		}
		late = sigtimedwait(&child_ended, NULL, &pause) < 0;
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
}
