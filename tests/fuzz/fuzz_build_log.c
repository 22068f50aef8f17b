/*
 * A compiler's log, or a sanitizer's: any bytes. What is kept is bounded and plain UTF-8.
 */
#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "judge/build_log.h"
#include "judge/sanitizer_log.h"

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
	count = build_log_warnings(&arena, log, errors, 4);
	assert(count <= 4);
	for (size_t i = 0; i < count; i++)
		assert(utf8_valid(errors[i].text));
	struct sanitizer_report report = sanitizer_log_read(&arena, log, STR("candidate.cpp"));
	assert(utf8_valid(report.what) && report.what.len <= 300 && report.text.len <= 3000);
	size_t max = size == 0 ? 0 : data[0];
	struct str summary = build_log_summary(&arena, log, max);
	assert(summary.len <= max && utf8_valid(summary));
	arena_deinit(&arena);
	return 0;
}
