/*
 * Two constants at once: rows and columns, a size and how often. Only where each has proved to mean
 * the same in both programs, and with the largest values that agreed, so that a difference is what
 * their product does.
 */
#include <math.h>

#include "vary_parts.h"

/* Whether it has proved to mean the same in both programs, and more of it may be tried. */
static bool both_established(const struct vary *vary, size_t pair)
{
	const struct vary_pair *at = &vary->pairs[pair];
	return !at->seed && !at->text && at->whole && !at->roomy && !at->derived &&
	       vary_agreed(vary, pair) >= (at->weak || vary->partly ? 2 : 1);
}

/* A larger value of it that agreed alone. */
static bool both_larger(const struct vary *vary, const struct vary_try *one, size_t pair)
{
	return !one->both && one->pair == pair && one->outcome == VARY_SAME &&
	       one->value > vary->pairs[pair].value;
}

static bool both_tried(const struct vary *vary, size_t a, size_t b)
{
	for (size_t i = 0; i < vary->try_count; i++)
		if (vary->tries[i].both && vary->tries[i].pair == a &&
		    vary->tries[i].other_pair == b)
			return true;
	return false;
}

/*
 * What both together will take, if each makes it longer by its own factor, or by as much as there
 * is more of it: a short run tells little of the first.
 */
static double both_foretell(const struct vary *vary, const struct vary_try *one,
			    const struct vary_try *other)
{
	double a = vary_compute(one->source_cpu), b = vary_compute(other->source_cpu);
	double longer = fmax(a * other->value / vary->pairs[other->pair].value,
			     b * one->value / vary->pairs[one->pair].value);
	return fmax(a * b / vary_compute(vary->source_cpu), longer);
}

/* The values of two constants that together are the most of what fits the time; 0: none. */
static double both_most(const struct vary *vary, size_t a, size_t b, struct vary_try *at)
{
	double most = 0;
	for (size_t i = 0; i < vary->try_count; i++)
		for (size_t k = 0; k < vary->try_count; k++) {
			const struct vary_try *one = &vary->tries[i], *other = &vary->tries[k];
			if (!both_larger(vary, one, a) || !both_larger(vary, other, b))
				continue;
			double times = one->value * other->value;
			if (times <= most ||
			    both_foretell(vary, one, other) >= fmin(vary->run_max, vary->left))
				continue;
			most = times;
			*at = (struct vary_try){.pair = a,
						.value = one->value,
						.both = true,
						.other_pair = b,
						.other_value = other->value};
		}
	return most;
}

bool vary_next_both(const struct vary *vary, struct vary_try *at)
{
	size_t done = 0;
	for (size_t i = 0; i < vary->try_count; i++)
		done += vary->tries[i].both;
	for (size_t a = 0; done < VARY_BOTH && a < vary->pair_count; a++)
		for (size_t b = a + 1; b < vary->pair_count; b++)
			if (both_established(vary, a) && both_established(vary, b) &&
			    !both_tried(vary, a, b) && both_most(vary, a, b, at) > 0)
				return true;
	return false;
}
