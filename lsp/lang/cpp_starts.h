/*
 * What a C++ source calls to start other programs.
 */
#pragma once

#include "base/arena.h"
#include "base/str.h"

/* The name of the first such function; empty: none is called. */
struct str cpp_starts_program(struct arena *arena, struct str source);
