/*
 * Joins an answer that was cut off to what the model wrote when it was asked to go on.
 * Asked to continue exactly, models repeat the line they stopped in, open the fence again,
 * or begin anew; a text with that in it would be no program. Pure.
 */
#pragma once

#include "base/arena.h"
#include "base/str.h"

/* The whole answer: `begun` and what of `more` goes on with it; or `more` alone, begun anew. */
struct str stitch(struct arena *arena, struct str begun, struct str more);
