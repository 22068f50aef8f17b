/*
 * Which constants are tried, and what the tries prove. What must not count against a right
 * translation is the greater part.
 */
#include "judge/vary.h"

#include "check.h"

static struct vary with(struct vary_pair pair, double cpu)
{
	return (struct vary){
		.pairs = {pair}, .pair_count = 1, .source_cpu = cpu, .run_max = 3, .left = 8};
}

static struct vary_try one_try(size_t pair, double value, enum vary_outcome outcome, bool changed,
			       bool unmoved, bool wider, double cpu)
{
	return (struct vary_try){.pair = pair,
				 .value = value,
				 .outcome = outcome,
				 .changed = changed,
				 .unmoved = unmoved,
				 .wider = wider,
				 .source_cpu = cpu};
}

/* Tries as long as there are any; `power` tells how the original's time grows. */
static void run_all(struct vary *vary, double power)
{
	size_t pair;
	double value;
	while (vary_next(vary, &pair, &value)) {
		double size = value / vary->pairs[pair].value;
		double cpu = 0.01 + (vary->source_cpu - 0.01) * pow(size, power);
		CHECK(cpu < 3.1);
		vary->left -= cpu;
		vary->tries[vary->try_count++] =
			one_try(pair, value, VARY_SAME, true, false, false, cpu);
	}
}

static bool tried(const struct vary *vary, double value)
{
	for (size_t i = 0; i < vary->try_count; i++)
		if (vary->tries[i].value == value)
			return true;
	return false;
}

static void check_choice(void)
{
	struct vary vary = with((struct vary_pair){.value = 1000, .whole = true}, 0.011);
	run_all(&vary, 1);
	CHECK(tried(&vary, 1001) && tried(&vary, 10000) && tried(&vary, 500) &&
	      tried(&vary, 100000) && tried(&vary, 1000000));
	CHECK(!tried(&vary, 1000) && vary.try_count <= VARY_TRIES);
	/* A cubic one goes as far as its time allows, and no farther. */
	vary = with((struct vary_pair){.value = 100, .whole = true}, 0.05);
	run_all(&vary, 3);
	CHECK(tried(&vary, 200) && !tried(&vary, 1000));
	/* One that takes eight seconds is tried with less. */
	vary = with((struct vary_pair){.value = 1e8, .whole = true}, 8);
	run_all(&vary, 1);
	CHECK(tried(&vary, 1e7) && !tried(&vary, 2e8));
	/* An amount may stay below what an int holds. */
	vary = with((struct vary_pair){.value = 5e6, .whole = true}, 0.02);
	run_all(&vary, 0);
	CHECK(tried(&vary, 5e7) && !tried(&vary, 5e8));
	vary = with((struct vary_pair){.value = 42, .whole = true, .seed = true}, 0.02);
	run_all(&vary, 0);
	CHECK(tried(&vary, 12345) && !tried(&vary, 43) && !tried(&vary, 420));
	vary = with((struct vary_pair){.value = 0.5}, 0.02);
	run_all(&vary, 0);
	CHECK(tried(&vary, 0.75) && vary.try_count == 2);
	size_t pair;
	double value;
	vary = with((struct vary_pair){.value = 1000, .whole = true}, 0.02);
	vary.left = 0;
	CHECK(!vary_next(&vary, &pair, &value));
	/* What was too much stays too much. */
	vary.left = 8;
	vary.tries[vary.try_count++] = (struct vary_try){.value = 10000, .outcome = VARY_ASIDE};
	run_all(&vary, 0);
	CHECK(!tried(&vary, 100000) && tried(&vary, 2000));
}

/* Whether a try of `value` that ended so counts, after one of `other` that agreed. */
static bool counts(struct vary_pair pair, double value, enum vary_outcome outcome, double other,
		   double cpu)
{
	struct vary vary = with(pair, 0.02);
	if (other > 0)
		vary.tries[vary.try_count++] =
			one_try(0, other, VARY_SAME, true, false, false, 0.02);
	vary.tries[vary.try_count++] = one_try(0, value, outcome, true, false, false, cpu);
	return vary_counts(&vary, &vary.tries[vary.try_count - 1]);
}

