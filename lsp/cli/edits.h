/*
 * What a job would change in its file: shown as a patch, or written.
 */
#pragma once

#include "step/work.h"

/* Print the edits of `file`, as it was named, as a patch. */
void edits_print(const struct work *work, const char *file);

/* Write them into the file, unless it has changed since. */
bool edits_write(struct work *work, struct err *err);
