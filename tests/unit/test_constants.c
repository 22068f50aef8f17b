/*
 * Constants of Python and C++ sources: found with their names and places, paired where they mean
 * the same and nowhere else, and opened so that one build serves every value.
 */
#include "lang/constants.h"

#include "check.h"

static struct constants of_python(struct arena *arena, const char *source)
{
	struct constants constants;
	CHECK(python_constants(arena, str_of(source), &constants));
	return constants;
}

static struct constants of_cpp(struct arena *arena, const char *source)
{
	struct constants constants;
	CHECK(cpp_constants(arena, str_of(source), &constants));
	return constants;
}

/* The one constant that is written as `text`. */
static const struct constant *find(const struct constants *constants, const char *text)
{
	static const struct constant none = {.integer = -999};
	for (size_t i = 0; i < constants->count; i++)
		if (str_eq(constants->at[i].text, str_of(text)))
			return &constants->at[i];
	fprintf(stderr, "  no constant %s\n", text);
	CHECK(false);
	return &none;
}

static void check_one(const struct constants *constants, const char *text,
		      enum constant_place place, const char *name, long long value)
{
	const struct constant *constant = find(constants, text);
	CHECK_INT(constant->place, place);
	CHECK_STR(constant->name, name);
	CHECK_INT(constant->integer, value);
}

static void check_python(struct arena *arena)
{
	static const char source[] = "# 111\n"
				     "LIMIT = 120_000\n"
				     "SIZE: int = 10**6\n"
				     "A, B = 31, 0x40\n"
				     "text = 'has 777 in it'\n"
				     "def pi(terms, step=5, *, wide=6):\n"
				     "    total = 0.25 if step > 17 else 18\n"
				     "    return terms % 1000003 + total\n"
				     "class Lcg:\n"
				     "    def __init__(self, seed): self.x = seed\n"
				     "random.seed(42)\n"
				     "for i in range(3, 2110): pi(100_000_000, wide=9)\n"
				     "Lcg(-2024)\n"
				     "N = int(1e5)\n"
				     "while i < 555: print(round(x, 4), f'{x:8.3f} {i + 222}')\n";
	struct constants c = of_python(arena, source);
	check_one(&c, "120_000", CONSTANT_NAMED, "LIMIT", 120000);
	check_one(&c, "10**6", CONSTANT_NAMED, "SIZE", 1000000);
	check_one(&c, "31", CONSTANT_NAMED, "A", 31);
	check_one(&c, "0x40", CONSTANT_NAMED, "B", 64);
	check_one(&c, "5", CONSTANT_NAMED, "step", 5);
	check_one(&c, "9", CONSTANT_NAMED, "wide", 9);
	check_one(&c, "18", CONSTANT_NAMED, "total", 18);
	check_one(&c, "17", CONSTANT_LIMIT, "", 17);
	check_one(&c, "1000003", CONSTANT_OPERAND, "", 1000003);
	check_one(&c, "42", CONSTANT_SEED, "", 42);
	check_one(&c, "2110", CONSTANT_LIMIT, "", 2110);
	check_one(&c, "3", CONSTANT_OPERAND, "", 3);
	check_one(&c, "100_000_000", CONSTANT_ARGUMENT, "terms", 100000000);
	check_one(&c, "-2024", CONSTANT_ARGUMENT, "seed", -2024);
	check_one(&c, "1e5", CONSTANT_NAMED, "N", 100000);
	check_one(&c, "555", CONSTANT_LIMIT, "", 555);
	check_one(&c, "4", CONSTANT_OPERAND, "", 4);
	check_one(&c, "222", CONSTANT_OPERAND, "", 222);
	CHECK_INT(find(&c, "has 777 in it")->kind, CONSTANT_TEXT);
	for (size_t i = 0; i < c.count; i++)
		CHECK(!str_eq(c.at[i].text, STR("111")) && !str_eq(c.at[i].text, STR("777")));
	CHECK(str_eq(str_part(str_of(source), find(&c, "10**6")->from, 5), STR("10**6")));
	struct constants none;
	CHECK(!python_constants(arena, STR("x = = 1"), &none));
	CHECK(python_constants(arena, STR(""), &none) && none.count == 0);
}

