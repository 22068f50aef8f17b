/*
 * Server-sent events, and NDJSON: bytes in, in any pieces; whole events out. Knows
 * nothing of what the events say.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

struct sse {
	/* Called for each event; borrowed for the call. False: feed no more. `name` may be empty.
	 */
	bool (*on_event)(void *data, struct str name, struct str bytes);
	void *data; /* for on_event */
	size_t max; /* of one line, and of one event */
	/* Not server-sent events but NDJSON: every line that is not blank is an event. */
	bool lines;

	/* private */
	struct buf line, name, bytes;
	bool after_cr; /* a \n now belongs to the \r before */
	bool any;      /* the event has a data line */
	bool begun;    /* the first line has been seen: no byte order mark any more */
	bool stopped;  /* on_event said so */
	size_t depth;  /* of the JSON that stands there without its "data:"; 0: none */
	size_t events; /* dispatched so far */
};

void sse_init(struct sse *sse, size_t max, bool (*on_event)(void *, struct str, struct str),
	      void *data);
void sse_deinit(struct sse *sse);

/* False when a line or an event is longer than the ceiling; nothing may be fed afterwards. */
bool sse_feed(struct sse *sse, struct str bytes, struct err *err);

/* The stream has ended: a last event without its blank line still counts. */
bool sse_end(struct sse *sse, struct err *err);
