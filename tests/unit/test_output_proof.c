/*
 * What proves a clock's reading: three runs of the original, whose clocks are true, shifted, and
 * shifted with steps three times as long; and a fourth with true clocks and another hash seed.
 * What chance decides must not pass for a time, however it is labelled.
 */
#include "check.h"
#include "judge/output.h"

/* NULL: there was no such run. */
struct scene {
	const char *plain, *shifted, *more, *truly, *candidate;
	enum output_match match;
	size_t masked;
};

enum { BEGAN = 1795608224 }; /* 2026-11-25 12:03:44 */

static const struct scene scenes[] = {
	/* An elapsed time triples, a rate falls to a third, a ratio stays. */
	{"took 0.12 s\n", "took 123.45 s\n", "took 370.35 s\n", NULL, "took 0.01 s\n",
	 OUTPUT_IDENTICAL, 1},
	{"8 it/s\n", "0.0081 it/s\n", "0.0027 it/s\n", NULL, "800 it/s\n", OUTPUT_IDENTICAL, 1},
	{"speedup 12.3x\n", "speedup 2.4x\n", "speedup 2.4x\n", NULL, "speedup 1.1x\n",
	 OUTPUT_IDENTICAL, 1},
	/* A number whose thousands are set apart is one, and stays so. */
	{"34,892,809 items/s\n", "8,100 items/s\n", "2,700 items/s\n", NULL,
	 "934,892,809 items/s\n", OUTPUT_IDENTICAL, 1},
	{"1,234 of 34,892,809.5 items/s\n", "1,234 of 8,100.0 items/s\n",
	 "1,234 of 2,700.0 items/s\n", NULL, "1,234 of 99.5 items/s\n", OUTPUT_IDENTICAL, 1},
	{"34,892,809 items/s\n", "810 items/s\n", "270 items/s\n", NULL, "934892809 items/s\n",
	 OUTPUT_DIFFERENT, 1},
	{"34,892,809 items/s\n", "8,100 items/s\n", "2,700 items/s\n", NULL,
	 "99,892,809 widgets/s\n", OUTPUT_DIFFERENT, 1},
	{"done 34,892,809\n", "done 8,104\n", "done 7,711\n", "done 9,210\n", "done 9,892,809\n",
	 OUTPUT_UNKNOWN, 0},
	/* A list of numbers is none: one of them is the time, the rest are compared. */
	{"7,120,9\n", "7,123456,9\n", "7,370368,9\n", NULL, "7,4,9\n", OUTPUT_IDENTICAL, 1},
	{"7,120,9\n", "7,123456,9\n", "7,370368,9\n", NULL, "8,4,9\n", OUTPUT_DIFFERENT, 1},
	/* With many digits it needs no name. */
	{"0.0123456\n", "123.45678\n", "370.37034\n", NULL, "0.00011\n", OUTPUT_IDENTICAL, 1},
	{"5\n", "6\n", "18\n", "4\n", "5\n", OUTPUT_UNKNOWN, 0},
	/* What was seeded with the time does none of these. */
	{"mean time: 0.4211 s\n", "mean time: 0.3977 s\n", "mean time: 0.4102 s\n",
	 "mean time: 0.4005 s\n", "mean time: 0.0000 s\n", OUTPUT_UNKNOWN, 0},
	{"best time: 7 s\n", "best time: 4 s\n", "best time: 4 s\n", "best time: 6 s\n",
	 "best time: 9 s\n", OUTPUT_UNKNOWN, 0},
	/* What the order of a set decides: the first and the third run have one hash seed. */
	{"travel time: 23.50 h\n", "travel time: 21.25 h\n", "travel time: 23.50 h\n",
	 "travel time: 21.25 h\n", "travel time: 23.50 h\n", OUTPUT_UNKNOWN, 0},
	/* What true clocks repeat is compared as it is. */
	{"days left: 30\n", "days left: 395\n", "days left: 395\n", "days left: 30\n",
	 "days left: 30\n", OUTPUT_IDENTICAL, 0},
	{"days left: 30\n", "days left: 395\n", "days left: 395\n", "days left: 30\n",
	 "days left: 31\n", OUTPUT_DIFFERENT, 0},
	{"Good morning\n", "Good evening\n", NULL, "Good morning\n", "Good morning\n",
	 OUTPUT_IDENTICAL, 0},
	{"Good morning\n", "Good evening\n", NULL, "Good morning\n", "Good evening\n",
	 OUTPUT_DIFFERENT, 0},
	{"Good morning\n", "Good evening\n", NULL, "Good night\n", "Good morning\n", OUTPUT_UNKNOWN,
	 0},
	{"1\n2\n", "1\n", "1\n", "1\n2\n", "1\n2\n", OUTPUT_IDENTICAL, 0},
	{"1\n2\n", "1\n", "1\n", "1\n2\n", "1\n", OUTPUT_DIFFERENT, 0},
	{"1\n", "1\n2\n", "1\n2\n", "1\n", "1\n", OUTPUT_IDENTICAL, 0},
	{"1\n", "1\n2\n", "1\n2\n", "1\n", "1\n2\n", OUTPUT_DIFFERENT, 0},
	/* Moments: as far apart as the runs are, and no derived ones. */
	{"now 2026-11-25 12:03:44\n", "now 2027-11-24 12:05:50\n", "now 2027-11-24 12:10:03\n",
	 NULL, "now 2026-11-25 12:03:49\n", OUTPUT_IDENTICAL, 1},
	{"now 2026-11-25 12:03:44\n", "now 2027-11-24 12:05:50\n", "now 2027-11-24 12:10:03\n",
	 NULL, "now 2026-11-25 12:13:49\n", OUTPUT_DIFFERENT, 1},
	{"now 2026-11-25 12:03:44\n", "now 2027-11-24 12:05:50\n", "now 2027-11-24 12:10:03\n",
	 NULL, "now 2026-11-24 12:03:49\n", OUTPUT_DIFFERENT, 1},
	{"now 2026-11-25 12:03:44\n", "now 2027-11-24 12:05:50\n", "now 2027-11-24 12:10:03\n",
	 NULL, "now 25.11.2026 12:03:49\n", OUTPUT_DIFFERENT, 1},
	{"now 2026-11-25 12:03:44\n", "now 2027-11-24 12:05:50\n", "now 2027-11-24 12:10:03\n",
	 NULL, "now 2026-11-25 12:3:49\n", OUTPUT_DIFFERENT, 1},
	{"day 2026-11-26\n", "day 2027-11-25\n", "day 2027-11-25\n", NULL, "day 2026-11-26\n",
	 OUTPUT_IDENTICAL, 1},
	{"day 2026-11-26\n", "day 2027-11-25\n", "day 2027-11-25\n", NULL, "day 2026-11-25\n",
	 OUTPUT_DIFFERENT, 1},
	{"day 2026-11-26\n", "day 2027-03-25\n", "day 2027-07-25\n", "day 2026-12-26\n",
	 "day 2026-11-26\n", OUTPUT_UNKNOWN, 0},
	{"Wed Nov 25 12:03:44 2026\n", "Wed Nov 24 12:05:50 2027\n", "Wed Nov 24 12:10:03 2027\n",
	 NULL, "Wed Nov 25 12:03:49 2026\n", OUTPUT_IDENTICAL, 1},
	{"[12:03:44] go\n", "[12:05:50] go\n", "[12:10:03] go\n", NULL, "[12:03:49] go\n",
	 OUTPUT_IDENTICAL, 1},
	{"[12:03:44] go\n", "[12:05:50] go\n", "[12:10:03] go\n", NULL, "[13:03:49] go\n",
	 OUTPUT_DIFFERENT, 1},
	{"at 07:35\n", "at 16:20\n", "at 11:05\n", "at 09:41\n", "at 07:35\n", OUTPUT_UNKNOWN, 0},
	{"seed 1795608224\n", "seed 1827057950\n", "seed 1827058203\n", NULL, "seed 1795608229\n",
	 OUTPUT_IDENTICAL, 1},
	{"seed 1795608224\n", "seed 1827057950\n", "seed 1827058203\n", NULL, "seed 5\n",
	 OUTPUT_DIFFERENT, 1},
	/* Spans are one value. */
	{"0 min 8.5 s\n", "2 min 3.4 s\n", "6 min 10.2 s\n", NULL, "0 min 0.1 s\n",
	 OUTPUT_IDENTICAL, 1},
	{"0:00:08\n", "0:02:03\n", "0:06:10\n", NULL, "0:00:00\n", OUTPUT_IDENTICAL, 1},
	/* An elapsed time is no time of day, even where a run began when it would have been one. */
	{"Duration: 0:00:00.049639\n", "Duration: 0:09:45.680000\n", "Duration: 0:29:17.040000\n",
	 NULL, "Duration: 0:00:00.000190\n", OUTPUT_IDENTICAL, 1},
	/* Seconds since 1970 are not milliseconds. */
	{"seed 1795608224\n", "seed 1827057950\n", "seed 1827058203\n", NULL,
	 "seed 1795608229000\n", OUTPUT_DIFFERENT, 1},
	/* A reading of the same form. */
	{"took 12 ms\n", "took 123456 ms\n", "took 370368 ms\n", NULL, "took 1.5 ms\n",
	 OUTPUT_DIFFERENT, 1},
	{"took 0.12 s\n", "took 123.45 s\n", "took 370.35 s\n", NULL, "took 0.0123 s\n",
	 OUTPUT_DIFFERENT, 1},
	{"took 0.12 s\n", "took 123.45 s\n", "took 370.35 s\n", NULL, "took 0x12 s\n",
	 OUTPUT_DIFFERENT, 1},
	/* Nobody can have measured less than nothing, or longer than it ran; nor "+" or "007". */
	{"took 0.12 s\n", "took 123.45 s\n", "took 370.35 s\n", NULL, "took -0.12 s\n",
	 OUTPUT_DIFFERENT, 1},
	{"took 0.12 s\n", "took 123.45 s\n", "took 370.35 s\n", NULL, "took 42.00 s\n",
	 OUTPUT_DIFFERENT, 1},
	{"took 0.12 s\n", "took 123.45 s\n", "took 370.35 s\n", NULL, "took 0 s\n",
	 OUTPUT_DIFFERENT, 1},
	{"took 0.12 s\n", "took 123.45 s\n", "took 370.35 s\n", NULL, "took 00.12 s\n",
	 OUTPUT_DIFFERENT, 1},
	/* A mean that hardly moves is no ratio, and a count of times none either. */
	{"average latency: 5.00 ms\n", "average latency: 4.98 ms\n", "average latency: 4.99 ms\n",
	 "average latency: 5.01 ms\n", "average latency: 9.99 ms\n", OUTPUT_UNKNOWN, 0},
	{"moved 101 times\n", "moved 100 times\n", "moved 101 times\n", "moved 100 times\n",
	 "moved 7777 times\n", OUTPUT_UNKNOWN, 0},
	/* What comes back with the hash seed is no address. */
	{"digest 0x7f288aac50a2\n", "digest 0x886ee26ec406\n", "digest 0x7f288aac50a2\n",
	 "digest 0x886ee26ec406\n", "digest 0x112233445566\n", OUTPUT_UNKNOWN, 0},
	/* A date in another order. */
	{"day 2026-11-26\n", "day 2027-11-25\n", "day 2027-11-25\n", NULL, "day 26-11-2026\n",
	 OUTPUT_DIFFERENT, 1},
	/* A field that was too narrow. */
	{"t  0.12|\n", "t 123.45|\n", "t 370.35|\n", NULL, "t  0.01|\n", OUTPUT_IDENTICAL, 1},
	/* Addresses and numbers of processes are never the same. */
	{"<A at 0x7f01a2b3c4d0>\n", "<A at 0x7f99a2b3c4d0>\n", "<A at 0x7f11a2b3c4d0>\n", NULL,
	 "<A at 0x55aa>\n", OUTPUT_IDENTICAL, 1},
	{"pid 41\n", "pid 43\n", "pid 44\n", NULL, "pid 7\n", OUTPUT_IDENTICAL, 1},
};

