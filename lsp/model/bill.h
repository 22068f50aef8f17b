/*
 * Who charges for an answer, and whether a list price is theirs. Private to model.
 */
#pragma once

#include <stdbool.h>

#include "provider.h"

/* It is answered by the user's own machine or network, or was answered long ago. */
bool cost_is_local(const struct provider *provider, struct str base, struct str model);
