/*
 * Whether an answer was folded into a constant, as far as the texts of both programs tell.
 */
#pragma once

#include "lang/constants.h"
#include "step/work.h"

/* Whether the words for repeating something stand in a translation. */
bool folded_loops(struct str code);

/* A warning where the translation seems to work nothing out; `literals` are its strings and
   numbers, one on a line, `output` what the original printed. */
void folded_warn(struct work *work, const struct constants *source, const struct constants *target,
		 struct str literals, struct str output);