static struct output_run run_of(const char *out, enum output_tick tick, double began)
{
	return (struct output_run){.out = str_of(out),
				   .tick = tick,
				   .began = began,
				   .lasted = began > 0 ? 1 : 0};
}

static void check_scene(const struct scene *scene)
{
	struct arena arena;
	arena_init(&arena);
	struct output_run plain = run_of(scene->plain, OUTPUT_TICK_TRUE, BEGAN), again[3];
	struct output_run candidate = run_of(scene->candidate, OUTPUT_TICK_TRUE, BEGAN + 5);
	size_t count = 0;
	again[count++] = run_of(scene->shifted, OUTPUT_TICK, BEGAN + 2);
	if (scene->more != NULL)
		again[count++] = run_of(scene->more, OUTPUT_TICK_MORE, BEGAN + 3);
	if (scene->truly != NULL)
		again[count++] = run_of(scene->truly, OUTPUT_TICK_TRUE, BEGAN + 4);
	struct output_result result = output_compare(&arena, &plain, again, count, &candidate);
	bool ok = result.match == scene->match && result.masked == scene->masked;
	CHECK(ok);
	if (!ok)
		fprintf(stderr, "  %s  %s: match %d, masked %zu: %.*s\n", scene->plain,
			scene->candidate, (int)result.match, result.masked, STR_ARG(result.text));
	arena_deinit(&arena);
}

