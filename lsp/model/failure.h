/*
 * What went wrong with a provider, in words a person can act on, and whether asking
 * again makes sense. Private to model; knows no network, so that tests can feed it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "provider.h"

/* What in the question to change before one more try. */
enum failure_fix { FIX_NOTHING, FIX_TEMPERATURE, FIX_LIMIT_NAME, FIX_LIMIT, FIX_STREAM_OPTIONS };

struct failure {
	struct err err;
	bool retry;
	uint64_t wait_ms; /* how long the provider asked to wait; 0: it did not say */
	enum failure_fix fix;
};

/* Where the question went. */
struct failure_where {
	const struct provider *provider;
	struct str base; /* URL */
	struct str model;
	const struct provider_key *key; /* NULL: none was sent */
	const struct secrets *secrets;  /* struck out of every message */
};

/* The headers of the answer that matter here; empty when absent. */
struct failure_hints {
	struct str retry_after, retry_after_ms, should_retry, location;
};

/* The longest wait a provider may ask for: a minute, and what rounding up adds to it. */
enum { FAILURE_WAIT_MAX_MS = 60001 };

/* What is kept of the body of an answer that is an error. */
enum { FAILURE_BODY_MAX = 64 << 10 };

/* An answer with a status other than 2xx. `now` is time(NULL), for dates in Retry-After. */
void failure_of_status(struct failure *failure, const struct failure_where *where, int status,
		       struct str body, const struct failure_hints *hints, int64_t now);

/* An error that the provider reported inside its answer. */
void failure_of_complaint(struct failure *failure, const struct failure_where *where,
			  const struct complaint *complaint);

/* A whole body with status 200 that is neither a stream nor JSON: a page of some proxy? */
void failure_not_a_stream(struct complaint *complaint, struct str body);

/* "https://host/path" without name, password and query, for messages. */
struct str failure_place(struct str url);

/* Milliseconds to wait by Retry-After-Ms or Retry-After (seconds or a date); 0 when unknown. */
uint64_t failure_wait(const struct failure_hints *hints, int64_t now);
