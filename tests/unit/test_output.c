/*
 * The comparison of outputs: pairs that are the same, pairs that look alike and are not.
 * The wrong ones are classes of real mistranslations: overflow, another generator, a loop one
 * short, a value off in the last digit, output that ends early or goes on.
 */
#include "judge/output.h"

#include "base/mem.h"
#include "check.h"

/* `again` NULL: the second run printed the same. */
struct pair {
	const char *original, *again, *candidate;
	enum output_match match;
	size_t masked;
	int line; /* where it differs first; 0: not looked at */
};

static const struct pair pairs[] = {
	/* The same, byte for byte. */
	{"10980\n", NULL, "10980\n", OUTPUT_IDENTICAL, 0, 0},
	{"a\nb\nc\n", NULL, "a\nb\nc\n", OUTPUT_IDENTICAL, 0, 0},
	{"no newline", NULL, "no newline", OUTPUT_IDENTICAL, 0, 0},
	{"\n\n\n", NULL, "\n\n\n", OUTPUT_IDENTICAL, 0, 0},
	{"nan inf -inf\n", NULL, "nan inf -inf\n", OUTPUT_IDENTICAL, 0, 0},
	{"caf\xC3\xA9\n", NULL, "caf\xC3\xA9\n", OUTPUT_IDENTICAL, 0, 0},

	/* Clock readings are masked, in place. */
	{"Execution time: 8.573 s\n", "Execution time: 11.02 s\n", "Execution time: 0.21 s\n",
	 OUTPUT_IDENTICAL, 1, 0},
	{"Time: 8.573\n", "Time: 10.1\n", "Time: 2.1e-05\n", OUTPUT_IDENTICAL, 1, 0},
	{"Time: 8.573\n", "Time: 10.1\n", "Time: 0\n", OUTPUT_IDENTICAL, 1, 0},
	{"took 12ms\n", "took 2512ms\n", "took 1ms\n", OUTPUT_IDENTICAL, 1, 0},
	{"took 12 \xC2\xB5s\n", "took 31 \xC2\xB5s\n", "took 1 \xC2\xB5s\n", OUTPUT_IDENTICAL, 1,
	 0},
	{"2026-11-25 12:03:44 start\n", "2027-11-24 12:10:57 start\n",
	 "2026-11-25 12:03:46 start\n", OUTPUT_IDENTICAL, 1, 0},
	{"Wed Nov 25 12:03:44 2026\n", "Wed Nov 24 12:10:57 2027\n", "Wed Nov 25 12:03:59 2026\n",
	 OUTPUT_IDENTICAL, 1, 0},
	{"2026-11-25T12:03:44.123456\n", "2027-11-24T12:10:57.654321\n",
	 "2026-11-25T12:03:45.000001\n", OUTPUT_IDENTICAL, 1, 0},
	{"<A object at 0x7f12ab>\n", "<A object at 0x7fee01>\n", "<A object at 0x55aa>\n",
	 OUTPUT_IDENTICAL, 1, 0},
	{"Elapsed time: 0.00 seconds\n", "Elapsed time: 2.31 seconds\n",
	 "Elapsed time: 0.00 seconds\n", OUTPUT_IDENTICAL, 1, 0},
	{"0:00:08.573000 elapsed\n", "0:00:11.100000 elapsed\n", "0:00:00.210000 elapsed\n",
	 OUTPUT_IDENTICAL, 1, 0},
	{"time: -0.001\n", "time: 2.4\n", "time: 0.001\n", OUTPUT_IDENTICAL, 1, 0},
	{"elapsed\n   8.57\n", "elapsed\n  11.20\n", "elapsed\n   0.21\n", OUTPUT_IDENTICAL, 1, 0},
	{"elapsed:\n   8.57\n", "elapsed:\n  11.20\n", "elapsed:\n   0.21\n", OUTPUT_IDENTICAL, 1,
	 0},
	{"Total time for 10 items is 3.2\n", "Total time for 10 items is 5.2\n",
	 "Total time for 10 items is 0.1\n", OUTPUT_IDENTICAL, 1, 0},
	{"times: [0.1, 0.2, 0.3]\n", "times: [1.1, 2.2, 3.3]\n", "times: [0.0, 0.0, 0.0]\n",
	 OUTPUT_IDENTICAL, 3, 0},
	{"n      time\n10     0.31\n200    9.99\n", "n      time\n10     2.31\n200   12.01\n",
	 "n      time\n10     0.01\n200    0.02\n", OUTPUT_IDENTICAL, 2, 0},
	{"n,seconds\n10,0.31\n", "n,seconds\n10,2.31\n", "n,seconds\n10,0.01\n", OUTPUT_IDENTICAL,
	 1, 0},
	{"|    8.57 s|\n", "|   11.02 s|\n", "|    0.21 s|\n", OUTPUT_IDENTICAL, 1, 0},
	{"Copyright 2026 Foo\n", "Copyright 2027 Foo\n", "Copyright 2026 Foo\n", OUTPUT_IDENTICAL,
	 1, 0},
	{"Wednesday 25 November 2026\n", "Wednesday 24 November 2027\n",
	 "Wednesday 25 November 2026\n", OUTPUT_IDENTICAL, 1, 0},
	{"Time taken (brute): 0.3 result 42\n", "Time taken (brute): 2.3 result 42\n",
	 "Time taken (brute): 0.1 result 42\n", OUTPUT_IDENTICAL, 1, 0},
	{"1234.5 it/s\n", "99.1 it/s\n", "91234567.5 it/s\n", OUTPUT_IDENTICAL, 1, 0},

	/* … and nothing but the reading. */
	{"Processed 30000 items in 12.3 ms\n", "Processed 30000 items in 2412.3 ms\n",
	 "Processed 29999 items in 0.3 ms\n", OUTPUT_DIFFERENT, 1, 1},
	{"Result: 3.14159\nTime: 8.5 s\n", "Result: 3.14159\nTime: 11 s\n",
	 "Result: 3.14158\nTime: 0.2 s\n", OUTPUT_DIFFERENT, 1, 1},
	{"Time: 8.5 s\n", "Time: 11 s\n", "Time: 0.2 ms\n", OUTPUT_DIFFERENT, 1, 1},
	{"Time: 8.5 s\n", "Time: 11 s\n", "Time: s\n", OUTPUT_DIFFERENT, 1, 1},
	{"Time: 8.5 s\n", "Time: 11 s\n", "Time: fast s\n", OUTPUT_DIFFERENT, 1, 1},
	{"Time: 8.5 s\n", "Time: 11 s\n", "", OUTPUT_DIFFERENT, 1, 1},
	{"Time: 8.5 s\n", "Time: 11 s\n", "Time: 1 2 s\n", OUTPUT_DIFFERENT, 1, 1},
	{"a\nTime: 8.5 s\n", "a\nTime: 11 s\n", "Time: 8.5 s\na\n", OUTPUT_DIFFERENT, 1, 1},

	/* What is random is not masked: a Monte Carlo's result must not be waved through. */
	{"pi = 3.1412\n", "pi = 3.1399\n", "pi = 0\n", OUTPUT_UNKNOWN, 0, 1},
	{"pi = 3.1412\n", "pi = 3.1399\n", "pi = 3.1412\n", OUTPUT_UNKNOWN, 0, 1},
	{"waiting time: mean = 3.2\n", "waiting time: mean = 3.4\n", "waiting time: mean = 9\n",
	 OUTPUT_UNKNOWN, 0, 1},
	{"pi = 3.1412 (took 0.5 s)\n", "pi = 3.1399 (took 2.5 s)\n", "pi = 1 (took 0.1 s)\n",
	 OUTPUT_UNKNOWN, 0, 1},
	{"(took 0.5 s) pi = 3.1412\n", "(took 2.5 s) pi = 3.1399\n", "(took 0.5 s) pi = 3\n",
	 OUTPUT_UNKNOWN, 0, 1},
	{"times heads came up: 503\n", "times heads came up: 497\n", "times heads came up: 1\n",
	 OUTPUT_UNKNOWN, 0, 1},
	{"took 17 steps\n", "took 23 steps\n", "took 1 steps\n", OUTPUT_UNKNOWN, 0, 1},
	{"timestep 17\n", "timestep 23\n", "timestep 1\n", OUTPUT_UNKNOWN, 0, 1},
	{"microbes: 17\n", "microbes: 23\n", "microbes: 1\n", OUTPUT_UNKNOWN, 0, 1},
	{"id: 17\n", "id: 23\n", "id: 1\n", OUTPUT_UNKNOWN, 0, 1},
	{"took 0.5\n", "took 2.5\n", "took 0.1\n", OUTPUT_IDENTICAL, 1, 0},
	{"walker 2026\n", "walker 1977\n", "walker 2026\n", OUTPUT_UNKNOWN, 0, 1},
	{"3.1412\n", "3.1399\n", "0\n", OUTPUT_UNKNOWN, 0, 1},
	{"Time: 1 s\nsum 5\n", "Time: 2 s\nsum 6\n", "Time: 1 s\nsum 5\n", OUTPUT_UNKNOWN, 0, 2},
	{"epidemic over after 57 days\n", "epidemic over after 61 days\n",
	 "epidemic over after 1 days\n", OUTPUT_UNKNOWN, 0, 1},
	/* The order of a set, a word, another number of lines. */
	{"{'a', 'b'}\n", "{'b', 'a'}\n", "{'a', 'b'}\n", OUTPUT_UNKNOWN, 0, 1},
	{"x\nheads\n", "x\ntails\n", "x\nheads\n", OUTPUT_UNKNOWN, 0, 2},
	{"1\n2\n", "1\n2\n3\n", "1\n2\n", OUTPUT_UNKNOWN, 0, 3},
	{"Time: 0.9 ms\n", "Time: 2.1 s\n", "Time: 0.1 ms\n", OUTPUT_UNKNOWN, 0, 1},

	/* The same value, another text. */
	{"10980\n", NULL, "10980.0\n", OUTPUT_SAME_VALUE, 0, 1},
	{"1000\n", NULL, "1e3\n", OUTPUT_SAME_VALUE, 0, 1},
	{"0.0001\n", NULL, "1e-04\n", OUTPUT_SAME_VALUE, 0, 1},
	{"1e+20\n", NULL, "100000000000000000000\n", OUTPUT_SAME_VALUE, 0, 1},
	{"0\n", NULL, "-0.0\n", OUTPUT_SAME_VALUE, 0, 1},
	{"5\n", NULL, "+5\n", OUTPUT_SAME_VALUE, 0, 1},
	{"-5\n", NULL, "-5.00\n", OUTPUT_SAME_VALUE, 0, 1},
	{"x=1, y=2\n", NULL, "x=1.0, y=2.0\n", OUTPUT_SAME_VALUE, 0, 1},
	{"[1, 2, 3]\n", NULL, "[1.0, 2.0, 3.0]\n", OUTPUT_SAME_VALUE, 0, 1},
	{"a  \nb\n", NULL, "a\nb\n", OUTPUT_SAME_VALUE, 0, 1},
	{"a\nb\n", NULL, "a\r\nb\r\n", OUTPUT_SAME_VALUE, 0, 1},
	{"a\n", NULL, "a", OUTPUT_SAME_VALUE, 0, 0},
	{"12ms\n", NULL, "12.0ms\n", OUTPUT_SAME_VALUE, 0, 1},
	{"    5|\n", NULL, "  5.0|\n", OUTPUT_SAME_VALUE, 0, 1},
	{"sum 5\nTime: 1 s\n", "sum 5\nTime: 3 s\n", "sum 5.0\nTime: 0 s\n", OUTPUT_SAME_VALUE, 1,
	 1},

	/* Wrong. */
	{"10980\n", NULL, "0\n", OUTPUT_DIFFERENT, 0, 1},
	{"10980\n", NULL, "-2147473316\n", OUTPUT_DIFFERENT, 0, 1},
	{"10980\n", NULL, "10981\n", OUTPUT_DIFFERENT, 0, 1},
	{"1\n2\n3\n", NULL, "1\n2\n", OUTPUT_DIFFERENT, 0, 3},
	{"1\n2\n", NULL, "1\n2\n3\n", OUTPUT_DIFFERENT, 0, 3},
	{"1\n2\n", NULL, "", OUTPUT_DIFFERENT, 0, 1},
	{"", NULL, "1\n", OUTPUT_DIFFERENT, 0, 1},
	{"a\n", NULL, "a\n\n", OUTPUT_DIFFERENT, 0, 2},
	{"a\nb\n", NULL, "b\na\n", OUTPUT_DIFFERENT, 0, 1},
	{"True\n", NULL, "true\n", OUTPUT_DIFFERENT, 0, 1},
	{"True\n", NULL, "1\n", OUTPUT_DIFFERENT, 0, 1},
	{"None\n", NULL, "0\n", OUTPUT_DIFFERENT, 0, 1},
	{"nan\n", NULL, "-nan\n", OUTPUT_DIFFERENT, 0, 1},
	{"inf\n", NULL, "1e999\n", OUTPUT_DIFFERENT, 0, 1},
	{"3.141592653589793\n", NULL, "3.14159265358979\n", OUTPUT_CLOSE, 0, 1},
	{"3.14159\n", NULL, "3.1415926\n", OUTPUT_DIFFERENT, 0, 1},
	{"0.1\n", NULL, "0.10000000000000001\n", OUTPUT_CLOSE, 0, 1},
	{"12345678901234567890123\n", NULL, "12345678901234567890124\n", OUTPUT_DIFFERENT, 0, 1},
	{"12345678901234567890123\n", NULL, "1.2345678901234568e+22\n", OUTPUT_DIFFERENT, 0, 1},
	{"9007199254740993\n", NULL, "9007199254740992\n", OUTPUT_DIFFERENT, 0, 1},
	{"5\n", NULL, "-5\n", OUTPUT_DIFFERENT, 0, 1},
	{"1.0e5\n", NULL, "1.0e6\n", OUTPUT_DIFFERENT, 0, 1},
	{"  *\n ***\n", NULL, " *\n ***\n", OUTPUT_DIFFERENT, 0, 1},
	{"a b\n", NULL, "a  b\n", OUTPUT_DIFFERENT, 0, 1},
	{"a\tb\n", NULL, "a b\n", OUTPUT_DIFFERENT, 0, 1},
	{"1 2\n", NULL, "12\n", OUTPUT_DIFFERENT, 0, 1},
	{"1,000\n", NULL, "1000\n", OUTPUT_DIFFERENT, 0, 1},
	{"version 1.10.2\n", NULL, "version 1.1.2\n", OUTPUT_DIFFERENT, 0, 1},
	{"x10\n", NULL, "x10.0\n", OUTPUT_DIFFERENT, 0, 1},
	{"x10\n", NULL, "x010\n", OUTPUT_DIFFERENT, 0, 1},
	{"0e123f\n", NULL, "0e999f\n", OUTPUT_DIFFERENT, 0, 1},
	{"0xff\n", NULL, "255\n", OUTPUT_DIFFERENT, 0, 1},
	{"0x10\n", NULL, "0x010\n", OUTPUT_DIFFERENT, 0, 1},
	{"Hello\n", NULL, "hello\n", OUTPUT_DIFFERENT, 0, 1},
	{"Hello, World!\n", NULL, "Hello World!\n", OUTPUT_DIFFERENT, 0, 1},
	{"caf\xC3\xA9\n", NULL, "caf\xE9\n", OUTPUT_DIFFERENT, 0, 1},
	{"a\nb\nc\n", NULL, "a\nB\nC\n", OUTPUT_DIFFERENT, 0, 2},
	{"[1, 2]\n", NULL, "[1,2]\n", OUTPUT_DIFFERENT, 0, 1},
	{"'a'\n", NULL, "\"a\"\n", OUTPUT_DIFFERENT, 0, 1},
	{"1\n", NULL, "1\n1\n", OUTPUT_DIFFERENT, 0, 2},
	{"7.0\n", NULL, "7.000001\n", OUTPUT_DIFFERENT, 0, 1},
};

