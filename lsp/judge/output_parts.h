/*
 * What the files of the output comparison share: numbers and readings in a line, what proves a
 * reading, the comparison of one line, of one stream, of the files, and how bytes are shown to
 * a person.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "judge/output.h"

/* --- output_number.c --- */

/* Where a number stands in a line. */
struct output_number {
	size_t from, len;
};

/* The largest distances met so far. */
struct output_distance {
	double relative, absolute;
};

/* The first number at or behind `from`; false when there is none. */
bool output_number_next(struct str line, size_t from, struct output_number *number);

/*
 * The length of a number whose thousands may be set apart by commas, "34,892,809.5"; its own where
 * they are not.
 */
size_t output_number_grouped(struct str line, struct output_number number);

/* Without those commas, in at most `room` bytes with the NUL; false when it is longer. */
bool output_number_plain(struct str text, char *plain, size_t room);

/* Two decimal numbers of the same value, exactly, whatever their length. */
bool output_number_same(struct str a, struct str b);

/*
 * Two floating-point numbers, both written as such, no further apart than rounding errors are;
 * then `distance` grows to theirs.
 */
bool output_number_close(struct str a, struct str b, struct output_distance *distance);

/*
 * False for a number that is part of something else, "x10", "1.10.2", "0xff", or is rather a
 * code, "007", '12': there another text is another meaning.
 */
bool output_number_has_value(struct str line, struct output_number number);

/* --- output_stamp.c --- */

/* A date, a time of day, seconds since 1970, or a span in hours, minutes and seconds. */
struct output_stamp {
	bool date, time, year, epoch, span;
	size_t len;
	double seconds; /* since 1970, since midnight, or of the span */
	double other;   /* the same, if 3/4/2026 is the third of April */
	double unit;    /* seconds of its last digit */
};

/* Read a stamp that begins at `i`. */
bool output_stamp_at(struct str line, size_t i, struct output_stamp *stamp);

/* The same form: separators, and digits where they are filled with zeros. */
bool output_stamp_alike(struct str a, struct str b);

/* A number or a stamp in a line. */
struct output_token {
	struct output_number at;
	bool stamped;
	struct output_stamp stamp;
};

/* What is taken for one token. */
struct output_forms {
	bool stamps;  /* dates and times of day */
	bool grouped; /* "34,892,809"; else it is three numbers, as in a list */
};

/* The next one at or behind `from`. */
bool output_token_next(struct str line, size_t from, struct output_forms forms,
		       struct output_token *token);

/* --- output_clock.c --- */

/*
 * Whether the number reads as a clock's: by its unit, or the words before it on the line or (on
 * a line without words) on `above`, the nearest line with words.
 */
bool output_clock(struct str line, struct output_number number, struct str above);

/* "12.3x", "Speedup: 12": how much faster, a ratio of two times. "101 times" is a count. */
bool output_clock_ratio(struct str line, struct output_number number);

/* An address, or a process' number: neither is ever the same. */
bool output_clock_address(struct str line, struct output_number number);

/* Seconds of a unit of time; 0: it is none. */
double output_clock_seconds(struct str word);

/* 1 to 12 for a month's name, 20 to 26 for a day's, long or short; 0: none. */
int output_clock_name(struct str word);

/* --- output_reading.c --- */

/* A token in one of the runs. */
struct output_reading {
	struct str line;
	struct output_token token;
	const struct output_run *run;
};

/* What makes a token differ from run to run. */
enum output_cause {
	OUTPUT_CAUSE_CLOCK, /* proven */
	OUTPUT_CAUSE_HASH,
	OUTPUT_CAUSE_CHANCE,
	OUTPUT_CAUSE_DIM, /* too few digits to tell: clocks of another pace may */
};

/* `more` NULL: there was no such run, and only what reads as a clock's is taken for one. */
enum output_cause output_reading_cause(const struct output_reading *plain,
				       const struct output_reading *shifted,
				       const struct output_reading *more, struct str above);

/* --- output_plausible.c --- */

/* Whether the candidate has a reading there that it can have taken, in the same form. */
bool output_reading_plausible(const struct output_reading *plain,
			      const struct output_reading *shifted,
			      const struct output_reading *more,
			      const struct output_reading *candidate);

/* --- output_line.c --- */

/* From best to worst; the worst line decides. */
enum output_line_match {
	OUTPUT_LINE_SAME,
	OUTPUT_LINE_MASKED, /* but for volatile numbers */
	OUTPUT_LINE_VALUE,  /* numbers of the same value in another text, or blanks at the end */
	OUTPUT_LINE_CLOSE,  /* floating-point numbers that differ by rounding errors */
	OUTPUT_LINE_DIFFERENT,
};

/* What is left out, as it is found; made in the arena with the first. */
struct output_masks {
	struct arena *arena;
	struct output_mask *at;
	size_t count;
};

/* The runs that are held against each other. */
struct output_runs {
	const struct output_run *original, *again, *candidate; /* candidate may be NULL */
	size_t again_count;
	struct output_masks *masks; /* NULL: nobody asks */
};

