/*
 * What a job left behind in its work folder, name by name with the bytes: programs are compared
 * by the files they write, too. Its makers are hostile and dead. Hostile: links are read and
 * never followed, what is no file is never opened, and how much is listed is bounded. Dead: the
 * caller has ended every process of the job, so nothing changes any more between two looks, and
 * permissions that were taken away can be given back by name.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "jail.h"

enum { FILES_JOB = 4, FILES_CHUNK = 65536 };

struct files {
	struct jail_options *options;
	struct jail_report *report;
	dev_t device; /* of the work folder: what has another was mounted */
	char path[JAIL_FILES_NAME + FILES_JOB + 1]; /* as the job sees it: "/job/out.txt" */
	int64_t count;
	uint64_t left; /* bytes that may still be listed */
	int64_t until; /* ms */
	bool cut, failed;
	char bytes[FILES_CHUNK];
};

static int64_t files_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void files_put(struct files *files, const void *bytes, size_t len)
{
	const char *at = bytes;
	while (len > 0 && !files->failed) {
		ssize_t wrote = write(JAIL_FILES_FD, at, len);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0) {
			files->failed = true;
			report_error(files->report, "what the program left cannot be kept: %s",
				     strerror(errno));
			return;
		}
		at += wrote;
		len -= (size_t)wrote;
	}
}

/* False when there is no room for one more, of so many bytes. */
static bool files_head(struct files *files, int kind, mode_t mode, uint64_t bytes)
{
	size_t name = strlen(files->path) - FILES_JOB - 1;
	uint64_t size = sizeof(struct jail_file) + name + bytes;
	struct jail_file head = {.bytes = bytes,
				 .name = (uint32_t)name,
				 .mode = (uint32_t)mode & 07777,
				 .kind = (uint32_t)kind};
	if (files->count == JAIL_FILES_MAX || size > files->left) {
		files->cut = true;
		return false;
	}
	files->count++;
	files->left -= size;
	files_put(files, &head, sizeof head);
	files_put(files, files->path + FILES_JOB + 1, name);
	return true;
}

static void files_text(struct files *files, int kind, mode_t mode, const char *text, size_t len)
{
	if (files_head(files, kind, mode, len))
		files_put(files, text, len);
}

/* Opens what the job may have made unreadable for its owner, too. */
static int files_open(int folder, const char *name, mode_t mode, mode_t needed, int flags)
{
	if ((mode & needed) != needed)
		fchmodat(folder, name, (mode & 0777) | needed, 0);
	return openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | flags);
}

/* Whether a file is the copy the job was given, which nobody has written since. */
static bool files_is_copy(struct files *files, const struct jail_mount *mount, int folder,
			  const char *name, const struct stat *info)
{
	struct sum sum;
	uint64_t left = mount->size;
	if (!S_ISREG(info->st_mode) || (uint64_t)info->st_size != left ||
	    written_ns(info) != mount->changed ||
	    ((info->st_mode & 0111) != 0) != ((mount->mode & 0111) != 0))
		return false;
	int fd = files_open(folder, name, info->st_mode, 0400, 0);
	sum_init(&sum, files->options->key);
	while (fd >= 0 && left > 0 && files_now() < files->until) {
		ssize_t got = read(fd, files->bytes, sizeof files->bytes);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0 || (uint64_t)got > left)
			break;
		sum_feed(&sum, files->bytes, (size_t)got);
		left -= (uint64_t)got;
	}
	if (fd >= 0)
		close(fd);
	return fd >= 0 && left == 0 && sum_end(&sum) == mount->sum;
}

/* What was put there for the job, and is as it was. */
static bool files_is_ours(struct files *files, int folder, const char *name,
			  const struct stat *info)
{
	struct jail_options *options = files->options;
	if (options->artifact_inside && strcmp(files->path, options->artifact_inside) == 0)
		return true;
	for (size_t i = 0; i < options->mount_count; i++) {
		struct jail_mount *mount = &options->mounts[i];
		if (strcmp(files->path, mount->inside) != 0)
			continue;
		if (mount->copied)
			return files_is_copy(files, mount, folder, name, info);
		if (mount->inode != info->st_ino)
			continue;
		mount->left = mount->changed == changed_ns(info);
		return mount->left;
	}
	return false;
}

/*
 * A file with holes may be as long as it likes: what does not fit is listed without bytes, and
 * that it was cut is said.
 */
