/*
 * When to ask again: what a provider's headers and bodies say about it, and the back-off
 * of our own. Private to model; knows no network and no clock, so that tests can feed it.
 */
#pragma once

#include <cjson/cJSON.h>
#include <stdint.h>

#include "base/str.h"

/* As the official clients do. */
enum { RETRY_TIMES = 2 };

/* The longest wait a provider may ask for: a minute, and what rounding up adds to it. */
enum { RETRY_WAIT_MAX_MS = 60001 };

/* A date of HTTP in any of its three forms, in seconds since 1970; -1 when it is none. */
int64_t retry_date(struct str date, int64_t now);

/*
 * Milliseconds to wait by Retry-After-Ms or Retry-After (seconds or a date); 0 when unknown.
 * `now` is time(NULL).
 */
uint64_t retry_wait(struct str after_ms, struct str after, int64_t now);

/* The same by google.rpc.RetryInfo in the details of an error of Google's. */
uint64_t retry_wait_in(const cJSON *details);

/*
 * The back-off before try number `retries` + 2: half a second, doubled each time up to eight,
 * less up to a quarter of it by `random` (0 to 1).
 */
uint64_t retry_backoff(int retries, double random);
