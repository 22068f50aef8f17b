/*
 * The process limit for root. RLIMIT_NPROC does not bind root, not even in a namespace of
 * its own, and a fork bomb starves whoever comes by now and then to look. Root may mostly
 * make control groups, and the pids controller counts without fail. Version 1 has a
 * hierarchy for it, version 2 one for all.
 *
 * A group is called kadane-PID-SPACE, after its supervisor and the name space that number is
 * counted in: containers may share the hierarchy, and their numbers mean nothing here.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "jail.h"

static bool cgroup_write(const char *folder, const char *name, const char *text)
{
	char path[320];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool ok = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	close(fd);
	return ok;
}

static bool cgroup_read(const char *folder, const char *name, char *text, size_t size)
{
	char path[320];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ssize_t got = read(fd, text, size - 1);
	close(fd);
	text[got > 0 ? got : 0] = '\0';
	return got > 0;
}

static const char *cgroup_base(void)
{
	static const char first[] = "/sys/fs/cgroup/pids", second[] = "/sys/fs/cgroup";
	char text[512];
	if (cgroup_read(first, "cgroup.procs", text, sizeof text) || access(first, W_OK) == 0)
		return first;
	if (cgroup_read(second, "cgroup.subtree_control", text, sizeof text) &&
	    strstr(text, "pids"))
		return second;
	return NULL;
}

/* 0: unknown. */
static unsigned long long cgroup_space(void)
{
	struct stat info;
	return stat("/proc/self/ns/pid", &info) == 0 ? info.st_ino : 0;
}

/* What a supervisor that was killed left: empty groups of processes that are no more. */
static void cgroup_sweep(const char *base, unsigned long long space)
{
	DIR *folder = opendir(base);
	if (!folder)
		return;
	for (struct dirent *entry; (entry = readdir(folder));) {
		if (strncmp(entry->d_name, "kadane-", 7) != 0)
			continue;
		char *end;
		pid_t pid = (pid_t)strtol(entry->d_name + 7, &end, 10);
		if (*end != '-' || space == 0 || strtoull(end + 1, NULL, 10) != space)
			continue;
		if (pid > 0 && kill(pid, 0) < 0 && errno == ESRCH)
			unlinkat(dirfd(folder), entry->d_name, AT_REMOVEDIR);
	}
	closedir(folder);
}

void cgroup_make(struct cgroup *cgroup, uint64_t tasks)
{
	char number[32];
	const char *base = cgroup_base();
	cgroup->path[0] = '\0';
	if (!base)
		return;
	unsigned long long space = cgroup_space();
	cgroup_sweep(base, space);
	snprintf(cgroup->path, sizeof cgroup->path, "%s/kadane-%d-%llu", base, (int)getpid(),
		 space);
	snprintf(number, sizeof number, "%llu", (unsigned long long)tasks);
	/* Left by one that had our number before; a living one cannot have it. */
	if (space != 0)
		rmdir(cgroup->path);
	bool made = mkdir(cgroup->path, 0755) == 0;
	if (made && cgroup_write(cgroup->path, "pids.max", number))
		return;
	if (made)
		rmdir(cgroup->path);
	cgroup->path[0] = '\0';
}

/* In the child, before it becomes anything else. */
void cgroup_enter(const struct cgroup *cgroup)
{
	if (cgroup->path[0] && !cgroup_write(cgroup->path, "cgroup.procs", "0"))
		_exit(125);
}

/* Whether a fork was refused in it. */
bool cgroup_was_full(const struct cgroup *cgroup)
{
	char text[256];
	if (!cgroup->path[0] || !cgroup_read(cgroup->path, "pids.events", text, sizeof text))
		return false;
	const char *max = strstr(text, "max ");
	return max && strtoul(max + 4, NULL, 10) > 0;
}

void cgroup_remove(struct cgroup *cgroup)
{
	if (cgroup->path[0])
		rmdir(cgroup->path);
	cgroup->path[0] = '\0';
}
