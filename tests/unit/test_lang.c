/*
 * The languages: recognised by name, Python parsed, C++ built with the flags that were measured.
 */
#include "lang/lang.h"

#include "base/buf.h"
#include "check.h"

static void check_names(void)
{
	CHECK(lang_by_id(STR("python")) == &lang_python);
	CHECK(lang_by_id(STR("cpp")) == &lang_cpp);
	CHECK(lang_by_id(STR("Python")) == NULL);
	CHECK(lang_by_id(STR("")) == NULL);
	CHECK(lang_by_file(STR("/a/b/pi.py")) == &lang_python);
	CHECK(lang_by_file(STR("pi.pyw")) == &lang_python);
	CHECK(lang_by_file(STR("PI.PY")) == &lang_python);
	CHECK(lang_by_file(STR("x.cpp")) == &lang_cpp);
	CHECK(lang_by_file(STR("x.cc")) == &lang_cpp);
	CHECK(lang_by_file(STR("x.pyc")) == NULL);
	CHECK(lang_by_file(STR("x.c")) == NULL);
	CHECK(lang_by_file(STR("py")) == NULL);
	CHECK(lang_by_file(STR("/a/.py")) == NULL);
	CHECK(lang_by_file(STR("")) == NULL);
}

static bool has(const char *const *argv, const char *word)
{
	for (; *argv != NULL; argv++)
		if (str_eq(str_of(*argv), str_of(word)))
			return true;
	return false;
}

static const char *const *compile(struct arena *arena, const char *compiler, struct build build)
{
	build.compiler = compiler;
	return lang_cpp.compile(arena, &build, "/job/a.cpp", "/job/a");
}

static void check_compile(struct arena *arena)
{
	struct build plain = {0}, warn = {.warn = true};
	CHECK(lang_python.compile == NULL && lang_cpp.parses == NULL);
	const char *const *gcc = compile(arena, "/usr/bin/g++-12", plain);
	CHECK_STR(str_of(gcc[0]), "/usr/bin/g++-12");
	CHECK(has(gcc, "-std=c++20") && has(gcc, "-O3") && has(gcc, "-march=native"));
	CHECK(has(gcc, "-ffp-contract=off") && has(gcc, "-fmax-errors=20"));
	CHECK(!has(gcc, "-ffast-math") && !has(gcc, "-Ofast") && !has(gcc, "-ferror-limit=20"));
	CHECK(has(gcc, "/job/a.cpp") && has(gcc, "/job/a") && !has(gcc, "-Wall"));
	CHECK(has(compile(arena, "/usr/bin/g++-12", warn), "-Wextra"));
	const char *const *clang = compile(arena, "/usr/bin/clang++-14", plain);
	CHECK(has(clang, "-ferror-limit=20") && !has(clang, "-fmax-errors=20"));
	CHECK(has(compile(arena, "/opt/clang/bin/g++", plain), "-fmax-errors=20"));
}

/* Other ways to build: what is asked for is there, and what must not be is not. */
static void check_builds(struct arena *arena)
{
	static const char *const small[] = {"-O2", NULL}, *const extra[] = {"-DX", NULL};
	struct build other = {.tuning = small, .extra = extra};
	const char *const *argv = compile(arena, "/usr/bin/g++", other);
	CHECK(has(argv, "-O2") && !has(argv, "-O3") && has(argv, "-ffp-contract=off"));
	CHECK(has(argv, "-DX"));
	struct build fast = {.fast_math = true};
	argv = compile(arena, "/usr/bin/g++", fast);
	CHECK(has(argv, "-ffast-math") && has(argv, "-O3") && !has(argv, "-ffp-contract=off"));
	struct build watched = {.watch = BUILD_ADDRESSES};
	argv = compile(arena, "/usr/bin/g++", watched);
	CHECK(has(argv, "-fno-sanitize-recover=all") && has(argv, "-O1") && !has(argv, "-O3"));
	struct build races = {.watch = BUILD_RACES};
	CHECK(has(compile(arena, "/usr/bin/g++", races), "-fsanitize=thread"));
	CHECK(lang_python.tunings == NULL);
	for (size_t i = 0; lang_cpp.tunings[i] != NULL; i++) {
		CHECK(lang_cpp.tunings[i][0] != NULL);
		for (size_t j = 0; lang_cpp.tunings[i][j] != NULL; j++)
			CHECK(!str_eq(str_of(lang_cpp.tunings[i][j]), STR("-ffast-math")));
	}
}

