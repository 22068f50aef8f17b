/*
 * Finding the program in an answer, in the shapes models give it.
 */
#include "judge/fences.h"

#include "base/buf.h"
#include "base/mem.h"
#include "check.h"

static const char *const words[] = {"cpp", "c++", "cc", "cxx", NULL};
static const char *const marks[] = {"int main", "auto main", NULL};

#define MAIN "int main()\n{\n}\n"

struct answer {
	const char *answer;
	enum fences_state state;
	size_t blocks;
	const char *code;
};

static const struct answer answers[] = {
	/* One block, in every dress. */
	{"```cpp\n" MAIN "```\n", FENCES_CLOSED, 1, MAIN},
	{"```cpp\n" MAIN "```", FENCES_CLOSED, 1, MAIN},
	{"Sure!\n\n```cpp\n" MAIN "```\nEnjoy, `int main` is fast.\n", FENCES_CLOSED, 1, MAIN},
	{"~~~cpp\n" MAIN "~~~\n", FENCES_CLOSED, 1, MAIN},
	{"`````cpp\n" MAIN "`````\n", FENCES_CLOSED, 1, MAIN},
	{"```cpp\n" MAIN "``````\n", FENCES_CLOSED, 1, MAIN},
	{"   ```cpp\n" MAIN "  ```\n", FENCES_CLOSED, 1, MAIN},
	{"```C++\n" MAIN "```\n", FENCES_CLOSED, 1, MAIN},
	{"```c++\n" MAIN "```\n", FENCES_CLOSED, 1, MAIN},
	{"```cc\n" MAIN "```\n", FENCES_CLOSED, 1, MAIN},
	{"``` cpp\n" MAIN "```\n", FENCES_CLOSED, 1, MAIN},
	{"```cpp title=\"x.cpp\"\n" MAIN "```\n", FENCES_CLOSED, 1, MAIN},
	{"```{.cpp .numberLines}\n" MAIN "```\n", FENCES_CLOSED, 1, MAIN},
	{"```cpp:main.cpp\n" MAIN "```\n", FENCES_CLOSED, 1, MAIN},
	{"```\n" MAIN "```\n", FENCES_CLOSED, 0, MAIN},
	{"```c\n" MAIN "```\n", FENCES_CLOSED, 0, MAIN},
	{"```cpp\r\nint main()\r\n{\r\n}\r\n```\r\nBye\r\n", FENCES_CLOSED, 1,
	 "int main()\r\n{\r\n}\r\n"},
	{"```cpp   \n" MAIN "```   \n", FENCES_CLOSED, 1, MAIN},

	/* Still coming, or cut off. */
	{"```cpp\n" MAIN, FENCES_OPEN, 0, MAIN},
	{"```cpp\nint ma", FENCES_OPEN, 0, "int ma"},
	{"text\n```cpp", FENCES_OPEN, 0, ""},
	{"text\n```cpp\n", FENCES_OPEN, 0, ""},
	{"text\n```c", FENCES_OPEN, 0, ""},
	{"text\n```", FENCES_OPEN, 0, ""},
	{"text\n``", FENCES_NONE, 0, ""},
	{"```cpp\n" MAIN "``", FENCES_OPEN, 0, MAIN "``"},
	{"```cpp\n" MAIN "~~~\n", FENCES_OPEN, 0, MAIN "~~~\n"},
	{"````cpp\n" MAIN "```\n", FENCES_OPEN, 0, MAIN "```\n"},

	/* No program. */
	{"", FENCES_NONE, 0, ""},
	{"I cannot do that.\n", FENCES_NONE, 0, ""},
	{"Use `int main()` and\n#1 luck.\n", FENCES_NONE, 0, ""},
	{"```python\nprint(1)\n```\n", FENCES_NONE, 0, ""},
	{"```python\nprint(1)\n", FENCES_NONE, 0, ""},
	{"```\ng++ -O3 main.cpp\n```\n", FENCES_NONE, 0, ""},
	{"``` not a fence `x`\n" MAIN "```\n", FENCES_OPEN, 0, ""},

	/* Several: the last with a main, of the right language first. */
	{"```cpp\nint main() { return 1; }\n```\nBetter:\n```cpp\n" MAIN "```\n", FENCES_CLOSED, 2,
	 MAIN},
	{"```python\nint main\n```\n```cpp\n" MAIN "```\n", FENCES_CLOSED, 1, MAIN},
	{"```cpp\n" MAIN "```\n```python\nint main\n```\n", FENCES_CLOSED, 1, MAIN},
	{"```cpp\n" MAIN "```\nCompile:\n```bash\ng++ main.cpp\n```\n", FENCES_CLOSED, 1, MAIN},
	{"```cpp\n" MAIN "```\nCompile:\n```\ng++ main.cpp", FENCES_CLOSED, 1, MAIN},
	{"```cpp\n" MAIN "```\nor\n```cpp\nint main() { half", FENCES_CLOSED, 1, MAIN},
	{"```cpp\n" MAIN "```\nThe loop:\n```cpp\nfor (;;)\n\t;\n```\n", FENCES_CLOSED, 2, MAIN},
	{"The bug:\n```cpp\nint sum = 0;\n```\nFixed:\n```cpp\n" MAIN "```\n", FENCES_CLOSED, 2,
	 MAIN},
	{"The bug:\n```cpp\nfor (;;)\n\tx();\n```\nFixed:\n```cpp\n" MAIN "```\n", FENCES_CLOSED, 2,
	 MAIN},
	{"```cpp\nstruct A {\n\tint x;\n};\n```\n", FENCES_CLOSED, 1, "struct A {\n\tint x;\n};\n"},

	/* A header apart is put in front, and no longer included. */
	{"```cpp\n#pragma once\nstruct A {\n};\n```\nand main.cpp:\n"
	 "```cpp\n#include \"a.h\"\n" MAIN "```\n",
	 FENCES_CLOSED, 2, "\nstruct A {\n};\n\n" MAIN},
	{"```cpp\nstruct A {\n};\n```\n```cpp\nstruct A {\n};\n" MAIN "```\n", FENCES_CLOSED, 2,
	 "struct A {\n};\n" MAIN},
	{"```cpp\n#include <cstdio>\n```\n```cpp\n" MAIN, FENCES_OPEN, 1,
	 "#include <cstdio>\n" MAIN},

	/* Fences within the code, and an answer wrapped twice. */
	{"```cpp\n" MAIN "auto s = \"```\";\n```\n", FENCES_CLOSED, 1, MAIN "auto s = \"```\";\n"},
	{"````markdown\nSure!\n```cpp\n" MAIN "```\n````\n", FENCES_CLOSED, 1, MAIN},
	{"````cpp\n" MAIN "// ```\n```\n````\n", FENCES_CLOSED, 1, MAIN "// ```\n```\n"},

	/* No fence at all. */
	{"#include <cstdio>\n" MAIN, FENCES_BARE, 0, "#include <cstdio>\n" MAIN},
	{"Here it is:\n#include <cstdio>\n" MAIN "\nHope this helps!\n", FENCES_BARE, 0,
	 "#include <cstdio>\n" MAIN},
	{"#include <cstdio>\nint x;\n", FENCES_NONE, 0, ""},
	{"// about int main\nno code here\n", FENCES_NONE, 0, ""},
};

