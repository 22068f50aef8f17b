/*
 * libcurl's multi handle on the loop: its sockets, its timer, and which transfer has
 * finished. Private to io; fetch.c says what a transfer is.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

#include "base/err.h"
#include "curl.h"
#include "io/fetch.h"

struct fetch_transfer;

struct fetcher {
	struct loop *loop;
	struct curl curl;
	bool loaded;  /* curl's calls are there */
	CURLM *multi; /* NULL until the first fetch */
	bool broken;  /* multi can no longer be used; replaced when its transfers have gone */
	bool freed;   /* fetcher_free was called; goes when `handles` is 0 */
	uv_timer_t timer;
	size_t handles; /* the timer and the sockets that libuv still knows */
	struct fetch_transfer *transfers;
};

/* Make `multi` usable: loads libcurl at the first call. */
bool fetcher_ready(struct fetcher *fetcher, struct err *err);

/* Defined by fetch.c: libcurl has finished with a transfer. Never called inside a curl callback. */
void fetch_finish(struct fetch_transfer *transfer, CURLcode code);

/* Defined by fetch.c: every running transfer fails, for the multi handle broke. */
void fetch_finish_all(struct fetcher *fetcher);
