/*
 * The texts between the numbers of two lines: byte for byte. Blanks count, because output can be a
 * picture made of them, except where they pad a number that has another width.
 */
#include <string.h>

#include "output_parts.h"

static size_t output_blanks_before(struct str s)
{
	size_t n = 0;
	while (n < s.len && s.at[n] == ' ')
		n++;
	return n;
}

static size_t output_blanks_behind(struct str s)
{
	size_t n = 0;
	while (n < s.len && s.at[s.len - n - 1] == ' ')
		n++;
	return n;
}

/*
 * The two fields are equally wide: number and padding make up for each other. A clock's reading
 * may also have been too wide for its field.
 */
static bool output_padded(const struct output_pair *pair, size_t blanks_a, size_t blanks_b)
{
	size_t a = pair->a.len + blanks_a, b = pair->b.len + blanks_b;
	if (!pair->there || a == b || pair->match != OUTPUT_LINE_MASKED)
		return pair->there && a == b;
	return pair->again || (blanks_a <= 1 && b <= a) || (blanks_b <= 1 && a <= b);
}

enum output_line_match output_worst(enum output_line_match a, enum output_line_match b)
{
	return a > b ? a : b;
}

enum output_line_match output_gap_compare(struct output_gap gap, const struct output_pair *left,
					  const struct output_pair *right)
{
	if (str_eq(gap.a, gap.b))
		return OUTPUT_LINE_SAME;
	size_t before_a = output_blanks_before(gap.a), before_b = output_blanks_before(gap.b);
	if (before_a == gap.a.len && before_b == gap.b.len) {
		if (output_padded(left, before_a, before_b))
			return left->match;
		return output_padded(right, before_a, before_b) ? right->match
								: OUTPUT_LINE_DIFFERENT;
	}
	if (before_a == gap.a.len || before_b == gap.b.len)
		return OUTPUT_LINE_DIFFERENT;
	size_t behind_a = output_blanks_behind(gap.a), behind_b = output_blanks_behind(gap.b);
	if (!str_eq(str_part(gap.a, before_a, gap.a.len - before_a - behind_a),
		    str_part(gap.b, before_b, gap.b.len - before_b - behind_b)))
		return OUTPUT_LINE_DIFFERENT;
	enum output_line_match match = OUTPUT_LINE_SAME;
	if (before_a != before_b)
		match = output_padded(left, before_a, before_b) ? left->match
								: OUTPUT_LINE_DIFFERENT;
	if (behind_a != behind_b)
		match = output_worst(match, output_padded(right, behind_a, behind_b)
						    ? right->match
						    : OUTPUT_LINE_DIFFERENT);
	return match;
}

/* Without the blanks, tabs and carriage returns at its end. */
static struct str output_trim_end(struct str s)
{
	while (s.len > 0 && strchr(" \t\r", s.at[s.len - 1]) != NULL && s.at[s.len - 1] != '\0')
		s.len--;
	return s;
}

enum output_line_match output_tail_compare(struct output_gap gap, const struct output_pair *left)
{
	const struct output_pair none = {0};
	enum output_line_match match = output_gap_compare(gap, left, &none);
	if (match < OUTPUT_LINE_VALUE)
		return match;
	struct output_gap trimmed = {output_trim_end(gap.a), output_trim_end(gap.b)};
	return output_worst(output_gap_compare(trimmed, left, &none), OUTPUT_LINE_VALUE);
}
