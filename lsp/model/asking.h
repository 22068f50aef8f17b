/*
 * One call over the network: what it holds and what its two halves, asking.c (its
 * life) and attempt.c (one request), share. Private to model.
 */
#pragma once

#include "base/buf.h"
#include "catalog.h"
#include "failure.h"
#include "io/fetch.h"
#include "io/timer.h"
#include "provider.h"
#include "reply.h"
#include "sse.h"
#include "state.h"

struct asking {
	struct model_call *call;
	struct models *models;
	const struct provider *provider;
	struct failure_where where;
	struct str url;
	struct model_question question; /* our copy: retries need it */
	struct ask ask;
	uint64_t connect_ms, first_byte_ms, idle_ms, progress_ms, total_ms;

	/* The call. Milliseconds are the loop's. */
	uint64_t started; /* at the first request */
	int retries;
	bool fixed; /* the one repair of the question has been tried */
	bool over;  /* the outcome stands; only ops must still end */
	struct timer clock, pause;

	/* The request under way. */
	struct fetch fetch;
	struct sse sse;
	struct reply reply;
	struct buf body;    /* an answer that is no stream, or the start of one */
	struct err stopped; /* why we ended it ourselves */
	uint64_t progress;  /* last sign of progress; 0: no byte yet */
	uint64_t marker;    /* when the end was announced; 0: not yet */
	bool last;          /* the last marker has come: the server may hang up */
	size_t shown;       /* bytes of the text the owner has seen */
};

/* Send the question, once more perhaps. */
bool attempt_start(struct asking *asking, struct err *err);

/* End the request, if it runs, for a reason of ours. */
void attempt_stop(struct asking *asking, enum err_kind kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * The request has ended: what came of it. True with the reply's outcome when the provider said
 * that it was done, else false with `failure`.
 */
bool attempt_judge(struct asking *asking, struct failure *failure);

/* Give back what the request held. */
void attempt_deinit(struct asking *asking);

/* Defined by asking.c: the fetch has ended. */
void asking_fetched(struct op *op);

/* Defined by asking.c: a clock may now run out sooner. */
void asking_hurry(struct asking *asking);

/* Hand the owner what is new in the text. */
void asking_show(struct asking *asking);
