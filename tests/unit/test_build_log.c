/*
 * Compilers' logs as gcc 12, clang 14 and four linkers write them.
 */
#include "judge/build_log.h"

#include "base/buf.h"
#include "check.h"

enum { ERRORS = 8 };

static const char gcc_log[] =
	"/job/candidate.cpp: In function 'int main()':\n"
	"/job/candidate.cpp:3:14: warning: unused variable 'y' [-Wunused-variable]\n"
	"    3 |          int y = 0;\n"
	"      |              ^\n"
	"/job/candidate.cpp:4:19: error: expected ';' before 'return'\n"
	"    4 |         int x = 1\n"
	"      |                   ^\n"
	"      |                   ;\n"
	"    5 |         return x;\n"
	"      |         ~~~~~~     \n"
	"/job/candidate.cpp:9:2: error: 'foo' was not declared in this scope\n"
	"    9 |  foo();\n"
	"      |  ^~~\n"
	"/job/candidate.cpp:9:2: note: suggested alternative: 'for'\n";

static const char clang_log[] =
	"/job/candidate.cpp:3:11: error: expected ';' at end of declaration\n"
	"        int x = 1\n"
	"                 ^\n"
	"                 ;\n"
	"/job/candidate.cpp:7:1: warning: something\n"
	"        harmless();\n"
	"        ^\n"
	"1 warning and 1 error generated.\n";

static void check_gcc(struct arena *arena)
{
	struct build_error errors[ERRORS];
	size_t count = build_log_errors(arena, str_of(gcc_log), errors, ERRORS);
	CHECK_INT(count, 2);
	CHECK_INT(errors[0].line, 4);
	CHECK_INT(errors[0].column, 19);
	CHECK_STR(errors[0].text, "expected ';' before 'return'");
	CHECK_INT(errors[1].line, 9);
	CHECK_STR(errors[1].text, "'foo' was not declared in this scope");
	CHECK_INT(build_log_errors(arena, str_of(gcc_log), errors, 1), 1);
	CHECK_INT(build_log_errors(arena, str_of(gcc_log), errors, 0), 0);
	struct str summary = build_log_summary(arena, str_of(gcc_log), 4096);
	CHECK(str_starts(summary, STR("candidate.cpp:4:19: error: expected")));
	CHECK(str_has(summary, STR("    4 |         int x = 1\n")));
	CHECK(str_has(summary, STR("foo();")));
	CHECK(!str_has(summary, STR("unused")) && !str_has(summary, STR("int y")));
	CHECK(!str_has(summary, STR("/job")) && !str_has(summary, STR("note:")));
	/* Cut between lines. */
	summary = build_log_summary(arena, str_of(gcc_log), 100);
	CHECK(summary.len <= 100);
	CHECK(str_ends(summary, STR("int x = 1")));
}

static void check_clang(struct arena *arena)
{
	struct build_error errors[ERRORS];
	CHECK_INT(build_log_errors(arena, str_of(clang_log), errors, ERRORS), 1);
	CHECK_INT(errors[0].line, 3);
	CHECK_INT(errors[0].column, 11);
	CHECK_STR(errors[0].text, "expected ';' at end of declaration");
	struct str summary = build_log_summary(arena, str_of(clang_log), 4096);
	CHECK(str_has(summary, STR("        int x = 1\n")));
	CHECK(!str_has(summary, STR("harmless")) && !str_has(summary, STR("generated")));
}

static void check_one(struct arena *arena, struct str log, size_t line, const char *text)
{
	struct build_error errors[ERRORS];
	CHECK_INT(build_log_errors(arena, log, errors, ERRORS), 1);
	CHECK_INT(errors[0].line, line);
	CHECK_STR(errors[0].text, text);
}

