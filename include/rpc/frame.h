/*
 * LSP's base protocol: header lines, an empty line, a body of Content-Length bytes.
 * (LSP 3.17, "Base Protocol".) Takes the bytes in any pieces.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum { FRAME_HEADER_MAX = 8 << 10, FRAME_BODY_MAX = 256 << 20 };

struct frame {
	struct buf bytes; /* of a header or body that is not whole yet */
	uint64_t body;    /* bytes the body has; 0 while in the header */
	uint64_t skip;    /* bytes of an oversized or refused body still to be passed over */
	bool broken;
	void (*on_message)(void *data, struct str body);       /* borrowed for the call */
	void (*on_refused)(void *data, const struct err *why); /* a message was passed over */
	void *data;
};

void frame_init(struct frame *frame);
void frame_deinit(struct frame *frame);

/*
 * Give it the bytes that arrived. False, for good, when the stream can no longer be understood:
 * a header without a usable Content-Length, or a header that is too long.
 */
bool frame_feed(struct frame *frame, struct str bytes, struct err *err);
