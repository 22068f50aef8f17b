/*
 * What choosing tries of one constant and of two share.
 */
#pragma once

#include "judge/vary.h"

/* Of the seconds of a run those that are no start-up. */
double vary_compute(double cpu);

/* How often another value has made both programs do the same, and not as usual. */
size_t vary_agreed(const struct vary *vary, size_t pair);
