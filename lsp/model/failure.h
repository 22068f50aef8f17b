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

struct failure {
	struct err err;
	char brief[80]; /* behind the provider's name, while it is asked again: "is overloaded" */
	bool retry;     /* another try may find it gone */
	bool starting;  /* it is being started, or loads its model: worth a longer wait */
	bool too_long;  /* the question does not fit: somebody else may have more room */
	bool refused;   /* it did not like the question: a repair may help, another try does not */
	uint64_t wait_ms;           /* how long the provider asked to wait; 0: it did not say */
	struct complaint complaint; /* its own words, when there are any */
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

/* What is kept of the body of an answer that is an error. */
enum { FAILURE_BODY_MAX = 64 << 10 };

/* An answer with a status other than 2xx. `now` is time(NULL), for dates in Retry-After. */
void failure_of_status(struct failure *failure, const struct failure_where *where, int status,
		       struct str body, const struct failure_hints *hints, int64_t now);

/* An error that the provider reported inside its answer. */
void failure_of_complaint(struct failure *failure, const struct failure_where *where,
			  const struct complaint *complaint);

/* What the network did, or we did: `brief` and whether to retry are the caller's to set. */
void failure_of_world(struct failure *failure, const struct failure_where *where,
		      enum err_kind kind, struct str message);

/*
 * Bytes with status 200 that are no part of a stream: a page of some proxy? The message is its
 * first words, never JSON.
 */
void failure_not_a_stream(struct complaint *complaint, struct str body);

/* True when a server at `base` is started by whoever asks for it, which takes minutes. */
bool failure_starts(struct str base);

/*
 * "https://host/path" without query, for messages; of a URL with a name or a password in it what
 * stands behind them.
 */
struct str failure_place(struct str url);
