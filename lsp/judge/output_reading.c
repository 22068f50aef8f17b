/*
 * What proves that a number is a clock's reading. In two runs of the original the clocks were
 * shifted, and every step of theirs was longer by a known factor in the second: an elapsed time
 * grows by that factor, a rate shrinks by it, a ratio of times stays, a date moves by what the
 * clock was set off by. A random number from a generator that is seeded with the time does none
 * of these. With few digits it may by accident: then the number must also read as a clock's.
 */
#include "output_reading.h"

#include <math.h>
#include <string.h>

enum {
	READING_WEEKS = 50, /* harness: clocks are set off by a whole number of weeks, at least … */
	READING_WEEKS_END = 110,
	READING_UNKNOWN = 600,    /* seconds between two runs of which nothing is known */
	READING_JUMPS = 3 * 3600, /* more than the steps of a clock add up to */
	READING_TEXT = 400,       /* longer numbers are no clock's */
	READING_HASHED = 3,       /* as many characters do not come back by accident */
};

static const double READING_PROVEN = 400, /* as many values could be told apart */
	READING_FORMED = 100, READING_LIKELY = 8;

struct str reading_text(const struct output_reading *reading)
{
	return str_part(reading->line, reading->token.at.from, reading->token.at.len);
}

double reading_seconds(const struct output_reading *reading, bool other)
{
	return other ? reading->token.stamp.other : reading->token.stamp.seconds;
}

double reading_later(const struct output_reading *a, const struct output_reading *b)
{
	bool known = a->run->began > 0 && b->run->began > 0;
	return known ? b->run->began - a->run->began : 0;
}

static double reading_slack(const struct output_reading *a, const struct output_reading *b)
{
	bool known = a->run->began > 0 && b->run->began > 0;
	double unit = fmax(a->token.stamp.unit, b->token.stamp.unit);
	return unit + (known ? 2 : READING_UNKNOWN);
}

double reading_within(double x, double period)
{
	return x - period * floor(x / period + 0.5);
}

double reading_factor(const struct output_reading *shifted, const struct output_reading *more)
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

bool reading_moved(const struct output_reading *plain, const struct output_reading *shifted,
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

double reading_fits(struct reading_value a, struct reading_value c, double factor, double noise)
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

bool reading_is_span(const struct output_reading *shifted, const struct output_reading *more)
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

bool reading_value(struct str text, struct reading_value *value)
{
	char plain[READING_TEXT];
	value->step = reading_step(text);
	return (text.len < 2 || (text.at[1] | 32) != 'x') &&
	       output_number_plain(text, plain, sizeof(plain)) &&
	       str_to_double(str_of(plain), &value->value);
}

bool reading_year(const struct output_reading *plain, const struct output_reading *shifted,
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
