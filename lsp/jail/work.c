/*
 * The work folder of the tiers that have no mounts: a private folder on the host with
 * job/, tmp/ and beside/ in it. Files a caller wants below /job or /beside are copied there,
 * folders linked, and these two in arguments and environment are rewritten to the true path.
 *
 * What a job left behind is hostile: folders without permissions, thousands of levels
 * deep, links to elsewhere. Nothing here follows a link or recurses without bound.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "jail.h"

enum { WORK_DEPTH = 48, WORK_ENTRY = 4096 };

/* What callers call by these names lies in the work folder. */
static const char *const work_roots[] = {"/job", "/beside"};

enum { WORK_ROOTS = sizeof work_roots / sizeof *work_roots };

static bool work_below_root(const char *path)
{
	bool below = false;
	for (size_t i = 0; i < WORK_ROOTS; i++) {
		const char *rest = mask_below(path, work_roots[i]);
		below = below || (rest && *rest);
	}
	return below && !strstr(path, "/..");
}

bool work_parents(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		bool ok = mkdir(path, 0755) == 0 || errno == EEXIST;
		*slash = '/';
		if (!ok)
			return false;
	}
	return true;
}

static bool work_copy(const char *from, const char *to, uint64_t max)
{
	char bytes[65536];
	struct stat info;
	bool ok = false;
	int out = -1;
	int in = open(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (in < 0 || fstat(in, &info) < 0 || !S_ISREG(info.st_mode))
		goto out;
	if ((uint64_t)info.st_size > max) {
		errno = EFBIG;
		goto out;
	}
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, info.st_mode & 0111 ? 0555 : 0444);
	if (out < 0)
		goto out;
	ssize_t got;
	while ((got = read(in, bytes, sizeof bytes)) > 0) {
		if (write(out, bytes, (size_t)got) != got)
			goto out;
	}
	ok = got == 0;
out:
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return ok;
}

static bool work_place(const struct jail_options *options, struct pool *pool,
		       struct jail_mount *mount)
{
	struct stat info;
	char *to = pool_fmt(pool, "%s%s", options->work, mount->inside);
	if (mount->copied)
		return copies_make(mount, options->key, to);
	if (stat(mount->host, &info) < 0 || !work_parents(to))
		return false;
	bool ok = S_ISDIR(info.st_mode) ? symlink(mount->host, to) == 0
					: work_copy(mount->host, to, options->disk);
	if (!ok || lstat(to, &info) < 0)
		return false;
	/*
	 * It stays open as long as we live: no other file can have its number then, so one that was
	 * replaced is told from one that was not.
	 */
	if (S_ISREG(info.st_mode) && open(to, O_RDONLY | O_NOFOLLOW | O_CLOEXEC) < 0)
		return false;
	mount->inode = info.st_ino;
	mount->changed = changed_ns(&info);
	return true;
}

/*
 * Whether a place lies in a folder that is shown: a link here, behind which the user's own
 * begins. Nothing may be made there; `*same` says that what was wanted is there already.
 */
static bool work_in_mount(const struct jail_options *options, const char *host, const char *inside,
			  bool *same)
{
	bool within = false;
	*same = false;
	for (size_t i = 0; i < options->mount_count; i++) {
		const struct jail_mount *mount = &options->mounts[i];
		const char *rest = mask_below(inside, mount->inside);
		if (!rest || !*rest || strcmp(mount->host, mount->inside) == 0)
			continue;
		within = true;
		const char *there = mask_below(host, mount->host);
		*same = *same || (there && strcmp(there, rest) == 0);
	}
	return within;
}

bool work_prepare(struct jail_options *options, struct pool *pool, char error[512])
{
	char *job = pool_fmt(pool, "%s/job", options->work);
	char *tmp = pool_fmt(pool, "%s/tmp", options->work);
	char *beside = pool_fmt(pool, "%s/beside", options->work);
	if (mkdir(job, 0700) < 0 || mkdir(tmp, 0700) < 0 || mkdir(beside, 0700) < 0) {
		snprintf(error, 512, "cannot make the work folder %s: %s", job, strerror(errno));
		return false;
	}
	for (size_t i = 0; i < options->mount_count; i++) {
		struct jail_mount *mount = &options->mounts[i];
		bool same, nested = work_in_mount(options, mount->host, mount->inside, &same);
		if (strcmp(mount->inside, mount->host) == 0 || same)
			continue;
		errno = EEXIST;
		if (!nested && work_below_root(mount->inside) && work_place(options, pool, mount))
			continue;
		snprintf(error, 512, "cannot show %s as %s without the full sandbox: %s",
			 mount->host, mount->inside,
			 work_below_root(mount->inside) ? strerror(errno)
							: "that place is not below /job");
		return false;
	}
	if (!options->artifact || strcmp(options->artifact, options->artifact_inside) == 0)
		return true;
	bool same,
		nested = work_in_mount(options, options->artifact, options->artifact_inside, &same);
	char *link = pool_fmt(pool, "%s%s", options->work, options->artifact_inside);
	if (same)
		return true;
	if (!nested && work_below_root(options->artifact_inside) && work_parents(link) &&
	    symlink(options->artifact, link) == 0)
		return true;
	snprintf(error, 512, "cannot show %s as %s", options->artifact, options->artifact_inside);
	return false;
}

/*
 * The length of a root that begins a path of its own at `at`, 0: none does. "x=/job/a" and
 * "-I/job" have one, "/a/job" and "/jobs" do not.
 */
