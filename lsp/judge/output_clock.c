/*
 * Does a number read as a clock's? It carries a unit of time or a rate, or stands behind a word
 * that names one. That proves nothing: the mean waiting time of a simulation reads as a clock's.
 * It counts beside what output_reading.c finds, where digits are few.
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

/* "pid 4711", "process 4711 started". */
static bool output_clock_process(struct str line, struct output_number number)
{
	size_t end = number.from;
	while (end > 0 && line.at[end - 1] != '\0' && strchr(" =:#(", line.at[end - 1]) != NULL)
		end--;
	struct str before = str_part(line, 0, end);
	size_t from = end;
	while (from > 0 && output_clock_letter(line.at[from - 1]))
		from--;
	return str_eq_nocase(str_part(before, from, end - from), STR("pid"));
}

bool output_clock_address(struct str line, struct output_number number)
{
	enum { ADDRESS = 14 };
	size_t from = number.from;
	if (output_clock_process(line, number))
		return true;
	if (number.len <= 2 || line.at[from] != '0' || (line.at[from + 1] | 32) != 'x')
		return false;
	return number.len == ADDRESS || str_ends(str_part(line, 0, from), STR("at "));
}

int output_clock_name(struct str word)
{
	static const char *const names[] = {
		"january",   "february",  "march",   "april",    "may",      "june",   "july",
		"august",    "september", "october", "november", "december", "monday", "tuesday",
		"wednesday", "thursday",  "friday",  "saturday", "sunday",
	};
	for (int i = 0; word.len >= 3 && i < 19; i++)
		if ((word.at[0] | 32) == names[i][0] &&
		    (str_eq_nocase(word, str_of(names[i])) ||
		     str_eq_nocase(word, str_part(str_of(names[i]), 0, 3))))
			return i < 12 ? i + 1 : i + 8;
	return 0;
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
	/* "1.5 M rows/s" */
	if (len == 1 && memchr("kKMG", rest.at[0], 4) != NULL && output_clock_at(rest, 1) == ' ') {
		rest = str_part(line, i + 2, OUTPUT_WORD);
		for (len = 0; len < rest.len && output_clock_letter(rest.at[len]);)
			len++;
		word = STR("");
	}
	return output_clock_in(units, word) || output_clock_short_unit(rest, word) ||
	       str_starts(str_part(rest, len, rest.len), STR("/s")) ||
	       str_starts(str_part(rest, len, rest.len), STR(" per sec"));
}

double output_clock_seconds(struct str word)
{
	static const struct {
		const char *word;
		double seconds;
	} units[] = {
		{"d", 86400},
		{"day", 86400},
		{"days", 86400},
		{"h", 3600},
		{"hr", 3600},
		{"hrs", 3600},
		{"hour", 3600},
		{"hours", 3600},
		{"m", 60},
		{"min", 60},
		{"mins", 60},
		{"minute", 60},
		{"minutes", 60},
		{"s", 1},
		{"sec", 1},
		{"secs", 1},
		{"second", 1},
		{"seconds", 1},
		{"ms", 1e-3},
		{"msec", 1e-3},
		{"us", 1e-6},
		{"usec", 1e-6},
		{"millisecond", 1e-3},
		{"ns", 1e-9},
		{"milliseconds", 1e-3},
	};
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (str_eq_nocase(word, str_of(units[i].word)))
			return units[i].seconds;
	return 0;
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

bool output_clock(struct str line, struct output_number number, struct str above)
{
	if (output_clock_unit(line, number))
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

bool output_clock_ratio(struct str line, struct output_number number)
{
	struct str rest = str_part(line, number.from + number.len, 7);
	struct str text = str_part(line, number.from, number.len);
	return str_starts(rest, STR("x")) || str_has(line, STR("peedup")) ||
	       str_has(line, STR("peed-up")) ||
	       (str_starts(rest, STR(" times")) && str_has(text, STR(".")));
}
