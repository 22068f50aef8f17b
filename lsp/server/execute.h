/*
 * The commands an editor can run, for those who have to list them.
 */
#pragma once

#include "base/json.h"

/* Every command id, into an array that is open. */
void execute_put_commands(struct json *out);
