/*
 * A measured speed-up in words, with no more digits than the interval supports: "41x",
 * "about 40x", "30x to 60x", "at least 10x". Above 1000x never more than two digits.
 */
#include <math.h>

#include "base/arena.h"
#include "judge/stats.h"

enum stats_rounding { STATS_NEAREST, STATS_DOWN, STATS_UP };

/* Round to `step` in the last of `digits` significant digits. */
static double stats_round(double value, int digits, int step, enum stats_rounding rounding)
{
	double unit = pow(10, floor(log10(value)) - digits + 1) * step;
	/* A factor such as 0.1 is not exact: 4.1 / 0.1 must still be 41. */
	double units = value / unit, near = round(units);
	if (fabs(units - near) < 1e-9)
		return near * unit;
	if (rounding == STATS_NEAREST)
		return near * unit;
	return (rounding == STATS_DOWN ? floor(units) : ceil(units)) * unit;
}

/* "4.1", "41", "48,000". `tenths`: also "4.0" below 10. */
static struct str stats_number(struct arena *arena, double value, bool tenths)
{
	if (value >= 1e15)
		return arena_fmt(arena, "%.1e", value);
	if (value < 9.95)
		return tenths || fabs(value - round(value)) > 0.04
			       ? arena_fmt(arena, "%.1f", value)
			       : arena_fmt(arena, "%.0f", value);
	struct str plain = arena_fmt(arena, "%.0f", value);
	char *grouped = arena_new(arena, plain.len * 2);
	size_t len = 0;
	for (size_t i = 0; i < plain.len; i++) {
		if (i > 0 && (plain.len - i) % 3 == 0)
			grouped[len++] = ',';
		grouped[len++] = plain.at[i];
	}
	return (struct str){grouped, len};
}

static struct str stats_two_figures(struct arena *arena, double value)
{
	return stats_number(arena, stats_round(value, 2, 1, STATS_NEAREST), true);
}

/* One figure, and a half where the figure is small: 40, 45, 15. */
static struct str stats_about(struct arena *arena, double value)
{
	bool small = stats_round(value, 2, 1, STATS_NEAREST) / pow(10, floor(log10(value))) < 2;
	return stats_number(arena, stats_round(value, 2, small ? 1 : 5, STATS_NEAREST), false);
}

/* One figure; two below 2, 20, 200 …, where one would be half as much again off. */
static struct str stats_one_figure(struct arena *arena, double value, enum stats_rounding rounding)
{
	bool small = value / pow(10, floor(log10(value))) < 2;
	return stats_number(arena, stats_round(value, small ? 2 : 1, 1, rounding), false);
}

/* "41x", … without the word "faster"; the ratio is above 1. */
static struct str stats_factor(struct arena *arena, const struct stats_ratio *ratio)
{
	if (ratio->low <= 0 || !isfinite(ratio->high))
		return arena_fmt(arena, "roughly %.*sx",
				 STR_ARG(stats_one_figure(arena, ratio->ratio, STATS_NEAREST)));
	double spread = ratio->high / ratio->low;
	if (spread < 1.1)
		return arena_fmt(arena, "%.*sx", STR_ARG(stats_two_figures(arena, ratio->ratio)));
	if (spread < 1.5)
		return arena_fmt(arena, "about %.*sx", STR_ARG(stats_about(arena, ratio->ratio)));
	struct str low = stats_one_figure(arena, ratio->low, STATS_DOWN);
	if (spread < 3)
		return arena_fmt(arena, "%.*sx to %.*sx", STR_ARG(low),
				 STR_ARG(stats_one_figure(arena, ratio->high, STATS_UP)));
	return arena_fmt(arena, "at least %.*sx", STR_ARG(low));
}

static struct stats_ratio stats_inverse(const struct stats_ratio *ratio)
{
	return (struct stats_ratio){
		.ratio = 1 / ratio->ratio,
		.low = ratio->high > 0 ? 1 / ratio->high : 0,
		.high = ratio->low > 0 ? 1 / ratio->low : 0,
	};
}

/* Where start-up makes the whole run tell another factor than what is computed. */
static bool stats_differ(const struct stats_ratio *whole, const struct stats_ratio *compute)
{
	return whole->low > 0 && compute->low > 0 &&
	       (compute->low > whole->high || compute->high < whole->low);
}

/* A ratio with its word, where there is one: "1.5x faster", "1.2x slower". */
static struct str stats_side(struct arena *arena, const struct stats_ratio *ratio)
{
	struct stats_ratio inverse = stats_inverse(ratio);
	if (ratio->low > 1)
		return arena_fmt(arena, "%.*s faster", STR_ARG(stats_factor(arena, ratio)));
	if (ratio->high < 1)
		return arena_fmt(arena, "%.*s slower", STR_ARG(stats_factor(arena, &inverse)));
	return STR("no measurable difference");
}

/* What is computed tells something else than the whole run: " (1.5x faster without start-up)". */
static struct str stats_without(struct arena *arena, const struct stats_speedup *speedup)
{
	if (!speedup->compute_known || !isfinite(speedup->compute.high) ||
	    !stats_differ(&speedup->whole, &speedup->compute))
		return STR("");
	return arena_fmt(arena, " (%.*s without start-up)",
			 STR_ARG(stats_side(arena, &speedup->compute)));
}

/*
 * Both factors where they differ. A candidate that computes less than it takes to start is as
 * fast as can be seen: only the least that its factor can be is known.
 */
static struct str stats_words_faster(struct arena *arena, const struct stats_speedup *speedup)
{
	const struct stats_ratio *whole = &speedup->whole, *compute = &speedup->compute;
	struct str factor = stats_factor(arena, whole);
	if (speedup->compute_known &&
	    (speedup->startup_dominates || stats_differ(whole, compute))) {
		struct str without = stats_factor(arena, compute);
		return arena_fmt(arena, "%.*s faster (%.*s without start-up)", STR_ARG(factor),
				 STR_ARG(without));
	}
	if (!speedup->startup_dominates || speedup->compute_known || whole->low <= 0)
		return arena_fmt(arena, "%.*s faster", STR_ARG(factor));
	double low = stats_round(whole->low, 2, 1, STATS_DOWN);
	const char *why = speedup->within_startup
				  ? "its run is shorter than process start-up"
				  : "process start-up is much of the translation's run";
	return arena_fmt(arena, "≥ %.*sx faster; %s", STR_ARG(stats_number(arena, low, true)), why);
}

struct str stats_words(struct arena *arena, const struct stats_speedup *speedup)
{
	const struct stats_ratio *whole = &speedup->whole;
	bool sound = isfinite(whole->ratio) && whole->ratio > 0;
	if (speedup->claim == STATS_FASTER && sound)
		return stats_words_faster(arena, speedup);
	if (speedup->claim == STATS_SLOWER && sound) {
		struct stats_ratio inverse = stats_inverse(whole);
		struct str without = stats_without(arena, speedup);
		return arena_fmt(arena, "%.*s slower%.*s", STR_ARG(stats_factor(arena, &inverse)),
				 STR_ARG(without));
	}
	if (speedup->claim == STATS_NO_DIFFERENCE)
		return arena_fmt(arena, "no measurable difference%.*s",
				 STR_ARG(stats_without(arena, speedup)));
	if (speedup->claim == STATS_UNCERTAIN)
		return STR("too few or too unsteady runs to say which is faster");
	if (speedup->claim == STATS_TOO_SHORT)
		return STR("too short to compare, start-up dominates");
	return STR("not timed");
}
