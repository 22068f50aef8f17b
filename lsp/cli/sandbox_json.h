/*
 * The result of `kadane sandbox --json`. Names in it are an interface; sandbox --help lists them.
 */
#pragma once

#include "io/sandbox.h"

/* Print the result of a run that has ended as one line of JSON. */
void sandbox_put_json(const struct sandbox *sandbox, const struct sandbox_run *run);
