/*
 * A model's answer: any bytes. What is found must lie within it or be no longer than a join.
 */
#include <assert.h>
#include <stdint.h>

#include "judge/fences.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const words[] = {"cpp", "c++", NULL};
	static const char *const marks[] = {"int main", "main(", NULL};
	struct arena arena;
	arena_init(&arena);
	struct str answer = {(const char *)data, size};
	struct fences_code found = fences_find(&arena, answer, words, marks);
	assert(found.code.len <= 2 * size + 2);
	assert(found.state != FENCES_NONE || found.code.len == 0);
	assert(found.state != FENCES_BARE || found.code.len > 0);
	size_t lines = 0;
	for (struct str rest = found.code, line; str_line(&rest, &line);)
		lines++;
	assert(lines <= found.code.len);
	arena_deinit(&arena);
	return 0;
}