static struct output_run run_of(const char *out)
{
	return (struct output_run){.out = str_of(out)};
}

static void check_pair(const struct pair *pair)
{
	struct arena arena;
	arena_init(&arena);
	struct output_run original = run_of(pair->original);
	struct output_run again = run_of(pair->again == NULL ? pair->original : pair->again);
	again.tick = OUTPUT_TICK;
	struct output_run candidate = run_of(pair->candidate);
	struct output_result result = output_compare(&arena, &original, &again, 1, &candidate);
	bool ok = result.match == pair->match && result.masked == pair->masked;
	CHECK(ok);
	if (!ok)
		fprintf(stderr, "  %s  %s: match %d, masked %zu: %.*s\n", pair->original,
			pair->candidate, (int)result.match, result.masked, STR_ARG(result.text));
	CHECK(result.text.len > 0);
	if (pair->line > 0) {
		struct str where = arena_fmt(&arena, "stdout line %d", pair->line);
		check_str(result.where, where, pair->original, pair->line);
		CHECK(result.expected.len > 0 && result.got.len > 0);
	}
	if (pair->match == OUTPUT_DIFFERENT && pair->again == NULL)
		CHECK(result.lines_different > 0);
	if (pair->match == OUTPUT_IDENTICAL)
		CHECK(result.where.len == 0 && result.expected.len == 0 && result.got.len == 0);
	arena_deinit(&arena);
}

