/*
 * Where no file system has a size, a walk over the work folder misses what was deleted and is
 * still open: it takes room until the last descriptor or mapping goes. /proc shows both.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "jail.h"

enum { DELETED_FILES = 1024, DELETED_LINE = 8192, DELETED_BUDGET_MS = 10, DELETED_LINES = 64 };

/* Files met so far; the same one may be open many times. More than these are counted as often. */
struct deleted {
	dev_t device;
	ino_t seen[DELETED_FILES];
	size_t count;
	uint64_t sum, enough;
	int64_t until; /* ns of our own CPU time */
	bool late;
};

/* Whether to go on; a clock is looked at, so not too often. */
static bool deleted_more(struct deleted *deleted)
{
	deleted->late = deleted->late || tree_cpu_ns() >= deleted->until;
	return !deleted->late && deleted->sum < deleted->enough;
}

static void deleted_add(struct deleted *deleted, ino_t inode, uint64_t bytes)
{
	for (size_t i = 0; i < deleted->count; i++)
		if (deleted->seen[i] == inode)
			return;
	if (deleted->count < DELETED_FILES)
		deleted->seen[deleted->count++] = inode;
	deleted->sum += bytes;
}

static void deleted_open(struct deleted *deleted, pid_t pid)
{
	char path[40];
	snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
	DIR *folder = opendir(path);
	if (!folder)
		return;
	for (struct dirent *entry; deleted->sum < deleted->enough && (entry = readdir(folder));) {
		struct stat info;
		if (fstatat(dirfd(folder), entry->d_name, &info, 0) == 0 && S_ISREG(info.st_mode) &&
		    info.st_nlink == 0 && info.st_dev == deleted->device)
			deleted_add(deleted, info.st_ino, (uint64_t)info.st_blocks * 512);
	}
	closedir(folder);
}

/* proc_pid_maps(5): "begin-end rwxp offset major:minor inode path (deleted)". */
static void deleted_mapping(struct deleted *deleted, const char *line)
{
	unsigned long long begin, end, inode;
	unsigned major_number, minor_number;
	size_t len = strcspn(line, "\n");
	if (len < 10 || strncmp(line + len - 10, " (deleted)", 10) != 0)
		return;
	if (sscanf(line, "%llx-%llx %*s %*s %x:%x %llu", &begin, &end, &major_number, &minor_number,
		   &inode) != 5)
		return;
	if (major_number == major(deleted->device) && minor_number == minor(deleted->device))
		deleted_add(deleted, (ino_t)inode, end - begin);
}

static void deleted_mapped(struct deleted *deleted, pid_t pid)
{
	char path[40], line[DELETED_LINE];
	snprintf(path, sizeof path, "/proc/%d/maps", (int)pid);
	FILE *file = fopen(path, "re");
	if (!file)
		return;
	for (unsigned i = 0; fgets(line, sizeof line, file); i++) {
		if (i % DELETED_LINES == 0 && !deleted_more(deleted))
			break;
		deleted_mapping(deleted, line);
	}
	fclose(file);
}

/*
 * Descriptors first, which are few. Mappings may be many thousands: each look begins with another
 * process, so that none can hide behind those of another for ever.
 */
bool deleted_used(const struct tree *tree, const char *folder, uint64_t enough, uint32_t turn,
		  uint64_t *used)
{
	struct deleted deleted = {.enough = enough,
				  .until = tree_cpu_ns() + DELETED_BUDGET_MS * INT64_C(1000000)};
	struct stat info;
	*used = 0;
	if (stat(folder, &info) < 0)
		return true;
	deleted.device = info.st_dev;
	for (size_t i = 0; i < tree->count && deleted_more(&deleted); i++)
		deleted_open(&deleted, tree->list[i].pid);
	for (size_t i = 0; i < tree->count && deleted_more(&deleted); i++)
		deleted_mapped(&deleted, tree->list[(turn + i) % tree->count].pid);
	*used = deleted.sum;
	return !deleted.late;
}
