/*
 * Words as a shell reads them.
 */
#include "base/words.h"
#include "check.h"

static const char *const *split(struct arena *arena, const char *text, size_t *count)
{
	const char *const *words;
	struct err err = {0};
	CHECK(words_split(arena, str_of(text), 8, &words, count, &err));
	return words;
}

static void test_split(void)
{
	struct arena arena;
	size_t count;
	arena_init(&arena);
	const char *const *words =
		split(&arena, "  10 --name='a b'\t\"c \\\" d\" e\\ f '' \n", &count);
	CHECK_INT(count, 5);
	CHECK_STR(str_of(words[0]), "10");
	CHECK_STR(str_of(words[1]), "--name=a b");
	CHECK_STR(str_of(words[2]), "c \" d");
	CHECK_STR(str_of(words[3]), "e f");
	CHECK_STR(str_of(words[4]), "");
	CHECK(words[5] == NULL);
	words = split(&arena, "", &count);
	CHECK(count == 0 && words[0] == NULL);
	/* Nothing is expanded. */
	words = split(&arena, "$HOME *.py `ls` \"\\n\"", &count);
	CHECK_INT(count, 4);
	CHECK_STR(str_of(words[0]), "$HOME");
	CHECK_STR(str_of(words[3]), "\\n");
	arena_deinit(&arena);
}

static void test_refused(void)
{
	struct arena arena;
	struct err err = {0};
	const char *const *words;
	size_t count;
	arena_init(&arena);
	CHECK(!words_split(&arena, STR("a 'b"), 8, &words, &count, &err));
	CHECK_STR(str_of(err.text), "a quote is not closed");
	CHECK(!words_split(&arena, STR("a b c"), 2, &words, &count, &err));
	CHECK(!words_split(&arena, STR("a\0b"), 2, &words, &count, &err));
	CHECK(words_split(&arena, STR("a b"), 2, &words, &count, &err));
	arena_deinit(&arena);
}

static void test_unescape(void)
{
	struct arena arena;
	arena_init(&arena);
	CHECK_STR(words_unescape(&arena, STR("3\\n4\\t\\x41\\\\")), "3\n4\tA\\");
	CHECK_STR(words_unescape(&arena, STR("\\q\\x4")), "\\q\\x4");
	CHECK_STR(words_unescape(&arena, STR("end\\")), "end\\");
	CHECK(words_unescape(&arena, STR("a\\0b")).len == 3);
	arena_deinit(&arena);
}

int main(void)
{
	CHECK_BEGIN();
	test_split();
	test_refused();
	test_unescape();
	return CHECK_END();
}
