/* stitch: what goes on goes on, what is said twice stands once, what begins anew is taken alone. */
#include "judge/stitch.h"

#include "check.h"

static void test_seams(void)
{
	static const struct {
		const char *begun, *more, *whole;
	} cases[] = {
		{"", "new", "new"},
		{"old", "", "old"},
		{"```cpp\nint ma", "in() {}\n```\n", "```cpp\nint main() {}\n```\n"},
		/* The fence again, perhaps with words before it, perhaps with the line again. */
		{"```cpp\nint ma", "```cpp\nin() {}\n```\n", "```cpp\nint main() {}\n```\n"},
		{"```cpp\nint ma", "Sure:\n\n```c++\nint main() {}\n```",
		 "```cpp\nint main() {}\n```"},
		{"```cpp\nint a;\n  int ma", "  int main() {}\n",
		 "```cpp\nint a;\n  int main() {}\n"},
		{"```cpp\nint a;\n    ", "    return;\n", "```cpp\nint a;\n    return;\n"},
		{"```cpp\nint first = 1;\nint second = 2;\n", "int second = 2;\nint third;\n",
		 "```cpp\nint first = 1;\nint second = 2;\nint third;\n"},
		/* The end of the program is no fence opened again. */
		{"```cpp\nint x;", "\n```\nThat is all.\n", "```cpp\nint x;\n```\nThat is all.\n"},
		{"```cpp\nint x;\n", "```\n", "```cpp\nint x;\n```\n"},
		/* A table looks alike everywhere: only whole lines are said twice. */
		{"```cpp\nint t[] = {0, 0, 0, 0, 0, 0, 0,", " 0, 0, 0, 0, 0, 0, 0};\n",
		 "```cpp\nint t[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};\n"},
		/* Not in a fence at all. */
		{"prose that st", "ops", "prose that stops"},
		{"prose:\n", "```cpp\nint x;\n```\n", "prose:\n```cpp\nint x;\n```\n"},
		{"```cpp\nint a;\n```\nand th", "en\n```cpp\nint b;\n```\n",
		 "```cpp\nint a;\n```\nand then\n```cpp\nint b;\n```\n"},
		/* Begun anew. */
		{"```cpp\n#include <cstdio>\nint main() { std::puts(\"hel",
		 "```cpp\n#include <cstdio>\nint main() { std::puts(\"hello\"); }\n```\n",
		 "```cpp\n#include <cstdio>\nint main() { std::puts(\"hello\"); }\n```\n"},
		{"```cpp\n\xC3", "\xBC\n", "```cpp\n\xC3\xBC\n"},
	};
	struct arena arena;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_STR(stitch(&arena, str_of(cases[i].begun), str_of(cases[i].more)),
			  cases[i].whole);
	arena_deinit(&arena);
}

int main(void)
{
	CHECK_BEGIN();
	test_seams();
	return CHECK_END();
}
