/*
 * Dates, times of day, seconds since 1970 and spans of time as they are printed, each read as
 * one: to know whether a clock's reading moved by what the clock moved, its fields are no use.
 * Names of months and days are part of a stamp where they stand in one.
 */
#include <string.h>

#include "output_parts.h"

enum {
	STAMP_DAY = 86400,
	STAMP_WORD = 12, /* longer than any name or unit */
	STAMP_YEARS = 1969,
	STAMP_YEARS_END = 2200,
};

/* Reads on; `ok` goes when something was not there. */
struct stamp_reader {
	struct str line;
	size_t at;
};

static char stamp_peek(const struct stamp_reader *reader, size_t ahead)
{
	return reader->at + ahead < reader->line.len ? reader->line.at[reader->at + ahead] : '\0';
}

static bool stamp_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool stamp_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool stamp_take(struct stamp_reader *reader, char c)
{
	if (stamp_peek(reader, 0) != c || c == '\0')
		return false;
	reader->at++;
	return true;
}

static void stamp_skip(struct stamp_reader *reader, const char *chars)
{
	while (stamp_peek(reader, 0) != '\0' && strchr(chars, stamp_peek(reader, 0)) != NULL)
		reader->at++;
}

/* All the digits there are, when they are `least` to `most`. */
static bool stamp_number(struct stamp_reader *reader, size_t least, size_t most, double *value)
{
	size_t count = 0;
	*value = 0;
	for (; stamp_is_digit(stamp_peek(reader, count)); count++)
		*value = *value * 10 + (stamp_peek(reader, count) - '0');
	if (count < least || count > most)
		return false;
	reader->at += count;
	return true;
}

static struct str stamp_word(const struct stamp_reader *reader)
{
	size_t len = 0;
	while (len < STAMP_WORD && stamp_is_letter(stamp_peek(reader, len)))
		len++;
	return str_part(reader->line, reader->at, len);
}

/* A month's name (1 to 12) or a day's (20 to 26); 0 and nothing taken when there is none. */
static int stamp_name(struct stamp_reader *reader)
{
	struct str word = stamp_word(reader);
	int name = output_clock_name(word);
	reader->at += name > 0 ? word.len : 0;
	return name;
}

/* Days since 1970-01-01 of a date of the Gregorian calendar. */
static double stamp_days(double year, double month, double day)
{
	long long y = (long long)year - (month <= 2), m = (long long)month;
	long long era = y / 400, in_era = y - era * 400;
	long long in_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + (long long)day - 1;
	return (double)(era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468);
}

static bool stamp_is_date(double year, double month, double day)
{
	return year > STAMP_YEARS && year < STAMP_YEARS_END && month >= 1 && month <= 12 &&
	       day >= 1 && day <= 31;
}

static bool stamp_set_date(struct output_stamp *stamp, double year, double month, double day)
{
	if (!stamp_is_date(year, month, day))
		return false;
	stamp->seconds = stamp->other = stamp_days(year, month, day) * STAMP_DAY;
	stamp->date = stamp->year = true;
	stamp->unit = STAMP_DAY;
	return true;
}

/* 2026-11-25, 25.11.2026, 11/25/2026, 11/25/26. */
static bool stamp_digits_date(struct stamp_reader *reader, struct output_stamp *stamp)
{
	double a, b, c;
	size_t from = reader->at;
	if (!stamp_number(reader, 1, 4, &a))
		return false;
	size_t first = reader->at - from;
	char by = stamp_peek(reader, 0);
	if (by == '\0' || strchr("-/.", by) == NULL || first == 3)
		return false;
	reader->at++;
	if (!stamp_number(reader, 1, 2, &b) || !stamp_take(reader, by))
		return false;
	from = reader->at;
	if (!stamp_number(reader, 1, first == 4 ? 2 : 4, &c))
		return false;
	size_t third = reader->at - from;
	if (first == 4)
		return stamp_set_date(stamp, a, b, c);
	if (third == 3 || third == 1 || (third == 2 && by == '-'))
		return false;
	c += third == 2 ? 2000 : 0;
	bool day_first = stamp_set_date(stamp, c, b, a);
	double day_first_seconds = stamp->seconds;
	if (by == '.' || !stamp_set_date(stamp, c, a, b))
		return day_first;
	stamp->other = day_first ? day_first_seconds : stamp->seconds;
	return true;
}

