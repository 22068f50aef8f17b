/*
 * Files of the host's that the job finds as its own: to write, to replace, to remove, while the
 * host's never change. The supervisor opens them, as whoever asked for the run. Without mounts
 * it copies them, too; else it hands the descriptors through bubblewrap to the first program
 * inside, which copies them before there is a job and keeps none: nothing of the host is seen
 * in the box but the copies.
 *
 * How much is copied is settled by what a file was when it was looked at: one that grows
 * meanwhile is copied as far as that.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "jail.h"

/* Out of the way of descriptors that have a number of their own. */
enum { COPIES_ABOVE = 128, COPIES_CHUNK = 65536, COPIES_MIB = 1 << 20 };

static bool copies_fail(const struct jail_mount *mount, char error[512], const char *why)
{
	snprintf(error, 512, "cannot copy %.300s into the sandbox: %s", mount->inside, why);
	return false;
}

/* What each is, and whether all of them fit: the rest of what may be written is the job's. */
static bool copies_measure(struct jail_options *options, char error[512])
{
	uint64_t left = options->disk / 2;
	struct stat info;
	if (!sum_key(options->key)) {
		snprintf(error, 512, "no random numbers: %s", strerror(errno));
		return false;
	}
	for (size_t i = 0; i < options->mount_count; i++) {
		struct jail_mount *mount = &options->mounts[i];
		if (!mount->copied)
			continue;
		if (fstat(mount->from, &info) < 0)
			return copies_fail(mount, error, strerror(errno));
		if (!S_ISREG(info.st_mode))
			return copies_fail(mount, error, "it is no regular file");
		mount->size = (uint64_t)info.st_size;
		mount->mode = info.st_mode & 0111 ? 0755 : 0644;
		if (mount->size > left) {
			char why[128];
			snprintf(why, sizeof why,
				 "copies may take %llu MiB, half of what may be written",
				 (unsigned long long)(options->disk / 2 / COPIES_MIB));
			return copies_fail(mount, error, why);
		}
		left -= mount->size;
	}
	return true;
}

static bool copies_wanted(const struct jail_options *options)
{
	for (size_t i = 0; i < options->mount_count; i++)
		if (options->mounts[i].copied)
			return true;
	return false;
}

bool copies_open(struct jail_options *options, char error[512])
{
	if (!copies_wanted(options))
		return true;
	for (size_t i = 0; i < options->mount_count; i++) {
		struct jail_mount *mount = &options->mounts[i];
		if (!mount->copied)
			continue;
		int fd = open(mount->host,
			      O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
		mount->from = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, COPIES_ABOVE);
		int why = errno;
		if (fd >= 0)
			close(fd);
		if (mount->from < 0)
			return copies_fail(mount, error, strerror(why));
	}
	return copies_measure(options, error);
}

int copies_hand_on(const struct jail_options *options)
{
	int next = COPIES_FD;
	for (size_t i = 0; i < options->mount_count; i++)
		if (options->mounts[i].copied && dup2(options->mounts[i].from, next++) < 0)
			return -1;
	return next;
}

void copies_close(struct jail_options *options)
{
	for (size_t i = 0; i < options->mount_count; i++) {
		struct jail_mount *mount = &options->mounts[i];
		if (mount->copied && mount->from >= 0)
			close(mount->from);
		mount->from = -1;
	}
}

static bool copies_write(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t wrote = write(fd, bytes, len);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return false;
		bytes += wrote;
		len -= (size_t)wrote;
	}
	return true;
}

static bool copies_bytes(struct jail_mount *mount, const uint64_t key[2], int out)
{
	char bytes[COPIES_CHUNK];
	struct sum sum;
	uint64_t done = 0;
	sum_init(&sum, key);
	while (done < mount->size) {
		size_t most = mount->size - done < sizeof bytes ? (size_t)(mount->size - done)
								: sizeof bytes;
		ssize_t got = pread(mount->from, bytes, most, (off_t)done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || (got > 0 && !copies_write(out, bytes, (size_t)got)))
			return false;
		/* It became shorter. */
		if (got == 0)
			break;
		sum_feed(&sum, bytes, (size_t)got);
		done += (uint64_t)got;
	}
	mount->size = done;
	mount->sum = sum_end(&sum);
	return true;
}

/* As old as the host's: whoever writes it, the same bytes even, makes it younger. */
static bool copies_date(struct jail_mount *mount, int out)
{
	struct stat info;
	if (fstat(mount->from, &info) < 0)
		return false;
	struct timespec times[2] = {info.st_mtim, info.st_mtim};
	if (futimens(out, times) < 0 || fstat(out, &info) < 0)
		return false;
	mount->changed = written_ns(&info);
	return true;
}

bool copies_make(struct jail_mount *mount, const uint64_t key[2], char *to)
{
	if (!work_parents(to))
		return false;
	int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (out < 0)
		return false;
	bool ok = copies_bytes(mount, key, out) && fchmod(out, mount->mode) == 0 &&
		  copies_date(mount, out);
	int why = errno;
	close(out);
	errno = why;
	return ok;
}

bool copies_take(struct jail_options *options, char error[512])
{
	char place[JAIL_FILES_NAME];
	int next = COPIES_FD;
	if (!copies_wanted(options))
		return true;
	for (size_t i = 0; i < options->mount_count; i++)
		if (options->mounts[i].copied)
			options->mounts[i].from = next++;
	bool ok = copies_measure(options, error);
	mode_t mask = umask(022);
	for (size_t i = 0; i < options->mount_count && ok; i++) {
		struct jail_mount *mount = &options->mounts[i];
		if (!mount->copied)
			continue;
		int len = snprintf(place, sizeof place, "%s", mount->inside);
		errno = ENAMETOOLONG;
		ok = (size_t)len < sizeof place && copies_make(mount, options->key, place);
		if (!ok)
			copies_fail(mount, error, strerror(errno));
	}
	umask(mask);
	copies_close(options);
	return ok;
}
