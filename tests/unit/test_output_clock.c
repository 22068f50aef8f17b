/*
 * What reads as a clock's and what only looks like it: a random result under the form of a
 * date, an address or a month must not be left out of the comparison.
 */
#include "check.h"
#include "judge/output.h"

/* Whether two runs that print these are taken for the same but for a clock. */
static bool clocks(const char *first, const char *then)
{
	struct arena arena;
	arena_init(&arena);
	struct output_run a = {.out = str_of(first)},
			  b = {.out = str_of(then), .tick = OUTPUT_TICK};
	enum output_match match = output_compare(&arena, &a, &b, 1, &a).match;
	arena_deinit(&arena);
	CHECK(match == OUTPUT_IDENTICAL || match == OUTPUT_UNKNOWN);
	return match == OUTPUT_IDENTICAL;
}

static void test_forms(void)
{
	CHECK(clocks("2026-11-25\n", "2027-11-24\n"));
	CHECK(clocks("25/11/2026\n", "24/11/2027\n"));
	CHECK(clocks("11/25/26\n", "11/24/27\n"));
	CHECK(clocks("[12:03] go\n", "[12:10] go\n"));
	CHECK(clocks("2026-11-25T12:03:44.5\n", "2027-11-24T12:10:57.1\n"));
	CHECK(clocks("2026-11-25 7:03:44\n", "2027-11-24 7:10:57\n"));
	CHECK(clocks("2026-11-25 12:03:44,123 go\n", "2027-11-24 12:10:57,654 go\n"));
	CHECK(!clocks("[12:03], 123\n", "[12:03], 124\n"));
	CHECK(!clocks("12:03:44,12\n", "12:03:44,13\n"));
	CHECK(!clocks("Heads: 503/1000\n", "Heads: 497/1000\n"));
	CHECK(!clocks("hits 10/50\n", "hits 11/50\n"));
	CHECK(!clocks("between 12-345\n", "between 14-345\n"));
	CHECK(!clocks("1-2-30\n", "1-3-30\n"));
	CHECK(!clocks("odds 12:345\n", "odds 13:345\n"));
	CHECK(!clocks("ratio 3:99\n", "ratio 4:99\n"));
}

static void test_addresses(void)
{
	CHECK(clocks("<A object at 0x7f12ab>\n", "<A object at 0x7fee01>\n"));
	CHECK(clocks("0x7f01a2b3c4d0\n", "0x7f99a2b3c4d0\n"));
	CHECK(!clocks("key 0x3f2a\n", "key 0x99b1\n"));
	CHECK(!clocks("0xdeadbeef\n", "0xdeadbee0\n"));
}

static void test_calendar(void)
{
	CHECK(clocks("Wed Nov 25 2026\n", "Wed Nov 24 2027\n"));
	CHECK(clocks("November 25, 2026\n", "November 24, 2027\n"));
	CHECK(!clocks("May win 312\n", "May win 17\n"));
	CHECK(!clocks("may 31.5\n", "may 32.5\n"));
	CHECK(clocks("25 Nov\n", "24 Nov\n"));
	CHECK(!clocks("marbles 7\n", "marbles 8\n"));
	CHECK(!clocks("sum 7\n", "sum 8\n"));
}

/* Python's warnings name its lines: what a translation writes to stderr then is not compared. */
static void test_warnings(struct arena *arena)
{
	struct output_run a = {
		.out = STR("1\n"),
		.err = STR("/job/a.py:2: SyntaxWarning: \"is\" with a literal\n  if x is 1:\n"),
	};
	struct output_run b = {.out = STR("1\n")};
	CHECK_INT(output_compare(arena, &a, &a, 1, &b).match, OUTPUT_IDENTICAL);
	b.out = STR("2\n");
	CHECK_INT(output_compare(arena, &a, &a, 1, &b).match, OUTPUT_DIFFERENT);
	b.out = a.out;
	a.err = STR("Warning: low\n");
	CHECK_INT(output_compare(arena, &a, &a, 1, &b).match, OUTPUT_DIFFERENT);
	a.err = STR("see /job/a.py: Warning: low\n");
	CHECK_INT(output_compare(arena, &a, &a, 1, &b).match, OUTPUT_DIFFERENT);
}

/* 10.0.1.10 is no number, nor a chain of them. */
static void test_chains(struct arena *arena)
{
	struct output_run a = {.out = STR("10.0.1.10\n")}, b = {.out = STR("10.0.1.1\n")};
	CHECK_INT(output_compare(arena, &a, &a, 1, &b).match, OUTPUT_DIFFERENT);
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	test_warnings(&arena);
	test_chains(&arena);
	arena_deinit(&arena);
	test_forms();
	test_addresses();
	test_calendar();
	return CHECK_END();
}
