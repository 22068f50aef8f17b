/*
 * One line of output against another: the texts between the numbers must be the same, byte for
 * byte; numbers may differ where they are readings of a clock, or be written differently where
 * they have the same value. Blanks count, because output can be a picture made of them, except
 * where they pad a number that has another width. All runs are walked side by side, from number
 * to number, so that nothing need be remembered of a long output.
 */
#include <string.h>

#include "output_parts.h"

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

/* The runs whose lines are walked; the first is the original's. */
enum output_who {
	OUTPUT_WHO_PLAIN,
	OUTPUT_WHO_SHIFTED,
	OUTPUT_WHO_MORE, /* as SHIFTED, with longer steps */
	OUTPUT_WHO_TRUE, /* true clocks, another hash seed */
	OUTPUT_WHO_CANDIDATE,
	OUTPUT_WHO,
};

struct output_walk {
	struct output_reading now[OUTPUT_WHO]; /* .line.at NULL: not there */
	size_t at[OUTPUT_WHO];
	struct output_pair left[OUTPUT_WHO];
	size_t index[OUTPUT_WHO]; /* among the further runs */
	bool stamps;
	struct str above;
	struct output_distance *distance;
};

static bool output_walk_has(const struct output_walk *walk, size_t who)
{
	return walk->now[who].line.at != NULL;
}

static struct str output_walk_text(const struct output_walk *walk, size_t who)
{
	const struct output_reading *now = &walk->now[who];
	return str_part(now->line, now->token.at.from, now->token.at.len);
}

/* Step to the next token of every run; false, with who lacks it, when one has it and one has not.
 */
static bool output_walk_next(struct output_walk *walk, bool *there, size_t *who)
{
	for (*who = 0; *who < OUTPUT_WHO; ++*who) {
		if (!output_walk_has(walk, *who))
			continue;
		struct output_reading *now = &walk->now[*who];
		bool found =
			output_token_next(now->line, walk->at[*who], walk->stamps, &now->token);
		if (!found)
			now->token.at = (struct output_number){now->line.len, 0};
		if (*who == OUTPUT_WHO_PLAIN)
			*there = found;
		else if (found != *there)
			return false;
	}
	return true;
}

static struct output_gap output_walk_gap(const struct output_walk *walk, size_t who)
{
	const struct output_reading *a = &walk->now[0], *b = &walk->now[who];
	return (struct output_gap){str_part(a->line, walk->at[0], a->token.at.from - walk->at[0]),
				   str_part(b->line, walk->at[who],
					    b->token.at.from - walk->at[who])};
}

/* Whether the token at hand differs between the runs of the original. */
static bool output_walk_differs(const struct output_walk *walk)
{
	struct str plain = output_walk_text(walk, OUTPUT_WHO_PLAIN);
	for (size_t who = OUTPUT_WHO_SHIFTED; who <= OUTPUT_WHO_TRUE; who++)
		if (output_walk_has(walk, who) && !str_eq(plain, output_walk_text(walk, who)))
			return true;
	return false;
}

/* A token that differs: left out, compared all the same, or beyond judgement. */
static enum output_cause output_walk_cause(const struct output_walk *walk, bool *masked)
{
	const struct output_reading *now = walk->now;
	const struct output_reading *more =
		output_walk_has(walk, OUTPUT_WHO_MORE) ? &now[OUTPUT_WHO_MORE] : NULL;
	enum output_cause cause = OUTPUT_CAUSE_CHANCE;
	if (output_walk_has(walk, OUTPUT_WHO_SHIFTED))
		cause = output_reading_cause(&now[OUTPUT_WHO_PLAIN], &now[OUTPUT_WHO_SHIFTED], more,
					     walk->above);
	*masked = cause == OUTPUT_CAUSE_CLOCK;
	/* What the true clocks repeat, with another hash seed too, depends on the date at most. */
	bool repeated = output_walk_has(walk, OUTPUT_WHO_TRUE) &&
			str_eq(output_walk_text(walk, OUTPUT_WHO_PLAIN),
			       output_walk_text(walk, OUTPUT_WHO_TRUE));
	return *masked || repeated ? OUTPUT_CAUSE_CLOCK : cause;
}