static struct output_result compare(struct arena *arena, struct output_run original,
				    struct output_run candidate)
{
	return output_compare(arena, &original, &original, 1, &candidate);
}

static void check_evidence(struct arena *arena)
{
	struct output_result result =
		compare(arena, run_of("one\ntwo\nthree\nfour\n"), run_of("one\ntwo\n3\n4\n"));
	CHECK_INT(result.lines_different, 2);
	CHECK_STR(result.where, "stdout line 3");
	CHECK_STR(result.expected, "2 | two\n3 | three");
	CHECK_STR(result.got, "2 | two\n3 | 3");
	CHECK(str_has(result.text, STR("2 lines differ")));
	result = compare(arena, run_of("one\ntwo\n"), run_of("one\n"));
	CHECK_STR(result.got, "1 | one\n2 | (the output has ended)");
	CHECK(str_has(result.text, STR("ends early")));
	result = compare(arena, run_of("one\n"), run_of("one\ntwo\n"));
	CHECK_STR(result.expected, "1 | one\n2 | (the output has ended)");
	CHECK(str_has(result.text, STR("more output")));
	result = compare(arena, run_of("b\na\n"), run_of("a\nb\n"));
	CHECK(str_has(result.text, STR("another order")));
	/* What cannot be seen is made visible, and what is long is cut around the difference. */
	result = compare(arena, run_of("a\n"), run_of("a\x1b[31m\xE2\x80\xAE\xFF\n"));
	CHECK_STR(result.got, "1 | a\\x1b[31m\\u{202e}\\xff");
	char *line = mem_new(100001);
	memset(line, 'x', 100000);
	struct output_run long_run = run_of(line);
	char *other = mem_new(100001);
	memcpy(other, line, 100000);
	other[70000] = 'y';
	result = compare(arena, long_run, run_of(other));
	CHECK_INT(result.match, OUTPUT_DIFFERENT);
	CHECK(result.got.len < 600 && str_has(result.got, STR("xyx")));
	CHECK(str_has(result.got, STR("…")));
	mem_free(line);
	mem_free(other);
}