static void check_good(struct arena *arena, const char *source)
{
	struct syntax_error error;
	bool ok = lang_python.parses(arena, str_of(source), &error);
	CHECK(ok);
	if (!ok)
		fprintf(stderr, "  %s: %.*s\n", source, STR_ARG(error.text));
}

static void check_bad(struct arena *arena, struct str source, size_t line, size_t offset)
{
	struct syntax_error error;
	CHECK(!lang_python.parses(arena, source, &error));
	check_int((long long)error.line, (long long)line, source.at, 0);
	check_int((long long)error.offset, (long long)offset, source.at, 1);
	CHECK(error.text.len > 0);
}

static void check_parses(struct arena *arena)
{
	check_good(arena, "");
	check_good(arena, "\n\n# nothing\n");
	check_good(arena, "print(sum(4 * (-1) ** k / (2 * k + 1) for k in range(100)))\n");
	check_good(arena, "def f(a, /, b, *, c=1, **d) -> int:\n    return a\n");
	check_good(arena, "x = f\"{a!r:>{w}} {b=}\"\n");
	check_good(arena,
		   "match x:\n    case [1, *_] if y:\n        pass\n    case _:\n        pass\n");
	check_good(arena, "async def f():\n    async with a as b, c:\n        await d\n");
	check_good(arena, "if (n := 3) > 2:\n\tpass\n");
	check_good(arena, "try:\n    pass\nexcept* ValueError as e:\n    pass\n");
	check_good(arena, "class A[T]:\n    def f[U](self, x: U) -> T: ...\ntype B = A[int]\n");
	check_good(arena, "\xEF\xBB\xBFprint('BOM')\n");
	check_good(arena, "s = 'caf\xC3\xA9'\r\nprint(s)\r\n");
	check_good(arena, "no_newline = 1");
	/* Not UTF-8, but said to be something else: Python will tell. */
	check_good(arena, "# -*- coding: latin-1 -*-\ns = '\xE9'\n");

	check_bad(arena, STR("x = 1\ny = = 2\n"), 2, 10);
	check_bad(arena, STR("def f(:\n    pass\n"), 1, 6);
	check_bad(arena, STR("x = 1\nprint((1, 2\n"), 2, 12);
	check_bad(arena, STR("x = 'caf\xE9'\n"), 1, 8);
	check_bad(arena, STR("x = 1\n\0\n"), 2, 6);
	struct syntax_error error;
	CHECK(!lang_python.parses(arena, STR("The quick brown fox.\n"), &error));
	CHECK(!lang_python.parses(arena, STR("#include <stdio.h>\nint main() { }\n"), &error));
	CHECK_INT(error.line, 2);
	CHECK(!lang_python.parses(arena,
				  STR("\x7F"
				      "ELF\x02\x01\x01\n"),
				  &error));
	CHECK(!lang_python.parses(arena, STR("def f()\n    return 1\n"), &error));
	CHECK_INT(error.line, 1);
	CHECK(!lang_python.parses(arena, STR("x = \x1b[31m\"\n"), &error));
	CHECK(!str_has(error.text, STR("\x1b")));
}

/* Text made to be slow or deep: an answer must come all the same. */
static void check_pathological(struct arena *arena, const char *pattern)
{
	struct buf source;
	buf_init(&source, 200000);
	while (!source.full)
		buf_add(&source, str_of(pattern));
	struct syntax_error error;
	lang_python.parses(arena, buf_str(&source), &error);
	CHECK(error.text.len < 300);
	buf_deinit(&source);
}

static bool reads(const char *source)
{
	return lang_python.reads_stdin(str_of(source));
}

