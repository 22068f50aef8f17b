/*
 * One line of output against another: the texts between the numbers must be the same
 * (output_gap.c); numbers may differ where they are readings of a clock, or be written differently
 * where they have the same value. All runs are walked side by side, from number to number, so that
 * nothing need be remembered of a long output.
 */
#include "output_parts.h"

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
	struct output_forms forms;
	struct str above;
	const struct output_lines *noting; /* what is left out is noted; NULL: it is not */
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
		bool found = output_token_next(now->line, walk->at[*who], walk->forms, &now->token);
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
	for (size_t index = 0; there; index++) {
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
		if (masked && walk->noting != NULL)
			output_mask_add(walk->noting, index, walk->forms.grouped,
					&walk->now[OUTPUT_WHO_PLAIN],
					&walk->now[OUTPUT_WHO_CANDIDATE]);
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

/* Walk the line with no shifted run. */
static struct output_line_result output_line_walk(const struct output_lines *lines,
						  struct output_distance *distance)
{
	struct output_walk walk = {
		.now[OUTPUT_WHO_PLAIN] = {.line = lines->original, .run = lines->runs->original},
		.now[OUTPUT_WHO_CANDIDATE] = {.line = lines->candidate,
					      .run = lines->runs->candidate},
		.above = lines->above,
		.distance = distance,
	};
	return output_walk_line(&walk);
}

/* Walk the line with one pair of shifted runs. */
static struct output_line_result output_line_shifted(const struct output_lines *lines,
						     const enum output_tick ticks[2], bool grouped,
						     const struct output_lines *noting,
						     struct output_distance *distance)
{
	const struct output_runs *runs = lines->runs;
	struct output_walk walk = {
		.now[OUTPUT_WHO_PLAIN] = {.line = lines->original, .run = runs->original},
		.now[OUTPUT_WHO_CANDIDATE] = {.line = lines->candidate, .run = runs->candidate},
		.forms = {.stamps = true, .grouped = grouped},
		.above = lines->above,
		.noting = noting,
		.distance = distance,
	};
	output_walk_add(&walk, lines, OUTPUT_WHO_SHIFTED, output_runs_find(runs, ticks[0]));
	output_walk_add(&walk, lines, OUTPUT_WHO_MORE, output_runs_find(runs, ticks[1]));
	output_walk_add(&walk, lines, OUTPUT_WHO_TRUE, output_runs_find(runs, OUTPUT_TICK_TRUE));
	return output_walk_line(&walk);
}

/*
 * The same, in the way that proves most: "34,892,809" may be three numbers or one. What is left out
 * is noted when all of the line is explained.
 */
static struct output_line_result output_line_explain(const struct output_lines *lines,
						     const enum output_tick ticks[2],
						     struct output_distance *distance)
{
	bool grouped = false;
	struct output_line_result result =
		output_line_shifted(lines, ticks, grouped, NULL, distance);
	if (result.repeats != OUTPUT_LINE_REPEATS && str_has(lines->original, STR(","))) {
		struct output_line_result other =
			output_line_shifted(lines, ticks, true, NULL, distance);
		/* Of what is not explained, the fewer numbers tell more. */
		grouped = other.repeats != OUTPUT_LINE_CHANGES;
		result = grouped ? other : result;
	}
	if (result.repeats == OUTPUT_LINE_REPEATS && result.masked > 0 &&
	    lines->candidate.at != NULL && lines->runs->masks != NULL)
		output_line_shifted(lines, ticks, grouped, lines, distance);
	return result;
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
		return output_line_walk(lines, distance);
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
		struct output_line_result now = output_line_explain(lines, pairs[i], distance);
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
		return output_line_walk(lines, distance);
	if (!tried)
		result.witness = output_line_witness(lines);
	return result;
}
