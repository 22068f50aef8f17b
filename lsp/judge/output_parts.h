/*
 * What the files of the output comparison share: numbers in a line, marks on volatile
 * numbers, the comparison of one line, and how bytes are shown to a person.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/* --- output_number.c --- */

/* Where a number stands in a line. */
struct output_number {
	size_t from, len;
};

/* The first number at or behind `from`; false when there is none. */
bool output_number_next(struct str line, size_t from, struct output_number *number);

/* Two decimal numbers of the same value, exactly, whatever their length. */
bool output_number_same(struct str a, struct str b);

/*
 * False for a number that is part of something else, "x10", "1.10.2", "0xff": there another
 * text is another meaning.
 */
bool output_number_has_value(struct str line, struct output_number number);

/* --- output_clock.c --- */

/*
 * Whether the number, which is `again` in the second run, reads as a clock's or an address: by
 * its form, its unit, or the words before it on the line or (on a line without words) on
 * `above`, the nearest line with words.
 */
bool output_clock(struct str line, struct output_number number, struct str again, struct str above);

/* --- output_line.c --- */

/* One bit per byte of the original's stream: a volatile number begins here. */
struct output_marks {
	unsigned char *bits; /* NULL: none */
	size_t count;
};

bool output_marked(const struct output_marks *marks, size_t offset);

/* From best to worst; the worst line decides. */
enum output_line_match {
	OUTPUT_LINE_SAME,
	OUTPUT_LINE_MASKED, /* but for volatile numbers */
	OUTPUT_LINE_VALUE,  /* numbers of the same value in another text, or blanks at the end */
	OUTPUT_LINE_DIFFERENT,
};

/* Compare a line of the candidate with the original's, which begins at `offset` of its stream. */
enum output_line_match output_line_compare(struct str expected, struct str got,
					   const struct output_marks *marks, size_t offset);

/* What a second run of the original tells about a line. */
enum output_line_repeats {
	OUTPUT_LINE_REPEATS, /* where it differs, it is marked now */
	OUTPUT_LINE_RANDOM,  /* a number differs that is no clock's */
	OUTPUT_LINE_CHANGES, /* more than numbers differs */
};

/* Mark the numbers in which `again` differs. marks->bits must be there. */
enum output_line_repeats output_line_learn(struct str line, struct str again, struct str above,
					   struct output_marks *marks, size_t offset);

/* --- output_show.c --- */

/* A line as a person may see it: one line, cut around byte `at`, what cannot be seen escaped. */
struct str output_show(struct arena *arena, struct str line, size_t at);

/* The index of the first byte in which they differ. */
size_t output_first_difference(struct str a, struct str b);

/* "signal 11 (segmentation fault)", "exit status 3". */
struct str output_show_end(struct arena *arena, int status, int signal);

/* --- output_stream.c --- */

/* One stream of the three runs. */
struct output_stream {
	const char *name; /* "stdout" */
	struct str original, again, candidate;
	bool original_cut, again_cut, candidate_cut;
};

struct output_stream_result {
	enum output_line_match match;
	bool random, changes; /* the original does not repeat itself, at line `line` */
	bool undecided;       /* all that was kept agrees, but not all was kept */
	bool reordered;       /* different, but with the same lines in another order */
	bool newline;         /* the only difference is whether the last line is ended */
	size_t masked;
	size_t lines_different;
	size_t line;              /* the first that differs, from 1 */
	struct str before;        /* the original's line before it; .at NULL: none */
	struct str expected, got; /* .at NULL: the stream has ended */
};

struct output_stream_result output_stream_compare(struct arena *arena,
						  const struct output_stream *stream);
