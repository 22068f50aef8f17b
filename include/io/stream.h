/*
 * The byte stream to the editor: stdin and stdout, whatever they are (pipe, socket
 * pair, file, terminal). Descriptors 0 and 1 are moved away first, so that nothing
 * else can read or write there: a stray printf lands in stderr.
 */
#pragma once

#include <stddef.h>

#include "base/str.h"
#include "io/loop.h"

struct stream;

struct stream_events {
	void (*on_bytes)(void *data, struct str bytes); /* borrowed for the call */
	void (*on_end)(void *data);                     /* once: end of input, or it broke */
};

struct stream *stream_open(struct loop *loop, const struct stream_events *events, void *data);

/* Send a copy of `bytes`, in order, without waiting. Lost when the other side has gone. */
void stream_write(struct stream *stream, struct str bytes);

/* Bytes accepted but not yet taken by the other side. */
size_t stream_pending(const struct stream *stream);

/*
 * Stop reading; what is pending is still tried for at most 100 ms; then everything is freed
 * from the loop. `stream` must not be used after this call.
 */
void stream_close(struct stream *stream);
