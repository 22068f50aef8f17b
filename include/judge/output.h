/*
 * Decides whether two programs did the same. Strict: bytes first, then values;
 * masks only numbers that the original itself does not repeat. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum output_match {
	OUTPUT_UNKNOWN,    /* cannot be said; output_result.text says why */
	OUTPUT_IDENTICAL,  /* byte for byte, but for `masked` volatile numbers */
	OUTPUT_SAME_VALUE, /* every token has the same value, some another text */
	OUTPUT_DIFFERENT,
};

/* One finished run, as observed from outside. */
struct output_run {
	struct str out, err;
	int status;
	int signal;
	bool cut;          /* output was longer than is kept: equality cannot be claimed */
	int64_t files;     /* how many it left in its work folder; -1: too many to compare */
	int64_t files_sum; /* their names and contents as one number */
};

struct output_result {
	enum output_match match;
	size_t masked;          /* volatile numbers left out of the comparison */
	size_t lines_different; /* in the stream that differs first */
	struct str where; /* "stdout line 3", "exit status", "stderr line 1"; empty when same */
	struct str expected, got; /* plain text, cut to something readable, with context */
	struct str text;          /* one sentence for a person */
};

/*
 * Compare the candidate with the original. `again` is a second run of the original (other hash
 * seed, shifted clock): where it differs from `original` in numbers only, those numbers are
 * volatile and masked, in place, if the candidate has a number there too. Where it differs in
 * anything else the original is not deterministic: OUTPUT_UNKNOWN. stderr counts unless the
 * original's holds a Python traceback or warning. The exit
 * status counts always.
 */
struct output_result output_compare(struct arena *arena, const struct output_run *original,
				    const struct output_run *again,
				    const struct output_run *candidate);