static void check_ends(struct arena *arena)
{
	struct output_run original = {.out = STR("1\n")}, candidate = original;
	candidate.status = 1;
	struct output_result result = compare(arena, original, candidate);
	CHECK_INT(result.match, OUTPUT_DIFFERENT);
	CHECK_STR(result.where, "exit status");
	CHECK_STR(result.expected, "exit status 0");
	CHECK_STR(result.got, "exit status 1");
	candidate = (struct output_run){.out = STR("1\n"), .signal = 11};
	result = compare(arena, original, candidate);
	CHECK_INT(result.match, OUTPUT_DIFFERENT);
	CHECK_STR(result.got, "signal 11 (segmentation fault)");
	candidate = (struct output_run){.out = STR(""), .signal = 6};
	result = compare(arena, original, candidate);
	CHECK(str_has(result.text, STR("stdout line 1")));
	original = (struct output_run){.err = STR("boom\n"), .status = 3};
	CHECK_INT(compare(arena, original, original).match, OUTPUT_IDENTICAL);
	candidate = original;
	candidate.err = STR("bang\n");
	result = compare(arena, original, candidate);
	CHECK_INT(result.match, OUTPUT_DIFFERENT);
	CHECK_STR(result.where, "stderr line 1");
}

static void check_traceback(struct arena *arena)
{
	struct output_run original = {
		.out = STR("1\n"),
		.err = STR("Traceback (most recent call last):\n  File \"a.py\"\nValueError\n"),
		.status = 1,
	};
	struct output_run candidate = {.out = STR("1\n"), .err = STR("error\n"), .status = 1};
	CHECK_INT(compare(arena, original, candidate).match, OUTPUT_IDENTICAL);
	candidate.status = 0;
	CHECK_INT(compare(arena, original, candidate).match, OUTPUT_DIFFERENT);
	candidate.status = 2;
	CHECK_INT(compare(arena, original, candidate).match, OUTPUT_DIFFERENT);
	candidate.status = 0;
	candidate.signal = 6;
	CHECK_INT(compare(arena, original, candidate).match, OUTPUT_DIFFERENT);
	candidate = (struct output_run){.out = STR("2\n"), .status = 1};
	CHECK_INT(compare(arena, original, candidate).match, OUTPUT_DIFFERENT);
	/* The second run of the original must end alike, too. */
	struct output_run again = original;
	again.status = 0;
	CHECK_INT(output_compare(arena, &original, &again, 1, &original).match, OUTPUT_UNKNOWN);
}

