/*
 * The original's interpreter is no part of a translation: where one runs, it is not to be found.
 */
#pragma once

#include "step/work.h"

enum { HIDE_MOUNTS = 8 };

/* Appended to `mounts`, HIDE_MOUNTS at most. */
void hide_interpreters(struct work *work, struct sandbox_mount *mounts, size_t *count);

/* Whether the candidate seems to start another program and names an interpreter. */
bool hide_is_sought(const struct work *work);
