/*
 * An answer in two pieces: any bytes, cut where the first byte says. What is joined begins with the
 * first piece and ends with an end of the second, or is the second alone.
 */
#include <assert.h>
#include <stdint.h>

#include "judge/stitch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	struct arena arena;
	arena_init(&arena);
	struct str bytes = {(const char *)data + 1, size - 1};
	size_t cut = (size - 1) * data[0] / 255;
	struct str begun = str_part(bytes, 0, cut), more = str_part(bytes, cut, bytes.len);
	struct str whole = stitch(&arena, begun, more);
	assert(whole.len <= bytes.len);
	if (!str_eq(whole, more)) {
		assert(str_starts(whole, begun));
		assert(str_ends(more, str_part(whole, begun.len, whole.len)));
	}
	arena_deinit(&arena);
	return 0;
}
