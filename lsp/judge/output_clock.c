/*
 * Does a number that changes from run to run come from a clock? Only such a number may be left
 * out of a comparison. A random result changes too, and to mask it would call every wrong
 * translation of a Monte Carlo program right. So the number must look like a time, carry a
 * unit of time or a rate, or stand behind a word that names one. An address counts as well.
 * When in doubt the answer is no: then nothing is claimed, and the user is told what to seed.
 */
#include <string.h>

#include "output_parts.h"

enum {
	OUTPUT_LABEL = 96,   /* bytes looked at before a number */
	OUTPUT_HEADER = 512, /* bytes looked at of the line above */
	OUTPUT_WORD = 16,    /* longer words are cut: no word asked for is longer */
};

static bool output_clock_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool output_clock_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char output_clock_at(struct str line, size_t i)
{
	return i < line.len ? line.at[i] : '\0';
}

static bool output_clock_in(const char *const *words, struct str word)
{
	/* The first letter alone tells most words apart, and this is asked for every number. */
	for (; word.len > 0 && *words != NULL; words++)
		if ((word.at[0] | 32) == **words && str_eq_nocase(word, str_of(*words)))
			return true;
	return false;
}

static bool output_clock_starts(const char *const *words, struct str word)
{
	for (; word.len > 0 && *words != NULL; words++)
		if ((word.at[0] | 32) == **words &&
		    str_eq_nocase(str_part(word, 0, strlen(*words)), str_of(*words)))
			return true;
	return false;
}

/* A word that announces a time, a date, a rate or an address. */
static bool output_clock_word(struct str word)
{
	static const char *const whole[] = {
		"sec",  "secs",  "ms",      "us",         "ns",     "msec",   "usec",  "nsec",
		"eta",  "wall",  "cpu",     "dt",         "fps",    "hz",     "pid",   "addr",
		"date", "today", "speedup", "throughput", "millis", "micros", "nanos", NULL,
	};
	static const char *const begins[] = {
		"timing",   "timed",    "timer",     "timestamp", "elaps",   "durat",
		"seconds",  "millisec", "microsec",  "nanosec",   "minutes", "clock",
		"datetime", "laten",    "benchmark", "address",   NULL,
	};
	if (output_clock_in(whole, word) || output_clock_starts(begins, word))
		return true;
	return word.len >= 4 && str_eq_nocase(str_part(word, word.len - 4, 4), STR("time"));
}

/*
 * Words that announce a time only where nothing else is counted: "times: [0.1]", not "times
 * heads came up: 503"; "took 0.5", not "took 17 steps".
 */
static bool output_clock_word_here(struct str line, struct str word, size_t end, size_t number_end)
{
	char after = output_clock_at(line, end);
	if (str_eq_nocase(word, STR("times")))
		return after == ':' || after == '=' || after == '\0';
	if (!str_eq_nocase(word, STR("took")))
		return false;
	while (output_clock_at(line, number_end) == ' ')
		number_end++;
	return !output_clock_letter(output_clock_at(line, number_end));
}

/* Whether a clock word stands in line[from, to); words end where a letter does. */
static bool output_clock_words(struct str line, size_t from, size_t to, size_t number_end)
{
	for (size_t i = from; i < to && i < line.len;) {
		size_t end = i;
		while (end < line.len && end - i < OUTPUT_WORD && output_clock_letter(line.at[end]))
			end++;
		struct str word = str_part(line, i, end - i);
		if (output_clock_word(word) || output_clock_word_here(line, word, end, number_end))
			return true;
		i = end > i ? end : i + 1;
	}
	return false;
}

static bool output_clock_letters(struct str line, size_t from, size_t to)
{
	for (size_t i = from; i < to && i < line.len; i++)
		if (output_clock_letter(line.at[i]))
			return true;
	return false;
}

/* How many digits stand at `i` and behind it. */
static size_t output_clock_digits(struct str line, size_t i)
{
	size_t from = i;
	while (output_clock_digit(output_clock_at(line, i)))
		i++;
	return i - from;
}

/* The year, month or day at `i`: one, two or four digits. */
static bool output_clock_field(size_t digits)
{
	return digits == 1 || digits == 2 || digits == 4;
}

/*
 * 12:03, 2026-11-25, 25/11/2026 at `i`; 503/1000, 3-2 and 10-200 are no dates. Returns the
 * length, 0 when it is none.
 */
