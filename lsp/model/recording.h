/*
 * A recorded conversation: a text file that a person can write and read (the format
 * is described in recording.c), and that record.c writes too. Private to model.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum { RECORDING_ANSWERS_MAX = 64 };

struct recording {
	struct str model; /* empty: any */
	long pace;        /* tokens a second; 0: all at once */
	struct str when;  /* each non-blank line must occur in the first user turn */
	struct str answers[RECORDING_ANSWERS_MAX]; /* as they stand in the file */
	size_t count;
};

/* Views into `bytes`. On failure `err` names `file` and the line. */
bool recording_parse(struct str bytes, const char *file, struct recording *recording,
		     struct err *err);

/* Answer number `index` (from 0) as it was given. */
struct str recording_answer(struct arena *arena, const struct recording *recording, size_t index);

/* Append answer `number` (from 1) so that it will be read as it is, whatever is in it. */
void recording_put_answer(struct buf *out, size_t number, struct str text);

/* Would this line begin a section? */
bool recording_is_section(struct str line);

/* Does it answer a conversation with `model` (may be empty) that begins with `turn`? */
bool recording_applies(const struct recording *recording, struct str model, struct str turn);
