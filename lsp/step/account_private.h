/*
 * What the two halves of the account share: account.c (what a question took) and account_budget.c
 * (what it may take).
 */
#pragma once

#include "account.h"
#include "ledger.h"
#include "model/cost.h"
#include "step/asked.h"

struct account {
	/* The question under way, or the last one. */
	struct model_choice choice;
	int64_t asked_at; /* seconds since 1970 */
	struct cost_worst worst;
	struct ledger_hold hold;
	bool local;    /* nobody charges for it: it is in no budget */
	bool recorded; /* it is answered from a recording: nothing is measured */
	/* The last answer, until it is known whether it holds. */
	struct asked answer;
	bool answered;
	/* The job so far. */
	double usd; /* as far as it is known, rather too much */
	double pace_tokens, pace_seconds;
};

struct account *account_of(struct work *work);

/* Write the last answer down for `kadane models`: 1 it holds, 0 it does not, -1 not judged. */
void account_note(struct work *work, int verified);

/* The question is over: into the job's sum and the day's. */
void account_settle(struct work *work, const struct model_usage *most, const struct cost *cost);

/* Of two dates as text. */
bool account_is_earlier(struct str a, struct str b);