/* "Nov 25, 2026", "25 Nov 2026", "Wed Nov 25" (the year may follow a time), "25. November". */
static bool stamp_named_date(struct stamp_reader *reader, struct output_stamp *stamp)
{
	double day = 0, year = 0;
	int name = stamp_name(reader);
	if (name >= 20) {
		stamp_skip(reader, "., ");
		name = stamp_name(reader);
	}
	if (name > 12)
		return false;
	if (name > 0) {
		stamp_skip(reader, ". ");
		if (!stamp_number(reader, 1, 2, &day))
			return false;
	} else {
		if (!stamp_number(reader, 1, 2, &day))
			return false;
		stamp_skip(reader, ".- ");
		name = stamp_name(reader);
		if (name == 0 || name > 12 || stamp_is_letter(stamp_peek(reader, 0)))
			return false;
	}
	struct stamp_reader ahead = *reader;
	stamp_skip(&ahead, ",.- ");
	if (stamp_number(&ahead, 4, 4, &year) && stamp_peek(&ahead, 0) != ':')
		*reader = ahead;
	else
		year = 0;
	/* 2000 stands for a year that is not said. */
	if (!stamp_set_date(stamp, year > 0 ? year : 2000, name, day))
		return false;
	stamp->year = year > 0;
	return true;
}

/* A fraction of a second, and what follows a time: "AM", "Z", "+01:00". */
static void stamp_time_end(struct stamp_reader *reader, struct output_stamp *stamp, double hour)
{
	char point = stamp_peek(reader, 0);
	/* With a comma there are three digits, as Python's logging writes them. */
	bool comma = point == ',' && stamp_is_digit(stamp_peek(reader, 2)) &&
		     stamp_is_digit(stamp_peek(reader, 3)) &&
		     !stamp_is_digit(stamp_peek(reader, 4));
	if (stamp->unit <= 1 && (point == '.' || comma) && stamp_is_digit(stamp_peek(reader, 1))) {
		reader->at++;
		for (double digit = 0.1; stamp_is_digit(stamp_peek(reader, 0)); digit /= 10) {
			stamp->seconds += digit * (stamp_peek(reader, 0) - '0');
			stamp->unit = digit;
			reader->at++;
		}
	}
	struct stamp_reader ahead = *reader;
	stamp_skip(&ahead, " ");
	struct str word = stamp_word(&ahead);
	bool morning = str_eq_nocase(word, STR("am"));
	if (hour <= 12 && (morning || str_eq_nocase(word, STR("pm")))) {
		stamp->seconds += (morning ? 0 : 12 * 3600) - (hour == 12 ? 12 * 3600 : 0);
		ahead.at += word.len;
		*reader = ahead;
	}
	double zone;
	ahead = *reader;
	if (!stamp_take(&ahead, '+') && !stamp_take(&ahead, '-')) {
		if (stamp->date && str_eq(stamp_word(reader), STR("Z")))
			reader->at++;
		return;
	}
	if (stamp_number(&ahead, 4, 4, &zone) ||
	    (stamp_number(&ahead, 2, 2, &zone) && stamp_take(&ahead, ':') &&
	     stamp_number(&ahead, 2, 2, &zone)))
		*reader = ahead;
}

/* 12:03, 7:03:44.123, 26:03:44 as a span, 7:03 PM. */
static bool stamp_time(struct stamp_reader *reader, struct output_stamp *stamp)
{
	double hour, minute, second = 0;
	if (!stamp_number(reader, 1, 3, &hour) || !stamp_take(reader, ':') ||
	    !stamp_number(reader, 2, 2, &minute) || minute > 59)
		return false;
	struct stamp_reader ahead = *reader;
	bool seconds =
		stamp_take(&ahead, ':') && stamp_number(&ahead, 2, 2, &second) && second <= 60;
	if (seconds)
		*reader = ahead;
	double days = stamp->date ? stamp->seconds : 0, other = stamp->other - stamp->seconds;
	stamp->time = true;
	stamp->unit = seconds ? 1 : 60;
	stamp->seconds = hour * 3600 + minute * 60 + (seconds ? second : 0);
	stamp_time_end(reader, stamp, hour);
	stamp->seconds += days;
	stamp->other = stamp->seconds + (stamp->date ? other : 0);
	return !stamp->date || hour < 24;
}

/* A date, perhaps with a time behind it. */
static bool stamp_dated(struct stamp_reader *reader, struct output_stamp *stamp)
{
	struct stamp_reader named = *reader;
	if (!stamp_digits_date(reader, stamp)) {
		*reader = named;
		if (!stamp_named_date(reader, stamp))
			return false;
	}
	struct stamp_reader ahead = *reader;
	stamp_skip(&ahead, stamp_peek(&ahead, 0) == 'T' ? "T" : ", ");
	if (str_starts(str_part(ahead.line, ahead.at, 3), STR("at ")))
		ahead.at += 3;
	struct output_stamp timed = *stamp;
	if (ahead.at == reader->at || !stamp_time(&ahead, &timed))
		return true;
	*reader = ahead;
	double year;
	bool late = !stamp->year && stamp_take(&ahead, ' ') && stamp_number(&ahead, 4, 4, &year) &&
		    year > STAMP_YEARS && year < STAMP_YEARS_END;
	*stamp = timed;
	if (!late)
		return true;
	/* "Wed Nov 25 12:03:44 2026": February 29 of 2000 is the only day that may not be. */
	*reader = ahead;
	stamp->year = true;
	double month_and_day = timed.seconds - stamp_days(2000, 1, 1) * STAMP_DAY;
	bool leap = stamp_days(year, 3, 1) - stamp_days(year, 2, 28) > 1;
	bool past = month_and_day >= 60.0 * STAMP_DAY;
	stamp->seconds = stamp->other = stamp_days(year, 1, 1) * STAMP_DAY + month_and_day -
					(past && !leap ? STAMP_DAY : 0);
	return true;
}

