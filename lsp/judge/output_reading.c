/*
 * What proves that a number is a clock's reading. In two runs of the original the clocks were
 * shifted, and every step of theirs was longer by a known factor in the second: an elapsed time
 * grows by that factor, a rate shrinks by it, a ratio of times stays, a date moves by what the
 * clock was set off by. A random number from a generator that is seeded with the time does none
 * of these. With few digits it may by accident: then the number must also read as a clock's.
 */
#include <math.h>
#include <string.h>

#include "output_parts.h"

enum {
	READING_DAY = 86400,
	READING_WEEK = 7 * READING_DAY,
	READING_WEEKS = 50, /* harness: clocks are set off by a whole number of weeks, at least … */
	READING_WEEKS_END = 110,
	READING_JUMPS = 3 * 3600, /* more than the steps of a clock add up to */
	READING_DECIMALS = 6,     /* a number that always has as many at most is formatted */
	READING_SLOWER = 10,      /* a part of a program may take a greater share of its time */
	READING_HASHED = 3,       /* as many characters do not come back by accident */
	READING_QUARTER = 900,    /* midnight is at one of these everywhere on Earth */
};

static const double READING_PROVEN = 400, /* as many values could be told apart */
	READING_FORMED = 100, READING_LIKELY = 8, READING_UNKNOWN = 3600;

static struct str reading_text(const struct output_reading *reading)
{
	return str_part(reading->line, reading->token.at.from, reading->token.at.len);
}

static double reading_seconds(const struct output_reading *reading, bool other)
{
	return other ? reading->token.stamp.other : reading->token.stamp.seconds;
}

/* How much later than `a` began `b` did. */
static double reading_later(const struct output_reading *a, const struct output_reading *b)
{
	bool known = a->run->began > 0 && b->run->began > 0;
	return known ? b->run->began - a->run->began : 0;
}

static double reading_slack(const struct output_reading *a, const struct output_reading *b)
{
	bool known = a->run->began > 0 && b->run->began > 0;
	double unit = fmax(a->token.stamp.unit, b->token.stamp.unit);
	return unit + (known ? 2 : READING_UNKNOWN / 6);
}

/* `x` brought to between -period/2 and period/2. */
static double reading_within(double x, double period)
{
	return x - period * floor(x / period + 0.5);
}

static double reading_factor(const struct output_reading *shifted,
			     const struct output_reading *more)
{
	return (double)more->run->tick / (double)shifted->run->tick;
}

/* Days that moved by whole weeks, or by a day more where the clocks ran past midnight. */
static bool reading_days_moved(const struct output_reading *plain,
			       const struct output_reading *shifted, bool other)
{
	double days = floor((reading_seconds(shifted, other) - reading_seconds(plain, other)) /
				    READING_DAY +
			    0.5);
	if (!plain->token.stamp.year)
		return fabs(days) <= 7;
	double rest = fmod(days, 7);
	return days >= READING_WEEKS * 7 && days <= READING_WEEKS_END * 7 &&
	       (rest == 0 || rest == 1);
}

/* Whether a moment in time moved as the clock did, read in one of the two ways. */
static bool reading_moved(const struct output_reading *plain, const struct output_reading *shifted,
			  const struct output_reading *more, bool other)
{
	const struct output_stamp *stamp = &plain->token.stamp;
	if (stamp->date && (!reading_days_moved(plain, shifted, other) ||
			    (more != NULL && !reading_days_moved(plain, more, other))))
		return false;
	if (stamp->date && !stamp->time)
		return true;
	double period = stamp->epoch || (stamp->date && stamp->year) ? READING_WEEK : READING_DAY;
	double moved = reading_seconds(shifted, other) - reading_seconds(plain, other) -
		       reading_later(plain, shifted);
	if (stamp->epoch && (moved < READING_WEEKS * (double)READING_WEEK ||
			     moved > READING_WEEKS_END * (double)READING_WEEK))
		return false;
	double slack = reading_slack(plain, shifted);
	double from = -plain->run->lasted - slack, to = slack;
	if (more == NULL) {
		to += READING_JUMPS;
	} else {
		double apart = reading_within(reading_seconds(more, other) -
						      reading_seconds(shifted, other) -
						      reading_later(shifted, more),
					      period);
		if (apart < -slack || apart > READING_JUMPS * reading_factor(shifted, more))
			return false;
		moved -= apart / (reading_factor(shifted, more) - 1);
	}
	moved = reading_within(moved, period);
	return moved >= from && moved <= to;
}

