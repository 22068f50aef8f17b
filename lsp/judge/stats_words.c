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

/* A candidate that is little more than start-up: what it computes is faster still. */
static struct str stats_words_startup(struct arena *arena, const struct stats_speedup *speedup)
{
	const struct stats_ratio *whole = &speedup->whole;
	if (speedup->compute_known) {
		struct str factor = stats_factor(arena, whole);
		struct str compute = stats_factor(arena, &speedup->compute);
		return arena_fmt(arena, "%.*s faster (%.*s without start-up)", STR_ARG(factor),
				 STR_ARG(compute));
	}
	if (whole->low <= 0)
		return arena_fmt(arena, "%.*s faster", STR_ARG(stats_factor(arena, whole)));
	double low = stats_round(whole->low, 2, 1, STATS_DOWN);
	return arena_fmt(arena, "≥ %.*sx faster", STR_ARG(stats_number(arena, low, true)));
}

struct str stats_words(struct arena *arena, const struct stats_speedup *speedup)
{
	const struct stats_ratio *whole = &speedup->whole;
	bool sound = isfinite(whole->ratio) && whole->ratio > 0;
	if (speedup->claim == STATS_FASTER && sound) {
		if (speedup->startup_dominates)
			return stats_words_startup(arena, speedup);
		return arena_fmt(arena, "%.*s faster", STR_ARG(stats_factor(arena, whole)));
	}
	if (speedup->claim == STATS_SLOWER && sound) {
		struct stats_ratio inverse = stats_inverse(whole);
		return arena_fmt(arena, "%.*s slower", STR_ARG(stats_factor(arena, &inverse)));
	}
	if (speedup->claim == STATS_NO_DIFFERENCE)
		return STR("no measurable difference");
	if (speedup->claim == STATS_TOO_SHORT)
		return STR("too short to compare, start-up dominates");
	return STR("not timed");
}