/* Seconds since 1970, or milliseconds, or finer. */
static bool stamp_epoch(struct stamp_reader *reader, struct output_stamp *stamp)
{
	static const struct {
		size_t digits;
		double scale;
	} forms[] = {{10, 1}, {13, 1e3}, {16, 1e6}, {19, 1e9}};
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct stamp_reader ahead = *reader;
		double value;
		if (!stamp_number(&ahead, forms[i].digits, forms[i].digits, &value))
			continue;
		stamp->unit = 1 / forms[i].scale;
		if (stamp_peek(&ahead, 0) == '.' && stamp_is_digit(stamp_peek(&ahead, 1))) {
			ahead.at++;
			for (double digit = 0.1; stamp_is_digit(stamp_peek(&ahead, 0));
			     digit /= 10, ahead.at++)
				value += digit * (stamp_peek(&ahead, 0) - '0');
			stamp->unit = 1e-6;
		}
		stamp->seconds = stamp->other = value / forms[i].scale;
		stamp->epoch = true;
		*reader = ahead;
		return stamp->seconds > 1.2e9 && stamp->seconds < 7e9 &&
		       !stamp_is_letter(stamp_peek(reader, 0));
	}
	return false;
}

/* One part of a span: "3 minutes"; its unit must be less than the last one's. */
static bool stamp_span_part(struct stamp_reader *reader, struct output_stamp *stamp, double below)
{
	double value;
	if (!stamp_number(reader, 1, 9, &value))
		return false;
	double unit = 1;
	if (stamp_peek(reader, 0) == '.' && stamp_is_digit(stamp_peek(reader, 1))) {
		reader->at++;
		for (; stamp_is_digit(stamp_peek(reader, 0)); reader->at++) {
			unit /= 10;
			value += unit * (stamp_peek(reader, 0) - '0');
		}
	}
	stamp_skip(reader, " ");
	double seconds = output_clock_seconds(stamp_word(reader));
	if (seconds <= 0 || seconds >= below)
		return false;
	reader->at += stamp_word(reader).len;
	stamp->seconds += value * seconds;
	stamp->unit = unit * seconds;
	return true;
}

/* "0 h 3 m 2.5 s", "2 min 3 s", "1 day, 2:03:04": two parts or more. */
static bool stamp_span(struct stamp_reader *reader, struct output_stamp *stamp)
{
	if (!stamp_span_part(reader, stamp, 1e9))
		return false;
	double last = stamp->unit;
	size_t parts = 1;
	for (;; parts++) {
		struct stamp_reader ahead = *reader;
		struct output_stamp more = *stamp;
		stamp_skip(&ahead, ", ");
		if (str_starts(str_part(ahead.line, ahead.at, 4), STR("and ")))
			ahead.at += 4;
		struct stamp_reader clock = ahead;
		struct output_stamp timed = {0};
		if (last >= STAMP_DAY && stamp_time(&clock, &timed)) {
			stamp->seconds += timed.seconds;
			stamp->unit = timed.unit;
			*reader = clock;
			parts = 2;
			break;
		}
		if (!stamp_span_part(&ahead, &more, last))
			break;
		*reader = ahead;
		*stamp = more;
		last = more.unit;
	}
	stamp->span = true;
	stamp->other = stamp->seconds;
	return parts >= 2;
}

bool output_stamp_at(struct str line, size_t i, struct output_stamp *stamp)
{
	static bool (*const forms[])(struct stamp_reader *,
				     struct output_stamp *) = {stamp_dated, stamp_time, stamp_epoch,
							       stamp_span};
	for (size_t form = 0; form < sizeof(forms) / sizeof(forms[0]); form++) {
		struct stamp_reader reader = {line, i};
		*stamp = (struct output_stamp){0};
		/* A stamp ends where its last number does: "12:034" is none. */
		if (!forms[form](&reader, stamp) || stamp_is_digit(stamp_peek(&reader, 0)))
			continue;
		stamp->len = reader.at - i;
		return true;
	}
	return false;
}
