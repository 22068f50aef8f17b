/*
 * Finds the seam: behind a fence that was opened once more, behind what was said twice.
 */
#include "judge/stitch.h"

#include <stdbool.h>
#include <string.h>

enum {
	STITCH_FENCE_WITHIN = 400, /* words before a fence that is opened again */
	STITCH_TWICE_MAX = 4000,   /* what may be said twice … */
	STITCH_TWICE_LEAST = 12,   /* … and is no coincidence */
	STITCH_LINE_LEAST = 3,     /* the same of a whole line */
	STITCH_ANEW = 40,          /* so many bytes of the program's start tell a new one */
};

/* The sign of a fence that the line is, and in `info` what stands behind it; 0: it is none. */
static char stitch_fence(struct str line, struct str *info)
{
	struct str text = str_trim(line);
	size_t len = 0;
	char sign = text.len > 0 ? text.at[0] : '\0';
	if (sign != '`' && sign != '~')
		return 0;
	while (len < text.len && text.at[len] == sign)
		len++;
	*info = str_trim(str_part(text, len, text.len));
	return len >= 3 ? sign : 0;
}

/* The code of the fence that is open at the end of `text`; false when none is. */
static bool stitch_open(struct str text, struct str *code)
{
	struct str rest = text, line, info;
	char open = 0;
	while (str_line(&rest, &line)) {
		char sign = stitch_fence(line, &info);
		if (open == 0 && sign != 0) {
			open = sign;
			*code = rest;
		} else if (open != 0 && sign == open && info.len == 0) {
			open = 0;
		}
	}
	return open != 0;
}

/* Behind a fence that is opened although one is open: it has words behind it, or comes first. */
static struct str stitch_reopened(struct str more)
{
	struct str rest = more, line, info;
	bool first = true;
	while (rest.len + STITCH_FENCE_WITHIN > more.len && str_line(&rest, &line)) {
		char sign = stitch_fence(line, &info);
		if (sign != 0 && info.len > 0)
			return rest;
		/* A bare one at the start is the end of the program, if nothing comes behind. */
		if (sign != 0 && first && str_trim(rest).len > 0 && str_has(rest, STR("\n```")))
			return rest;
		first = first && str_trim(line).len == 0;
	}
	return more;
}

static struct str stitch_last_line(struct str text)
{
	size_t from = text.len;
	while (from > 0 && text.at[from - 1] != '\n')
		from--;
	return str_part(text, from, text.len);
}

/* How many bytes at the end of `begun` stand at the start of `more` again. */
static size_t stitch_twice(struct str begun, struct str more)
{
	size_t most = begun.len < more.len ? begun.len : more.len;
	size_t line = stitch_last_line(begun).len;
	if (most > STITCH_TWICE_MAX)
		most = STITCH_TWICE_MAX;
	for (size_t len = most; len >= STITCH_LINE_LEAST; len--) {
		/* Whole lines, and the one it stopped in: in a table of numbers all looks alike. */
		bool lines = len == begun.len || begun.at[begun.len - len - 1] == '\n';
		if (lines && (len >= STITCH_TWICE_LEAST || len == line) &&
		    str_eq(str_part(begun, begun.len - len, len), str_part(more, 0, len)))
			return len;
	}
	return 0;
}

struct str stitch(struct arena *arena, struct str begun, struct str more)
{
	struct str code = begun, rest = more;
	if (begun.len == 0 || more.len == 0)
		return begun.len == 0 ? more : begun;
	if (stitch_open(begun, &code)) {
		rest = stitch_reopened(more);
		struct str start = str_part(str_trim(code), 0, STITCH_ANEW);
		if (start.len == STITCH_ANEW && str_starts(str_trim(rest), start))
			return more;
	}
	size_t twice = stitch_twice(begun, rest);
	rest = str_part(rest, twice, rest.len);
	char *whole = arena_array(arena, begun.len + rest.len + 1, 1);
	memcpy(whole, begun.at, begun.len);
	memcpy(whole + begun.len, rest.at, rest.len);
	return (struct str){whole, begun.len + rest.len};
}