static size_t output_clock_date(struct str line, size_t i)
{
	size_t first = output_clock_digits(line, i), at = i + first;
	char separator = output_clock_at(line, at);
	size_t second = output_clock_digits(line, at + 1);
	if (separator == ':' && first <= 2 && second == 2 && line.at[at + 1] < '6')
		return first + 1 + second;
	if ((separator != '-' && separator != '/') || !output_clock_field(first) || second == 0 ||
	    second > 2 || output_clock_at(line, at + 1 + second) != separator)
		return 0;
	size_t third = output_clock_digits(line, at + 2 + second);
	/* A year of four digits at one end, or all in two as in 11/25/26. */
	bool sized = (first == 4 && third <= 2) || (first <= 2 && third == 4) ||
		     (first <= 2 && second == 2 && third == 2);
	return sized && third > 0 ? first + second + third + 2 : 0;
}

/*
 * A part of a time or a date: the number stands in one that begins up to ten bytes before it,
 * or behind one and a colon or a T (seconds, the hour).
 */
static bool output_clock_form(struct str line, struct output_number number)
{
	size_t from = number.from + (line.at[number.from] == '-' || line.at[number.from] == '+');
	for (size_t i = from > 11 ? from - 11 : 0; i <= from; i++) {
		if (i > 0 && output_clock_digit(line.at[i - 1]))
			continue;
		size_t end = i + output_clock_date(line, i);
		/* 12:03:44, the seconds; 12:03:44,123, as Python's logging writes it. */
		const char *joints = number.len == 3 ? ":T.," : ":T.";
		if (end > i && (from < end || (from == end + 1 && line.at[end] != '\0' &&
					       strchr(joints, line.at[end]) != NULL)))
			return true;
	}
	return false;
}

/* An address: what Python's repr says, "at 0x7f01a2b3c4d0", or as long as one. */
static bool output_clock_address(struct str line, struct output_number number)
{
	enum { ADDRESS = 14 };
	size_t from = number.from;
	if (number.len <= 2 || line.at[from] != '0' || (line.at[from + 1] | 32) != 'x')
		return false;
	return number.len == ADDRESS || str_ends(str_part(line, 0, from), STR("at "));
}

/* "Nov", "November", "Wed", "Wednesday". */
static bool output_clock_name(struct str word)
{
	static const char *const names[] = {
		"january",   "february",  "march",   "april",    "may",      "june",   "july",
		"august",    "september", "october", "november", "december", "monday", "tuesday",
		"wednesday", "thursday",  "friday",  "saturday", "sunday",   NULL,
	};
	for (const char *const *name = names; *name != NULL; name++)
		if (str_eq_nocase(word, str_of(*name)) ||
		    str_eq_nocase(word, str_part(str_of(*name), 0, 3)))
			return true;
	return false;
}

/* "Nov 25", "25 Nov 2026": a day or a year right behind such a name, or a day before it. */
static bool output_clock_calendar(struct str line, struct output_number number)
{
	size_t end = number.from;
	while (end > 0 && (line.at[end - 1] == ' ' || line.at[end - 1] == ','))
		end--;
	size_t from = end, behind = number.from + number.len + 1;
	while (from > 0 && output_clock_letter(line.at[from - 1]))
		from--;
	size_t to = behind;
	while (output_clock_letter(output_clock_at(line, to)))
		to++;
	bool whole = output_clock_digits(line, number.from) == number.len;
	return whole &&
	       ((number.len <= 2 && output_clock_name(str_part(line, behind, to - behind))) ||
		((number.len <= 2 || number.len == 4) &&
		 output_clock_name(str_part(line, from, end - from))));
}

/* "0 h 3 m 2.5 s": these letters are units of time only in company. */
static bool output_clock_short_unit(struct str rest, struct str word)
{
	static const char *const units[] = {"d", "h", "m", "min", NULL};
	size_t i = word.len;
	while (i < rest.len && (rest.at[i] == ' ' || rest.at[i] == ','))
		i++;
	return output_clock_in(units, word) && output_clock_digit(output_clock_at(rest, i));
}

/* "0.5 s", "12ms", "3.1 it/s", "60 fps": what follows is a unit of time or a rate. */
static bool output_clock_unit(struct str line, struct output_number number)
{
	static const char *const units[] = {
		"s",          "sec",         "secs",         "second",      "seconds",
		"ms",         "msec",        "msecs",        "us",          "usec",
		"ns",         "nsec",        "fps",          "hz",          "khz",
		"mhz",        "ghz",         "flops",        "mflops",      "gflops",
		"mips",       "millisecond", "milliseconds", "microsecond", "microseconds",
		"nanosecond", "nanoseconds", NULL,
	};
	size_t i = number.from + number.len, end = i + 2;
	while (i < end && (output_clock_at(line, i) == ' ' || output_clock_at(line, i) == '[' ||
			   output_clock_at(line, i) == '('))
		i++;
	/* µ is U+00B5 or, in older texts, the Greek letter. */
	struct str rest = str_part(line, i, OUTPUT_WORD);
	if (str_starts(rest, STR("\xC2\xB5s")) || str_starts(rest, STR("\xCE\xBCs")))
		return true;
	size_t len = 0;
	while (len < rest.len && output_clock_letter(rest.at[len]))
		len++;
	struct str word = str_part(rest, 0, len);
	return output_clock_in(units, word) || output_clock_short_unit(rest, word) ||
	       str_starts(str_part(rest, len, rest.len), STR("/s")) ||
	       str_starts(str_part(rest, len, rest.len), STR(" per sec"));
}

