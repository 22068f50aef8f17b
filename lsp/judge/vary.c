/*
 * The order of tries: one more than there is (odd where it was even), then more and less of it.
 * What a run will take is foretold from how the original's time grew so far, because a tenfold
 * size may well mean a thousandfold time.
 */
#include "judge/vary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output_parts.h"
#include "vary_parts.h"

enum {
	VARY_MOST = 100000000,   /* larger sizes overflow in right programs too */
	VARY_FEW = 50,           /* below, time may grow with the power of the size */
	VARY_SMALL = 1000,       /* a fraction of less is another kind of program */
	VARY_EDGE = 20,          /* below, more of it may exceed what there is to take from */
	VARY_NUMBER = 64,        /* bytes of a number that is understood */
	VARY_ROUGH = 10,         /* times a value: more was hardly meant */
	VARY_GROWTH_SHOWN = 100, /* a size this many times larger must be seen in the time */
};

static const double vary_floor_s = 0.003;  /* below, times tell nothing */
static const double vary_python_s = 0.010; /* of the interpreter's start */

enum { VARY_STEPS = 10, VARY_TEXTS = 3 };

/* The values to try for a number of things. */
static double vary_step(double v, bool slow, size_t step)
{
	switch (step) {
	case 0:
		return v + 1;
	case 1:
		return v * 10;
	case 2:
		return floor(v / 2);
	case 3:
		return v * 2;
	case 4:
		return v + 2;
	case 5:
		return v * 100;
	case 6:
		return v * 1000;
	case 7:
		return v - 1;
	case 8:
		return slow && v >= VARY_SMALL ? floor(v / 4) : 0;
	default:
		return slow && v >= VARY_SMALL ? floor(v / 10) : 0;
	}
}

static double vary_value(const struct vary *vary, const struct vary_pair *pair, size_t step)
{
	static const double seeds[] = {12345, 7, 1234567, 99};
	static const double factors[] = {1.5, 0.75};
	if (pair->text)
		return step < VARY_TEXTS ? (double)step + 1 : 0;
	if (pair->seed)
		return step < 4 ? seeds[step] : 0;
	if (pair->absent)
		return step < 2 ? vary_step(pair->value, false, 2 * step) : 0;
	if (!pair->whole)
		return step < 2 ? pair->value * factors[step] : 0;
	return vary_step(pair->value, vary->source_cpu > vary->run_max / 3, step);
}

double vary_compute(double cpu)
{
	return fmax(cpu - vary_python_s, vary_floor_s);
}

/* A size that was run, and what the original computed with it, in seconds. */
struct vary_point {
	double size, time;
};

static void vary_reach_one(struct vary_point point, struct vary_point *least,
			   struct vary_point *most)
{
	bool seen = point.time > 2 * vary_floor_s;
	if (seen && (least->size == 0 || point.size < least->size))
		*least = point;
	if (point.size > most->size)
		*most = point;
}

/* The smallest size of a pair's constant whose time could be seen, and the largest of all. */
static void vary_reach(const struct vary *vary, size_t pair, struct vary_point *least,
		       struct vary_point *most)
{
	*least = *most = (struct vary_point){0, 0};
	vary_reach_one((struct vary_point){vary->pairs[pair].value, vary_compute(vary->source_cpu)},
		       least, most);
	for (size_t i = 0; i < vary->try_count; i++) {
		const struct vary_try *at = &vary->tries[i];
		if (!at->both && at->pair == pair && at->source_cpu > 0)
			vary_reach_one((struct vary_point){at->value, vary_compute(at->source_cpu)},
				       least, most);
	}
}

/* How the time grows with the size, as a power: measured where it can be, else a guess. */
static double vary_growth(double value, struct vary_point least, struct vary_point most)
{
	bool few = value < VARY_FEW;
	if (least.size > 0 && most.size / least.size >= (few ? 1.05 : 1.5))
		return fmin(fmax(log(most.time / least.time) / log(most.size / least.size), 1), 12);
	if (!few)
		return 2;
	return most.size < 2 * value || least.size > 0 ? 8 : 3;
}

static double vary_foretell(const struct vary *vary, size_t pair, double value)
{
	double size = vary->pairs[pair].value, time = vary_compute(vary->source_cpu);
	struct vary_point least, most;
	vary_reach(vary, pair, &least, &most);
	if (value < size)
		return vary_python_s + time * (value / size);
	double more = fmax(value / most.size, 1);
	return vary_python_s + most.time * pow(more, vary_growth(size, least, most));
}

