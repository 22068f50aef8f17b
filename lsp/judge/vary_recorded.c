/*
 * Tells a translation that prints what the original once printed. Numbers that the original must
 * work out have no business in the translation's text; single ones can be there by chance, as
 * 86400 is where 24 * 60 * 60 was.
 */
#include <stdint.h>

#include "judge/vary.h"

enum {
	RECORDED_DIGITS = 3,    /* fewer stand anywhere */
	RECORDED_LINE = 6,      /* bytes of a line that says something */
	RECORDED_LOOKED = 300,  /* results of an output that are looked for */
	RECORDED_ENOUGH = 3,    /* so many are no chance */
	RECORDED_PER_CENT = 60, /* of all that are worked out */
};

static bool recorded_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool recorded_joined(struct str s, size_t i)
{
	return i < s.len && (recorded_digit(s.at[i]) || (s.at[i] >= 'a' && s.at[i] <= 'z') ||
			     (s.at[i] >= 'A' && s.at[i] <= 'Z') || s.at[i] == '_');
}

/* Whether `number` stands in `text` and is not a part of something longer. */
static bool recorded_stands(struct str text, struct str number)
{
	for (size_t at = 0; at < text.len;) {
		at += str_find(str_part(text, at, text.len), number);
		size_t end = at + number.len;
		bool point = end + 1 < text.len && text.at[end] == '.' &&
			     recorded_digit(text.at[end + 1]);
		if (at < text.len && !point && (end >= text.len || !recorded_digit(text.at[end])) &&
		    (at == 0 || !recorded_joined(text, at - 1)))
			return true;
		at = end;
	}
	return false;
}

/* The next number with a digit or more after `*at`; false at the end. */
static bool recorded_next(struct str output, size_t *at, struct str *number)
{
	size_t i = *at;
	while (i < output.len &&
	       (!recorded_digit(output.at[i]) || (i > 0 && recorded_joined(output, i - 1))))
		i++;
	size_t end = i;
	while (end < output.len &&
	       (recorded_digit(output.at[end]) || (output.at[end] == '.' && end + 1 < output.len &&
						   recorded_digit(output.at[end + 1]))))
		end++;
	*number = str_part(output, i, end - i);
	*at = end;
	return i < output.len;
}

/* 1000, 4096, 65535: written and worked out alike. */
static bool recorded_round(struct str number)
{
	long long value, zeros = 0;
	if (!str_to_int(number, &value))
		return false;
	for (size_t i = number.len; i > 0 && number.at[i - 1] == '0'; i--)
		zeros++;
	return zeros + 2 >= (long long)number.len || (value & (value - 1)) == 0 ||
	       (value & (value + 1)) == 0;
}

/* How many results there are that the original does not name, and how many are written down. */
struct recorded_count {
	size_t worked_out, recorded;
};

static bool recorded_seen(const struct str *seen, size_t count, struct str what)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(seen[i], what))
			return true;
	return false;
}

static struct recorded_count recorded_numbers(struct str output, struct str original,
					      struct str literals, struct str *example)
{
	struct str seen[RECORDED_LOOKED], number;
	struct recorded_count count = {0, 0};
	for (size_t at = 0;
	     count.worked_out < RECORDED_LOOKED && recorded_next(output, &at, &number);) {
		if (number.len < RECORDED_DIGITS || recorded_round(number) ||
		    recorded_seen(seen, count.worked_out, number) ||
		    recorded_stands(original, number))
			continue;
		seen[count.worked_out++] = number;
		if (!recorded_stands(literals, number))
			continue;
		count.recorded++;
		if (number.len > example->len)
			*example = number;
	}
	return count;
}

/* Lines that hold small numbers only: none says anything, a whole line does. */
static struct recorded_count recorded_lines(struct str output, struct str original,
					    struct str literals, struct str *example)
{
	struct str seen[RECORDED_LOOKED], line;
	struct recorded_count count = {0, 0};
	while (count.worked_out < RECORDED_LOOKED && str_line(&output, &line)) {
		struct str number;
		size_t at = 0;
		line = str_trim(line);
		if (line.len < RECORDED_LINE || !recorded_next(line, &at, &number) ||
		    !recorded_next(line, &at, &number) ||
		    recorded_seen(seen, count.worked_out, line) || str_has(original, line))
			continue;
		seen[count.worked_out++] = line;
		if (!str_has(literals, line))
			continue;
		count.recorded++;
		if (example->len == 0)
			*example = line;
	}
	return count;
}

static bool recorded_enough(struct recorded_count count, size_t per_cent, bool loops)
{
	if (count.recorded == 0 || count.recorded * 100 < count.worked_out * per_cent)
		return false;
	return count.recorded >= RECORDED_ENOUGH || (!loops && count.recorded == count.worked_out);
}

enum vary_text vary_recorded(struct str output, struct str original, struct str literals,
			     bool loops, struct str *example)
{
	*example = STR("");
	struct recorded_count numbers = recorded_numbers(output, original, literals, example);
	if (recorded_enough(numbers, RECORDED_PER_CENT, loops))
		return VARY_RECORDED;
	*example = STR("");
	struct recorded_count lines = recorded_lines(output, original, literals, example);
	if (recorded_enough(lines, 100, loops))
		return VARY_RECORDED;
	return numbers.recorded + lines.recorded > 0 ? VARY_PARTLY : VARY_COMPUTED;
}
