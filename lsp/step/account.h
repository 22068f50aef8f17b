/*
 * What asking takes: how much of it the user's budgets allow, and what it has taken for the
 * verdict. Every question goes through here once before it is sent and once when it is over.
 */
#pragma once

#include <stdbool.h>

#include "model/model.h"

struct work;
struct account; /* private: what is known of a job's questions */

/* What a token is worth where nobody counted: bytes of source text. */
enum { ACCOUNT_BYTES_PER_TOKEN = 4 };

/*
 * The next question, to work->choice: false with job->err when it could cost more than a budget
 * leaves. Its worst case is then set aside, so that others who ask meanwhile do not pass the budget
 * together; account_call or account_refused must follow. With a budget the limit of its answer must
 * hold, since the worst case rests on it.
 */
bool account_ask(struct work *work, struct model_question *question);

/* It was not sent after all. */
void account_refused(struct work *work);

/* Add what the call that has ended took to the verdict and to the day's sum; once per call. */
void account_call(struct work *work);

/* The job is over: what is still open is added up. */
void account_close(struct work *work);
