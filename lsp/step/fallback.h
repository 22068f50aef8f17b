/*
 * Who is asked when the chosen provider fails: the next of those the user has named.
 */
#pragma once

#include <stdbool.h>

#include "base/err.h"

struct work;

/*
 * The call of the work has failed with `why`: choose the next one, and tell the user. False when
 * there is nobody else, or when nobody would answer it as it is.
 */
bool fallback_choose(struct work *work, const struct err *why);
