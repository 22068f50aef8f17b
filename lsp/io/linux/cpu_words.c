/*
 * What the kernel says of the first processor: "flags" on x86, "Features" on ARM.
 */
#include "cpu_private.h"

#include "io/file.h"

enum { CPU_INFO_MAX = 4 << 20 };

struct str cpu_words(struct arena *arena)
{
	struct arena scratch;
	struct str text, line, words = STR("");
	struct err ignored = {0};
	arena_init(&scratch);
	if (file_read(&scratch, "/proc/cpuinfo", CPU_INFO_MAX, &text, &ignored))
		while (words.len == 0 && str_line(&text, &line))
			if (str_starts(line, STR("flags")) || str_starts(line, STR("Features")))
				words = str_part(line, str_find(line, STR(":")) + 1, line.len);
	words = arena_str(arena, words);
	arena_deinit(&scratch);
	return words;
}
