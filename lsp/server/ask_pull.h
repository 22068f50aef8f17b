/*
 * A model that is not on this machine: the user is asked whether it may be downloaded.
 */
#pragma once

#include <stdbool.h>

#include "base/str.h"
#include "io/timer.h"
#include "progress.h"
#include "step/work.h"

struct server;

/* A job's part: it waits for the answer. */
struct pull_wait {
	struct pull_wish wish; /* first: what the job knows of it */
	struct server *server;
	uint64_t id; /* of the job */
	struct timer patience;
	bool answered;
	/* The download has a progress of its own: the job's tells no percentage. */
	enum progress_state progress;
	char token[64];
	int percent;
};

/* For the job with this number. */
void ask_pull_prepare(struct pull_wait *wait, struct server *server, uint64_t id);

/* The job is over, and so is what is shown of a download. Idempotent. */
void ask_pull_end(struct pull_wait *wait);