static enum output_line_match output_walk_candidate(const struct output_walk *walk, bool masked)
{
	const struct output_reading *now = walk->now;
	struct str a = output_walk_text(walk, OUTPUT_WHO_PLAIN);
	struct str b = output_walk_text(walk, OUTPUT_WHO_CANDIDATE);
	const struct output_reading *more =
		output_walk_has(walk, OUTPUT_WHO_MORE) ? &now[OUTPUT_WHO_MORE] : NULL;
	if (masked)
		return output_reading_plausible(&now[OUTPUT_WHO_PLAIN], &now[OUTPUT_WHO_SHIFTED],
						more, &now[OUTPUT_WHO_CANDIDATE])
			       ? OUTPUT_LINE_MASKED
			       : OUTPUT_LINE_DIFFERENT;
	if (str_eq(a, b))
		return OUTPUT_LINE_SAME;
	const struct output_reading *mine = &now[OUTPUT_WHO_CANDIDATE];
	if (now[0].token.stamped || mine->token.stamped ||
	    !output_number_has_value(now[0].line, now[0].token.at) ||
	    !output_number_has_value(mine->line, mine->token.at))
		return OUTPUT_LINE_DIFFERENT;
	if (output_number_same(a, b))
		return OUTPUT_LINE_VALUE;
	return output_number_close(a, b, walk->distance) ? OUTPUT_LINE_CLOSE
							 : OUTPUT_LINE_DIFFERENT;
}

/* The texts before the token at hand; false when those of a further run are others. */
static bool output_walk_gaps(struct output_walk *walk, bool there, bool masked,
			     enum output_line_match token, struct output_line_result *result)
{
	for (size_t who = OUTPUT_WHO_SHIFTED; who < OUTPUT_WHO; who++) {
		if (!output_walk_has(walk, who))
			continue;
		bool mine = who == OUTPUT_WHO_CANDIDATE;
		struct output_pair right = {
			.a = walk->now[0].token.at,
			.b = walk->now[who].token.at,
			.there = there,
			.again = !mine,
			.match = mine     ? token
				 : masked ? OUTPUT_LINE_MASKED
					  : OUTPUT_LINE_SAME,
		};
		struct output_gap gap = output_walk_gap(walk, who);
		enum output_line_match match =
			there ? output_gap_compare(gap, &walk->left[who], &right)
			      : output_tail_compare(gap, &walk->left[who]);
		walk->left[who] = right;
		if (mine)
			result->match = output_worst(result->match, match);
		else if (match == OUTPUT_LINE_DIFFERENT) {
			result->witness = walk->index[who];
			return false;
		}
	}
	return true;
}

static struct output_line_result output_walk_line(struct output_walk *walk)
{
	struct output_line_result result = {.repeats = OUTPUT_LINE_REPEATS};
	bool there = true;
	while (there) {
		size_t who;
		if (!output_walk_next(walk, &there, &who)) {
			bool mine = who == OUTPUT_WHO_CANDIDATE;
			result.repeats = mine ? OUTPUT_LINE_REPEATS : OUTPUT_LINE_CHANGES;
			result.match = OUTPUT_LINE_DIFFERENT;
			result.witness = walk->index[who];
			return result;
		}
		bool masked = false;
		enum output_cause cause = OUTPUT_CAUSE_CLOCK;
		bool differs = there && output_walk_differs(walk);
		if (differs)
			cause = output_walk_cause(walk, &masked);
		enum output_line_match token = OUTPUT_LINE_SAME;
		if (there && output_walk_has(walk, OUTPUT_WHO_CANDIDATE))
			token = output_walk_candidate(walk, masked);
		result.match = output_worst(result.match, token);
		result.masked += masked;
		/* Any padding may change about a number that differs between the original's runs.
		 */
		if (!output_walk_gaps(walk, there, differs, token, &result))
			result.repeats = OUTPUT_LINE_CHANGES;
		else if (cause != OUTPUT_CAUSE_CLOCK) {
			result.repeats = OUTPUT_LINE_RANDOM;
			result.cause = cause;
			result.witness = walk->index[OUTPUT_WHO_SHIFTED];
		}
		if (result.repeats != OUTPUT_LINE_REPEATS)
			return result;
		for (size_t i = 0; i < OUTPUT_WHO; i++)
			walk->at[i] = walk->now[i].token.at.from + walk->now[i].token.at.len;
	}
	return result;
}

