/*
 * What is said of a translation that starts other programs.
 */
#pragma once

#include "step/work.h"

/* After the outputs were compared: take back what is claimed where another program may be right. */
void starts_judge(struct work *work);
