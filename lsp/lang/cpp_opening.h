/*
 * The headers a C++ program opens with.
 */
#pragma once

#include "lang/opening.h"

/* Read from the growing text of a program. */
void cpp_opening(struct str source, struct opening *opening);