static void check_counting(void)
{
	struct vary_pair named = {.value = 1000, .whole = true, .named = true};
	struct vary_pair plain = {.value = 1000, .whole = true};
	struct vary_pair weak = {.value = 1000, .whole = true, .named = true, .weak = true};
	struct vary_pair roomy = {.value = 1000, .whole = true, .named = true, .roomy = true};
	struct vary_pair few = {.value = 10, .whole = true, .named = true};
	CHECK(counts(named, 10000, VARY_DIFFERS, 1002, 0.03));
	CHECK(counts(named, 1001, VARY_DIFFERS, 1002, 0.02));
	CHECK(counts(named, 2000, VARY_CRASHES, 1002, 0.03));
	/* What was built for less may end. */
	CHECK(!counts(named, 10000, VARY_CRASHES, 1002, 0.03));
	CHECK(!counts(named, 10000, VARY_SAME, 1002, 0.03));
	CHECK(!counts(named, 10000, VARY_CLOSE, 500, 0.03));
	CHECK(!counts(named, 10000, VARY_ASIDE, 500, 0.03));
	/* Another value must have shown that both mean the same. */
	CHECK(!counts(named, 1001, VARY_DIFFERS, 0, 0.02));
	CHECK(!counts(plain, 10000, VARY_DIFFERS, 0, 0.03));
	CHECK(counts(plain, 10000, VARY_DIFFERS, 500, 0.03));
	CHECK(!counts(weak, 10000, VARY_DIFFERS, 500, 0.03));
	struct vary_pair fraction = {.value = 0.5, .named = true};
	CHECK(!counts(fraction, 0.75, VARY_DIFFERS, 0, 0.02));
	CHECK(counts(fraction, 0.75, VARY_DIFFERS, 0.375, 0.02));
	struct vary vary = with(named, 0.02);
	vary.tries[1] = one_try(0, 1001, VARY_SAME, true, false, false, 0.02);
	vary.try_count = 2;
	vary.tries[0] = one_try(0, 2000, VARY_DIFFERS, true, false, false, 0.02);
	CHECK(vary_counts(&vary, &vary.tries[0]));
	vary.partly = true;
	CHECK(!vary_counts(&vary, &vary.tries[0]));
	vary.partly = false;
	vary.tries[0] = one_try(0, 2000, VARY_DIFFERS, true, false, true, 0.02);
	CHECK(!vary_counts(&vary, &vary.tries[0]));
	/* Fixed room, the edge of what there is, much less, an amount. */
	CHECK(!counts(roomy, 10000, VARY_DIFFERS, 500, 0.03));
	CHECK(counts(roomy, 999, VARY_DIFFERS, 998, 0.02));
	CHECK(!counts(named, 500, VARY_DIFFERS, 1001, 0.02));
	CHECK(counts(named, 999, VARY_DIFFERS, 1001, 0.02));
	CHECK(!counts(named, 500, VARY_CRASHES, 0, 0.02));
	CHECK(!counts(few, 100, VARY_CRASHES, 11, 0.03));
	CHECK(!counts(few, 100, VARY_DIFFERS, 11, 0.02));
	CHECK(counts(few, 11, VARY_DIFFERS, 5, 0.02));
	CHECK(!counts(named, 10000, VARY_CRASHES, 500, 0.02));
	CHECK(!counts(few, 1, VARY_DIFFERS, 11, 0.02));
	CHECK(!counts(named, 100000, VARY_DIFFERS, 500, 0.02));
	CHECK(counts(named, 100000, VARY_DIFFERS, 500, 0.20));
}

static void check_ignoring(void)
{
	struct vary vary = with((struct vary_pair){.value = 500, .named = true}, 0.02);
	vary.tries[0] = one_try(0, 501, VARY_DIFFERS, true, true, false, 0.02);
	vary.try_count = 1;
	CHECK(!vary_ignores(&vary));
	vary.tries[1] = one_try(0, 1000, VARY_DIFFERS, true, true, false, 0.02);
	vary.try_count = 2;
	CHECK(vary_ignores(&vary));
	vary.pairs[0].named = false;
	CHECK(!vary_ignores(&vary));
	vary.pairs[0].named = true;
	vary.tries[1].changed = false;
	CHECK(!vary_ignores(&vary));
	vary.tries[1].changed = true;
	vary.tries[1].unmoved = false;
	CHECK(!vary_ignores(&vary));
}

static bool recorded(const char *output, const char *original, const char *literals, bool loops)
{
	struct str example;
	return vary_recorded(str_of(output), str_of(original), str_of(literals), loops, &example) ==
	       VARY_RECORDED;
}

