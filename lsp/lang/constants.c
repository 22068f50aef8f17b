/*
 * Pairs the constants of a source with those of its translation. Careful rather than complete: a
 * pair that is none would hold something against a right translation.
 */
#include "lang/constants.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "constants_parts.h"

enum {
	CONSTANTS_LEAST = 3,      /* 0, 1 and 2 are steps, signs and halves */
	CONSTANTS_TELLING = 100,  /* from here on two equal numbers are hardly so by chance */
	CONSTANTS_CROWDED = 10,   /* from here on a neighbour is likely derived */
	CONSTANTS_MASK = 1 << 24, /* from here on powers of two are masks and moduli */
	CONSTANTS_FACTOR = 10000, /* from here on a short name is that of a generator's factor */
	CONSTANTS_TEXT = 256,     /* characters of a line, or of a number */
	CONSTANTS_NAME = 60,
};

struct str constant_write(struct arena *arena, const struct constant *constant, double number)
{
	struct str text = constant->text;
	bool hex = str_starts(text, STR("0x")) || str_starts(text, STR("0X"));
	size_t suffix = 0;
	while (suffix < text.len &&
	       strchr(hex ? "uUlLzZ" : "uUlLzZfF", text.at[text.len - 1 - suffix]) != NULL)
		suffix++;
	struct str end = str_part(text, text.len - suffix, suffix);
	if (constant->kind == CONSTANT_INTEGER)
		return arena_fmt(arena, "%.0f%.*s", number, STR_ARG(end));
	struct str digits = arena_fmt(arena, "%.17g", number);
	bool real = strpbrk(digits.at, ".e") != NULL;
	return arena_fmt(arena, "%.*s%s%.*s", STR_ARG(digits), real ? "" : ".0", STR_ARG(end));
}

struct str constant_replace(struct arena *arena, struct str source, const struct constant *constant,
			    struct str text)
{
	size_t end = constant->from + constant->text.len;
	return arena_fmt(arena, "%.*s%.*s%.*s", (int)constant->from, source.at, STR_ARG(text),
			 (int)(source.len - end), source.at + end);
}

/* Letters and digits alone, small; without the k of kMaxValue. */
static size_t constant_plain_name(struct str name, char *plain)
{
	size_t n = 0;
	bool k = name.len > 1 && name.at[0] == 'k' && name.at[1] >= 'A' && name.at[1] <= 'Z';
	for (size_t i = k; i < name.len && n < CONSTANTS_NAME; i++) {
		char c = name.at[i];
		if (c == '_')
			continue;
		plain[n++] = c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
	}
	return n;
}

bool constant_names_same(struct str a, struct str b)
{
	char x[CONSTANTS_NAME], y[CONSTANTS_NAME];
	size_t n = constant_plain_name(a, x), m = constant_plain_name(b, y);
	return n > 0 && n == m && memcmp(x, y, n) == 0;
}

static bool constant_is_number(const struct constant *constant)
{
	return constant->kind != CONSTANT_TEXT;
}

static bool constant_same_value(const struct constant *a, const struct constant *b)
{
	return constant_is_number(a) && constant_is_number(b) && a->number == b->number;
}

static size_t constants_count(const struct constants *constants, double number)
{
	size_t n = 0;
	for (size_t i = 0; i < constants->count; i++)
		n += constant_is_number(&constants->at[i]) && constants->at[i].number == number;
	return n;
}

static bool constant_digit(struct str text, size_t i)
{
	return i < text.len && text.at[i] >= '0' && text.at[i] <= '9';
}

size_t constants_in_texts(const struct constants *constants, struct str digits)
{
	size_t n = 0;
	for (size_t i = 0; i < constants->count; i++) {
		struct str text = constants->at[i].text;
		for (size_t at = 0; constants->at[i].kind == CONSTANT_TEXT && at < text.len;) {
			at += str_find(str_part(text, at, text.len), digits);
			size_t end = at + digits.len;
			n += at < text.len && !constant_digit(text, end) &&
			     (at == 0 || !constant_digit(text, at - 1));
			at = end;
		}
	}
	return n;
}

