/*
 * A recorded conversation: a text file that a person can write and read (the format
 * is described in recording.c). Private to model.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { RECORDING_ANSWERS_MAX = 64 };

struct recording {
	struct str model; /* empty: any */
	long pace;        /* tokens a second; 0: all at once */
	struct str when;  /* each non-blank line must occur in the first user turn */
	struct str answers[RECORDING_ANSWERS_MAX];
	size_t count;
};

/* Views into `bytes`. On failure `err` names `file` and the line. */
bool recording_parse(struct str bytes, const char *file, struct recording *recording,
		     struct err *err);

/* Does it answer a conversation with `model` (may be empty) that begins with `turn`? */
bool recording_applies(const struct recording *recording, struct str model, struct str turn);
