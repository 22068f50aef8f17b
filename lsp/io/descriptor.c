/*
 * Descriptors 0 and 1: moved out of everybody's reach, then opened as what they are.
 */
#include "descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

enum { DESCRIPTOR_FIRST = 3 };

void descriptor_move_standard(int *in, int *out)
{
	*in = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, DESCRIPTOR_FIRST);
	*out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, DESCRIPTOR_FIRST);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	dup2(null, STDIN_FILENO);
	/* Without a stderr, what is printed by mistake goes nowhere. */
	if (dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
		dup2(null, STDOUT_FILENO);
	if (null > STDERR_FILENO)
		close(null);
}

static enum descriptor_kind descriptor_open_uv(struct descriptor *descriptor, uv_loop_t *uv)
{
	switch (uv_guess_handle(descriptor->fd)) {
	case UV_FILE:
		return DESCRIPTOR_FILE;
	case UV_TTY:
		if (uv_tty_init(uv, &descriptor->uv.tty, descriptor->fd, 0) != 0)
			return DESCRIPTOR_NONE;
		return DESCRIPTOR_STREAM;
	case UV_NAMED_PIPE:
	case UV_TCP:
		uv_pipe_init(uv, &descriptor->uv.pipe, 0);
		/* A pipe handle never asks whether its descriptor is a pipe: any stream will do. */
		if (uv_pipe_open(&descriptor->uv.pipe, descriptor->fd) == 0)
			return DESCRIPTOR_STREAM;
		/* It is initialised all the same, and must be closed as a handle. */
		close(descriptor->fd);
		descriptor->fd = -1;
		return DESCRIPTOR_STREAM;
	default:
		return DESCRIPTOR_NONE;
	}
}

void descriptor_open(struct descriptor *descriptor, uv_loop_t *uv, int fd, void *data)
{
	*descriptor = (struct descriptor){.kind = DESCRIPTOR_NONE, .fd = fd};
	if (fd < 0)
		return;
	descriptor->flags = fcntl(fd, F_GETFL);
	descriptor->kind = descriptor_open_uv(descriptor, uv);
	descriptor->uv.handle.data = data;
}

static long descriptor_write_file(int fd, struct str bytes)
{
	size_t done = 0;
	while (done < bytes.len) {
		ssize_t n = write(fd, bytes.at + done, bytes.len - done);
		if (n < 0 && errno != EINTR)
			return uv_translate_sys_error(errno);
		if (n > 0)
			done += (size_t)n;
	}
	return (long)done;
}

long descriptor_try_write(struct descriptor *descriptor, struct str bytes)
{
	if (descriptor->kind == DESCRIPTOR_NONE)
		return UV_EBADF;
	if (descriptor->kind == DESCRIPTOR_FILE)
		return descriptor_write_file(descriptor->fd, bytes);
	/* libuv counts in int here. */
	unsigned len = bytes.len < INT_MAX ? (unsigned)bytes.len : INT_MAX;
	uv_buf_t buf = uv_buf_init((char *)(uintptr_t)bytes.at, len);
	int n = uv_try_write(&descriptor->uv.stream, &buf, 1);
	return n == UV_EAGAIN ? 0 : n;
}

bool descriptor_close(struct descriptor *descriptor, uv_close_cb closed)
{
	/* The file description may be shared with a shell: leave it as blocking as it was. */
	if (descriptor->fd >= 0 && descriptor->flags >= 0)
		fcntl(descriptor->fd, F_SETFL, descriptor->flags);
	if (descriptor->kind == DESCRIPTOR_STREAM) {
		uv_close(&descriptor->uv.handle, closed);
		return true;
	}
	if (descriptor->fd >= 0)
		close(descriptor->fd);
	return false;
}