static bool vary_tried(const struct vary *vary, size_t pair, double value)
{
	for (size_t i = 0; i < vary->try_count; i++)
		if (!vary->tries[i].both && vary->tries[i].pair == pair &&
		    vary->tries[i].value == value)
			return true;
	return false;
}

/* A larger one was stopped by a limit or failed: still larger ones will too. */
static bool vary_beyond(const struct vary *vary, size_t pair, double value)
{
	for (size_t i = 0; i < vary->try_count; i++) {
		const struct vary_try *at = &vary->tries[i];
		if (!at->both && at->pair == pair && at->outcome == VARY_ASIDE &&
		    at->value > vary->pairs[pair].value && value >= at->value)
			return true;
	}
	return false;
}

static bool vary_fits(const struct vary *vary, size_t index, double value)
{
	const struct vary_pair *pair = &vary->pairs[index];
	double v = pair->value;
	if (value <= 0 || value == v || vary_tried(vary, index, value) ||
	    vary_beyond(vary, index, value))
		return false;
	if (pair->seed || pair->text)
		return vary->source_cpu < fmin(vary->run_max, vary->left);
	if (pair->whole && value > v + 1 && value > VARY_MOST)
		return false;
	return vary_foretell(vary, index, value) < fmin(vary->run_max, vary->left);
}

bool vary_next(const struct vary *vary, size_t *pair, double *value)
{
	if (vary->try_count >= VARY_TRIES)
		return false;
	for (size_t step = 0; step < VARY_STEPS; step++)
		for (size_t i = 0; i < vary->pair_count; i++) {
			*pair = i;
			*value = vary_value(vary, &vary->pairs[i], step);
			if (vary_fits(vary, i, *value))
				return true;
		}
	return false;
}

size_t vary_agreed(const struct vary *vary, size_t pair)
{
	size_t n = 0;
	for (size_t i = 0; i < vary->try_count; i++)
		n += !vary->tries[i].both && vary->tries[i].pair == pair &&
		     vary->tries[i].outcome == VARY_SAME && vary->tries[i].changed;
	return n;
}

static bool vary_has_more(const struct vary *vary, size_t pair)
{
	for (size_t i = 0; i < vary->try_count; i++)
		if (!vary->tries[i].both && vary->tries[i].pair == pair &&
		    vary->tries[i].outcome != VARY_ASIDE &&
		    vary->tries[i].value > vary->pairs[pair].value)
			return true;
	return false;
}

bool vary_counts(const struct vary *vary, const struct vary_try *at)
{
	const struct vary_pair *pair = &vary->pairs[at->pair];
	double v = pair->value;
	bool more = at->value > v, number = pair->whole && !pair->seed;
	if ((at->outcome != VARY_DIFFERS && at->outcome != VARY_CRASHES) || pair->derived ||
	    pair->absent)
		return false;
	bool grew = at->source_cpu > vary->source_cpu * 1.2 + vary_floor_s;
	/* Each has agreed alone: what both do together is no question of what they mean. */
	if (at->both)
		return at->outcome == VARY_DIFFERS && !at->wider && grew;
	/* With less a right program may index what is not there; more says the same, and safely. */
	if (number && at->value < v - 1 && (v < VARY_SMALL || vary_has_more(vary, at->pair)))
		return false;
	if (number && at->outcome == VARY_CRASHES && (!more || v < VARY_EDGE))
		return false;
	if (number && more && pair->roomy)
		return false;
	/* What is no size but an amount, or how many are shown, need not bear much more. */
	bool much =
		at->outcome == VARY_CRASHES || v < VARY_EDGE || at->value >= v * VARY_GROWTH_SHOWN;
	if (number && at->value > v + 1 && much && !grew)
		return false;
	/* Many times a value that only happens to stand in both, and what was built for less ends.
	 */
	if (number && ((at->value > VARY_ROUGH * v && !pair->named) ||
		       (at->value > 2 * v && at->outcome == VARY_CRASHES)))
		return false;
	/* Few constants, much more of it, and numbers that nobody had to provide for. */
	if (at->wider || (number && pair->weak && at->value > 2 * v))
		return false;
	size_t agreed = vary_agreed(vary, at->pair);
	return agreed >= (pair->weak || vary->partly ? 2 : 1);
}