/* The same line of each. */
struct output_lines {
	const struct output_runs *runs;
	struct str original, again[OUTPUT_AGAIN], candidate; /* .at NULL: there is none */
	struct str above; /* the nearest line above with words and no digits */
	struct str where; /* the stream's name, or a file's, and the line's number there */
	bool file;
	size_t line;
};

/* What the further runs of the original tell about a line. */
enum output_line_repeats {
	OUTPUT_LINE_REPEATS, /* but for clocks */
	OUTPUT_LINE_RANDOM,  /* a number differs that is no clock's */
	OUTPUT_LINE_CHANGES, /* more than numbers differ */
};

struct output_line_result {
	enum output_line_repeats repeats;
	enum output_cause cause;      /* of OUTPUT_LINE_RANDOM */
	size_t witness;               /* which further run shows it */
	size_t masked;                /* when it repeats */
	enum output_tick lacks;       /* a run with these clocks would prove more; 0: none */
	enum output_line_match match; /* of the candidate's line, when there is one */
};

struct output_line_result output_line_judge(const struct output_lines *lines,
					    struct output_distance *distance);

/* The first further run with these clocks that ended as the original did; its index, or count. */
size_t output_runs_find(const struct output_runs *runs, enum output_tick tick);

/* Whether there is a further run with these clocks, however it ended. */
bool output_runs_have(const struct output_runs *runs, enum output_tick tick);

/* --- output_gap.c --- */

/* A pair of numbers in the same place, and how well they agree. */
struct output_pair {
	struct output_number a, b;
	bool there; /* false at both ends of a line */
	bool again; /* of two runs of the original: a volatile number has any padding */
	enum output_line_match match;
};

/* The text between two pairs. */
struct output_gap {
	struct str a, b;
};

enum output_line_match output_worst(enum output_line_match a, enum output_line_match b);

/* Compare the texts between the pairs `left` and `right`. */
enum output_line_match output_gap_compare(struct output_gap gap, const struct output_pair *left,
					  const struct output_pair *right);

/* The text behind the last numbers: blanks at a line's end cannot be seen. */
enum output_line_match output_tail_compare(struct output_gap gap, const struct output_pair *left);

/* --- output_mask.c --- */

/* Note a number that is left out. */
void output_mask_add(const struct output_lines *lines, size_t token, bool grouped,
		     const struct output_reading *original, const struct output_reading *candidate);

/* --- output_show.c --- */

/* A line as a person may see it: one line, cut around byte `at`, what cannot be seen escaped. */
struct str output_show(struct arena *arena, struct str line, size_t at);

/* The index of the first byte in which they differ. */
size_t output_first_difference(struct str a, struct str b);

/* "signal 11 (segmentation fault)", "exit status 3". */
struct str output_show_end(struct arena *arena, int status, int signal);

/* --- output_stream.c --- */

/* One stream, or one file, of each run; what a run lacks has .at NULL. */
struct output_stream {
	const struct output_runs *runs;
	struct str name; /* "stdout", "file a.txt" */
	struct str original, again[OUTPUT_AGAIN], candidate;
	bool may_be_cut; /* where a run says that it was */
};

struct output_stream_result {
	enum output_line_match match;
	bool random, changes; /* the original does not repeat itself, at line `line` */
	enum output_cause cause;
	bool undecided; /* all that was kept agrees, but not all was kept */
	bool reordered; /* different, but with the same lines in another order */
	bool newline;   /* the only difference is whether the last line is ended */
	bool binary;    /* no text: it has no lines to speak of */
	size_t masked;
	enum output_tick lacks; /* as of a line: the first */
	size_t lines_different;
	struct output_distance distance;
	size_t line;              /* the first that differs, from 1 */
	struct str before;        /* the original's line before it; .at NULL: none */
	struct str expected, got; /* .at NULL: the stream has ended */
};

struct output_stream_result output_stream_compare(const struct output_stream *stream);

/* --- output_files.c --- */

/* What comparing the files showed. */
struct output_files_result {
	enum output_line_match match;
	bool unsteady; /* the original does not leave the same files; `stream` may say where */
	bool unsteady_names;
	bool cut; /* more than can be compared */
	size_t masked, differing;
	enum output_tick lacks;             /* as of a line: the first */
	const char *how;                    /* "is missing", …; NULL: `stream` says it */
	struct str name;                    /* of the first that differs most */
	struct str expected, got;           /* when `how` is said */
	struct output_stream_result stream; /* of that file */
};

struct output_files_result output_files_compare(struct arena *arena,
						const struct output_runs *runs);

/* --- output_say.c --- */

/* The result for a stream of that name ("stdout", "file a.txt") with that match. */
void output_say_stream(struct arena *arena, struct str name,
		       const struct output_stream_result *stream, struct output_result *result);
void output_say_unsteady(struct arena *arena, struct str name,
			 const struct output_stream_result *stream, struct output_result *result);
void output_say_files(struct arena *arena, const struct output_files_result *files,
		      struct output_result *result);
void output_say_identical(struct arena *arena, size_t masked, struct output_result *result);