static void check_recorded(void)
{
	const char *output = "sum 83472\nmax 5512 at 914\nmean 12.375\n";
	const char *script = "for i in range(5512): print(i)";
	CHECK(recorded(output, script, "sum 83472\nmax 5512 at 914\nmean 12.375\n", true));
	CHECK(!recorded(output, script, "sum %d\nmax %d at %d\n914\n", true));
	CHECK(!recorded(output, script, "x83472\n835\n83472.5\n9140\n", false));
	CHECK(!recorded(output, "83472 914 12.375", "sum 83472\n914\n12.375\n", true));
	/* One number may be there by chance, but not where nothing else is done. */
	CHECK(!recorded("86412\n", script, "86412\n", true));
	CHECK(recorded("86412\n", script, "86412\n", false));
	CHECK(!recorded("4096\n65535\n1000000\n", script, "4096\n65535\n1000000\n", false));
	CHECK(!recorded("hello\n", script, "hello\n", false));
	CHECK(!recorded("", script, "", false));
	struct str example;
	CHECK(vary_recorded(str_of(output), str_of(script), STR("914\n"), true, &example) ==
	      VARY_PARTLY);
	/* Small numbers, whole lines. */
	CHECK(recorded("1 1 [0]\n4 2 [1, 3]\n5 10 [0]\n", script, "1 1 [0]\n4 2 [1, 3]\n5 10 [0]\n",
		       true));
	CHECK(!recorded("1 1 [0]\n4 2 [1, 3]\n", "print('1 1 [0]', '4 2 [1, 3]')",
			"1 1 [0]\n4 2 [1, 3]\n", false));
}

/* A string has three others; whoever stays the same with both prints what was worked out before. */
static void check_text(void)
{
	struct vary vary = with((struct vary_pair){.text = true, .named = true}, 0.02);
	run_all(&vary, 0);
	CHECK(vary.try_count == 3 && tried(&vary, 1) && tried(&vary, 2) && tried(&vary, 3));
	vary.tries[0].outcome = VARY_DIFFERS;
	CHECK(vary_counts(&vary, &vary.tries[0]));
	vary.tries[1].outcome = vary.tries[2].outcome = VARY_DIFFERS;
	CHECK(!vary_counts(&vary, &vary.tries[0]) && !vary_ignores(&vary));
	vary.tries[0].unmoved = vary.tries[1].unmoved = vary.tries[2].unmoved = true;
	CHECK(vary_ignores(&vary));
}

/* Two at once: only what has agreed alone, with the most that fits the time, each pair once. */
static void check_both(void)
{
	struct vary_pair rows = {.value = 100, .whole = true, .named = true};
	struct vary vary = with(rows, 0.02);
	vary.pairs[vary.pair_count++] = rows;
	vary.tries[vary.try_count++] = one_try(0, 1000, VARY_SAME, true, false, false, 0.1);
	vary.tries[vary.try_count++] = one_try(0, 10000, VARY_SAME, true, false, false, 1);
	struct vary_try at;
	CHECK(!vary_next_both(&vary, &at));
	vary.tries[vary.try_count++] = one_try(1, 1000, VARY_SAME, true, false, false, 0.1);
	CHECK(vary_next_both(&vary, &at));
	CHECK(at.both && at.pair == 0 && at.other_pair == 1);
	CHECK(at.value == 1000 && at.other_value == 1000);
	/* What it shows counts where the original worked for it, and not where numbers outgrow. */
	at.outcome = VARY_DIFFERS;
	at.source_cpu = 0.5;
	CHECK(vary_counts(&vary, &at));
	at.wider = true;
	CHECK(!vary_counts(&vary, &at));
	at.wider = false;
	at.source_cpu = 0.02;
	CHECK(!vary_counts(&vary, &at));
	at.source_cpu = 0.5;
	at.outcome = VARY_CRASHES;
	CHECK(!vary_counts(&vary, &at));
	/* Once, and it tells nothing of either alone. */
	at.outcome = VARY_DIFFERS;
	vary.tries[vary.try_count++] = at;
	CHECK(!vary_next_both(&vary, &at));
	CHECK(vary_counts(&vary, &vary.tries[vary.try_count - 1]));
	vary.try_count--;
	vary.pairs[1].roomy = true;
	CHECK(!vary_next_both(&vary, &at));
	vary.pairs[1] = rows;
	vary.pairs[1].weak = true;
	CHECK(!vary_next_both(&vary, &at));
}