static size_t work_is_root(const char *text, const char *at)
{
	unsigned char before = at == text ? ' ' : (unsigned char)at[-1];
	bool option = at == text + 2 && text[0] == '-';
	if (*at != '/' || (!option && (isalnum(before) || strchr("._-/", before))))
		return 0;
	for (size_t i = 0; i < WORK_ROOTS; i++) {
		size_t len = strlen(work_roots[i]);
		unsigned char after =
			strncmp(at, work_roots[i], len) == 0 ? (unsigned char)at[len] : 'x';
		if (!isalnum(after) && !(after && strchr("._-", after)))
			return len;
	}
	return 0;
}

char *work_program(const struct jail_options *options, struct pool *pool)
{
	return strcmp(options->argv[0], "/jail") == 0
		       ? pool_fmt(pool, "%s", options->self)
		       : work_rewrite(options, pool, options->argv[0]);
}

char *work_rewrite(const struct jail_options *options, struct pool *pool, const char *text)
{
	if (strcmp(text, "TMPDIR=/tmp") == 0)
		return pool_fmt(pool, "TMPDIR=%s/tmp", options->work);
	size_t found = 0, work = strlen(options->work);
	for (const char *at = text; (at = strchr(at, '/')); at++)
		found += work_is_root(text, at) > 0;
	char *whole = pool_add(pool, strlen(text) + found * work + 1);
	char *to = whole;
	for (const char *at = text; *at;) {
		size_t len = work_is_root(text, at);
		if (len > 0) {
			memcpy(to, options->work, work);
			to += work;
		}
		len = len > 0 ? len : 1;
		memcpy(to, at, len);
		to += len;
		at += len;
	}
	*to = '\0';
	return whole;
}

/*
 * Opens a folder whose owner, the job, may have taken its permissions away. It may swap the
 * folder for a link at any moment: a mode is never changed through one, for what it leads to is
 * the user's.
 */
static DIR *work_open(int parent, const char *name)
{
	int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	int fd = openat(parent, name, flags);
	if (fd < 0 && errno == EACCES && fchmodat(parent, name, 0700, AT_SYMLINK_NOFOLLOW) == 0)
		fd = openat(parent, name, flags);
	if (fd < 0)
		return NULL;
	DIR *folder = fdopendir(fd);
	if (!folder)
		close(fd);
	return folder;
}

static bool work_is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static uint64_t work_used_below(int parent, const char *name, uint64_t enough, int depth)
{
	/* Deeper than any honest job: as good as full. */
	if (depth == WORK_DEPTH)
		return UINT64_MAX / 4;
	DIR *folder = work_open(parent, name);
	uint64_t sum = 0;
	if (!folder)
		return 0;
	for (struct dirent *entry; sum <= enough && (entry = readdir(folder));) {
		struct stat info;
		if (work_is_dots(entry->d_name) ||
		    fstatat(dirfd(folder), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		/* An empty file costs something too. */
		sum += (uint64_t)info.st_blocks * 512 + WORK_ENTRY;
		if (S_ISDIR(info.st_mode))
			sum += work_used_below(dirfd(folder), entry->d_name, enough, depth + 1);
	}
	closedir(folder);
	return sum;
}

uint64_t work_used(const char *folder, uint64_t enough)
{
	return work_used_below(AT_FDCWD, folder, enough, 0);
}

static bool work_holds_below(int parent, const char *name, uint64_t size, int depth)
{
	DIR *folder = depth == WORK_DEPTH ? NULL : work_open(parent, name);
	bool found = false;
	if (!folder)
		return false;
	for (struct dirent *entry; !found && (entry = readdir(folder));) {
		struct stat info;
		if (work_is_dots(entry->d_name) ||
		    fstatat(dirfd(folder), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		if (S_ISDIR(info.st_mode))
			found = work_holds_below(dirfd(folder), entry->d_name, size, depth + 1);
		else
			found = S_ISREG(info.st_mode) && (uint64_t)info.st_size >= size;
	}
	closedir(folder);
	return found;
}

bool work_holds(const char *folder, uint64_t size)
{
	return work_holds_below(AT_FDCWD, folder, size, 0);
}

/* Empty one folder in `top`: its files go, its folders move up to `top` under new names. */
static void work_flatten(int top, const char *name, unsigned *serial)
{
	DIR *folder = work_open(top, name);
	if (!folder)
		return;
	for (struct dirent *entry; (entry = readdir(folder));) {
		if (work_is_dots(entry->d_name) || unlinkat(dirfd(folder), entry->d_name, 0) == 0)
			continue;
		char fresh[32];
		snprintf(fresh, sizeof fresh, ".%u", (*serial)++);
		fchmodat(dirfd(folder), entry->d_name, 0700, AT_SYMLINK_NOFOLLOW);
		if (renameat(dirfd(folder), entry->d_name, top, fresh) < 0)
			unlinkat(dirfd(folder), entry->d_name, AT_REMOVEDIR);
	}
	closedir(folder);
}

/* Nobody runs any more: no races. Depth costs nothing, for every level is moved up once. */
void work_remove(const char *path)
{
	unsigned serial = 0;
	bool more = true;
	for (unsigned pass = 0; more && pass < 1000000; pass++) {
		DIR *top = work_open(AT_FDCWD, path);
		if (!top)
			return;
		more = false;
		for (struct dirent *entry; (entry = readdir(top));) {
			if (work_is_dots(entry->d_name) ||
			    unlinkat(dirfd(top), entry->d_name, 0) == 0)
				continue;
			work_flatten(dirfd(top), entry->d_name, &serial);
			unlinkat(dirfd(top), entry->d_name, AT_REMOVEDIR);
			more = true;
		}
		closedir(top);
	}
	rmdir(path);
}