static void check_empty(struct arena *arena)
{
	struct output_run nothing = {0};
	struct output_result result = compare(arena, nothing, nothing);
	CHECK_INT(result.match, OUTPUT_UNKNOWN);
	CHECK(str_has(result.text, STR("no output to compare")));
	const struct output_file file = {.name = STR("a"), .kind = 'f'};
	nothing.files = &file;
	nothing.file_count = 1;
	CHECK_INT(compare(arena, nothing, nothing).match, OUTPUT_IDENTICAL);
}

static void check_cut(struct arena *arena)
{
	struct output_run original = {.out = STR("1\n2\n3"), .cut = true};
	struct output_result result = compare(arena, original, original);
	CHECK_INT(result.match, OUTPUT_UNKNOWN);
	CHECK(str_has(result.text, STR("longer than is kept")));
	struct output_run candidate = {.out = STR("1\n2\n34\n5\n")};
	CHECK_INT(compare(arena, original, candidate).match, OUTPUT_UNKNOWN);
	candidate.out = STR("1\n9\n3\n");
	result = compare(arena, original, candidate);
	CHECK_INT(result.match, OUTPUT_DIFFERENT);
	CHECK_STR(result.where, "stdout line 2");
	/* Shorter than what was kept of the original. */
	candidate.out = STR("1\n");
	CHECK_INT(compare(arena, original, candidate).match, OUTPUT_DIFFERENT);
	candidate = (struct output_run){.out = STR("1\n2\n"), .cut = true};
	CHECK_INT(compare(arena, run_of("1\n2\n"), candidate).match, OUTPUT_UNKNOWN);
	candidate.out = STR("1\n2\n3\n4\n");
	CHECK_INT(compare(arena, run_of("1\n2\n"), candidate).match, OUTPUT_DIFFERENT);
}

