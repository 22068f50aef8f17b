/*
 * One HTTP request whose answer is read as it comes (libcurl's multi interface on
 * the loop). Redirects are not followed: they would carry the key elsewhere. libcurl
 * is loaded when first needed, which keeps the server's start short.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "io/loop.h"
#include "io/op.h"

struct fetch_header {
	struct str name, value;
};

struct fetch_request {
	struct str url;
	const struct fetch_header *headers;
	size_t header_count;
	struct str body; /* POST when not empty, else GET */
	/* The clocks; 0: without. */
	uint64_t connect_ms;
	uint64_t first_byte_ms; /* from the start to the first byte of the answer */
	uint64_t idle_ms;       /* then: no byte at all for so long, it has stalled */
	uint64_t total_ms;
};

struct fetch {
	struct op op;
	/* Set by the owner: called for each piece of the body as it comes; borrowed for the call.
	 */
	void (*on_bytes)(struct fetch *fetch, struct str bytes);
	void *data;
	/* How it went; good from the first on_bytes on. */
	int status;         /* HTTP status, 0 before there is one */
	struct buf headers; /* "name: value\n", names in lower case */
	bool passing;       /* with op.err: the network's fault, another try may find it gone */
	bool late;          /* with op.err: one of its clocks ran out */
	struct fetch_transfer *transfer; /* private */
};

struct fetcher;

/* False with what to install when libcurl cannot be loaded. */
bool fetch_available(struct err *err);

/* One per process: the connections it keeps are shared. */
struct fetcher *fetcher_new(struct loop *loop);

/* All fetches must have ended. */
void fetcher_free(struct fetcher *fetcher);

/*
 * True when an http or https URL can only mean this machine: localhost, 127.x.x.x or [::1],
 * written plainly. No proxy is asked for such a URL.
 */
bool fetch_is_loopback(struct str url);

/*
 * The request is copied; the copy of its headers is overwritten when it has ended. Ends with op.err
 * set when the network failed (ERR_WORLD), a clock ran out (ERR_WORLD) or it was cancelled; any
 * HTTP status, also 500, is no err.
 */
bool fetch_start(struct fetcher *fetcher, struct fetch *fetch, const struct fetch_request *request,
		 struct err *err);

/* A header of the answer by its name in lower case; the empty str when absent. */
struct str fetch_header(const struct fetch *fetch, const char *name);

/* Frees what the finished fetch holds. */
void fetch_deinit(struct fetch *fetch);
