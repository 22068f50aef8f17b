/*
 * A speed-up in words: no more digits than the interval bears, and no word for what was not
 * measured.
 */
#include "judge/stats.h"

#include "check.h"

static struct stats_speedup faster(double ratio, double low, double high)
{
	return (struct stats_speedup){.claim = STATS_FASTER,
				      .whole = {.ratio = ratio, .low = low, .high = high}};
}

static void check_word(struct arena *arena, double ratio, double low, double high, const char *want)
{
	struct stats_speedup speedup = faster(ratio, low, high);
	CHECK_STR(stats_words(arena, &speedup), want);
}

static void check_words(struct arena *arena)
{
	check_word(arena, 41.2, 40, 43, "41x faster");
	check_word(arena, 4.12, 4.05, 4.2, "4.1x faster");
	check_word(arena, 1.31, 1.3, 1.33, "1.3x faster");
	check_word(arena, 1.06, 1.055, 1.07, "1.1x faster");
	check_word(arena, 9.97, 9.9, 10.1, "10x faster");
	check_word(arena, 412, 405, 420, "410x faster");
	check_word(arena, 999.7, 990, 1010, "1,000x faster");
	check_word(arena, 48123, 47500, 48900, "48,000x faster");
	check_word(arena, 1234567, 1230000, 1240000, "1,200,000x faster");
	check_word(arena, 41.2, 38, 45, "about 40x faster");
	check_word(arena, 43.2, 38, 45, "about 45x faster");
	check_word(arena, 4.1, 3.8, 4.9, "about 4x faster");
	check_word(arena, 1.62, 1.5, 1.9, "about 1.6x faster");
	check_word(arena, 15.2, 14, 18, "about 15x faster");
	check_word(arena, 40, 31, 58, "30x to 60x faster");
	check_word(arena, 1.9, 1.21, 2.9, "1.2x to 3x faster");
	check_word(arena, 40, 14.4, 90, "at least 14x faster");
	check_word(arena, 40, 23, 90, "at least 20x faster");
	check_word(arena, 41.9, 0, 0, "roughly 40x faster");
	check_word(arena, 18312, 0, 0, "roughly 18,000x faster");
	struct stats_speedup slower = {.claim = STATS_SLOWER, .whole = {0.76, 0.75, 0.78}};
	CHECK_STR(stats_words(arena, &slower), "1.3x slower");
	slower.whole = (struct stats_ratio){0.2, 0, 0};
	CHECK_STR(stats_words(arena, &slower), "roughly 5x slower");
	struct stats_speedup other = {.claim = STATS_NO_DIFFERENCE, .whole = {1, 0.9, 1.1}};
	CHECK_STR(stats_words(arena, &other), "no measurable difference");
	other.claim = STATS_TOO_SHORT;
	CHECK_STR(stats_words(arena, &other), "too short to compare, start-up dominates");
	other.claim = STATS_UNCERTAIN;
	CHECK_STR(stats_words(arena, &other),
		  "too few or too unsteady runs to say which is faster");
	other.claim = STATS_NOTHING;
	CHECK_STR(stats_words(arena, &other), "not timed");
	/* A claim without a number is none. */
	other = (struct stats_speedup){.claim = STATS_FASTER};
	CHECK_STR(stats_words(arena, &other), "not timed");
	struct stats_speedup startup = faster(48900, 48400, 49500);
	startup.startup_dominates = true;
	CHECK_STR(stats_words(arena, &startup),
		  "≥ 48,000x faster; process start-up is much of the translation's run");
	startup.within_startup = true;
	CHECK_STR(stats_words(arena, &startup),
		  "≥ 48,000x faster; its run is shorter than process start-up");
	startup.compute_known = true;
	startup.compute = (struct stats_ratio){67500, 66000, 69000};
	CHECK_STR(stats_words(arena, &startup), "49,000x faster (68,000x without start-up)");
	startup = faster(48900, 0, 0);
	startup.startup_dominates = true;
	CHECK_STR(stats_words(arena, &startup), "roughly 50,000x faster");
}

/* Both factors wherever they are two: their intervals have nothing in common. */
static void check_two_factors(struct arena *arena)
{
	struct stats_speedup two = faster(41.2, 40, 43);
	two.compute_known = true;
	two.compute = (struct stats_ratio){44.5, 43.5, 45};
	CHECK_STR(stats_words(arena, &two), "41x faster (45x without start-up)");
	two.compute = (struct stats_ratio){42.5, 41.5, 44};
	CHECK_STR(stats_words(arena, &two), "41x faster");
	two = (struct stats_speedup){.claim = STATS_SLOWER,
				     .whole = {0.76, 0.75, 0.78},
				     .compute_known = true,
				     .compute = {0.5, 0.49, 0.51}};
	CHECK_STR(stats_words(arena, &two), "1.3x slower (2.0x slower without start-up)");
	two.claim = STATS_NO_DIFFERENCE;
	two.whole = (struct stats_ratio){1, 0.97, 1.03};
	two.compute = (struct stats_ratio){3, 2.9, 3.1};
	CHECK_STR(stats_words(arena, &two),
		  "no measurable difference (3.0x faster without start-up)");
	two.compute_known = false;
	CHECK_STR(stats_words(arena, &two), "no measurable difference");
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	check_words(&arena);
	check_two_factors(&arena);
	arena_deinit(&arena);
	return CHECK_END();
}