/* What is asked for, one after the other. */
static bool wants(const char *plain, const struct output_run *again, size_t count,
		  enum output_tick tick)
{
	struct output_run original = run_of(plain, OUTPUT_TICK_TRUE, 0);
	enum output_tick asked;
	return output_wants(&original, again, count, &asked) && asked == tick;
}

static bool done(const char *plain, const struct output_run *again, size_t count)
{
	struct output_run original = run_of(plain, OUTPUT_TICK_TRUE, 0);
	enum output_tick asked;
	return !output_wants(&original, again, count, &asked);
}

static void test_wants(void)
{
	struct output_run again[OUTPUT_AGAIN] = {run_of("1\n", OUTPUT_TICK, 0)};
	CHECK(wants("1\n", again, 0, OUTPUT_TICK));
	CHECK(done("1\n", again, 1));
	/* A time: it must be proven, and then that is enough. */
	again[0].out = STR("took 123.45 s\n");
	CHECK(wants("took 0.1 s\n", again, 1, OUTPUT_TICK_MORE));
	again[1] = run_of("took 370.35 s\n", OUTPUT_TICK_MORE, 0);
	CHECK(done("took 0.1 s\n", again, 2));
	/* Chance: true clocks must tell, and nothing else can. */
	again[1].out = STR("took 371.35 s\n");
	CHECK(wants("took 0.1 s\n", again, 2, OUTPUT_TICK_TRUE));
	again[2] = run_of("took 0.7 s\n", OUTPUT_TICK_TRUE, 0);
	CHECK(done("took 0.1 s\n", again, 3));
	/* Words change: with true clocks, and then with ones that do not jump far. */
	again[0].out = STR("took 2 min\n");
	CHECK(wants("took 12 ms\n", again, 1, OUTPUT_TICK_TRUE));
	again[1] = run_of("took 13 ms\n", OUTPUT_TICK_TRUE, 0);
	CHECK(wants("took 12 ms\n", again, 2, OUTPUT_TICK_SMALL));
	again[2] = run_of("took 9 ms\n", OUTPUT_TICK_SMALL, 0);
	CHECK(wants("took 12 ms\n", again, 3, OUTPUT_TICK_SMALL_MORE));
	again[3] = run_of("took 27 ms\n", OUTPUT_TICK_SMALL_MORE, 0);
	CHECK(done("took 12 ms\n", again, 4));
	/* A rate of which clocks that jump far leave no digit. */
	again[0] = run_of("0.00 rounds/s\n", OUTPUT_TICK, 0);
	again[1] = run_of("0.00 rounds/s\n", OUTPUT_TICK_MORE, 0);
	again[2] = run_of("3.10 rounds/s\n", OUTPUT_TICK_TRUE, 0);
	CHECK(wants("3.36 rounds/s\n", again, 3, OUTPUT_TICK_SMALL));
	again[3] = run_of("633.74 rounds/s\n", OUTPUT_TICK_SMALL, 0);
	CHECK(wants("3.36 rounds/s\n", again, 4, OUTPUT_TICK_SMALL_MORE));
	again[4] = run_of("211.25 rounds/s\n", OUTPUT_TICK_SMALL_MORE, 0);
	CHECK(done("3.36 rounds/s\n", again, 5));
	/* Another end. */
	again[0] = run_of("1\n", OUTPUT_TICK, 0);
	again[0].status = 1;
	CHECK(wants("1\n", again, 1, OUTPUT_TICK_TRUE));
	again[1] = run_of("1\n", OUTPUT_TICK_TRUE, 0);
	CHECK(done("1\n", again, 2));
}

