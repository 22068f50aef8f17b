/*
 * Views of bytes that somebody else owns. A str is not NUL-terminated and may
 * hold any byte; copy it into an arena to keep it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct str {
	const char *at;
	size_t len;
};

/* A str of a string literal. */
#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})

/* For printf: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)(s).len, (s).at

/* The bytes of a C string; NULL gives the empty str. */
struct str str_of(const char *c);

bool str_eq(struct str a, struct str b);

/* The same letters, A-Z and a-z taken as equal. */
bool str_eq_nocase(struct str a, struct str b);

bool str_starts(struct str s, struct str with);
bool str_ends(struct str s, struct str with);

/* The index of the first `what` in `s`, or s.len when it is not there. */
size_t str_find(struct str s, struct str what);

bool str_has(struct str s, struct str what);

/* The part from `from` (clamped to the end) of at most `len` bytes. */
struct str str_part(struct str s, size_t from, size_t len);

/* Without the blanks, tabs and line ends at both ends. */
struct str str_trim(struct str s);

/*
 * Take the next line off the front of *rest, without its \n or \r\n. False when
 * nothing is left. A last line without an end counts as a line.
 */
bool str_line(struct str *rest, struct str *line);

/* Take what stands before the next `by` off the front of *rest; false when *rest is used up. */
bool str_split(struct str *rest, char by, struct str *part);

/* The whole of `s` as a decimal number; false when it is anything else or out of range. */
bool str_to_int(struct str s, long long *number);
bool str_to_double(struct str s, double *number);
