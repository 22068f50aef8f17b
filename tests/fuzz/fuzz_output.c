/*
 * Outputs of three runs, separated by the byte 1. Whatever they are: a run compared with
 * itself is never different, what is called identical without a mask is the same bytes, and
 * all that is shown is plain text of a readable size.
 */
#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "judge/output.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fuzz_shown(struct str text)
{
	assert(utf8_valid(text) && text.len < 16384);
}

static void fuzz_compare(struct arena *arena, const struct output_run *original,
			 const struct output_run *again, const struct output_run *candidate)
{
	struct output_result result = output_compare(arena, original, again, 1, candidate);
	fuzz_shown(result.where);
	fuzz_shown(result.expected);
	fuzz_shown(result.got);
	fuzz_shown(result.text);
	assert(result.text.len > 0);
	if (result.match == OUTPUT_IDENTICAL && result.masked == 0 && !original->cut)
		assert(str_eq(original->out, candidate->out));
	if (result.match == OUTPUT_DIFFERENT && str_eq(original->err, candidate->err))
		assert(!str_eq(original->out, candidate->out));
	if (original == candidate && original == again && !original->cut)
		assert(result.match == OUTPUT_IDENTICAL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = {(const char *)data, size}, part;
	struct output_run runs[3] = {{.out = {"", 0}}, {.out = {"", 0}}, {.out = {"", 0}}};
	for (size_t i = 0; i < 3 && str_split(&rest, 1, &part); i++) {
		runs[i].out = part;
		runs[i].cut = part.len > 0 && part.at[0] == 2;
		runs[i].tick = part.len > 0 && part.at[0] == 3 ? OUTPUT_TICK : OUTPUT_TICK_TRUE;
	}
	struct arena arena;
	arena_init(&arena);
	fuzz_compare(&arena, &runs[0], &runs[1], &runs[2]);
	fuzz_compare(&arena, &runs[0], &runs[0], &runs[1]);
	fuzz_compare(&arena, &runs[0], &runs[0], &runs[0]);
	arena_deinit(&arena);
	return 0;
}