static bool constant_power_of_two(int64_t value)
{
	return value > 0 && (value & (value - 1)) == 0;
}

bool constant_name_has(struct str name, const char *const *words)
{
	char plain[CONSTANTS_NAME];
	struct str small = {plain, constant_plain_name(name, plain)};
	for (; *words != NULL; words++)
		if (str_has(small, str_of(*words)))
			return true;
	return false;
}

/* Factors, moduli and the like: not what a program is parameterised by. */
static bool constant_is_factor(const struct constant *constant)
{
	static const char *const words[] = {"mod", "mask", "mult", "incr", "prime", "base",
					    "inf", "eps",  "tol",  "fnv",  NULL};
	int64_t value = constant->integer;
	if (constant_name_has(constant->name, words) || str_starts(constant->text, STR("0x")))
		return true;
	bool power = constant_power_of_two(value) || constant_power_of_two(value + 1) ||
		     constant_power_of_two(value - 1);
	bool letter = constant->name.len == 1 && strchr("acm", constant->name.at[0] | 32) != NULL;
	return (value >= CONSTANTS_MASK && power) || (value >= CONSTANTS_FACTOR && letter);
}

bool constant_can_vary(const struct constant *constant)
{
	if (!constant_is_number(constant) || constant->place == CONSTANT_OPERAND ||
	    constant->place == CONSTANT_ROOM || constant->number <= 0)
		return false;
	if (!constant->whole)
		return constant->place == CONSTANT_NAMED || constant->place == CONSTANT_ARGUMENT;
	if (constant->place == CONSTANT_SEED)
		return true;
	return constant->number >= CONSTANTS_LEAST && !constant_is_factor(constant);
}

/* Whether somebody who knew `v` could have computed `u` from it. */
static bool constant_derives(double v, double u)
{
	const double of[] = {v,      2 * v,  v / 2,           v * v, v * (v + 1) / 2,
			     v * 10, v / 10, v * (v - 1) / 2, v * 4, v * v / 2};
	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++)
		if (u != v && (fabs(u - of[i]) <= 2 || fabs(u - of[i]) <= fabs(of[i]) / 20))
			return true;
	return false;
}

/* The translation holds a number that the source does not, and that may follow from `v`. */
static bool constants_computed(const struct constants *source, const struct constants *target,
			       double v)
{
	for (size_t i = 0; i < target->count; i++) {
		const struct constant *constant = &target->at[i];
		if (constant_is_number(constant) && constant->number > CONSTANTS_LEAST &&
		    constant->whole && constants_count(source, constant->number) == 0 &&
		    constant_derives(v, constant->number))
			return true;
	}
	return false;
}

/* The translation's loop goes to a number computed from `v`, which itself may go unused. */
static bool constants_limited(const struct constants *source, const struct constants *target,
			      double v)
{
	for (size_t i = 0; i < target->count; i++) {
		const struct constant *at = &target->at[i];
		double u = at->number, beside = fabs(u - v);
		bool exact = beside == 1 || u == 2 * v || u == v / 2 || u == v * v;
		bool goes = at->place == CONSTANT_LIMIT && exact;
		bool last = at->place == CONSTANT_NAMED && beside == 1;
		if (constant_is_number(at) && (goes || last) && constants_count(source, u) == 0)
			return true;
	}
	return false;
}

/* The most times that one character follows itself in a text. */
static size_t constants_run(struct str text)
{
	size_t longest = 0, run = 0;
	for (size_t i = 0; i < text.len; i++) {
		run = i > 0 && text.at[i] == text.at[i - 1] ? run + 1 : 1;
		longest = run > longest ? run : longest;
	}
	return longest;
}

bool constants_written_out(const struct constants *source, const struct constants *target, double v)
{
	for (size_t i = 0; i < target->count; i++) {
		size_t run = constants_run(target->at[i].text);
		bool drawn = target->at[i].kind == CONSTANT_TEXT && v >= CONSTANTS_CROWDED &&
			     fabs((double)run - v) <= 2;
		for (size_t j = 0; j < source->count && drawn; j++)
			drawn = source->at[j].kind != CONSTANT_TEXT ||
				constants_run(source->at[j].text) != run;
		if (drawn)
			return true;
	}
	return false;
}

