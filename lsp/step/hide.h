/*
 * The original's interpreter is no part of a translation: where one runs, it is not to be found.
 */
#pragma once

#include "step/work.h"

enum { HIDE_MOUNTS = 24 };

/* Appended to `mounts`, HIDE_MOUNTS at most. */
void hide_interpreters(struct work *work, struct sandbox_mount *mounts, size_t *count);

/* Whether the candidate seems to start a program or load a library, and names an interpreter. */
bool hide_is_sought(const struct work *work);

/* Whether the original starts other programs itself, so that its translation may, too. */
bool hide_script_starts(const struct work *work);
