/*
 * Changes a file that belongs to the user. The new bytes are complete on disk before they take
 * the old ones' place, so that neither a full disk nor a kill leaves half of them.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/file.h"

enum { FILE_EDIT_MAX = 64 << 20, FILE_EDIT_TRIES = 100 };

static int file_write_whole(int fd, struct str bytes)
{
	size_t done = 0;
	while (done < bytes.len) {
		ssize_t n = write(fd, bytes.at + done, bytes.len - done);
		if (n < 0 && errno != EINTR)
			return errno;
		done += n > 0 ? (size_t)n : 0;
	}
	return fsync(fd) == 0 ? 0 : errno;
}

/* A new file that is like the one of `status` but for its bytes. */
static int file_write_like(const char *path, const struct stat *status, struct str bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return errno;
	int error = file_write_whole(fd, bytes);
	/* Only root can, and only root need: the owner's files stay the owner's. */
	if (error == 0 && fchown(fd, status->st_uid, status->st_gid) != 0 && geteuid() == 0)
		error = errno;
	if (error == 0 && fchmod(fd, status->st_mode & 07777) != 0)
		error = errno;
	if (close(fd) != 0 && error == 0)
		error = errno;
	if (error != 0)
		unlink(path);
	return error;
}

static int file_put_in_place(struct arena *arena, struct str real, struct str bytes)
{
	struct stat status;
	const char *temporary = NULL;
	if (stat(real.at, &status) != 0 || access(real.at, W_OK) != 0)
		return errno;
	/* Another file in its place would part it from its other names. */
	if (status.st_nlink > 1)
		return EMLINK;
	/* To root everything is writable; who took the right away meant it. */
	if ((status.st_mode & 0222) == 0)
		return EACCES;
	int error = EEXIST;
	/* A name may be left over from a process of the same number that was killed. */
	for (int i = 0; i < FILE_EDIT_TRIES && error == EEXIST; i++) {
		struct str folder = file_dir(real);
		temporary = arena_fmt(arena, "%.*s/.kadane-%ld-%d.tmp", STR_ARG(folder),
				      (long)getpid(), i)
				    .at;
		error = file_write_like(temporary, &status, bytes);
	}
	if (error == 0 && rename(temporary, real.at) != 0) {
		error = errno;
		unlink(temporary);
	}
	return error;
}

bool file_edit(const char *path, struct str then, struct str bytes, struct err *err)
{
	struct arena arena;
	struct str now, real;
	arena_init(&arena);
	bool fine = file_real_path(&arena, path, &real, err) &&
		    file_read(&arena, real.at, FILE_EDIT_MAX, &now, err);
	if (fine && !str_eq(now, then))
		fine = err_set(err, ERR_INPUT, "%s has changed meanwhile: nothing was written",
			       path);
	if (fine) {
		int error = file_put_in_place(&arena, real, bytes);
		fine = error == 0 || err_set(err, ERR_WORLD, "%s cannot be written: %s", path,
					     error == EMLINK ? "it has other names (hard links)"
							     : strerror(error));
	}
	arena_deinit(&arena);
	return fine;
}
