/*
 * Decides whether two programs did the same. Strict: bytes first, then values; leaves out only
 * readings of clocks, and only what further runs of the original prove to be such. Pure.
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
	OUTPUT_CLOSE, /* floating-point numbers differ by rounding errors; never claimed as same */
	OUTPUT_DIFFERENT,
};

/* One name that a run left in its work folder. */
struct output_file {
	struct str name;
	char kind;        /* 'f' file, 'd' folder, 'l' link, 'o' something else */
	unsigned mode;    /* permissions; only whether a file is executable is compared */
	struct str bytes; /* of a file; where a link leads */
};

/*
 * What the clocks of a run did, in microseconds: 0, they were the machine's own. Else they were
 * a year off and stood still, but that each reading was some hundred ticks behind the last.
 */
enum output_tick {
	OUTPUT_TICK_TRUE = 0,
	OUTPUT_TICK_SMALL = 1,
	OUTPUT_TICK_SMALL_MORE = 3,
	OUTPUT_TICK = 1000000,
	OUTPUT_TICK_MORE = 3000000,
};

/* How many further runs of the original can be used. */
enum { OUTPUT_AGAIN = 5 };

/* One finished run, as observed from outside. */
struct output_run {
	struct str out, err;
	int status;
	int signal;
	bool cut; /* output was longer than is kept: equality cannot be claimed */
	const struct output_file *files; /* sorted by name */
	size_t file_count;
	bool files_cut; /* there are more, or more in them */
	/* Of the candidate: files that it was given, of which `files` has those it changed. */
	const char *const *given;
	size_t given_count;
	enum output_tick tick;
	double began, lasted; /* seconds, on one clock for all runs; 0: not known */
};

/* A number that was left out of the comparison. */
struct output_mask {
	struct str where;               /* "stdout", "file a.txt" */
	size_t line, column;            /* of the original, from 1; columns in bytes */
	struct str original, candidate; /* the number in each */
	bool clock; /* must move with the clocks: no address, no ratio of two times */
	/* Private: where it is found again. */
	struct str name;
	bool file, grouped;
	size_t token; /* which number of the line it is, from 0 */
	uint64_t form;
};

/* More are counted, and not kept. */
enum { OUTPUT_MASKS = 1000 };

struct output_result {
	enum output_match match;
	size_t masked;                   /* volatile numbers left out of the comparison */
	const struct output_mask *masks; /* the first of them */
	size_t mask_count;
	size_t lines_different;    /* in the stream that differs first */
	double relative, absolute; /* OUTPUT_CLOSE: the largest distances */
	struct str where; /* "stdout line 3", "exit status", "file a.txt line 1"; empty when same */
	struct str expected, got; /* plain text, cut to something readable, with context */
	struct str text;          /* one sentence for a person */
};

/*
 * Compare the candidate with the original. `again` are the further runs of the original that
 * output_wants asked for. A number in which those differ is left out, in place, if they prove
 * that it moves as the clocks do, and the candidate has a reading of the same form there.
 * Anything else that differs between runs with true clocks makes the original useless as a
 * yardstick: OUTPUT_UNKNOWN. What differs under shifted clocks alone is compared as it is.
 * stderr counts unless the original's holds a Python traceback or warning; the exit status and
 * the files written count always.
 */
struct output_result output_compare(struct arena *arena, const struct output_run *original,
				    const struct output_run *again, size_t again_count,
				    const struct output_run *candidate);

/*
 * Whether one more run of the original would tell something, and with what clocks. All but
 * those with OUTPUT_TICK_MORE and OUTPUT_TICK_SMALL_MORE must have another hash seed than the
 * original's first run.
 */
bool output_wants(const struct output_run *original, const struct output_run *again,
		  size_t again_count, enum output_tick *tick);

/* Where a number was left out, another run of the candidate has … */
enum output_mask_look {
	OUTPUT_MASK_LOST,  /* no line of that form */
	OUTPUT_MASK_MOVES, /* another number */
	OUTPUT_MASK_STAYS, /* the very same */
};

/*
 * Where the mask before was found in the same run; zeroed at first. For masks in their order, lest
 * each looks through the output from its beginning.
 */
struct output_mask_place {
	const struct output_mask *mask;
	struct str line, rest;
};

enum output_mask_look output_mask_look(const struct output_mask *mask, const struct output_run *run,
				       struct output_mask_place *place);
