/*
 * Numbers in a line of output, and their exact values. Never through double: a translation
 * that is off in the 17th digit is a wrong translation, and an integer of 40 digits is one
 * number like any other.
 */
#include <float.h>
#include <math.h>
#include <string.h>

#include "output_parts.h"

enum { OUTPUT_EXPONENT = 17 }; /* digits of an exponent that are understood */

/* How far apart two numbers are that differ by rounding errors alone. */
static const double OUTPUT_CLOSE_RELATIVE = 1e-9, OUTPUT_CLOSE_ABSOLUTE = 1e-15;

static bool output_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool output_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool output_hex_digit(char c)
{
	return output_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* The byte at `i`, or NUL outside. */
static char output_at(struct str line, size_t i)
{
	return i < line.len ? line.at[i] : '\0';
}

static char output_before(struct str line, size_t i)
{
	return i > 0 ? line.at[i - 1] : '\0';
}

static size_t output_digits(struct str line, size_t i)
{
	while (output_digit(output_at(line, i)))
		i++;
	return i;
}

/* The end of the unsigned number that begins at `i` with a digit, or a dot and a digit. */
static size_t output_number_end(struct str line, size_t i)
{
	if (line.at[i] == '0' && (output_at(line, i + 1) | 32) == 'x' &&
	    output_hex_digit(output_at(line, i + 2)) && !output_letter(output_before(line, i))) {
		i += 2;
		while (output_hex_digit(output_at(line, i)))
			i++;
		return i;
	}
	i = output_digits(line, i);
	if (output_at(line, i) == '.' && output_digit(output_at(line, i + 1)))
		i = output_digits(line, i + 1);
	if ((output_at(line, i) | 32) != 'e')
		return i;
	size_t exponent = i + 1;
	if (output_at(line, exponent) == '+' || output_at(line, exponent) == '-')
		exponent++;
	return output_digit(output_at(line, exponent)) ? output_digits(line, exponent) : i;
}

/* A sign belongs to a number unless something stands before it that it may join: 2026-11, (x)-1. */
static bool output_sign(struct str line, size_t i)
{
	if (line.at[i] != '-' && line.at[i] != '+')
		return false;
	char before = output_before(line, i);
	return !output_digit(before) && !output_letter(before) &&
	       (before == '\0' || strchr(".)]", before) == NULL);
}

static bool output_number_begins(struct str line, size_t i)
{
	char c = output_at(line, i), before = output_before(line, i);
	if (output_digit(c))
		return true;
	return c == '.' && output_digit(output_at(line, i + 1)) && !output_letter(before) &&
	       before != '.';
}

bool output_number_next(struct str line, size_t from, struct output_number *number)
{
	for (size_t i = from; i < line.len; i++) {
		bool sign = output_sign(line, i) && output_number_begins(line, i + 1);
		if (!sign && !output_number_begins(line, i))
			continue;
		size_t digits = sign ? i + 1 : i;
		*number = (struct output_number){i, output_number_end(line, digits) - i};
		return true;
	}
	return false;
}

size_t output_number_grouped(struct str line, struct output_number number)
{
	enum { GROUP = 3 };
	size_t sign = output_digit(line.at[number.from]) ? 0 : 1, at = number.from + sign;
	size_t end = output_digits(line, at), first = end - at, groups = 0;
	if (end != number.from + number.len || first == 0 || first > GROUP || line.at[at] == '0')
		return number.len;
	while (output_at(line, end) == ',' && output_digits(line, end + 1) == end + 1 + GROUP) {
		end += 1 + GROUP;
		groups++;
	}
	/* Digits that go on were no group: "1,234,56". */
	if (groups == 0 || (output_at(line, end) == ',' && output_digit(output_at(line, end + 1))))
		return number.len;
	if (output_at(line, end) == '.' && output_digit(output_at(line, end + 1)))
		end = output_digits(line, end + 1);
	return end - number.from;
}

bool output_number_plain(struct str text, char *plain, size_t room)
{
	size_t len = 0;
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == ',')
			continue;
		if (len + 1 == room)
			return false;
		plain[len++] = text.at[i];
	}
	plain[len] = '\0';
	return true;
}

/* A decimal number as its significant digits and the power of ten of the first of them. */
struct output_decimal {
	bool negative, zero;
	const char *digits, *end; /* from the first digit that is not 0; may hold a dot */
	long long power;
};

static bool output_exponent(struct str text, long long *exponent)
{
	bool negative = text.at[0] == '-';
	size_t i = text.at[0] == '-' || text.at[0] == '+';
	while (i < text.len && text.at[i] == '0')
		i++;
	if (text.len - i > OUTPUT_EXPONENT)
		return false;
	long long value = 0;
	for (; i < text.len; i++)
		value = value * 10 + (text.at[i] - '0');
	*exponent = negative ? -value : value;
	return true;
}

