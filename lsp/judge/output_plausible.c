/*
 * Whether the candidate has a reading where the original has one: of the same form, and one that
 * it can have taken while it ran.
 */
#include <math.h>

#include "output_reading.h"

enum {
	READING_DECIMALS = 6,  /* a number that always has as many at most is formatted */
	READING_SLOWER = 10,   /* a part of a program may take a greater share of its time */
	READING_QUARTER = 900, /* midnight is at one of these everywhere on Earth */
};

static const double READING_UNKNOWN = 3600;

/* Digits behind the point; -1: it has an exponent, or is no decimal number. */
static int reading_decimals(struct str text)
{
	size_t point = str_find(text, STR("."));
	for (size_t i = 0; i < text.len; i++)
		if ((text.at[i] | 32) == 'e' || (text.at[i] | 32) == 'x')
			return -1;
	return point == text.len ? 0 : (int)(text.len - point - 1);
}

/* Whether thousands are set apart: they are, they are not, or there are none. */
enum reading_groups { READING_GROUPED, READING_PLAIN, READING_SMALL };

static enum reading_groups reading_groups(struct str text)
{
	enum { GROUP = 3 };
	size_t digits = 0;
	for (size_t i = 0; i < text.len && text.at[i] != '.'; i++) {
		if (text.at[i] == ',')
			return READING_GROUPED;
		digits += text.at[i] >= '0' && text.at[i] <= '9';
	}
	return digits > GROUP ? READING_PLAIN : READING_SMALL;
}

/* Whether the candidate sets them apart where a run of the original does, and only there. */
static bool reading_same_groups(const struct output_reading *plain,
				const struct output_reading *shifted,
				const struct output_reading *more,
				const struct output_reading *candidate)
{
	const struct output_reading *runs[] = {plain, shifted, more};
	enum reading_groups mine = reading_groups(reading_text(candidate));
	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++) {
		if (runs[i] == NULL)
			continue;
		enum reading_groups theirs = reading_groups(reading_text(runs[i]));
		if (mine != READING_SMALL && theirs != READING_SMALL && mine != theirs)
			return false;
	}
	return true;
}

/* How a number is written, but for its digits. */
static bool reading_same_style(struct str a, struct str b)
{
	bool zero_a = a.len > 1 && a.at[0] == '0' && a.at[1] >= '0' && a.at[1] <= '9';
	bool zero_b = b.len > 1 && b.at[0] == '0' && b.at[1] >= '0' && b.at[1] <= '9';
	bool plus_a = a.len > 0 && a.at[0] == '+', plus_b = b.len > 0 && b.at[0] == '+';
	return zero_a == zero_b && plus_a == plus_b;
}

/* Digits behind the point as the original has them, where those are few. */
static bool reading_same_form(const struct output_reading *plain,
			      const struct output_reading *shifted,
			      const struct output_reading *more,
			      const struct output_reading *candidate)
{
	struct str text = reading_text(candidate);
	int a = reading_decimals(reading_text(plain)), b = reading_decimals(reading_text(shifted));
	int c = more == NULL ? b : reading_decimals(reading_text(more));
	int most = a > b ? a : b;
	most = c > most ? c : most;
	if (!reading_same_style(reading_text(plain), text) ||
	    !reading_same_groups(plain, shifted, more, candidate))
		return false;
	if (a < 0 || b < 0 || c < 0 || a != b || b != c || most > READING_DECIMALS)
		return true;
	int mine = reading_decimals(text);
	/* What was rounded and not formatted loses a zero at its end, seldom two. */
	return most == 0 ? mine == 0 : mine <= most && mine > 0 && mine + 1 >= most;
}

/* How many make a second, by what some hundred ticks, in microseconds, came to. */
static double reading_unit(double per_tick)
{
	return per_tick < 0.04 ? 1 : per_tick < 40 ? 1e3 : per_tick < 4e4 ? 1e6 : 1e9;
}

/*
 * Not below zero where the original is not; and an elapsed time is none that the translation, by
 * how long it ran, cannot have measured.
 */
static bool reading_in_range(const struct output_reading *plain,
			     const struct output_reading *shifted,
			     const struct output_reading *more,
			     const struct output_reading *candidate)
{
	struct reading_value p, a, c, mine;
	if (!reading_value(reading_text(candidate), &mine) ||
	    !reading_value(reading_text(plain), &p))
		return false;
	if (mine.value < 0 && p.value >= 0)
		return false;
	double ran = plain->run->lasted, runs = candidate->run->lasted;
	if (more == NULL || !(p.value > 0) || !(ran > 0) || !(runs > 0) ||
	    !reading_value(reading_text(shifted), &a) || !reading_value(reading_text(more), &c))
		return true;
	double factor = reading_factor(shifted, more);
	double noise = shifted->run->tick < OUTPUT_TICK ? 2e-3 : 1e-7;
	bool elapsed = reading_fits(a, c, factor, noise) > reading_fits(c, a, factor, noise);
	double most = READING_SLOWER * p.value * fmax(1, runs / ran) + 10 * p.step;
	most = fmax(most, runs * reading_unit(a.value / (double)shifted->run->tick));
	return !elapsed || mine.value <= most;
}

/* A moment that the candidate can have read: no earlier and no later than it ran. */
static bool reading_in_time(const struct output_reading *plain,
			    const struct output_reading *candidate, bool other)
{
	const struct output_stamp *stamp = &plain->token.stamp;
	bool known = plain->run->began > 0 && candidate->run->began > 0;
	double late = reading_seconds(candidate, other) - reading_seconds(plain, other);
	if (stamp->date && !stamp->time) {
		double begin = floor(plain->run->began / READING_QUARTER);
		double end =
			floor((candidate->run->began + candidate->run->lasted) / READING_QUARTER);
		return late == 0 || (late == READING_DAY && known && begin < end);
	}
	late -= reading_later(plain, candidate);
	if (stamp->time && !stamp->date)
		late = reading_within(late, READING_DAY);
	double slack = known ? 2 + stamp->unit : READING_UNKNOWN;
	return late >= -plain->run->lasted - slack && late <= candidate->run->lasted + slack;
}

static bool reading_stamp_plausible(const struct output_reading *plain,
				    const struct output_reading *shifted,
				    const struct output_reading *more,
				    const struct output_reading *candidate)
{
	const struct output_stamp *stamp = &plain->token.stamp;
	if (!candidate->token.stamped ||
	    !output_stamp_alike(reading_text(plain), reading_text(candidate)))
		return false;
	if (stamp->epoch && reading_text(plain).len != reading_text(candidate).len)
		return false;
	bool span = reading_is_span(shifted, more);
	bool moved = !span && reading_moved(plain, shifted, more, false);
	bool other = !span && reading_moved(plain, shifted, more, true);
	if (!moved && !other)
		return true;
	return (moved && reading_in_time(plain, candidate, false)) ||
	       (other && reading_in_time(plain, candidate, true));
}

bool output_reading_plausible(const struct output_reading *plain,
			      const struct output_reading *shifted,
			      const struct output_reading *more,
			      const struct output_reading *candidate)
{
	if (output_clock_address(plain->line, plain->token.at))
		return output_clock_address(candidate->line, candidate->token.at);
	if (plain->token.stamped)
		return reading_stamp_plausible(plain, shifted, more, candidate);
	if (reading_year(plain, shifted, more))
		return str_eq(reading_text(plain), reading_text(candidate));
	return reading_same_form(plain, shifted, more, candidate) &&
	       reading_in_range(plain, shifted, more, candidate);
}
