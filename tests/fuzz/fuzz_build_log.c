/*
 * A compiler's log: any bytes. The summary keeps to its size and is plain UTF-8.
 */
#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "judge/build_log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena;
	arena_init(&arena);
	struct str log = {(const char *)data, size};
	struct build_error errors[4];
	size_t count = build_log_errors(&arena, log, errors, 4);
	assert(count <= 4);
	for (size_t i = 0; i < count; i++)
		assert(utf8_valid(errors[i].text));
	size_t max = size == 0 ? 0 : data[0];
	struct str summary = build_log_summary(&arena, log, max);
	assert(summary.len <= max && utf8_valid(summary));
	arena_deinit(&arena);
	return 0;
}
