/*
 * One line of output against another: the texts between the numbers must be the same, byte for
 * byte; numbers may differ where they are volatile, or be written differently where they have
 * the same value. Blanks count, because output can be a picture made of them, except where
 * they pad a number that has another width.
 */
#include <string.h>

#include "output_parts.h"

bool output_marked(const struct output_marks *marks, size_t offset)
{
	return marks->bits != NULL && (marks->bits[offset >> 3] >> (offset & 7) & 1) != 0;
}

static void output_mark(struct output_marks *marks, size_t offset)
{
	marks->bits[offset >> 3] |= (unsigned char)(1U << (offset & 7));
	marks->count++;
}

/* A pair of numbers in the same place, and how well they agree. */
struct output_pair {
	struct output_number a, b;
	bool there; /* false at both ends of a line */
	enum output_line_match match;
};

/* The text between two pairs. */
struct output_gap {
	struct str a, b;
};

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

/* The two fields are equally wide: number and padding make up for each other. */
static bool output_padded(const struct output_pair *pair, size_t blanks_a, size_t blanks_b)
{
	return pair->there && pair->a.len + blanks_a == pair->b.len + blanks_b;
}

static enum output_line_match output_worst(enum output_line_match a, enum output_line_match b)
{
	return a > b ? a : b;
}

/* Compare the texts between the pairs `left` and `right`. */
static enum output_line_match output_gap_compare(struct output_gap gap,
						 const struct output_pair *left,
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

/* The text behind the last numbers: blanks at a line's end cannot be seen. */
static enum output_line_match output_tail_compare(struct output_gap gap,
						  const struct output_pair *left)
{
	const struct output_pair none = {0};
	enum output_line_match match = output_gap_compare(gap, left, &none);
	if (match < OUTPUT_LINE_VALUE)
		return match;
	struct output_gap trimmed = {output_trim_end(gap.a), output_trim_end(gap.b)};
	return output_worst(output_gap_compare(trimmed, left, &none), OUTPUT_LINE_VALUE);
}

/* Walks two lines from pair to pair. */
struct output_walk {
	struct str a, b;
	size_t at_a, at_b;
};

static struct output_gap output_walk_gap(const struct output_walk *walk, size_t end_a, size_t end_b)
{
	return (struct output_gap){str_part(walk->a, walk->at_a, end_a - walk->at_a),
				   str_part(walk->b, walk->at_b, end_b - walk->at_b)};
}

/* The next pair of numbers; false when one side has a number that the other lacks. */
static bool output_walk_next(const struct output_walk *walk, struct output_pair *pair)
{
	bool a = output_number_next(walk->a, walk->at_a, &pair->a);
	bool b = output_number_next(walk->b, walk->at_b, &pair->b);
	pair->there = a && b;
	return a == b;
}

static struct str output_text(struct str line, struct output_number number)
{
	return str_part(line, number.from, number.len);
}

static void output_walk_past(struct output_walk *walk, const struct output_pair *pair)
{
	walk->at_a = pair->a.from + pair->a.len;
	walk->at_b = pair->b.from + pair->b.len;
}

static enum output_line_match output_pair_compare(const struct output_walk *walk,
						  const struct output_pair *pair,
						  const struct output_marks *marks, size_t offset)
{
	if (output_marked(marks, offset + pair->a.from))
		return OUTPUT_LINE_MASKED;
	struct str a = output_text(walk->a, pair->a), b = output_text(walk->b, pair->b);
	if (str_eq(a, b))
		return OUTPUT_LINE_SAME;
	if (!output_number_has_value(walk->a, pair->a) ||
	    !output_number_has_value(walk->b, pair->b) || !output_number_same(a, b))
		return OUTPUT_LINE_DIFFERENT;
	return OUTPUT_LINE_VALUE;
}

enum output_line_match output_line_compare(struct str expected, struct str got,
					   const struct output_marks *marks, size_t offset)
{
	if (str_eq(expected, got))
		return OUTPUT_LINE_SAME;
	struct output_walk walk = {.a = expected, .b = got};
	struct output_pair left = {0}, right = {0};
	enum output_line_match match = OUTPUT_LINE_SAME;
	while (match != OUTPUT_LINE_DIFFERENT) {
		if (!output_walk_next(&walk, &right))
			return OUTPUT_LINE_DIFFERENT;
		if (!right.there)
			return output_worst(match,
					    output_tail_compare(output_walk_gap(&walk, walk.a.len,
										walk.b.len),
								&left));
		right.match = output_pair_compare(&walk, &right, marks, offset);
		struct output_gap gap = output_walk_gap(&walk, right.a.from, right.b.from);
		match = output_worst(match, right.match);
		match = output_worst(match, output_gap_compare(gap, &left, &right));
		output_walk_past(&walk, &right);
		left = right;
	}
	return match;
}

enum output_line_repeats output_line_learn(struct str line, struct str again, struct str above,
					   struct output_marks *marks, size_t offset)
{
	if (str_eq(line, again))
		return OUTPUT_LINE_REPEATS;
	struct output_walk walk = {.a = line, .b = again};
	struct output_pair left = {0}, right = {0};
	for (;;) {
		if (!output_walk_next(&walk, &right))
			return OUTPUT_LINE_CHANGES;
		size_t end_a = right.there ? right.a.from : walk.a.len;
		size_t end_b = right.there ? right.b.from : walk.b.len;
		struct str a = output_text(line, right.a), b = output_text(again, right.b);
		bool differs = right.there && !str_eq(a, b);
		right.match = differs ? OUTPUT_LINE_MASKED : OUTPUT_LINE_SAME;
		if (output_gap_compare(output_walk_gap(&walk, end_a, end_b), &left, &right) ==
		    OUTPUT_LINE_DIFFERENT)
			return OUTPUT_LINE_CHANGES;
		if (!right.there)
			return OUTPUT_LINE_REPEATS;
		if (differs)
			output_mark(marks, offset + right.a.from);
		if (differs && !output_clock(line, right.a, b, above))
			return OUTPUT_LINE_RANDOM;
		output_walk_past(&walk, &right);
		left = right;
	}
}
