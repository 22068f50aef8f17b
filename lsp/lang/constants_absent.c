/*
 * Numbers that a source is parameterised by and its translation has nothing of. Careful: whatever
 * may have been computed from such a number counts as having it, also where it was by chance.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "constants_parts.h"

enum {
	ABSENT_LEAST = 100,  /* fewer of something may be written out */
	ABSENT_PART = 10,    /* a smaller number is no part of another */
	ABSENT_TIMES = 64,   /* times, or parts, of a number that may well be meant */
	ABSENT_CHAIN = 12,   /* numbers of a sum */
	ABSENT_SHIFT = 62,   /* places */
	ABSENT_RESULT = 100, /* a smaller sum stands in an output by chance */
};

static bool absent_number(const struct constant *constant)
{
	return constant->kind != CONSTANT_TEXT;
}

/* Whether somebody who knew `v`, and `w`, could have written `u`. */
static bool absent_with(double v, double w, double u)
{
	return u == v + w || u == v - w || u == v * w || (w != 0 && floor(v / w) == u);
}

/* It is `v`, some times that or a part of it, or that with another number of the source. */
static bool absent_follows(const struct constants *source, double v, double u)
{
	u = fabs(u);
	if (u < ABSENT_PART)
		return false;
	if (fabs(u - v) <= 1)
		return true;
	for (double times = 2; times <= ABSENT_TIMES; times++)
		if (u == v * times || fabs(u - v / times) < 1)
			return true;
	for (size_t i = 0; i < source->count; i++)
		if (absent_number(&source->at[i]) && absent_with(v, source->at[i].number, u))
			return true;
	return false;
}

/* The same, or what comes of a formula. */
static bool absent_derives(const struct constants *source, double v, double u)
{
	const double of[] = {v * v,          v * v * v, v * (v + 1) / 2, v * (v - 1) / 2,
			     floor(sqrt(v)), v * 100,   v * 1000,        v / 1000};
	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++)
		if (fabs(fabs(u) - of[i]) <= 1 && fabs(u) >= ABSENT_PART)
			return true;
	return absent_follows(source, v, u);
}

/* The sign between two numbers, where nothing else stands there; else 0. */
static char absent_joined(struct str text, const struct constant *a, const struct constant *b)
{
	size_t from = a->from + a->text.len;
	if (!absent_number(a) || !absent_number(b) || from > b->from)
		return 0;
	struct str between = str_trim(str_part(text, from, b->from - from));
	return between.len == 1 && strchr("+-*", between.at[0]) != NULL ? between.at[0] : 0;
}

/* How many numbers from `first` on are a sum of products, and its value. */
static size_t absent_chain(const struct constants *target, struct str text, size_t first,
			   double *value)
{
	double sum = 0, product = target->at[first].number;
	size_t i = first;
	for (; i + 1 < target->count && i - first < ABSENT_CHAIN; i++) {
		char sign = absent_joined(text, &target->at[i], &target->at[i + 1]);
		double next = target->at[i + 1].number;
		if (sign == 0)
			break;
		sum += sign == '*' ? 0 : product;
		product = sign == '*' ? product * next : sign == '-' ? -next : next;
	}
	*value = sum + product;
	return i - first + 1;
}

static bool absent_stands(struct str output, double value)
{
	char digits[40];
	if (fabs(value) < ABSENT_RESULT || fabs(value) >= 1e15)
		return false;
	int len = snprintf(digits, sizeof(digits), "%.0f", fabs(value));
	return str_has(output, (struct str){digits, (size_t)len});
}

/* Two or three numbers after each other that make `v`: 24 * 60 * 60, 1 << 20. */
static bool absent_made(const struct constants *target, size_t i, double v)
{
	double a = target->at[i].number;
	if (i + 1 >= target->count || !absent_number(&target->at[i + 1]))
		return false;
	double b = target->at[i + 1].number;
	bool shift = b >= 0 && b <= ABSENT_SHIFT && fabs(ldexp(a, (int)b) - v) <= 1;
	bool third = i + 2 < target->count && absent_number(&target->at[i + 2]);
	return shift || fabs(a * b - v) <= 1 || a + b == v || a - b == v || pow(a, b) == v ||
	       (third && fabs(a * b * target->at[i + 2].number - v) <= 1);
}

static bool absent_is_held(const struct constants *source, const struct constants *target,
			   struct str text, struct str output, double v)
{
	for (size_t i = 0; i < target->count;) {
		double value = 0;
		size_t length = 1;
		if (absent_number(&target->at[i]))
			length = absent_chain(target, text, i, &value);
		/* A sum that was written to hide what it comes to: nobody writes N(N - 1) / 2 so.
		 */
		bool answer = length > 1 && absent_stands(output, value) &&
			      !absent_follows(source, v, value);
		for (size_t k = i; answer && k < i + length; k++)
			answer = fabs(target->at[k].number - v) > 1;
		for (size_t k = i; !answer && k < i + length; k++)
			if (absent_number(&target->at[k]) &&
			    (absent_derives(source, v, target->at[k].number) ||
			     absent_made(target, k, v)))
				return true;
		if (length > 1 && !answer && absent_derives(source, v, value))
			return true;
		i += length;
	}
	return false;
}

/* Directives are not read, and what they define may be anything. */
static bool absent_is_defined(struct str text, struct str digits)
{
	struct str line;
	while (str_line(&text, &line)) {
		line = str_trim(line);
		if (str_starts(line, STR("#")) &&
		    (str_has(line, digits) || str_has(line, STR("'"))))
			return true;
	}
	return false;
}

/* How wide or exact something is written, and limits of types and hours, have other names there. */
static bool absent_is_told_otherwise(const struct constant *constant, struct str text)
{
	static const char *const words[] = {"width", "prec",    "digit",  "place", "line",
					    "wrap",  "col",     "indent", "depth", "delay",
					    "sleep", "timeout", NULL};
	int64_t v = constant->integer;
	bool power = (v & (v - 1)) == 0 || (v & (v + 1)) == 0 || ((v - 1) & (v - 2)) == 0;
	return power || constant_name_has(constant->name, words) ||
	       (v % 60 == 0 && str_has(text, STR("chrono")));
}

size_t constants_absent(const struct constants *source, const struct constants *target,
			struct str text, struct str output, struct constant_pair *pairs, size_t max)
{
	size_t count = 0;
	for (size_t i = 0; i < source->count && count < max; i++) {
		const struct constant *at = &source->at[i];
		char digits[40];
		int len = snprintf(digits, sizeof(digits), "%.15g", at->number);
		struct str number = {digits, (size_t)len};
		bool place = at->place == CONSTANT_NAMED || at->place == CONSTANT_LIMIT ||
			     at->place == CONSTANT_ARGUMENT;
		if (place && at->whole && at->number >= ABSENT_LEAST && constant_can_vary(at) &&
		    !absent_is_told_otherwise(at, text) && !absent_is_defined(text, number) &&
		    constants_in_texts(target, number) == 0 &&
		    !constants_written_out(source, target, at->number) &&
		    !absent_is_held(source, target, text, output, at->number))
			pairs[count++] = (struct constant_pair){.source = at};
	}
	return count;
}