static void check_stdin(void)
{
	CHECK(reads("import sys\nprint(sys.stdin.read())"));
	CHECK(reads("from sys import stdin\nfor line in stdin: print(line)"));
	CHECK(reads("n = int(input())"));
	CHECK(reads("input (\"n? \")"));
	CHECK(reads("print(f'{input()}')"));
	CHECK(reads("for x in iter(input, ''): pass"));
	CHECK(reads("import fileinput"));
	CHECK(reads("open(0).read()"));
	CHECK(reads("os.read(0, 100)"));
	CHECK(reads("open('/dev/stdin')"));
	CHECK(reads("s = 'it''s' ; input()"));
	CHECK(!reads("# input() and sys.stdin\nprint(5)"));
	CHECK(!reads("print('input(5)', \"sys.stdin\")"));
	CHECK(!reads("\"\"\"Reads no input().\n'\n\"\"\"\nprint(5)"));
	CHECK(!reads("def read_input(x): return x\nread_input(5)"));
	CHECK(!reads("model.input(5)"));
	CHECK(!reads("def input(x): pass"));
	CHECK(!reads("input = [1, 2]\nprint(sum(input))"));
	CHECK(!reads("subprocess.run(['ls'], stdin=subprocess.DEVNULL)"));
	CHECK(!reads("child.stdin.write(b'x')"));
	CHECK(!reads("'"));
	CHECK(!reads("'''"));
	CHECK(!reads("'\\"));
	CHECK(!reads(""));
}

static void check_clock(struct arena *arena, const char *source, const char *word)
{
	CHECK_STR(lang_cpp.reads_other_clocks(arena, str_of(source)), word);
}

/* Only what is used counts: no comment, no string, no name of the program's own. */
static void check_clocks(struct arena *arena)
{
	check_clock(arena, "double execution_time = now();\n", "");
	check_clock(arena, "// no rdtsc\n/* popen( */ puts(\"times(s)\");\n", "");
	check_clock(arena, "static void exec() {}\nint main() { exec(); }\n", "");
	check_clock(arena, "int times(int n) { return n; }\nint a = 1 + times(3);\n", "");
	check_clock(arena, "std::vector<double> times(3); t.system(1); p->stat(2);\n", "");
	check_clock(arena, "asm volatile(\"\" ::: \"memory\");\n", "");
	check_clock(arena, "asm volatile(\"rdtsc\" : \"=a\"(low));\n", "asm");
	check_clock(arena, "auto t = __rdtsc();\n", "__rdtsc");
	check_clock(arena, "#define NOW __rdtsc\n", "__rdtsc");
	check_clock(arena, "getrusage(RUSAGE_SELF, &used);\n", "getrusage");
	check_clock(arena, "return times(&used);\n", "times");
	check_clock(arena, "if (::stat(name, &status) == 0) {}\n", "stat");
	check_clock(arena, "auto t = fs::last_write_time(path);\n", "last_write_time");
	check_clock(arena, "std::system(\"date\");\n", "system");
	check_clock(arena, "std::ifstream in(\"/proc/uptime\");\n", "/proc/uptime");
}

/* What sets the clocks is not met by macros, whatever their names. */
static void check_clocks_source(struct arena *arena)
{
	struct build build = {.clocks = true};
	struct str code = STR("#define SECOND 1000\nint main() {}\n");
	struct str source = lang_cpp.source(arena, &build, code);
	struct str rest = str_part(source, code.len, source.len), line;
	CHECK(str_starts(source, code) && str_has(rest, STR("KADANE_CLOCK")));
	while (str_split(&rest, '\n', &line))
		CHECK(!str_has(line, STR(" SECOND")) && !str_has(line, STR(" step()")));
	CHECK(str_has(source, STR("unsetenv(\"KADANE_CLOCK\")")));
}

int main(void)
{
	CHECK_BEGIN();
	check_stdin();
	struct arena arena;
	arena_init(&arena);
	check_names();
	check_compile(&arena);
	check_builds(&arena);
	check_clocks(&arena);
	check_clocks_source(&arena);
	check_parses(&arena);
	check_pathological(&arena, "(");
	check_pathological(&arena, "((1+");
	check_pathological(&arena, "if x:\n ");
	check_pathological(&arena, "f'{");
	check_pathological(&arena, "lambda: ");
	check_pathological(&arena, "\"\"\"");
	check_pathological(&arena, "a b ");
	arena_deinit(&arena);
	return CHECK_END();
}