/*
 * Where one remark of a line ends and another begins: "pi = 3.1412 (took 0.5 s)". A colon too:
 * in "waiting time: mean = 3.2" the number's own name is mean.
 */
static bool output_clock_boundary(struct str line, size_t i)
{
	char c = line.at[i];
	return c != '\0' && strchr(",;|()[]{}\t=:", c) != NULL;
}

/* "Time taken (brute): 0.3": where the bracket opens that closes before `i`; `i` when none does. */
static size_t output_clock_bracket(struct str line, size_t i, size_t floor)
{
	if (line.at[i - 1] != ')')
		return i;
	for (size_t at = i - 1; at > floor && !output_clock_digit(line.at[at - 1]); at--)
		if (line.at[at - 1] == '(')
			return at - 1;
	return i;
}

/* Where the remark begins that stands before the number; letters says whether it has a word. */
static size_t output_clock_label(struct str line, size_t to, bool *letters)
{
	size_t floor = to > OUTPUT_LABEL ? to - OUTPUT_LABEL : 0, i = to;
	*letters = false;
	while (i > floor) {
		size_t open = output_clock_bracket(line, i, floor);
		if (open < i) {
			i = open;
			continue;
		}
		if (*letters && output_clock_boundary(line, i - 1))
			break;
		*letters = *letters || output_clock_letter(line.at[i - 1]);
		i--;
	}
	return i;
}

/* How often `separator` stands in line[0, to). */
static size_t output_clock_count(struct str line, size_t to, char separator)
{
	size_t count = 0;
	for (size_t i = 0; i < to && i < line.len && i < OUTPUT_HEADER; i++)
		count += line.at[i] == separator;
	return count;
}

/* The number's column in a table whose header is `above`, by separator or by position. */
static bool output_clock_column(struct str line, struct output_number number, struct str above)
{
	static const char separators[] = ",;\t|";
	for (const char *separator = separators; *separator != '\0'; separator++) {
		size_t columns = output_clock_count(above, above.len, *separator);
		if (columns == 0 || columns != output_clock_count(line, line.len, *separator))
			continue;
		size_t column = output_clock_count(line, number.from, *separator);
		struct str field = {"", 0};
		for (size_t i = 0; i <= column; i++)
			if (!str_split(&above, *separator, &field))
				return false;
		return output_clock_words(field, 0, field.len, field.len);
	}
	if (number.from >= above.len)
		return false;
	/* The header's words above the number, whole. */
	size_t from = number.from, to = number.from + number.len;
	while (from > 0 && above.at[from - 1] != ' ')
		from--;
	while (to < above.len && above.at[to] != ' ')
		to++;
	return output_clock_words(above, from, to, above.len);
}

/* 2026, and 2027 in the run whose calendar was shifted by a year or two. */
static bool output_clock_year(struct str text, struct str again)
{
	long long year, next;
	return text.len == 4 && again.len == 4 && str_to_int(text, &year) &&
	       str_to_int(again, &next) && year > 1969 && next < 2200 && next > year &&
	       next <= year + 2;
}

bool output_clock(struct str line, struct output_number number, struct str again, struct str above)
{
	if (output_clock_form(line, number) || output_clock_address(line, number) ||
	    output_clock_calendar(line, number) || output_clock_unit(line, number) ||
	    output_clock_year(str_part(line, number.from, number.len), again))
		return true;
	bool letters;
	size_t from = output_clock_label(line, number.from, &letters);
	if (output_clock_words(line, from, number.from, number.from + number.len))
		return true;
	above = str_part(above, 0, OUTPUT_HEADER);
	if (output_clock_column(line, number, above))
		return true;
	if (letters)
		return false;
	/* A long list: "times: [0.1, 0.2, …"; or nothing but numbers, under "Elapsed time:". */
	size_t head = number.from < OUTPUT_LABEL ? number.from : OUTPUT_LABEL;
	if (output_clock_letters(line, 0, head))
		return output_clock_words(line, 0, head, line.len);
	return str_ends(str_trim(above), STR(":")) &&
	       output_clock_words(above, 0, above.len, above.len);
}