/* What is left out is kept, with its place, and found again in another run of the candidate. */
static enum output_mask_look look(const struct output_mask *mask, const struct output_run *run)
{
	struct output_mask_place place = {0};
	return output_mask_look(mask, run, &place);
}

static void test_masks(void)
{
	struct arena arena;
	arena_init(&arena);
	struct output_run plain = run_of("a 1\nb 2 took 0.12 s, 1.5x, 34,892,809 it/s\n", 0, 0);
	struct output_run again[] = {
		run_of("a 1\nb 2 took 123.45 s, 1.1x, 8,100 it/s\n", OUTPUT_TICK, 0),
		run_of("a 1\nb 2 took 370.35 s, 1.1x, 2,700 it/s\n", OUTPUT_TICK_MORE, 0),
	};
	struct output_run mine = run_of("a 1\nb 2 took 0.00 s, 1.2x, 99 it/s\n", 0, 0);
	struct output_result result = output_compare(&arena, &plain, again, 2, &mine);
	CHECK_INT(result.match, OUTPUT_IDENTICAL);
	CHECK_INT(result.masked, 3);
	CHECK_INT(result.mask_count, 3);
	const struct output_mask *took = &result.masks[0], *rate = &result.masks[2];
	CHECK_STR(took->where, "stdout");
	CHECK_INT(took->line, 2);
	CHECK_INT(took->column, 10);
	CHECK_STR(took->original, "0.12");
	CHECK_STR(took->candidate, "0.00");
	CHECK_STR(rate->original, "34,892,809");
	CHECK(took->clock && rate->clock && !result.masks[1].clock);
	struct output_run other = run_of("a 1\nb 2 took 0.00 s, 1.2x, 7 it/s\n", 0, 0);
	CHECK_INT(look(took, &other), OUTPUT_MASK_STAYS);
	CHECK_INT(look(rate, &other), OUTPUT_MASK_MOVES);
	/* A line that says something else tells nothing, nor one that is not there. */
	other = run_of("a 1\nc 2 took 0.00 s, 1.2x, 7 it/s\n", 0, 0);
	CHECK_INT(look(took, &other), OUTPUT_MASK_LOST);
	other = run_of("a 1\n", 0, 0);
	CHECK_INT(look(took, &other), OUTPUT_MASK_LOST);
	/* One after the other, two of a line, and after one that is lost. */
	struct output_mask_place place = {0};
	other = run_of("a 1\nb 2 took 0.00 s, 1.2x, 7 it/s\n", 0, 0);
	struct output_mask beyond = *took;
	beyond.line = 9;
	CHECK_INT(output_mask_look(took, &other, &place), OUTPUT_MASK_STAYS);
	CHECK_INT(output_mask_look(rate, &other, &place), OUTPUT_MASK_MOVES);
	CHECK_INT(output_mask_look(&beyond, &other, &place), OUTPUT_MASK_LOST);
	CHECK_INT(output_mask_look(took, &other, &place), OUTPUT_MASK_STAYS);
	arena_deinit(&arena);
}

int main(void)
{
	CHECK_BEGIN();
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		check_scene(&scenes[i]);
	test_wants();
	test_masks();
	return CHECK_END();
}