static bool output_decimal(struct str text, struct output_decimal *decimal)
{
	*decimal = (struct output_decimal){.negative = text.at[0] == '-', .zero = true};
	const char *at = text.at + (text.at[0] == '-' || text.at[0] == '+');
	const char *end = text.at + text.len;
	if (at + 1 < end && at[0] == '0' && (at[1] | 32) == 'x')
		return false;
	const char *dot = NULL, *stop = at;
	for (; stop < end && (*stop | 32) != 'e'; stop++)
		if (*stop == '.')
			dot = stop;
	decimal->end = stop;
	const char *point = dot == NULL ? stop : dot;
	for (; at < stop; at++)
		if (*at != '.' && *at != '0')
			break;
	decimal->digits = at;
	decimal->zero = at == stop;
	decimal->power = at < point ? (long long)(point - at) - 1 : (long long)(point - at);
	long long exponent = 0;
	if (stop < end &&
	    !output_exponent((struct str){stop + 1, (size_t)(end - stop - 1)}, &exponent))
		return false;
	decimal->power += exponent;
	return true;
}

/* The next digit, or 0 behind the last: trailing zeros change no value. */
static char output_next_digit(const char **at, const char *end)
{
	if (*at < end && **at == '.')
		++*at;
	return *at < end ? *(*at)++ : '0';
}

bool output_number_same(struct str a, struct str b)
{
	if (str_eq(a, b))
		return true;
	struct output_decimal x, y;
	if (!output_decimal(a, &x) || !output_decimal(b, &y))
		return false;
	if (x.zero || y.zero)
		return x.zero && y.zero;
	if (x.negative != y.negative || x.power != y.power)
		return false;
	while (x.digits < x.end || y.digits < y.end)
		if (output_next_digit(&x.digits, x.end) != output_next_digit(&y.digits, y.end))
			return false;
	return true;
}

/* "007", "-00.5": filled with zeros, as codes are. */
static bool output_number_filled(struct str text)
{
	size_t i = text.len > 0 && (text.at[0] == '-' || text.at[0] == '+');
	return text.len > i + 1 && text.at[i] == '0' && output_digit(text.at[i + 1]);
}

/* '12', "1.5": text that happens to be digits. */
static bool output_number_quoted(struct str line, struct output_number number)
{
	char before = output_before(line, number.from);
	return (before == '\'' || before == '"') &&
	       output_at(line, number.from + number.len) == before;
}

bool output_number_has_value(struct str line, struct output_number number)
{
	char before = output_before(line, number.from);
	size_t end = number.from + number.len;
	char after = output_at(line, end);
	if (output_letter(before) || (unsigned char)before >= 0x80)
		return false;
	if (output_number_filled(str_part(line, number.from, number.len)) ||
	    output_number_quoted(line, number))
		return false;
	if (before == '.' || (line.at[number.from] == '.' && output_digit(before)) ||
	    (after == '.' && output_digit(output_at(line, end + 1))))
		return false;
	if (!output_letter(after))
		return true;
	/* "12ms" has a value, "12e4f" is rather a part of a digest. */
	return memchr(line.at + number.from, 'e', number.len) == NULL &&
	       memchr(line.at + number.from, 'E', number.len) == NULL;
}

/* Written as a floating-point number. */
static bool output_number_floats(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == '.' || (text.at[i] | 32) == 'e')
			return text.len < 2 || (text.at[1] | 32) != 'x';
	return false;
}

bool output_number_close(struct str a, struct str b, struct output_distance *distance)
{
	double x, y;
	if (!output_number_floats(a) || !output_number_floats(b) || !str_to_double(a, &x) ||
	    !str_to_double(b, &y) || !isfinite(x) || !isfinite(y))
		return false;
	double absolute = fabs(x - y), larger = fmax(fabs(x), fabs(y));
	double relative = larger > 0 ? absolute / larger : 0;
	/* Further digits than a double has differ: less than its last one. */
	if (absolute == 0 && larger > 0) {
		relative = DBL_EPSILON;
		absolute = larger * DBL_EPSILON;
	}
	if (relative > OUTPUT_CLOSE_RELATIVE && absolute > OUTPUT_CLOSE_ABSOLUTE)
		return false;
	/* What is close to nothing has no relative distance to speak of. */
	if (relative <= OUTPUT_CLOSE_RELATIVE)
		distance->relative = fmax(distance->relative, relative);
	distance->absolute = fmax(distance->absolute, absolute);
	return true;
}
