/*
 * What a program opens with: only what is surely included, before anything that could change it.
 */
#include "check.h"
#include "lang/lang.h"

/* Its headers on one line; "+" in front: something else follows. */
static void opening_row(struct arena *arena, const char *source, const char *expected)
{
	struct opening opening;
	lang_cpp.opening(str_of(source), &opening);
	struct str text = opening.whole ? STR("+") : STR("");
	for (size_t i = 0; i < opening.count; i++)
		text = arena_fmt(arena, "%.*s %s", STR_ARG(text), opening.headers[i]);
	CHECK_STR(text, expected);
}

static void test_rows(struct arena *arena)
{
	static const char *const rows[][2] = {
		{"", ""},
		{"#include <vector>\n", " vector"},
		{"#include <vector>\n#include <map>\nint main() {}\n", "+ map vector"},
		{"#include <vector>\n#include <vector>\n\n", " vector"},
		{"  #  include\t<vector>\r\n\t\r\nint x;", "+ vector"},
		{"// first\n/* and\n more */ #include <map> // why\n#include <set> /* so */\nint "
		 "x;",
		 "+ map set"},
		/* What costs nothing is passed over; the name must be whole. */
		{"#include <cstdio>\n#include <map>\nint x;", "+ map"},
		{"#include <ma>\n#include <map>\n", "+"},
		{"#include <maps>\n#include <map>\n", "+"},
		{"#include <map", "+"},
		{"#include <>\n#include <map>", "+"},
		/* Another library's, the program's own, one that is made: they may change what
		 * follows.
		 */
		{"#include <map>\n#include <boost/any.hpp>\n#include <set>\n", "+ map"},
		{"#include <map>\n#include <sys/types.h>\n#include <set>\n", "+ map"},
		{"#include \"map\"\n#include <set>\n", "+"},
		{"#include MAP\n#include <set>\n", "+"},
		{"#include <map>\n#define set map\n#include <set>\n", "+ map"},
		{"#include <map>\n#pragma GCC optimize(\"O1\")\n#include <set>\n", "+ map"},
		/* What is not included at all. */
		{"#if 0\n#include <map>\n#endif\n", "+"},
		{"#ifdef X\n#include <map>\n#endif\n", "+"},
		{"/* #include <map> */ #include <set>\n", " set"},
		{"/* #include <map>\n", ""},
		{"// #include <map>\n#include <set>\n", " set"},
		{"// joined \\\n#include <map>\n", "+"},
		{"// joined ?\?/\n#include <map>\n", "+"},
		{"/* *\\\n/ int x; /* */\n#include <map>\n", "+"},
		{"#include <set> #include <map>\n#include <list>\n", "+ set"},
		{"#include <set> /*\n*/ #include <map>\n", "+ set"},
		{"#include <set> \\\n#include <map>\n", "+ set"},
		{"x\n#include <map>\n", "+"},
		{"%:include <map>\n", "+"},
		{"#include_next <map>\n", "+"},
		{"#import <map>\n", "+"},
		{"\f#include <map>\n", "+"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		opening_row(arena, rows[i][0], rows[i][1]);
	/* A NUL is a byte like any other: it ends the opening. */
	struct opening opening;
	lang_cpp.opening(STR("#include <map>\n\0#include <set>\n"), &opening);
	CHECK_INT(opening.count, 1);
	CHECK(opening.whole);
}

static void test_within(struct arena *arena)
{
	struct opening small, big, other;
	lang_cpp.opening(STR("#include <map>\n#include <vector>\n"), &small);
	lang_cpp.opening(STR("#include <vector>\n#include <string>\n#include <map>\n"), &big);
	lang_cpp.opening(STR("#include <vector>\n#include <set>\n"), &other);
	CHECK(opening_within(&small, &big));
	CHECK(opening_within(&big, &big));
	CHECK(!opening_within(&big, &small));
	CHECK(!opening_within(&other, &big));
	CHECK(small.cost > 0 && small.cost < big.cost);
	CHECK_STR(opening_text(arena, &small), "#include <map>\n#include <vector>\n");
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	test_rows(&arena);
	test_within(&arena);
	arena_deinit(&arena);
	return CHECK_END();
}