/* The least step that the text of a number can make. */
static double reading_step(struct str text)
{
	int decimals = 0;
	bool point = false;
	for (size_t i = 0; i < text.len; i++) {
		if ((text.at[i] | 32) == 'e') {
			long long exponent = 0;
			size_t sign = i + 1 < text.len && text.at[i + 1] == '+';
			str_to_int(str_part(text, i + 1 + sign, text.len), &exponent);
			decimals -= (int)fmax(-300, fmin(300, (double)exponent));
			break;
		}
		decimals += point && text.at[i] != '.';
		point = point || text.at[i] == '.';
	}
	return pow(10, -decimals);
}

/* A value and how exactly it is known. */
struct reading_value {
	double value, step;
};

/* How many values could be told apart of which just this one fits; 0: it does not fit. */
static double reading_fits(struct reading_value a, struct reading_value c, double factor,
			   double noise)
{
	double slack = 0.51 * (c.step + factor * a.step) + noise * fabs(c.value);
	if (fabs(c.value - factor * a.value) > slack)
		return 0;
	return fabs(c.value) / slack;
}

/* Whether it grew, or shrank, or stayed, as times, rates and ratios do. */
static bool reading_scaled(struct reading_value a, struct reading_value c, double factor,
			   bool small, bool reads, bool ratio, double proven)
{
	/* Seconds since 1970 as a double are coarse where steps are small. */
	double noise = small ? 2e-3 : 1e-7;
	double up = reading_fits(a, c, factor, noise), down = reading_fits(c, a, factor, noise);
	double best = fmax(up, down), same = reading_fits(a, c, 1, noise);
	if (best >= proven || (reads && best >= READING_LIKELY))
		return true;
	/* Small steps are the last resort, for readings that have hardly a digit. */
	if (reads && small && (best > 0 || (a.value == 0 && c.value == 0)))
		return true;
	/* Of times, only what is a ratio of two stays: a mean that hardly moves is none. */
	return ratio && same >= READING_LIKELY;
}

/* An elapsed time that is printed as a time of day would be: it began at nothing. */
static bool reading_is_span(const struct output_reading *shifted, const struct output_reading *more)
{
	const struct output_stamp *stamp = &shifted->token.stamp;
	if (stamp->date || stamp->epoch || more == NULL)
		return stamp->span;
	struct reading_value a = {stamp->seconds, stamp->unit};
	struct reading_value c = {more->token.stamp.seconds, more->token.stamp.unit};
	return stamp->span || reading_fits(a, c, reading_factor(shifted, more), 0) > 1;
}

/* A clock's reading, or a span, that was read as a stamp. */
static bool reading_stamp_explained(const struct output_reading *plain,
				    const struct output_reading *shifted,
				    const struct output_reading *more, struct str above)
{
	const struct output_stamp *stamp = &plain->token.stamp;
	if (!stamp->span && (reading_moved(plain, shifted, more, false) ||
			     reading_moved(plain, shifted, more, true)))
		return true;
	if (stamp->date || stamp->epoch)
		return false;
	if (more == NULL)
		return true;
	struct reading_value a = {shifted->token.stamp.seconds, shifted->token.stamp.unit};
	struct reading_value c = {more->token.stamp.seconds, more->token.stamp.unit};
	return reading_scaled(a, c, reading_factor(shifted, more), shifted->run->tick < OUTPUT_TICK,
			      stamp->span || output_clock(plain->line, plain->token.at, above),
			      false, READING_FORMED);
}

static bool reading_value(struct str text, struct reading_value *value)
{
	value->step = reading_step(text);
	return (text.len < 2 || (text.at[1] | 32) != 'x') && str_to_double(text, &value->value);
}

