/*
 * Small files, read and written at once. What is written appears under its name only
 * when it is whole: a temporary file in the same folder is linked or renamed there.
 */
#include "io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <uv.h>

#include "base/buf.h"

enum { FILE_PIECE = 16 << 10, FILE_MODE = 0644, FILE_TRIES = 100 };

/* --- names --- */

static struct str file_unslash(struct str path)
{
	while (path.len > 1 && path.at[path.len - 1] == '/')
		path.len--;
	return path;
}

/* Bytes up to and with the last slash. */
static size_t file_last_slash(struct str path)
{
	while (path.len > 0 && path.at[path.len - 1] != '/')
		path.len--;
	return path.len;
}

struct str file_dir(struct str path)
{
	path = file_unslash(path);
	size_t len = file_last_slash(path);
	return len == 0 ? STR(".") : file_unslash(str_part(path, 0, len));
}

struct str file_base(struct str path)
{
	path = file_unslash(path);
	return path.len == 1 ? path : str_part(path, file_last_slash(path), path.len);
}

bool file_exists(const char *path)
{
	struct stat status;
	return lstat(path, &status) == 0;
}

bool file_real_path(struct arena *arena, const char *path, struct str *real, struct err *err)
{
	uv_fs_t request;
	int rc = uv_fs_realpath(NULL, &request, path, NULL);
	if (rc == 0)
		*real = arena_str(arena, str_of(request.ptr));
	uv_fs_req_cleanup(&request);
	return rc == 0 || err_set(err, ERR_WORLD, "%s: %s", path, uv_strerror(rc));
}

/* --- reading --- */

static bool file_read_all(int fd, const char *path, struct buf *buf, struct err *err)
{
	char piece[FILE_PIECE];
	for (;;) {
		ssize_t n = read(fd, piece, sizeof(piece));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(err, ERR_WORLD, "%s cannot be read: %s", path,
				       strerror(errno));
		if (n == 0)
			return true;
		if (!buf_add(buf, (struct str){piece, (size_t)n}))
			return err_set(err, ERR_INPUT, "%s is longer than %zu bytes", path,
				       buf->max);
	}
}

bool file_read(struct arena *arena, const char *path, size_t max, struct str *bytes,
	       struct err *err)
{
	/* O_NONBLOCK: opening a named pipe would wait for its writer. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return err_set(err, ERR_WORLD, "%s cannot be opened: %s", path, strerror(errno));
	struct buf buf;
	buf_init(&buf, max);
	bool good = false;
	struct stat status;
	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
		err_set(err, ERR_INPUT, "%s is not a regular file", path);
	else
		good = file_read_all(fd, path, &buf, err);
	if (good)
		*bytes = arena_str(arena, buf_str(&buf));
	buf_deinit(&buf);
	close(fd);
	return good;
}

/* --- writing --- */

/* All of `bytes` into `fd`, which is closed in any case. 0 or an errno. */
static int file_fill(int fd, struct str bytes)
{
	int error = 0;
	while (bytes.len > 0 && error == 0) {
		ssize_t n = write(fd, bytes.at, bytes.len);
		if (n >= 0)
			bytes = str_part(bytes, (size_t)n, bytes.len);
		else if (errno != EINTR)
			error = errno;
	}
	if (close(fd) != 0 && error == 0)
		error = errno;
	return error;
}

/* A new file at `path` with `bytes`; nothing is left there when that fails. 0 or an errno. */
static int file_create(const char *path, struct str bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
	if (fd < 0)
		return errno;
	int error = file_fill(fd, bytes);
	if (error != 0)
		unlink(path);
	return error;
}

/* A hidden file beside `path` that holds `bytes`; *temporary is its name. 0 or an errno. */
static int file_create_beside(struct arena *arena, const char *path, struct str bytes,
			      const char **temporary)
{
	struct str folder = file_dir(str_of(path));
	int error = EEXIST;
	/* A name may be left over from a process of the same number that was killed. */
	for (int i = 0; i < FILE_TRIES && error == EEXIST; i++) {
		*temporary = arena_fmt(arena, "%.*s/.kadane-%ld-%d.tmp", STR_ARG(folder),
				       (long)getpid(), i)
				     .at;
		error = file_create(*temporary, bytes);
	}
	return error;
}

static bool file_write_err(struct err *err, const char *path, int error)
{
	if (error == EEXIST)
		return err_set(err, ERR_INPUT, "%s exists already: it was not overwritten", path);
	return err_set(err, ERR_WORLD, "%s cannot be written: %s", path, strerror(error));
}

/* The file system has no hard links (FAT, some network and container ones). */
static bool file_no_links(int error)
{
	return error == EPERM || error == ENOTSUP || error == EOPNOTSUPP || error == ENOSYS ||
	       error == EMLINK || error == EXDEV;
}

bool file_write_new(const char *path, struct str bytes, struct err *err)
{
	if (file_exists(path))
		return file_write_err(err, path, EEXIST);
	struct arena arena;
	arena_init(&arena);
	const char *temporary;
	int error = file_create_beside(&arena, path, bytes, &temporary);
	if (error == 0) {
		/* link() fails when something is there by now, whatever it is. */
		error = link(temporary, path) == 0 ? 0 : errno;
		unlink(temporary);
		if (file_no_links(error))
			error = file_create(path, bytes);
	}
	arena_deinit(&arena);
	return error == 0 || file_write_err(err, path, error);
}

bool file_replace(const char *path, struct str bytes, struct err *err)
{
	struct arena arena;
	arena_init(&arena);
	const char *temporary;
	int error = file_create_beside(&arena, path, bytes, &temporary);
	if (error == 0 && rename(temporary, path) != 0) {
		error = errno;
		unlink(temporary);
	}
	arena_deinit(&arena);
	return error == 0 ||
	       err_set(err, ERR_WORLD, "%s cannot be written: %s", path, strerror(error));
}
