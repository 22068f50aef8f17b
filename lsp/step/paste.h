/*
 * The command that a person can paste to build the candidate as kadane did.
 */
#pragma once

#include "lang/build.h"
#include "step/work.h"

/* "/usr/bin/g++ -std=c++20 -O3 … -o pi pi.cpp", quoted as for a shell; in the job's arena. */
struct str paste_command(struct work *work, const struct build *build);