/* 2026, and 2027 where the calendar was set off by a year or two. */
static bool reading_year(const struct output_reading *plain, const struct output_reading *shifted,
			 const struct output_reading *more)
{
	long long year, next;
	struct str text = reading_text(plain), again = reading_text(shifted);
	if (text.len != 4 || again.len != 4 || !str_to_int(text, &year) ||
	    !str_to_int(again, &next) || year < 1970 || next > 2200)
		return false;
	return next > year && next <= year + 2 &&
	       (more == NULL || str_eq(reading_text(more), again));
}

static bool reading_explained(const struct output_reading *plain,
			      const struct output_reading *shifted,
			      const struct output_reading *more, struct str above)
{
	if (output_clock_address(plain->line, plain->token.at))
		return output_clock_address(shifted->line, shifted->token.at);
	if (plain->token.stamped != shifted->token.stamped ||
	    (more != NULL && plain->token.stamped != more->token.stamped))
		return false;
	if (plain->token.stamped)
		return reading_stamp_explained(plain, shifted, more, above);
	if (reading_year(plain, shifted, more))
		return true;
	struct reading_value a, c, p;
	if (!reading_value(reading_text(plain), &p) || !reading_value(reading_text(shifted), &a))
		return false;
	if (more == NULL)
		return output_clock(plain->line, plain->token.at, above);
	if (!reading_value(reading_text(more), &c))
		return false;
	/* Many digits need no name, and names take long to look up. */
	double factor = reading_factor(shifted, more);
	bool small = shifted->run->tick < OUTPUT_TICK;
	bool ratio = output_clock_ratio(plain->line, plain->token.at);
	return reading_scaled(a, c, factor, small, false, false, READING_PROVEN) ||
	       (reading_scaled(a, c, factor, small, true, ratio, READING_PROVEN) &&
		(ratio || output_clock(plain->line, plain->token.at, above)));
}

/* It moves as a clock's reading would, as far as its few digits tell. */
static bool reading_is_dim(const struct output_reading *shifted, const struct output_reading *more)
{
	struct reading_value a, c;
	if (!reading_value(reading_text(shifted), &a) || !reading_value(reading_text(more), &c))
		return false;
	double factor = reading_factor(shifted, more);
	return (fabs(a.value) < READING_LIKELY * a.step &&
		fabs(c.value) < READING_LIKELY * c.step) ||
	       reading_fits(a, c, factor, 0) > 0 || reading_fits(c, a, factor, 0) > 0;
}

enum output_cause output_reading_cause(const struct output_reading *plain,
				       const struct output_reading *shifted,
				       const struct output_reading *more, struct str above)
{
	/* The first run and `more` have one hash seed, and other clocks. */
	if (more != NULL && reading_text(plain).len >= READING_HASHED &&
	    str_eq(reading_text(plain), reading_text(more)) &&
	    !str_eq(reading_text(plain), reading_text(shifted)))
		return OUTPUT_CAUSE_HASH;
	if (reading_explained(plain, shifted, more, above))
		return OUTPUT_CAUSE_CLOCK;
	/* It reads as a clock's and has hardly a digit: "0.00 rounds/s", "0.9 digits/s". */
	if (more != NULL && !plain->token.stamped &&
	    (output_clock(plain->line, plain->token.at, above) ||
	     output_clock_ratio(plain->line, plain->token.at)) &&
	    reading_is_dim(shifted, more))
		return OUTPUT_CAUSE_DIM;
	return OUTPUT_CAUSE_CHANCE;
}

/* Digits behind the point; -1: it has an exponent, or is no decimal number. */
static int reading_decimals(struct str text)
{
	size_t point = str_find(text, STR("."));
	for (size_t i = 0; i < text.len; i++)
		if ((text.at[i] | 32) == 'e' || (text.at[i] | 32) == 'x')
			return -1;
	return point == text.len ? 0 : (int)(text.len - point - 1);
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
	if (!reading_same_style(reading_text(plain), text))
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