static void check_cpp(struct arena *arena)
{
	struct constants c = of_cpp(
		arena,
		"#include <x444>\n#define ROWS 12 // 13\n/* 111 */\n"
		"constexpr long kMax = 1'000'000LL; enum { SIZE = 4096 };\n"
		"static int table[1024]; int deep[7][9];\n"
		"std::array<int, 333> a;\n"
		"long pi(long terms, int step = 5) { return terms % 1000003; }\n"
		"struct Lcg { explicit Lcg(unsigned seed) : x(seed) {} };\n"
		"auto f = [&](int wide, double high) { return R\"(555 \" 556)\"; };\n"
		"int main() { const char *s = \"666\\\"\"; char d = '8'; double e = 1e6;\n"
		"  Lcg gen(2024u); std::mt19937 rng(42); srand(43); int n{88};\n"
		"  for (int i = 0; i < 2110; i++) pi(100000000); f(-77, 0.5); deep[3][2] = -6;\n"
		"  return 0b101 + 0x1F; }\n");
	check_one(&c, "12", CONSTANT_NAMED, "ROWS", 12);
	check_one(&c, "1'000'000LL", CONSTANT_NAMED, "kMax", 1000000);
	CHECK_STR(find(&c, "1'000'000LL")->fixed, "constexpr");
	check_one(&c, "4096", CONSTANT_NAMED, "SIZE", 4096);
	check_one(&c, "1024", CONSTANT_ROOM, "int", 1024);
	check_one(&c, "7", CONSTANT_ROOM, "int", 7);
	check_one(&c, "9", CONSTANT_ROOM, "", 9);
	check_one(&c, "333", CONSTANT_ROOM, "", 333);
	check_one(&c, "5", CONSTANT_NAMED, "step", 5);
	check_one(&c, "1000003", CONSTANT_OPERAND, "", 1000003);
	check_one(&c, "2024u", CONSTANT_ARGUMENT, "seed", 2024);
	check_one(&c, "42", CONSTANT_SEED, "", 42);
	check_one(&c, "43", CONSTANT_SEED, "", 43);
	check_one(&c, "88", CONSTANT_NAMED, "n", 88);
	check_one(&c, "2110", CONSTANT_LIMIT, "", 2110);
	check_one(&c, "100000000", CONSTANT_ARGUMENT, "terms", 100000000);
	check_one(&c, "-77", CONSTANT_ARGUMENT, "wide", -77);
	check_one(&c, "3", CONSTANT_OPERAND, "", 3);
	check_one(&c, "-6", CONSTANT_OPERAND, "", -6);
	check_one(&c, "0b101", CONSTANT_OPERAND, "", 5);
	check_one(&c, "0x1F", CONSTANT_OPERAND, "", 31);
	check_one(&c, "1e6", CONSTANT_NAMED, "e", 1000000);
	CHECK_STR(find(&c, "0.5")->name, "high");
	CHECK_INT(find(&c, "555 \" 556")->kind, CONSTANT_TEXT);
	for (size_t i = 0; i < c.count; i++)
		CHECK(c.at[i].integer != 444 && c.at[i].integer != 111 && c.at[i].integer != 13 &&
		      c.at[i].integer != 8);
	of_cpp(arena, "\"never closed");
	of_cpp(arena, "R\"(never closed");
	of_cpp(arena, ")))]]}} - 5 -");
	of_cpp(arena, "f(((((((((1");
	of_cpp(arena, "\\");
}

/* How many pairs there are; the first is left in *pair. */
static size_t pair(struct arena *arena, const char *source, const char *target,
		   struct constant_pair *first)
{
	struct constants a = of_python(arena, source), b = of_cpp(arena, target);
	struct constant_pair pairs[8];
	size_t count = constants_pair(&a, &b, pairs, 8);
	*first = count > 0 ? pairs[0] : (struct constant_pair){0};
	return count;
}