static void files_content(struct files *files, int folder, const char *name,
			  const struct stat *info)
{
	uint64_t size = (uint64_t)info->st_size;
	int fd = files_open(folder, name, info->st_mode, 0400, 0);
	if (fd < 0 || size > files->left || files_now() >= files->until) {
		files->cut = true;
		files_head(files, fd < 0 ? 'o' : 'f', info->st_mode, 0);
		size = 0;
	} else if (!files_head(files, 'f', info->st_mode, size)) {
		size = 0;
	}
	while (size > 0 && !files->failed) {
		size_t most = size < FILES_CHUNK ? (size_t)size : FILES_CHUNK;
		ssize_t got = read(fd, files->bytes, most);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			files->failed = true;
			report_error(files->report, "what the program left cannot be read: %s",
				     got < 0 ? strerror(errno) : "it became shorter");
			break;
		}
		files_put(files, files->bytes, (size_t)got);
		size -= (uint64_t)got;
	}
	if (fd >= 0)
		close(fd);
}

static void files_walk(struct files *files, int folder, int depth);

static void files_folder(struct files *files, int folder, const char *name, const struct stat *info,
			 int depth)
{
	/* Where disks are watched by looking, who looks gives folders their permissions back. */
	mode_t mode = files->options->tier == JAIL_FULL ? info->st_mode : info->st_mode | 0700;
	int inner = depth == JAIL_FILES_DEPTH
			    ? -1
			    : files_open(folder, name, info->st_mode, 0700, O_DIRECTORY);
	if (inner < 0)
		files->cut = true;
	if (files_head(files, 'd', mode, 0) && inner >= 0)
		files_walk(files, inner, depth + 1);
	else if (inner >= 0)
		close(inner);
}

static void files_entry(struct files *files, int folder, const char *name, int depth)
{
	struct stat info;
	if (fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) < 0) {
		files->cut = true;
		return;
	}
	if (info.st_dev != files->device || files_is_ours(files, folder, name, &info))
		return;
	if (S_ISREG(info.st_mode)) {
		files_content(files, folder, name, &info);
	} else if (S_ISDIR(info.st_mode)) {
		files_folder(files, folder, name, &info, depth);
	} else if (S_ISLNK(info.st_mode)) {
		ssize_t len = readlinkat(folder, name, files->bytes, sizeof files->bytes);
		files->cut = files->cut || len < 0;
		files_text(files, 'l', info.st_mode, files->bytes, len < 0 ? 0 : (size_t)len);
	} else {
		const char *which = S_ISFIFO(info.st_mode)   ? "FIFO"
				    : S_ISSOCK(info.st_mode) ? "socket"
							     : "device";
		files_text(files, 'o', info.st_mode, which, strlen(which));
	}
}

/* Takes `folder` over. */
static void files_walk(struct files *files, int folder, int depth)
{
	DIR *list = fdopendir(folder);
	if (!list) {
		files->cut = true;
		close(folder);
		return;
	}
	size_t len = strlen(files->path);
	for (struct dirent *entry; files->count < JAIL_FILES_MAX && (entry = readdir(list));) {
		const char *name = entry->d_name;
		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
			continue;
		if (files->failed || len + strlen(name) + 2 > sizeof files->path) {
			files->cut = true;
			continue;
		}
		snprintf(files->path + len, sizeof files->path - len, "/%s", name);
		files_entry(files, dirfd(list), name, depth);
		files->path[len] = '\0';
	}
	/* Whether that was all is not worth a look. */
	files->cut = files->cut || files->count == JAIL_FILES_MAX;
	closedir(list);
}

/* What the job was given and did away with is a difference as well. */
static void files_gone(struct files *files)
{
	const struct jail_options *options = files->options;
	char place[2 * JAIL_FILES_NAME];
	struct stat info;
	for (size_t i = 0; i < options->mount_count; i++) {
		const struct jail_mount *mount = &options->mounts[i];
		if ((mount->inode == 0 && !mount->copied) || mount->left ||
		    strncmp(mount->inside, "/job/", 5) != 0)
			continue;
		snprintf(place, sizeof place, "%s%s",
			 options->tier == JAIL_FULL ? "" : options->work, mount->inside);
		snprintf(files->path, sizeof files->path, "%s", mount->inside);
		if (lstat(place, &info) < 0)
			files_text(files, 'o', 0, "gone", 4);
	}
}

void files_list(struct jail_options *options, struct jail_report *report)
{
	struct files files = {.options = options,
			      .report = report,
			      .path = "/job",
			      .left = options->disk,
			      .until = files_now() + JAIL_FILES_MS};
	char place[JAIL_FILES_NAME + FILES_JOB];
	struct stat info;
	snprintf(place, sizeof place, "%s/job", options->tier == JAIL_FULL ? "" : options->work);
	int folder = files_open(AT_FDCWD, place, 0, 0700, O_DIRECTORY);
	files.cut = folder < 0 || fstat(folder, &info) < 0;
	if (!files.cut) {
		files.device = info.st_dev;
		files_walk(&files, folder, 0);
		files_gone(&files);
	}
	report->files = files.count;
	report->files_cut = files.cut;
}
