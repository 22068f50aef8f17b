/*
 * What a job left behind in its work folder, as a count and one number: programs are
 * compared by the files they write, too. Names, kinds and contents go into the number,
 * the order in which the folder lists them does not. Links are read, never followed.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "jail.h"

enum { FILES_MOST = 4096, FILES_DEPTH = 32, FILES_PATH = 4096 };

struct files {
	const struct jail_options *options;
	dev_t device;          /* of the work folder: what has another was mounted */
	char path[FILES_PATH]; /* below the work folder, as the job sees it: "/job/out.txt" */
	int64_t count;         /* -1: too many, or something could not be read */
	uint64_t sum;
	uint64_t left; /* bytes that may still be read */
	int64_t until; /* ms */
};

static int64_t files_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* FNV-1a, 64 bit. */
static uint64_t files_hash(uint64_t hash, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ at[i]) * 0x100000001b3u;
	return hash;
}

/* What we put there ourselves is not the job's. */
static bool files_is_ours(const struct files *files)
{
	const struct jail_options *options = files->options;
	if (options->artifact_inside && strcmp(files->path, options->artifact_inside) == 0)
		return true;
	for (size_t i = 0; i < options->mount_count; i++)
		if (options->mounts[i].inside &&
		    strcmp(files->path, options->mounts[i].inside) == 0)
			return true;
	return false;
}

/* A file with holes may be as long as it likes, and there may be many. */
static bool files_content(struct files *files, int folder, const char *name, uint64_t *hash)
{
	char bytes[65536];
	ssize_t got;
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return false;
	while ((got = read(fd, bytes, sizeof bytes)) > 0) {
		if ((uint64_t)got > files->left || files_now() >= files->until)
			break;
		files->left -= (uint64_t)got;
		*hash = files_hash(*hash, bytes, (size_t)got);
	}
	close(fd);
	return got == 0;
}

static void files_walk(struct files *files, int folder, int depth);

static void files_entry(struct files *files, int folder, const char *name, int depth)
{
	struct stat info;
	char target[FILES_PATH];
	uint64_t hash = files_hash(0xcbf29ce484222325u, files->path, strlen(files->path));
	bool ok = fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0;
	if (!ok || info.st_dev != files->device || files_is_ours(files)) {
		files->count = ok ? files->count : -1;
		return;
	}
	hash = files_hash(hash, &(uint32_t){info.st_mode & S_IFMT}, sizeof(uint32_t));
	if (S_ISREG(info.st_mode)) {
		ok = files_content(files, folder, name, &hash);
	} else if (S_ISLNK(info.st_mode)) {
		ssize_t len = readlinkat(folder, name, target, sizeof target);
		hash = files_hash(hash, target, len > 0 ? (size_t)len : 0);
	}
	files->sum += hash;
	files->count = ok && files->count < FILES_MOST ? files->count + 1 : -1;
	if (files->count < 0 || !S_ISDIR(info.st_mode))
		return;
	int inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (inner < 0 || depth >= FILES_DEPTH)
		files->count = -1;
	if (inner >= 0)
		files_walk(files, inner, depth + 1);
}

/* Takes `folder` over. */
static void files_walk(struct files *files, int folder, int depth)
{
	DIR *list = files->count < 0 ? NULL : fdopendir(folder);
	if (!list) {
		files->count = -1;
		close(folder);
		return;
	}
	size_t len = strlen(files->path);
	for (struct dirent *entry; files->count >= 0 && (entry = readdir(list));) {
		const char *name = entry->d_name;
		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
			continue;
		if (len + strlen(name) + 2 > sizeof files->path) {
			files->count = -1;
			break;
		}
		snprintf(files->path + len, sizeof files->path - len, "/%s", name);
		files_entry(files, dirfd(list), name, depth);
		files->path[len] = '\0';
	}
	closedir(list);
}

void files_note(const struct jail_options *options, struct jail_report *report)
{
	struct files files = {.options = options, .path = "/job"};
	char place[FILES_PATH];
	struct stat info;
	snprintf(place, sizeof place, "%s/job", options->tier == JAIL_FULL ? "" : options->work);
	int folder = open(place, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (folder < 0 || fstat(folder, &info) < 0) {
		report->files = -1;
		return;
	}
	files.device = info.st_dev;
	files.left = 2 * options->disk;
	files.until = files_now() + JAIL_FILES_MS;
	files_walk(&files, folder, 0);
	report->files = files.count;
	/* Half of it is enough, and fits the reader's signed numbers. */
	report->files_sum = files.count > 0 ? (int64_t)(files.sum >> 1) : 0;
}