/* Another array of the translation has room for as many as there are, perhaps for no more. */
static bool constants_roomy(const struct constants *target, const struct constant *own)
{
	for (size_t i = 0; i < target->count; i++) {
		const struct constant *constant = &target->at[i];
		bool text = str_eq(constant->name, STR("char")) &&
			    constant->number <= CONSTANTS_TEXT && constant->number != own->number;
		if (constant != own && constant->place == CONSTANT_ROOM && !text &&
		    constant->number >= own->number)
			return true;
	}
	return false;
}

/* The one constant of the translation with the same value, and the same name where there is one. */
static const struct constant *constants_counterpart(const struct constants *target,
						    const struct constant *constant, bool named)
{
	const struct constant *found = NULL;
	for (size_t i = 0; i < target->count; i++) {
		const struct constant *other = &target->at[i];
		if (!constant_same_value(constant, other) ||
		    (named && !constant_names_same(constant->name, other->name)))
			continue;
		if (found != NULL)
			return NULL;
		found = other;
	}
	return found;
}

static bool constants_taken(const struct constant_pair *pairs, size_t count,
			    const struct constant *target)
{
	for (size_t i = 0; i < count; i++)
		if (pairs[i].target == target)
			return true;
	return false;
}

/* The name stands once among those that share the value, so that nothing else can be meant. */
static bool constants_name_once(const struct constants *source, const struct constant *constant)
{
	size_t n = 0;
	for (size_t i = 0; i < source->count; i++)
		n += constant_same_value(&source->at[i], constant) &&
		     constant_names_same(source->at[i].name, constant->name);
	return n == 1;
}

static bool constants_pair_one(const struct constants *source, const struct constants *target,
			       const struct constant *constant, bool named,
			       struct constant_pair *pair)
{
	double v = constant->number;
	size_t here = constants_count(source, v), there = constants_count(target, v);
	char digits[40];
	int len = snprintf(digits, sizeof(digits), "%.15g", v);
	struct str text = {digits, (size_t)len};
	const struct constant *other = constants_counterpart(target, constant, named);
	if (other == NULL || (named && !constants_name_once(source, constant)) ||
	    (!named && (here != 1 || there != 1 || !constant->whole)) ||
	    (here != there && v >= CONSTANTS_TELLING))
		return false;
	if (constant->place != CONSTANT_SEED &&
	    ((constant->whole &&
	      (constants_written_out(source, target, v) || constants_limited(source, target, v))) ||
	     constants_in_texts(target, text) > constants_in_texts(source, text)))
		return false;
	bool derived = constant->place != CONSTANT_SEED && constant->whole &&
		       constants_computed(source, target, v);
	if (derived && !named && v < CONSTANTS_TELLING)
		return false;
	bool seed = constant->place == CONSTANT_SEED || other->place == CONSTANT_SEED ||
		    constant_names_same(constant->name, STR("seed"));
	bool crowded = v >= CONSTANTS_CROWDED &&
		       constants_count(source, v - 1) + constants_count(source, v + 1) > 0;
	*pair = (struct constant_pair){
		.source = constant,
		.target = other,
		.named = named,
		.seed = seed,
		.weak = here != there || crowded || (!named && !seed && v < CONSTANTS_TELLING),
		.roomy = constants_roomy(target, other),
		.derived = derived,
	};
	return true;
}

size_t constants_pair(const struct constants *source, const struct constants *target,
		      struct constant_pair *pairs, size_t max)
{
	size_t count = 0;
	for (int named = 1; named >= 0; named--)
		for (size_t i = 0; i < source->count && count < max; i++) {
			const struct constant *constant = &source->at[i];
			if (constant_can_vary(constant) &&
			    constants_pair_one(source, target, constant, named == 1,
					       &pairs[count]) &&
			    !constants_taken(pairs, count, pairs[count].target))
				count++;
		}
	return count;
}
