/*
 * The comparison of what programs leave in their work folder.
 */
#include "check.h"
#include "judge/output.h"

/* The files a program leaves behind count as its output does. */
static void test_files(struct arena *arena)
{
	struct output_run none = {.out = STR("saved\n"), .err = STR("")}, one = none, other = none;
	struct output_run many = none;
	one.files = other.files = 1;
	one.files_sum = 17;
	other.files_sum = 18;
	many.files = -1;
	struct output_result same = output_compare(arena, &one, &one, &one);
	CHECK_INT(same.match, OUTPUT_IDENTICAL);
	struct output_result missing = output_compare(arena, &one, &one, &none);
	CHECK_INT(missing.match, OUTPUT_DIFFERENT);
	CHECK_STR(missing.where, "the files written");
	CHECK_STR(missing.expected, "1 file");
	CHECK_STR(missing.got, "no file");
	struct output_result extra = output_compare(arena, &none, &none, &one);
	CHECK_INT(extra.match, OUTPUT_DIFFERENT);
	struct output_result content = output_compare(arena, &one, &one, &other);
	CHECK_INT(content.match, OUTPUT_DIFFERENT);
	struct output_result unsteady = output_compare(arena, &one, &other, &other);
	CHECK_INT(unsteady.match, OUTPUT_UNKNOWN);
	CHECK_INT(output_compare(arena, &many, &many, &many).match, OUTPUT_UNKNOWN);
	CHECK_INT(output_compare(arena, &one, &one, &many).match, OUTPUT_UNKNOWN);
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	test_files(&arena);
	arena_deinit(&arena);
	return CHECK_END();
}
