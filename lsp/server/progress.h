/*
 * A job's progress in the editor: one token, used once; begun when the editor has
 * agreed, and ended exactly once on every path.
 */
#pragma once

#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

struct server;
struct ticket;
struct progress_late;

enum progress_state {
	PROGRESS_NONE,  /* not asked for, or refused */
	PROGRESS_ASKED, /* the editor has not answered yet */
	PROGRESS_OPEN,  /* begun */
	PROGRESS_OVER,  /* ended */
};

struct progress {
	enum progress_state state;
	struct buf token;
	struct buf message; /* the last news */
	uint64_t sent_ms;
};

/* Jobs that ended before the editor had answered; their progress is begun and ended then. */
struct progress_lates {
	struct progress_late *first;
};

void progress_lates_deinit(struct progress_lates *lates);

void progress_init(struct progress *progress);
void progress_deinit(struct progress *progress);

/* Ask the editor for a place to show progress in; where it has none a message says it began. */
void progress_begin(struct ticket *ticket);

/* News of the job: sent at once for a new phase, else at most four times a second. */
void progress_report(struct ticket *ticket, struct str message);

/* The last word. Idempotent. */
void progress_end(struct ticket *ticket, struct str message);
