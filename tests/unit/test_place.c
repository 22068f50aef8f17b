/*
 * URIs as editors write them, and the lines results stand on while the user types.
 */
#include "../../lsp/server/place.h"

#include "../../lsp/server/publish.h"
#include "../../lsp/server/results.h"
#include "check.h"
#include "io/file.h"

static struct str key_of(struct arena *arena, const char *uri)
{
	return place_of(arena, str_of(uri)).key;
}

static void test_files(struct arena *arena)
{
	struct place place = place_of(arena, STR("file:///tmp/a%20b/%C3%A9.py"));
	CHECK_STR(place.path, "/tmp/a b/\xc3\xa9.py");
	CHECK_STR(place.key, "/tmp/a b/\xc3\xa9.py");
	CHECK_STR(place.uri, "file:///tmp/a%20b/%C3%A9.py");
	CHECK_STR(place_name(&place), "\xc3\xa9.py");
	/* The same file in other spellings. */
	CHECK_STR(key_of(arena, "FILE:///tmp/a"), "/tmp/a");
	CHECK_STR(key_of(arena, "file:/tmp/a"), "/tmp/a");
	CHECK_STR(key_of(arena, "file://localhost/tmp/a"), "/tmp/a");
	CHECK_STR(key_of(arena, "file:///tmp/%61"), "/tmp/a");
	CHECK_STR(key_of(arena, "file:///c%3A/x"), "/c:/x");
	/* What is no escape is taken as it stands. */
	CHECK_STR(key_of(arena, "file:///100%"), "/100%");
	CHECK_STR(key_of(arena, "file:///100%2"), "/100%2");
	CHECK_STR(key_of(arena, "file:///a%zz"), "/a%zz");
	CHECK_STR(key_of(arena, "file:///a#b?c"), "/a#b?c");
}

static void test_no_files(struct arena *arena)
{
	static const char *const uris[] = {"untitled:Untitled-1",
					   "file://elsewhere/tmp/a.py",
					   "file:///a%00b",
					   "file:relative",
					   "/tmp/a.py",
					   "vscode-notebook-cell:/a.py#x",
					   "file://",
					   "file:",
					   "f",
					   ""};
	for (size_t i = 0; i < sizeof(uris) / sizeof(uris[0]); i++) {
		struct place place = place_of(arena, str_of(uris[i]));
		CHECK_INT(place.path.len, 0);
		CHECK(str_eq(place.key, str_of(uris[i])));
	}
	struct place place = place_of(arena, STR("untitled:Untitled-1"));
	CHECK_STR(place_name(&place), "Untitled-1");
}

static void test_there_and_back(struct arena *arena)
{
	struct str path = STR("/tmp/a b#c?d%e/\xc3\xa9:.py");
	struct place place = place_of_path(arena, path);
	CHECK_STR(place.uri, "file:///tmp/a%20b%23c%3Fd%25e/%C3%A9%3A.py");
	struct place back = place_of(arena, place.uri);
	CHECK(str_eq(back.path, path));
	struct place copy = place_copy(arena, &back);
	CHECK(str_eq(copy.key, path) && copy.key.at == copy.path.at);
}

static void test_within(void)
{
	CHECK(file_within(STR("/a/b.py"), STR("/a")));
	CHECK(file_within(STR("/a/b.py"), STR("/a/")));
	CHECK(file_within(STR("/a"), STR("/a")));
	CHECK(file_within(STR("/a"), STR("/")));
	CHECK(!file_within(STR("/ab/c.py"), STR("/a")));
	CHECK(!file_within(STR("/a"), STR("/a/b")));
}

static uint32_t moved(uint32_t line, uint32_t from, uint32_t from_char, uint32_t to,
		      uint32_t to_char, const char *with)
{
	struct text_range range = {{from, from_char}, {to, to_char}};
	return results_moved(line, &range, str_of(with));
}

static void test_moved(void)
{
	CHECK_INT(moved(5, 0, 0, 0, 0, "a\nb\r\nc\rd\n"), 9); /* four lines above */
	CHECK_INT(moved(5, 2, 0, 4, 0, ""), 3);               /* two lines less */
	CHECK_INT(moved(5, 2, 0, 4, 0, "x\n"), 4);
	CHECK_INT(moved(5, 4, 9, 5, 0, ""), 4);    /* joined with the line above */
	CHECK_INT(moved(5, 5, 0, 5, 0, "x\n"), 6); /* a line put in front */
	CHECK_INT(moved(5, 5, 0, 5, 0, "x"), 5);
	CHECK_INT(moved(5, 5, 3, 5, 3, "x\n"), 5); /* split behind its beginning */
	CHECK_INT(moved(5, 5, 0, 6, 0, ""), 5);
	CHECK_INT(moved(5, 6, 0, 9, 0, "\n\n"), 5);                  /* below */
	CHECK_INT(moved(5, 2, 0, 9, 0, "x\n"), 2);                   /* swallowed */
	CHECK_INT(moved(5, 9, 0, 2, 0, "x\n"), 2);                   /* the same, told backwards */
	CHECK_INT(results_moved(5, NULL, STR("x\nif __name__")), 1); /* all of it is new */
}

static void test_line(void)
{
	CHECK_INT(results_line(STR("")), 0);
	CHECK_INT(results_line(STR("print(1)\nprint(2)\n")), 0);
	CHECK_INT(results_line(STR("a = 1\r\n\r\nif __name__ == '__main__':\r\n    f()\r\n")), 2);
	CHECK_INT(results_line(STR("def f():\n    if __name__:\n        pass\n")), 0);
}

static void test_show_line(struct arena *arena)
{
	CHECK_STR(show_line(arena, STR(""), 5), "");
	CHECK_STR(show_line(arena, STR("12345"), 5), "12345");
	CHECK_STR(show_line(arena, STR("123456"), 5), "1234…");
	CHECK_STR(show_line(arena, STR("ééééé"), 5), "ééééé");
	CHECK_STR(show_line(arena, STR("éééééé"), 5), "éééé…");
	CHECK_STR(show_line(arena, STR("12\n34"), 5), "12…");
	CHECK_STR(show_line(arena, STR("12345\n6"), 5), "1234…");
	CHECK_STR(show_line(arena, STR("12\n"), 5), "12");
	CHECK_STR(show_line(arena, STR("\xff\xff\xff"), 2), "\xff…");
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	test_files(&arena);
	test_no_files(&arena);
	test_there_and_back(&arena);
	test_within();
	test_moved();
	test_line();
	test_show_line(&arena);
	arena_deinit(&arena);
	return CHECK_END();
}