static void check_pairs(struct arena *arena)
{
	struct constant_pair p;
	CHECK_INT(pair(arena, "MAX_N = 500", "const int kMaxN = 500;", &p), 1);
	CHECK(p.named && !p.weak && !p.seed && !p.roomy);
	CHECK_INT(pair(arena, "for i in range(5000): f(i)", "for (;i < 5000;) f(i);", &p), 1);
	CHECK(!p.named && !p.weak);
	CHECK_INT(pair(arena, "for i in range(8): f(i)", "for (;i < 8;) f(i);", &p), 1);
	CHECK(p.weak);
	CHECK_INT(pair(arena, "random.seed(7)", "std::mt19937 g(7);", &p), 1);
	CHECK(p.seed && !p.weak);
	/* Not the same constant, not one of two, not a step, nothing to vary. */
	CHECK_INT(pair(arena, "N = 500", "const int n = 501;", &p), 0);
	CHECK_INT(pair(arena, "f = range(500)", "int a = 500, b = 500;", &p), 0);
	CHECK_INT(pair(arena, "N = 2", "const int N = 2;", &p), 0);
	CHECK_INT(pair(arena, "MOD = 1000003", "const int MOD = 1000003;", &p), 0);
	CHECK_INT(pair(arena, "M = 2**32", "const long M = 4294967296;", &p), 0);
	CHECK_INT(pair(arena, "x = [500]", "int x[] = {500};", &p), 0);
	/* The translation computed something from it: it is varied, and proves less. */
	CHECK_INT(pair(arena, "N = 500", "const int N = 500; long sum = 125250;", &p), 1);
	CHECK(p.derived);
	CHECK_INT(pair(arena, "N = 500", "const int N = 500; puts(\"a\");", &p), 1);
	CHECK(!p.derived);
	/* It may stand in N's place, or was written into a text. */
	CHECK_INT(pair(arena, "N = 500", "const int N = 500; int last = 499;", &p), 0);
	CHECK_INT(pair(arena, "N = 500", "const int N = 500; for (;i < 1000;) f();", &p), 0);
	CHECK_INT(pair(arena, "N = 500\nprint(N)", "const int N = 500; puts(\"500\");", &p), 0);
	CHECK_INT(pair(arena, "N = 12\nprint('=' * N)", "const int N = 12; puts(\"============\");",
		       &p),
		  0);
	CHECK_INT(pair(arena, "N = 12\nprint('ends with all')",
		       "const int N = 12; puts(\"ends with all\");", &p),
		  1);
	CHECK_INT(pair(arena, "N = 500\nk = 499", "const int N = 500, k = 499;", &p), 2);
	CHECK(p.weak);
	CHECK_INT(pair(arena, "N = 500", "const int N = 500; char room[4000];", &p), 1);
	CHECK(p.roomy);
	CHECK_INT(pair(arena, "N = 50", "const int N = 50; int grid[50];", &p), 1);
	CHECK(p.roomy && p.weak);
	CHECK_INT(pair(arena, "N = 90", "const int N = 90; char text[128];", &p), 1);
	CHECK(!p.roomy);
}

static size_t absent(struct arena *arena, const char *source, const char *target,
		     const char *output)
{
	struct constants a = of_python(arena, source), b = of_cpp(arena, target);
	struct constant_pair pairs[8];
	return constants_absent(&a, &b, str_of(target), str_of(output), pairs, 8);
}

/* Whatever may have come from N counts as having it; what only adds up to a result does not. */
static void check_absent(struct arena *arena)
{
	static const char *const held[] = {
		"f(5000);",     "f(4999);",        "f(5001);",         "f(10000);",
		"f(2500);",     "f(25000000);",    "f(12497500);",     "f(0x1388);",
		"f(5'000);",    "f(5e3);",         "puts(\"5000\");",  "f(50 * 100);",
		"f(1000 * 5);", "f(2500 + 2500);", "f(5 * 10 * 100);", "f(1250 << 2);",
		"f(15000, 7);", "f(5003);",        "#define N (5000)", "f(625);",
	};
	for (size_t i = 0; i < sizeof(held) / sizeof(held[0]); i++)
		CHECK_INT(absent(arena, "N = 5000\nK = 3", held[i], "1"), 0);
	CHECK_INT(absent(arena, "N = 5000", "f(7001);", "7001"), 1);
	CHECK_INT(absent(arena, "N = 5000", "for (int i = 0; i < 5; i++) f(7);", "7001"), 1);
	CHECK_INT(absent(arena, "N = 5000", "f(10000LL + 7);", "sum 10007"), 1);
	CHECK_INT(absent(arena, "N = 5000", "f(10000LL + 7);", "sum 1"), 0);
	CHECK_INT(absent(arena, "N = 5000", "f(100LL * 100 + 7);", "sum 10007"), 1);
	/* What a formula of N comes to, hidden in a sum; with N in it, it is none. */
	CHECK_INT(absent(arena, "N = 5000", "f(12000000LL + 497500);", "12497500"), 1);
	CHECK_INT(absent(arena, "N = 5000", "f(5000 * 2 + 7);", "10007"), 0);
	CHECK_INT(absent(arena, "N = 5000", "f(9000 + 1000);", "10000"), 0);
	/* No size, few, a limit of a type, what a library calls otherwise, a line that is drawn. */
	CHECK_INT(absent(arena, "print(5000 * 2)", "f(7);", "10000"), 0);
	CHECK_INT(absent(arena, "N = 50", "f(7);", "1"), 0);
	CHECK_INT(absent(arena, "N = 65535", "f(7);", "1"), 0);
	CHECK_INT(absent(arena, "WIDTH = 5000", "f(7);", "1"), 0);
	CHECK_INT(absent(arena, "N = 3600", "f(std::chrono::hours(7));", "1"), 0);
}

static size_t pair_texts(struct arena *arena, const char *source, const char *target,
			 struct constant_pair *first)
{
	struct constants a = of_python(arena, source), b = of_cpp(arena, target);
	struct constant_pair pairs[1];
	size_t count = constants_pair_texts(&a, &b, pairs, 1);
	*first = count > 0 ? pairs[0] : (struct constant_pair){0};
	return count;
}

