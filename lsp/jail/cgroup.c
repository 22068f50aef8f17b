/*
 * A control group for the job's tree, where one is to be had: the kernel then counts memory
 * and tasks of all of it without fail, and kills it at one stroke. Nothing depends on it; it
 * matters most for root, whom RLIMIT_NPROC does not bind, not even in a namespace of its own.
 *
 * In version 2 a parent is needed that hands the controllers on to its children and lets us
 * make one and move a process there: our own group's, or one above it (systemd delegates
 * such a part of the tree to each user). Controllers are switched on nowhere, for that takes a
 * group without processes, and nobody's processes are moved but the job's. Version 1 has a
 * hierarchy of its own for tasks, open to root.
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

enum {
	CGROUP_FIXED = 16 << 20, /* for bubblewrap and the one who waits inside */
	CGROUP_TASKS = 3,        /* those two, and a moment's third */
	CGROUP_TEXT = 1024,
};

static bool cgroup_write(const char *folder, const char *name, const char *text)
{
	char path[CGROUP_PATH + 64];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool ok = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	close(fd);
	return ok;
}

static bool cgroup_write_number(const char *folder, const char *name, uint64_t number)
{
	char text[32];
	snprintf(text, sizeof text, "%llu", (unsigned long long)number);
	return cgroup_write(folder, name, text);
}

/* True when the file could be read; it may be empty. */
static bool cgroup_read(const char *folder, const char *name, char *text, size_t size)
{
	char path[CGROUP_PATH + 64];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	text[0] = '\0';
	if (fd < 0)
		return false;
	ssize_t got = read(fd, text, size - 1);
	close(fd);
	text[got > 0 ? got : 0] = '\0';
	return got >= 0;
}

/* Whether `word` stands in a list of words. */
static bool cgroup_has(const char *list, const char *word)
{
	size_t len = strlen(word);
	for (const char *at = list; (at = strstr(at, word)); at += len) {
		bool begins = at == list || at[-1] == ' ';
		if (begins && (at[len] == '\0' || at[len] == ' ' || at[len] == '\n'))
			return true;
	}
	return false;
}

/* The number behind `key` in a file of lines "key number". */
static uint64_t cgroup_count(const char *folder, const char *name, const char *key)
{
	char text[CGROUP_TEXT];
	size_t len = strlen(key);
	if (!cgroup_read(folder, name, text, sizeof text))
		return 0;
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, key, len) == 0 && line[len] == ' ')
			return strtoull(line + len, NULL, 10);
	}
	return 0;
}

/* Our group in version 2, "0::/…" in /proc/self/cgroup; false when it lies out of sight. */
static bool cgroup_own(const char *membership, char own[CGROUP_PATH])
{
	const char *at = membership;
	while (at && strncmp(at, "0::/", 4) != 0) {
		at = strchr(at, '\n');
		if (at)
			at++;
	}
	if (!at)
		return false;
	size_t len = strcspn(at + 3, "\n");
	if (len >= CGROUP_PATH / 2)
		return false;
	memcpy(own, at + 3, len);
	own[len] = '\0';
	return !strstr(own, "/..");
}

/* Whether a child may be made here and a process of ours moved there. */
static bool cgroup_is_ours(const char *folder)
{
	char path[CGROUP_PATH + 64], type[32];
	/* The root has no type; a threaded one takes no whole processes. */
	if (cgroup_read(folder, "cgroup.type", type, sizeof type) && strcmp(type, "domain\n") != 0)
		return false;
	snprintf(path, sizeof path, "%s/cgroup.procs", folder);
	return access(folder, W_OK) == 0 && access(path, W_OK) == 0;
}

/* From our own group upwards to `root`: the nearest that hands on what we need. */
static bool cgroup_climb(struct cgroup *cgroup, const char *root, const char *own)
{
	char folder[CGROUP_PATH], handed[CGROUP_TEXT];
	size_t stop = strlen(root);
	int len = snprintf(folder, sizeof folder, "%s%s", root, strcmp(own, "/") == 0 ? "" : own);
	if (len >= (int)sizeof folder)
		return false;
	for (;;) {
		cgroup_read(folder, "cgroup.subtree_control", handed, sizeof handed);
		cgroup->memory = cgroup_has(handed, "memory");
		cgroup->tasks = cgroup_has(handed, "pids");
		if (cgroup->tasks && cgroup_is_ours(folder)) {
			snprintf(cgroup->path, sizeof cgroup->path, "%s", folder);
			cgroup->unified = true;
			return true;
		}
		char *slash = strrchr(folder, '/');
		if (strlen(folder) <= stop || !slash)
			return false;
		*slash = '\0';
	}
}

bool cgroup_choose(struct cgroup *cgroup, const char *top, const char *membership)
{
	static const char *const roots[] = {"", "/unified"};
	char root[CGROUP_PATH], own[CGROUP_PATH], text[CGROUP_TEXT];
	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
		snprintf(root, sizeof root, "%s%s", top, roots[i]);
		if (cgroup_own(membership, own) &&
		    cgroup_read(root, "cgroup.controllers", text, sizeof text) &&
		    cgroup_climb(cgroup, root, own))
			return true;
	}
	snprintf(root, sizeof root, "%s/pids", top);
	*cgroup = (struct cgroup){.tasks = true};
	if (access(root, W_OK) < 0)
		return false;
	snprintf(cgroup->path, sizeof cgroup->path, "%s", root);
	return true;
}

