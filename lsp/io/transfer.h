/*
 * What one running transfer holds, and how a request becomes libcurl's options.
 * Private to io/fetch.c and io/transfer.c.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

#include "fetcher.h"

struct fetch_transfer {
	struct fetch *fetch;
	struct fetcher *fetcher;
	struct fetch_transfer *next;
	CURL *easy;
	struct curl_slist *lines; /* request headers: the key is in one of them */
	uv_timer_t clock;
	uint64_t first_byte_ms, idle_ms, total_ms;
	uint64_t started, heard; /* loop's milliseconds; heard is 0 before the first byte */
	bool stopping;           /* cancelled, or one of our clocks ran out */
	bool finished;
	char error[CURL_ERROR_SIZE];
};

/* Give the easy handle its headers and options; on failure the caller still wipes and frees. */
bool transfer_set_up(struct fetch_transfer *transfer, const struct fetch_request *request,
		     struct err *err);

/* Defined by fetch.c: libcurl hands over bytes of the body, and one header line. */
size_t fetch_on_body(char *bytes, size_t size, size_t count, void *data);
size_t fetch_on_header(char *bytes, size_t size, size_t count, void *data);

/* Overwrite the request's headers, then free them. */
void transfer_wipe(const struct curl *curl, struct curl_slist *lines);
