/*
 * What a job would change in its file: shown as a patch, or written.
 */
#pragma once

#include "step/work.h"

/* Print the edits as a unified diff that `patch` takes. */
void edits_print(const struct work *work);

/* Write them into the file, unless it has changed since. */
bool edits_write(struct work *work, struct err *err);