/* 0: unknown. */
static unsigned long long cgroup_space(void)
{
	struct stat info;
	return stat("/proc/self/ns/pid", &info) == 0 ? info.st_ino : 0;
}

/* What a supervisor that was killed left. */
static void cgroup_sweep(const char *base, unsigned long long space)
{
	DIR *folder = opendir(base);
	if (!folder)
		return;
	for (struct dirent *entry; (entry = readdir(folder));) {
		char path[CGROUP_PATH + 300];
		if (strncmp(entry->d_name, "kadane-", 7) != 0)
			continue;
		char *end;
		pid_t pid = (pid_t)strtol(entry->d_name + 7, &end, 10);
		if (*end != '-' || space == 0 || strtoull(end + 1, NULL, 10) != space)
			continue;
		if (pid <= 0 || kill(pid, 0) == 0 || errno != ESRCH)
			continue;
		snprintf(path, sizeof path, "%s/cgroup.kill", entry->d_name);
		int fd = openat(dirfd(folder), path, O_WRONLY | O_CLOEXEC);
		if (fd >= 0) {
			ssize_t ignored = write(fd, "1", 1);
			(void)ignored;
			close(fd);
		}
		unlinkat(dirfd(folder), entry->d_name, AT_REMOVEDIR);
	}
	closedir(folder);
}

/*
 * The files of the full sandbox lie in memory, which the group counts, too: what may be written
 * is added, so that the group never says "memory" where the limit is the disk's.
 */
static void cgroup_set_memory(struct cgroup *cgroup, const struct jail_options *options)
{
	uint64_t files = options->tier == JAIL_FULL ? options->disk : 0;
	cgroup->memory = cgroup_write_number(cgroup->path, "memory.max",
					     options->memory + files + CGROUP_FIXED);
	/* All or nothing: what is left of a tree is no result. Swap may not be there. */
	cgroup_write(cgroup->path, "memory.swap.max", "0");
	cgroup_write(cgroup->path, "memory.oom.group", "1");
}

void cgroup_make(struct cgroup *cgroup, const char *top, const struct jail_options *options)
{
	char membership[4096], base[CGROUP_PATH];
	*cgroup = (struct cgroup){.path = ""};
	cgroup_read("/proc/self", "cgroup", membership, sizeof membership);
	if (!cgroup_choose(cgroup, top, membership)) {
		*cgroup = (struct cgroup){.path = ""};
		return;
	}
	unsigned long long space = cgroup_space();
	memcpy(base, cgroup->path, sizeof base);
	cgroup_sweep(base, space);
	int len = snprintf(cgroup->path, sizeof cgroup->path, "%s/kadane-%d-%llu", base,
			   (int)getpid(), space);
	/* Left by one that had our number before; a living one cannot have it. */
	if (space != 0)
		rmdir(cgroup->path);
	bool made = len < (int)sizeof cgroup->path && mkdir(cgroup->path, 0755) == 0;
	if (made && cgroup->memory)
		cgroup_set_memory(cgroup, options);
	if (made &&
	    cgroup_write_number(cgroup->path, "pids.max", options->processes + CGROUP_TASKS))
		return;
	if (made)
		rmdir(cgroup->path);
	*cgroup = (struct cgroup){.path = ""};
}

/* In the child, before it becomes anything else. Who is not root has other limits, too. */
void cgroup_enter(const struct cgroup *cgroup)
{
	/* Version 1: moving one thread, ourselves, waits for nobody; moving a process stops all
	 * forks on the machine, and waits some 10 ms for that. */
	if (!cgroup->path[0] || cgroup_write(cgroup->path, "tasks", "0"))
		return;
	if (!cgroup_write(cgroup->path, "cgroup.procs", "0") && getuid() == 0)
		_exit(125);
}

enum jail_limit cgroup_limit(const struct cgroup *cgroup)
{
	if (cgroup->memory && cgroup_count(cgroup->path, "memory.events", "oom_kill") > 0)
		return JAIL_LIMIT_MEMORY;
	if (cgroup->tasks && cgroup_count(cgroup->path, "pids.events", "max") > 0)
		return JAIL_LIMIT_PROCESSES;
	return JAIL_NO_LIMIT;
}

/* With the pages of files that were read: no measure of a program, but better than none. */
uint64_t cgroup_peak(const struct cgroup *cgroup)
{
	char text[32];
	return cgroup->memory && cgroup_read(cgroup->path, "memory.peak", text, sizeof text)
		       ? strtoull(text, NULL, 10)
		       : 0;
}

void cgroup_kill(const struct cgroup *cgroup)
{
	if (cgroup->unified)
		cgroup_write(cgroup->path, "cgroup.kill", "1");
}

void cgroup_remove(struct cgroup *cgroup)
{
	if (cgroup->path[0])
		rmdir(cgroup->path);
	*cgroup = (struct cgroup){.path = ""};
}