/* How often the original moved with a constant; 0 when the translation did, too. */
static size_t vary_ignored(const struct vary *vary, size_t pair)
{
	size_t changed = 0;
	for (size_t i = 0; i < vary->try_count; i++) {
		const struct vary_try *at = &vary->tries[i];
		if (at->both || at->pair != pair || at->outcome == VARY_ASIDE || !at->changed)
			continue;
		if (!at->unmoved)
			return 0;
		changed++;
	}
	return changed;
}

bool vary_ignores(const struct vary *vary)
{
	size_t changed = 0, named = 0, pairs = 0;
	bool absent = false;
	for (size_t i = 0; i < vary->pair_count; i++) {
		const struct vary_pair *pair = &vary->pairs[i];
		size_t ignored = vary_ignored(vary, i);
		/* A seed that is there and means nothing: what it would yield stands elsewhere. */
		if (ignored >= 2 && (pair->seed || pair->text) && !pair->weak)
			return true;
		absent = absent || (ignored > 0 && pair->absent);
		changed += ignored;
		named += ignored > 0 && pair->named;
		pairs += ignored > 0;
	}
	for (size_t i = 0; i < vary->try_count; i++)
		if (vary->tries[i].outcome != VARY_ASIDE && vary->tries[i].changed &&
		    !vary->tries[i].unmoved)
			return false;
	return absent || (changed >= 2 && (named > 0 || pairs >= 2));
}

bool vary_may_ignore(const struct vary *vary)
{
	size_t changed = 0;
	for (size_t i = 0; i < vary->try_count; i++) {
		const struct vary_try *at = &vary->tries[i];
		if (at->outcome == VARY_ASIDE || !at->changed)
			continue;
		if (!at->unmoved)
			return false;
		changed++;
	}
	return changed >= 2;
}

static bool vary_number_close(struct str a, struct str b)
{
	char x[VARY_NUMBER] = "", y[VARY_NUMBER] = "";
	if (output_number_same(a, b))
		return true;
	if (a.len >= sizeof(x) || b.len >= sizeof(y))
		return false;
	memcpy(x, a.at, a.len);
	memcpy(y, b.at, b.len);
	if (strpbrk(x, ".e") == NULL || strpbrk(y, ".e") == NULL)
		return false;
	double p = strtod(x, NULL), q = strtod(y, NULL);
	return fabs(p - q) <= 1e-9 * fmax(fabs(p), fabs(q));
}

bool vary_close(struct str a, struct str b)
{
	struct output_number x, y;
	for (;;) {
		bool more = output_number_next(a, 0, &x), other = output_number_next(b, 0, &y);
		if (more != other)
			return false;
		if (!more)
			return str_eq(a, b);
		if (!str_eq(str_part(a, 0, x.from), str_part(b, 0, y.from)) ||
		    !vary_number_close(str_part(a, x.from, x.len), str_part(b, y.from, y.len)))
			return false;
		a = str_part(a, x.from + x.len, a.len);
		b = str_part(b, y.from + y.len, b.len);
	}
}

int vary_width(struct str text)
{
	struct str longest = STR("0"), bits = STR("9223372036854775807");
	struct output_number number;
	for (size_t at = 0; output_number_next(text, at, &number); at = number.from + number.len) {
		struct str digits = str_part(text, number.from, number.len);
		bool sign = digits.at[0] == '-' || digits.at[0] == '+';
		digits = str_part(digits, sign, digits.len);
		bool integer = true;
		for (size_t i = 0; i < digits.len; i++)
			integer = integer && digits.at[i] >= '0' && digits.at[i] <= '9';
		bool larger =
			digits.len > longest.len || (digits.len == longest.len &&
						     memcmp(digits.at, longest.at, digits.len) > 0);
		if (integer && larger)
			longest = digits;
	}
	if (longest.len != bits.len)
		return longest.len < bits.len ? 0 : longest.len > 2 * bits.len ? 2 : 1;
	return memcmp(longest.at, bits.at, bits.len) > 0;
}

bool vary_wider(struct str usual, struct str expected, struct str got)
{
	struct str own, line, other;
	while (str_line(&expected, &line)) {
		if (!str_line(&usual, &own))
			own = STR("");
		if (!str_line(&got, &other) || !str_eq(line, other))
			return vary_width(line) > vary_width(own);
	}
	return false;
}