static void check_forms(struct arena *arena)
{
	check_one(arena,
		  STR("/job/a.cpp:1:10: fatal error: nope.h: No such file or directory\n"
		      "    1 | #include <nope.h>\ncompilation terminated.\n"),
		  1, "nope.h: No such file or directory");
	check_one(arena, STR("a.cpp:7: error: old style, no column\n"), 7, "old style, no column");
	check_one(arena,
		  STR("/usr/bin/ld: /tmp/ccX1.o: in function `main':\n"
		      "a.cpp:(.text+0x5): undefined reference to `foo()'\n"
		      "collect2: error: ld returned 1 exit status\n"),
		  0, "undefined reference to `foo()'");
	check_one(arena,
		  STR("/tmp/ccX1.o:a.cpp:function main: error: undefined reference to 'foo()'\n"
		      "collect2: error: ld returned 1 exit status\n"),
		  0, "undefined reference to 'foo()'");
	check_one(arena,
		  STR("mold: error: undefined symbol: foo()\n"
		      "clang: error: linker command failed with exit code 1 (use -v)\n"),
		  0, "undefined symbol: foo()");
	check_one(arena, STR("collect2: error: ld returned 1 exit status\n"), 0,
		  "ld returned 1 exit status");
	check_one(arena,
		  STR("g++: fatal error: Killed signal terminated program cc1plus\n"
		      "compilation terminated.\n"),
		  0, "Killed signal terminated program cc1plus");
	check_one(arena, STR("a.cpp:3:1: internal compiler error: Segmentation fault\n"), 3,
		  "Segmentation fault");
	check_one(arena,
		  STR("\x1b[01m\x1b[Ka.cpp:3:1:\x1b[m\x1b[K \x1b[01;31m\x1b[Kerror: "
		      "\x1b[m\x1b[Kbad \x1b[32mthing\x1b[0m\n"),
		  3, "bad thing");
	check_one(arena, STR("a.cpp:3:1: error: bad\r\n"), 3, "bad");
	check_one(arena, STR("a.cpp:3:1: error: no newline"), 3, "no newline");
	/* A template's error lies in a header: the line is the program's that needs it. */
	check_one(arena,
		  STR("/usr/include/c++/12/bits/stl_algo.h: In instantiation of 'void f()':\n"
		      "/usr/include/c++/12/bits/stl_algo.h:1950:8:   required from 'void g()'\n"
		      "/job/a.cpp:12:11:   required from here\n"
		      "/usr/include/c++/12/bits/stl_algo.h:1950:50: error: no match for "
		      "'operator-'\n"),
		  12, "stl_algo.h:1950: no match for 'operator-'");
	check_one(arena,
		  STR("/usr/include/c++/12/bits/stl_algo.h:1938:22: error: invalid operands\n"
		      "                std::__lg(__last - __first) * 2,\n"
		      "/usr/include/c++/12/bits/x.h:9:1: note: in instantiation of function "
		      "template 'f' requested here\n"
		      "/job/a.cpp:6:48: note: in instantiation of function template 'g' requested "
		      "here\n"),
		  6, "stl_algo.h:1938: invalid operands");
	/* Paths within a message go too, what is no path stays. */
	check_one(arena, STR("a.cpp:1:1: error: in '/job/x/y.h' of 1/2 and a//b\n"), 1,
		  "in 'y.h' of 1/2 and a//b");
}

static void check_none(struct arena *arena)
{
	struct build_error errors[ERRORS];
	CHECK_INT(build_log_errors(arena, STR(""), errors, ERRORS), 0);
	CHECK_INT(build_log_errors(arena, STR("all fine\n"), errors, ERRORS), 0);
	CHECK_INT(build_log_errors(arena, STR("a.cpp:1:1: warning: x\n"), errors, ERRORS), 0);
	/* The source may speak of errors; the compiler shows it behind a line number. */
	CHECK_INT(build_log_errors(arena, STR("    4 | puts(\"a: error: b\");\n"), errors, ERRORS),
		  0);
	/* Not understood: the log's own words, no more than asked for, cut between characters. */
	CHECK_STR(build_log_summary(arena, STR("something odd\n"), 100), "something odd");
	CHECK_STR(build_log_summary(arena, STR("\xC3\xA9\xC3\xA9\xC3\xA9"), 5), "\xC3\xA9\xC3\xA9");
	CHECK_STR(build_log_summary(arena, STR(""), 100), "");
	CHECK_STR(build_log_summary(arena, str_of(gcc_log), 0), "");
}

static void check_large(struct arena *arena)
{
	struct buf log;
	buf_init(&log, 4 << 20);
	while (!log.full)
		buf_add(&log, STR("a.cpp:1:1: error: /a/b/c:1: error: \x1b[31m\xFF\0x\n"));
	struct build_error errors[ERRORS];
	CHECK_INT(build_log_errors(arena, buf_str(&log), errors, ERRORS), ERRORS);
	CHECK(build_log_summary(arena, buf_str(&log), 5000).len <= 5000);
	buf_deinit(&log);
}

/* Warnings: of the program, each once, with their name; which of them may be more than style. */
static void check_warnings(struct arena *arena)
{
	static const char log[] =
		"/job/candidate.cpp: In function 'int main()':\n"
		"/job/candidate.cpp:3:14: warning: unused variable 'y' [-Wunused-variable]\n"
		"    3 |          int y = 0;\n"
		"/job/candidate.cpp:5:7: warning: 'n' is used uninitialized [-Wuninitialized]\n"
		"/job/candidate.cpp:5:7: warning: 'n' is used uninitialized [-Wuninitialized]\n"
		"/usr/include/c++/12/bits/char_traits.h:431:56: warning: overlaps [-Wrestrict]\n"
		"cc1plus: warning: unrecognized option\n"
		"candidate.cpp:9: warning: comparison of \x1b[1mintegers [-Wsign-compare]\n"
		"a.cpp:4:1: error: no [-Wx]\n";
	struct build_error warnings[ERRORS];
	CHECK_INT(build_log_warnings(arena, str_of(log), warnings, ERRORS), 3);
	CHECK_INT(warnings[0].line, 3);
	CHECK_INT(warnings[0].column, 14);
	CHECK_STR(warnings[0].text, "unused variable 'y' [-Wunused-variable]");
	CHECK_INT(warnings[1].line, 5);
	CHECK_INT(warnings[2].line, 9);
	CHECK_STR(warnings[2].text, "comparison of integers [-Wsign-compare]");
	CHECK(!build_log_matters(warnings[0].text) && build_log_matters(warnings[1].text));
	CHECK_INT(build_log_warnings(arena, str_of(log), warnings, 1), 1);
	CHECK_INT(build_log_warnings(arena, STR(""), warnings, ERRORS), 0);
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	check_gcc(&arena);
	check_clang(&arena);
	check_forms(&arena);
	check_none(&arena);
	check_large(&arena);
	check_warnings(&arena);
	arena_deinit(&arena);
	return CHECK_END();
}