static void check_binary(struct arena *arena)
{
	struct output_run original = {.out = STR("P4\n\0\xFF \n")}, candidate = original;
	CHECK_INT(compare(arena, original, candidate).match, OUTPUT_IDENTICAL);
	/* A blank before a line end is a pixel here. */
	candidate.out = STR("P4\n\0\xFF\n");
	CHECK_INT(compare(arena, original, candidate).match, OUTPUT_DIFFERENT);
	candidate.out = STR("P4\n\0\xFF ");
	struct output_result result = compare(arena, original, candidate);
	CHECK_INT(result.match, OUTPUT_DIFFERENT);
	CHECK(result.lines_different > 0);
	original.out = STR("1\0\n");
	candidate.out = STR("1.0\0\n");
	CHECK_INT(compare(arena, original, candidate).match, OUTPUT_DIFFERENT);
}

/* Much of one pattern; compared with a copy that differs in its last byte but one. */
static void check_large(const char *pattern, size_t size)
{
	struct arena arena;
	arena_init(&arena);
	size_t len = strlen(pattern);
	char *a = mem_new(size), *b = mem_new(size);
	for (size_t i = 0; i < size; i++)
		a[i] = b[i] = pattern[i % len];
	b[size - 2] = (char)(b[size - 2] ^ 1);
	struct output_run original = {.out = {a, size}}, candidate = {.out = {b, size}};
	struct output_result result = output_compare(&arena, &original, &original, 1, &candidate);
	CHECK_INT(result.match, OUTPUT_DIFFERENT);
	CHECK(result.lines_different == 1 || result.lines_different == 2);
	/* The same as the second run: whatever that shows, it must come soon. */
	result = output_compare(&arena, &original, &candidate, 1, &candidate);
	CHECK(result.text.len > 0);
	mem_free(a);
	mem_free(b);
	arena_deinit(&arena);
}

int main(void)
{
	CHECK_BEGIN();
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		check_pair(&pairs[i]);
	struct arena arena;
	arena_init(&arena);
	check_evidence(&arena);
	check_ends(&arena);
	check_traceback(&arena);
	check_empty(&arena);
	check_cut(&arena);
	check_binary(&arena);
	arena_deinit(&arena);
	check_large("1 ", 8 << 20);
	check_large("time 1 s, ", 1 << 20);
	check_large("abc\n", 8 << 20);
	check_large("\n", 1 << 20);
	check_large("1.5e3,", 1 << 20);
	check_large("12:03:44 ", 1 << 20);
	check_large("                                                                       7",
		    1 << 20);
	return CHECK_END();
}
