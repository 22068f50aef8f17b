/*
 * What numbers in a Python source are worth.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tree_sitter/api.h>

#include "base/str.h"

/*
 * The value of a whole number or of an expression of such, at most `depth` deep; false when it is
 * none, or more than a double holds exactly.
 */
bool python_number_fold(struct str source, TSNode node, size_t depth, int64_t *value);

/* The value of a number with a point or an exponent. */
bool python_number_float(struct str text, double *value);