static void check_answers(void)
{
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		struct arena arena;
		arena_init(&arena);
		const struct answer *want = &answers[i];
		struct fences_code found = fences_find(&arena, str_of(want->answer), words, marks);
		check_int((long long)found.state, (long long)want->state, want->answer, (int)i);
		check_int((long long)found.blocks, (long long)want->blocks, want->answer, (int)i);
		check_str(found.code, str_of(want->code), want->answer, (int)i);
		arena_deinit(&arena);
	}
}

/* A growing answer: the code is known exactly from its closing fence on, and never changes. */
static void check_growing(void)
{
	struct str answer = STR("Sure:\n```cpp\n" MAIN "```\nThat was it.\n");
	size_t known = str_find(answer, STR("```\nThat")) + 3;
	for (size_t len = 0; len <= answer.len; len++) {
		struct arena arena;
		arena_init(&arena);
		struct fences_code found =
			fences_find(&arena, str_part(answer, 0, len), words, marks);
		CHECK_INT(found.state == FENCES_CLOSED, len >= known);
		if (found.state == FENCES_CLOSED)
			CHECK_STR(found.code, MAIN);
		arena_deinit(&arena);
	}
}

/* 4 MiB of the same few bytes: quick, whatever they are. */
static void check_large(const char *pattern)
{
	struct buf answer;
	buf_init(&answer, 4 << 20);
	while (!answer.full)
		buf_add(&answer, str_of(pattern));
	struct arena arena;
	arena_init(&arena);
	struct fences_code found = fences_find(&arena, buf_str(&answer), words, marks);
	CHECK(found.code.len <= answer.len);
	arena_deinit(&arena);
	buf_deinit(&answer);
}

int main(void)
{
	CHECK_BEGIN();
	check_answers();
	check_growing();
	check_large("```\n");
	check_large("```cpp\nint main\n```\n");
	check_large("```cpp\n#a\n```\n");
	check_large("~~~markdown\n```cpp\n");
	check_large("`");
	check_large("i");
	check_large("\n");
	check_large("#include\n}\n");
	return CHECK_END();
}
