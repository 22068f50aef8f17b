/*
 * A script that wants input and has none: the user is asked, and may have a line put into it
 * that names one.
 */
#pragma once

#include <stdbool.h>

#include "io/timer.h"
#include "step/work.h"

struct server;

/* A job's part: it waits for the answer. */
struct input_wait {
	struct wish wish; /* first: what the job knows of it */
	struct server *server;
	uint64_t id; /* of the job */
	struct timer patience;
	bool answered;
};

/* For the job with this number. */
void ask_input_prepare(struct input_wait *wait, struct server *server, uint64_t id);