/* The original moves with its constants and the translation does not, but they may mean others. */
static void check_may_ignore(void)
{
	struct vary vary = with((struct vary_pair){.value = 50, .whole = true, .weak = true}, 0.02);
	vary.tries[vary.try_count++] = one_try(0, 51, VARY_DIFFERS, true, true, false, 0.02);
	CHECK(!vary_may_ignore(&vary));
	vary.tries[vary.try_count++] = one_try(0, 25, VARY_DIFFERS, true, true, false, 0.02);
	CHECK(vary_may_ignore(&vary) && !vary_ignores(&vary));
	vary.tries[vary.try_count++] = one_try(0, 100, VARY_DIFFERS, true, false, false, 0.02);
	CHECK(!vary_may_ignore(&vary));
}

/* A number that may have been computed from it: differing proves nothing, standing still does. */
static void check_derived(void)
{
	struct vary_pair pair = {.value = 1000, .whole = true, .named = true};
	struct vary vary = with(pair, 0.02);
	vary.tries[vary.try_count++] = one_try(0, 1001, VARY_SAME, true, false, false, 0.02);
	vary.tries[vary.try_count++] = one_try(0, 10000, VARY_DIFFERS, true, false, false, 0.2);
	CHECK(vary_counts(&vary, &vary.tries[1]));
	vary.pairs[0].derived = true;
	CHECK(!vary_counts(&vary, &vary.tries[1]));
	vary = with(pair, 0.02);
	vary.pairs[0].derived = true;
	vary.tries[vary.try_count++] = one_try(0, 1001, VARY_DIFFERS, true, true, false, 0.02);
	CHECK(!vary_ignores(&vary));
	vary.tries[vary.try_count++] = one_try(0, 10000, VARY_DIFFERS, true, true, false, 0.2);
	CHECK(vary_ignores(&vary));
}

/* What the translation holds nothing of cannot move it: once the original has moved is enough. */
static void check_absent(void)
{
	struct vary vary =
		with((struct vary_pair){.value = 1000, .whole = true, .absent = true}, 0.02);
	run_all(&vary, 1);
	CHECK(vary.try_count == 2 && tried(&vary, 1001) && tried(&vary, 500));
	vary.try_count = 0;
	vary.tries[vary.try_count++] = one_try(0, 1001, VARY_SAME, false, true, false, 0.02);
	CHECK(!vary_ignores(&vary));
	vary.tries[vary.try_count++] = one_try(0, 500, VARY_DIFFERS, true, true, false, 0.02);
	CHECK(vary_ignores(&vary) && !vary_counts(&vary, &vary.tries[1]));
	/* Other constants move it: it works. */
	vary.pairs[vary.pair_count++] = (struct vary_pair){.value = 70, .whole = true};
	vary.tries[vary.try_count++] = one_try(1, 71, VARY_SAME, true, false, false, 0.02);
	CHECK(!vary_ignores(&vary));
}

int main(void)
{
	CHECK_BEGIN();
	check_derived();
	check_absent();
	check_text();
	check_both();
	check_may_ignore();
	check_choice();
	check_counting();
	check_ignoring();
	check_recorded();
	CHECK_INT(vary_width(STR("x 9223372036854775807 -9223372036854775807 1.5\n")), 0);
	CHECK_INT(vary_width(STR("9223372036854775808 7")), 1);
	CHECK_INT(vary_width(STR("1000000000000000000000000000000000000000000")), 2);
	CHECK_INT(vary_width(STR("0.0000000000000000000000000000000000000000000000001")), 0);
	CHECK(vary_wider(STR("1\n2\n"), STR("1\n36893488147419103232\n"), STR("1\n0\n")));
	CHECK(!vary_wider(STR("1\n36893488147419103233\n"), STR("1\n36893488147419103232\n"),
			  STR("1\n0\n")));
	CHECK(!vary_wider(STR("1\n"), STR("4294967296\n"), STR("0\n")));
	CHECK(!vary_wider(STR("1\n"), STR("1\n"), STR("1\n")));
	CHECK(vary_close(STR("a 0.30000000000000004 b\n"), STR("a 0.3 b\n")));
	CHECK(!vary_close(STR("a 0.3001 b\n"), STR("a 0.3 b\n")));
	CHECK(!vary_close(STR("9007199254740993\n"), STR("9007199254740992\n")));
	CHECK(!vary_close(STR("0.5 a\n"), STR("0.5 b\n")));
	CHECK(!vary_close(STR("0.5\n0.5\n"), STR("0.5\n")));
	return CHECK_END();
}
