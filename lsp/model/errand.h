/*
 * A small request to a provider that is no question: its list of models, say. The key travels as it
 * does with a question. Private to model.
 */
#pragma once

#include "failure.h"
#include "io/fetch.h"
#include "state.h"

struct errand {
	const char *path; /* behind the base URL; it may hold a query */
	struct str query; /* one more part of it; empty: none */
	struct str body;  /* JSON, then it is a POST; empty: a GET */
	uint64_t first_byte_ms, idle_ms, total_ms;
};

/* Where a provider is and with which key (reach_key says whether it may go there). */
bool errand_where(struct models *models, const struct model_choice *choice, struct arena *arena,
		  struct failure_where *where, struct err *err);

/* Send it; the fetch's own members are the caller's. */
bool errand_start(struct models *models, struct fetch *fetch, const struct failure_where *where,
		  const struct errand *errand, struct err *err);

/* "PROVIDER at PLACE: words", without any key in it. */
void errand_fail(const struct failure_where *where, struct err *err, enum err_kind kind,
		 const char *format, ...) __attribute__((format(printf, 4, 5)));

/* What an answer other than 2xx means; `what` is missing there when it is 404. */
void errand_refused(const struct failure_where *where, const struct fetch *fetch, struct str body,
		    const char *what, struct err *err);
