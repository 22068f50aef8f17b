/*
 * For lsp/io/stream.c: one end of the byte stream to the editor, whatever kind of
 * file the descriptor is. Pipes, sockets and terminals are libuv streams; regular
 * files and devices, which epoll does not take, are read and written at once.
 */
#pragma once

#include <stdbool.h>
#include <uv.h>

#include "base/str.h"

enum descriptor_kind {
	DESCRIPTOR_NONE, /* it was closed, or is something without bytes (a folder) */
	DESCRIPTOR_FILE,
	DESCRIPTOR_STREAM,
};

struct descriptor {
	enum descriptor_kind kind;
	union {
		uv_handle_t handle;
		uv_stream_t stream;
		uv_pipe_t pipe;
		uv_tty_t tty;
	} uv;
	int fd;
	int flags; /* file status flags as they were, put back at the end */
};

/*
 * Move descriptors 0 and 1 to others that no child inherits. Afterwards 0 reads /dev/null
 * and 1 writes to stderr. `in` and `out` are -1 for what was not open.
 */
void descriptor_move_standard(int *in, int *out);

/* Take over `fd` (or -1). `data` is for the libuv handle; needs descriptor_close. */
void descriptor_open(struct descriptor *descriptor, uv_loop_t *uv, int fd, void *data);

/*
 * Write what the other side takes now. The number of bytes, 0 when it takes none at the
 * moment, or a negative libuv error.
 */
long descriptor_try_write(struct descriptor *descriptor, struct str bytes);

/* False when there is no libuv handle, and so `closed` will not be called. */
bool descriptor_close(struct descriptor *descriptor, uv_close_cb closed);
