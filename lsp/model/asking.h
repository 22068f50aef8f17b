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
#include "key.h"
#include "patience.h"
#include "provider.h"
#include "repair.h"
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
	struct patience patience;

	/* The call. */
	int retries, starts;
	int fixes;              /* repairs of this question that have been tried … */
	struct repairs repairs; /* … and what was done, now and for earlier ones */
	bool over;              /* the outcome stands; only ops must still end */
	struct timer clock, pause;
	struct key_fetch key;   /* from a command of the user's */
	bool key_again;         /* that was run once more, since the key was refused … */
	struct err key_refused; /* … in these words */

	/* The request under way. */
	struct fetch fetch;
	struct sse sse;
	struct reply reply;
	struct buf body;    /* an answer that is no stream, or the start of one */
	struct err stopped; /* why we ended it ourselves */
	size_t shown;       /* bytes of the text the owner has seen */
};

/* Our own copy of the question, how to put it, and where; the base URL is known. */
bool asking_compose(struct asking *asking, const struct model_choice *choice,
		    const struct model_question *question, struct err *err);

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

/* Tell the owner what the call is at: one line, behind the provider's name. */
void asking_news(struct asking *asking, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