static void check_texts(struct arena *arena)
{
	struct constant_pair p;
	CHECK_INT(pair_texts(arena, "T = 'to be or not'", "auto t = \"to be or not\";", &p), 1);
	CHECK_STR(p.source->text, "to be or not");
	CHECK_STR(p.target->text, "to be or not");
	/* The longest, whichever comes first. */
	CHECK_INT(pair_texts(arena, "A = 'abcdef'\nB = 'abcdefg'", "f(\"abcdefg\", \"abcdef\");",
			     &p),
		  1);
	CHECK_STR(p.source->text, "abcdefg");
	CHECK_INT(pair_texts(arena, "B = 'abcdefg'\nA = 'abcdef'", "f(\"abcdefg\", \"abcdef\");",
			     &p),
		  1);
	CHECK_STR(p.source->text, "abcdefg");
	/* No data: a name of something, a format, too short, twice, not there, not given to a name.
	 */
	CHECK_INT(pair_texts(arena, "T = 'utf-8-sig'", "f(\"utf-8-sig\");", &p), 0);
	CHECK_INT(pair_texts(arena, "T = 'a %d in b'", "f(\"a %d in b\");", &p), 0);
	CHECK_INT(pair_texts(arena, "T = 'abcd'", "f(\"abcd\");", &p), 0);
	CHECK_INT(pair_texts(arena, "T = 'ababab'", "f(\"ababab\");", &p), 0);
	CHECK_INT(pair_texts(arena, "T = 'abcdef'", "f(\"abcdef\", \"abcdef\");", &p), 0);
	CHECK_INT(pair_texts(arena, "T = 'abcdef'\nU = 'abcdef'", "f(\"abcdef\");", &p), 0);
	CHECK_INT(pair_texts(arena, "T = 'abcdef'", "f(\"abcdeg\");", &p), 0);
	CHECK_INT(pair_texts(arena, "print('abcdef')", "puts(\"abcdef\");", &p), 0);
	CHECK_STR(constant_text_varied(arena, STR("abcdef"), 0), "bcdefa");
	CHECK_STR(constant_text_varied(arena, STR("abcdef"), 1), "fedcba");
	/* Another letter, of the text and of its class; none in an alphabet. */
	CHECK_STR(constant_text_varied(arena, STR("kadane"), 2), "kadann");
	CHECK_STR(constant_text_varied(arena, STR("aa B11"), 2), "");
	CHECK_STR(constant_text_varied(arena, STR("aab B12"), 2), "aab B11");
	CHECK_STR(constant_text_varied(arena, STR("abcdef"), 2), "");
	CHECK_STR(constant_text_varied(arena, STR("kadane"), 3), "");
	CHECK_STR(constant_text_varied(arena, STR("abcba"), 1), "");
	/* A blank that would come to an end could be cut off. */
	CHECK_STR(constant_text_varied(arena, STR("a bcd"), 0), "");
}

static void check_writing(struct arena *arena)
{
	struct constants c = of_cpp(arena, "long a = 1'000LL; double b = 0.5f, d = 1e3; f(0xFFu);");
	CHECK_STR(constant_write(arena, find(&c, "1'000LL"), 2000), "2000LL");
	CHECK_STR(constant_write(arena, find(&c, "0.5f"), 0.75), "0.75f");
	CHECK_STR(constant_write(arena, find(&c, "1e3"), 2000), "2000.0");
	CHECK_STR(constant_write(arena, find(&c, "0xFFu"), 12), "12u");
	struct str source = STR("static constexpr int N = 70; f(N, 9L);");
	c = of_cpp(arena, source.at);
	CHECK_STR(constant_replace(arena, source, find(&c, "70"), STR("140")),
		  "static constexpr int N = 140; f(N, 9L);");
	const struct constant *targets[] = {find(&c, "70"), find(&c, "9L")};
	/* What says where it begins must be a part of the source that is opened. */
	struct str opened = cpp_open_constants(arena, str_of(source.at), targets, 2);
	CHECK(str_ends(opened, STR("static const int N = kadane_constant_0; "
				   "f(N, kadane_constant_1);")));
	CHECK(str_has(opened, STR("static const long kadane_constant_1 = ")));
	CHECK(constant_names_same(STR("max_value"), STR("kMaxValue")));
	CHECK(constant_names_same(STR("N"), STR("n")) && !constant_names_same(STR("n"), STR("m")));
	CHECK(!constant_names_same(STR(""), STR("")));
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	check_python(&arena);
	check_cpp(&arena);
	check_pairs(&arena);
	check_absent(&arena);
	check_texts(&arena);
	check_writing(&arena);
	arena_deinit(&arena);
	return CHECK_END();
}
