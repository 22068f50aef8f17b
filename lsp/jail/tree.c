/*
 * The job's process tree, as /proc shows it. We are its subreaper, so whatever the job
 * starts stays below us: setsid and double forks do not help it. tree_kill.c ends it.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "jail.h"

enum {
	TREE_BUDGET_MS = 10,          /* of CPU time, for shared memory … */
	TREE_SHARED_IN_MS = 16 << 20, /* … and 1 more for each of these bytes … */
	TREE_MOST_MS = 1000,          /* … up to this */
};

static bool tree_foreign(const struct tree *tree, pid_t pid)
{
	return pid < JAIL_PIDS && (tree->foreign[pid / 64] >> (pid % 64) & 1);
}

static ssize_t tree_read(int folder, const char *path, char *text, size_t size)
{
	int fd = openat(folder, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	ssize_t got = read(fd, text, size - 1);
	close(fd);
	if (got >= 0)
		text[got] = '\0';
	return got;
}

/* proc_pid_stat(5): the name is in parentheses and may hold anything, so look from the end. */
static bool tree_read_process(int proc, pid_t pid, struct tree_process *process)
{
	char path[40], text[1024];
	snprintf(path, sizeof path, "%d/stat", (int)pid);
	if (tree_read(proc, path, text, sizeof text) <= 0)
		return false;
	const char *at = strrchr(text, ')');
	*process = (struct tree_process){.pid = pid};
	for (int field = 3; at && field <= 24; field++) {
		at = strchr(at + 1, ' ');
		if (!at)
			return false;
		if (field == 4)
			process->parent = (pid_t)strtol(at, NULL, 10);
		if (field == 20)
			process->threads = (uint32_t)strtoul(at, NULL, 10);
		if (field == 22)
			process->started = strtoull(at, NULL, 10);
		if (field == 24)
			process->resident = strtoull(at, NULL, 10);
	}
	process->resident *= (uint64_t)sysconf(_SC_PAGESIZE);
	return at != NULL;
}

static int tree_order(const void *a, const void *b)
{
	pid_t left = ((const struct tree_process *)a)->pid;
	pid_t right = ((const struct tree_process *)b)->pid;
	return (left > right) - (left < right);
}

/* Those whose parent is ours are ours, until nothing changes. /proc lists by number. */
static void tree_mark(struct tree *tree)
{
	pid_t self = getpid();
	bool again = true;
	for (size_t i = 0; i < tree->count; i++)
		tree->list[i].depth = tree->list[i].parent == self;
	while (again) {
		again = false;
		for (size_t i = 0; i < tree->count; i++) {
			struct tree_process *child = &tree->list[i];
			struct tree_process key = {.pid = child->parent};
			if (child->depth)
				continue;
			const struct tree_process *parent =
				bsearch(&key, tree->list, tree->count, sizeof key, tree_order);
			if (!parent || !parent->depth)
				continue;
			child->depth = parent->depth + 1;
			again = true;
		}
	}
	size_t kept = 0;
	for (size_t i = 0; i < tree->count; i++) {
		if (tree->list[i].depth)
			tree->list[kept++] = tree->list[i];
	}
	tree->count = kept;
}

/* What began before we did cannot be ours: there is no need to read it again and again. */
static void tree_note(struct tree *tree, const struct tree_process *process)
{
	uint64_t bit = UINT64_C(1) << (process->pid % 64);
	if (process->pid >= JAIL_PIDS)
		return;
	if (process->started < tree->born)
		tree->foreign[process->pid / 64] |= bit;
	else
		tree->foreign[process->pid / 64] &= ~bit;
}

/* `all`: look also at the pids that others had before us, which may have been reused. */
void tree_scan(struct tree *tree, bool all)
{
	tree->count = 0;
	DIR *proc = opendir("/proc");
	struct tree_process self;
	if (!proc)
		return;
	if (!tree->born && tree_read_process(dirfd(proc), getpid(), &self))
		tree->born = self.started;
	for (struct dirent *entry; tree->count < JAIL_TREE && (entry = readdir(proc));) {
		pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
		if (pid <= 0 || (!all && tree_foreign(tree, pid)))
			continue;
		if (!tree_read_process(dirfd(proc), pid, &tree->list[tree->count]))
			continue;
		tree_note(tree, &tree->list[tree->count]);
		tree->count++;
	}
	closedir(proc);
	tree_mark(tree);
}

int64_t tree_cpu_ns(void)
{
	struct timespec used;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
	return (int64_t)used.tv_sec * 1000000000 + used.tv_nsec;
}

/*
 * Memory of those at `depth` or below, what they share counted once; dear, so asked seldom. Its
 * cost grows with the pages, which may be many in an honest job, and with the mappings: a job
 * that has too many of them for its size has to live with the plain sum.
 */
bool tree_shared_memory(const struct tree *tree, uint32_t depth, uint64_t *resident)
{
	uint64_t sum = 0, ms = TREE_BUDGET_MS + *resident / TREE_SHARED_IN_MS;
	int64_t until = tree_cpu_ns() + 1000000 * (int64_t)(ms < TREE_MOST_MS ? ms : TREE_MOST_MS);
	for (size_t i = 0; i < tree->count; i++) {
		if (tree->list[i].depth < depth)
			continue;
		if (tree_cpu_ns() >= until)
			return false;
		char path[60], text[2048];
		snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)tree->list[i].pid);
		ssize_t got = tree_read(AT_FDCWD, path, text, sizeof text);
		const char *pss = got > 0 ? strstr(text, "\nPss:") : NULL;
		sum += pss ? strtoull(pss + 5, NULL, 10) * 1024 : tree->list[i].resident;
	}
	*resident = sum;
	return true;
}
