/*
 * A question on the terminal instead of at a model.
 */
#pragma once

#include <stdbool.h>

#include "step/work.h"

/* Print what is in work->show, as text or as one JSON object; the exit status. */
int shown_print(const struct work *work, bool json);