static void output_walk_add(struct output_walk *walk, const struct output_lines *lines, size_t who,
			    size_t index)
{
	if (index >= lines->runs->again_count)
		return;
	walk->now[who] = (struct output_reading){.line = lines->again[index],
						 .run = &lines->runs->again[index]};
	walk->index[who] = index;
}

/* Walk the line with one pair of shifted runs, or with none. */
static struct output_line_result output_line_walk(const struct output_lines *lines, bool shifted,
						  enum output_tick tick, enum output_tick more,
						  struct output_distance *distance)
{
	struct output_walk walk = {
		.now[OUTPUT_WHO_PLAIN] = {.line = lines->original, .run = lines->runs->original},
		.now[OUTPUT_WHO_CANDIDATE] = {.line = lines->candidate,
					      .run = lines->runs->candidate},
		.stamps = shifted,
		.above = lines->above,
		.distance = distance,
	};
	if (shifted) {
		output_walk_add(&walk, lines, OUTPUT_WHO_SHIFTED,
				output_runs_find(lines->runs, tick));
		output_walk_add(&walk, lines, OUTPUT_WHO_MORE, output_runs_find(lines->runs, more));
		output_walk_add(&walk, lines, OUTPUT_WHO_TRUE,
				output_runs_find(lines->runs, OUTPUT_TICK_TRUE));
	}
	return output_walk_line(&walk);
}

/* The line in which run shows that the original's line changes. */
static size_t output_line_witness(const struct output_lines *lines)
{
	size_t last = 0;
	for (size_t i = 0; i < lines->runs->again_count; i++) {
		struct str again = lines->again[i];
		bool same = again.at != NULL && str_eq(again, lines->original);
		if (!same && lines->runs->again[i].tick == OUTPUT_TICK_TRUE)
			return i;
		last = same ? last : i;
	}
	return last;
}

/* Every run that can be used printed the same. */
static bool output_line_steady(const struct output_lines *lines)
{
	for (size_t i = 0; i < lines->runs->again_count; i++)
		if (output_runs_find(lines->runs, lines->runs->again[i].tick) == i &&
		    (lines->again[i].at == NULL || !str_eq(lines->again[i], lines->original)))
			return false;
	return true;
}

struct output_line_result output_line_judge(const struct output_lines *lines,
					    struct output_distance *distance)
{
	static const enum output_tick pairs[][2] = {{OUTPUT_TICK, OUTPUT_TICK_MORE},
						    {OUTPUT_TICK_SMALL, OUTPUT_TICK_SMALL_MORE}};
	const struct output_runs *runs = lines->runs;
	if (output_line_steady(lines))
		return output_line_walk(lines, false, 0, 0, distance);
	struct output_line_result result = {.repeats = OUTPUT_LINE_CHANGES};
	bool tried = false;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		size_t index = output_runs_find(runs, pairs[i][0]);
		size_t more = output_runs_find(runs, pairs[i][1]);
		if (index == runs->again_count || lines->again[index].at == NULL ||
		    (more < runs->again_count && lines->again[more].at == NULL))
			continue;
		/* A run that ended otherwise proves nothing, and without it nothing is proven. */
		bool lacks = more == runs->again_count;
		if (lacks && output_runs_have(runs, pairs[i][1]))
			continue;
		struct output_line_result now =
			output_line_walk(lines, true, pairs[i][0], pairs[i][1], distance);
		if (lacks && now.repeats != OUTPUT_LINE_CHANGES)
			now.lacks = pairs[i][1];
		if (now.repeats == OUTPUT_LINE_REPEATS)
			return now;
		if (!tried || now.repeats == OUTPUT_LINE_RANDOM)
			result = now;
		tried = true;
	}
	/* With true clocks the line is the same: it depends on the date at most. */
	size_t plain = output_runs_find(runs, OUTPUT_TICK_TRUE);
	if (plain < runs->again_count && lines->again[plain].at != NULL &&
	    str_eq(lines->again[plain], lines->original))
		return output_line_walk(lines, false, 0, 0, distance);
	if (!tried)
		result.witness = output_line_witness(lines);
	return result;
}
