/*
 * What asking has taken today, in one file for all servers and command lines of the user
 * ($XDG_STATE_HOME/kadane/spent.json). A question's worst case is held there before it is sent and
 * replaced by what it took when it is over: two that ask at once cannot pass a budget together, and
 * who is killed in between leaves too much in the sum, never too little. Days are the user's own.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Sums of one day. Money in billionths of a dollar: adding those up loses nothing. */
struct ledger_sum {
	int64_t nano_usd, tokens;
	int64_t unknown; /* answers whose cost is not known */
};

/* What a day may take: each negative for as much as one likes. */
struct ledger_most {
	int64_t nano_usd, tokens;
};

enum { LEDGER_ID_MAX = 64 };

/* One question on its way. */
struct ledger_hold {
	char id[LEDGER_ID_MAX]; /* empty: nothing is held */
};

enum ledger_answer {
	LEDGER_HELD,
	LEDGER_PASSED, /* it could pass what the day may take */
	LEDGER_FAILED, /* the file is in use, or not to be read, understood or written: see `err` */
};

/* Dollars as billionths, rounded up; what is not finite is as much as there can be. */
int64_t ledger_nano(double usd);

/*
 * Set aside `worst` for a question. *day is what the day has taken so far, with all that others
 * hold, in any case but LEDGER_FAILED. `now` is time(NULL).
 */
enum ledger_answer ledger_hold(struct ledger_hold *hold, const struct ledger_sum *worst,
			       const struct ledger_most *most, int64_t now, struct ledger_sum *day,
			       struct err *err);

/*
 * The question is over and took `took`; nothing need have been held. On failure what was held
 * stays in the sum.
 */
bool ledger_settle(struct ledger_hold *hold, const struct ledger_sum *took, int64_t now,
		   struct err *err);

/* What the day has taken so far; no file is nothing. */
bool ledger_day(int64_t now, struct ledger_sum *day, struct err *err);

/* The user's date at that time: "2026-11-25". */
struct str ledger_date(struct arena *arena, int64_t now);
