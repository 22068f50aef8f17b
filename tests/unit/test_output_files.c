/*
 * The comparison of what programs leave in their work folder: by the same rules as what they
 * print, and with the name of the file in the evidence.
 */
#include "check.h"
#include "judge/output.h"

static struct output_file file(const char *name, const char *bytes)
{
	return (struct output_file){str_of(name), 'f', 0644, str_of(bytes)};
}

static struct output_run left(const struct output_file *files, size_t count)
{
	return (struct output_run){.out = STR("saved\n"), .files = files, .file_count = count};
}

static struct output_result compare(struct arena *arena, struct output_run original,
				    struct output_run candidate)
{
	struct output_run again = original;
	again.tick = OUTPUT_TICK;
	return output_compare(arena, &original, &again, 1, &candidate);
}

static void test_names(struct arena *arena)
{
	const struct output_file two[] = {file("a.txt", "1\n"), file("out/log.txt", "x\ny\nz\n")};
	const struct output_file other[] = {two[0], file("out/log.txt", "x\ny\nw\n")};
	CHECK_INT(compare(arena, left(two, 2), left(two, 2)).match, OUTPUT_IDENTICAL);
	struct output_result result = compare(arena, left(two, 2), left(two, 1));
	CHECK_INT(result.match, OUTPUT_DIFFERENT);
	CHECK_STR(result.where, "file out/log.txt");
	CHECK_STR(result.text, "file out/log.txt is missing");
	CHECK_STR(result.expected, "a file");
	CHECK_STR(result.got, "no such file");
	result = compare(arena, left(two, 1), left(two, 2));
	CHECK_INT(result.match, OUTPUT_DIFFERENT);
	CHECK_STR(result.text, "file out/log.txt is one too many");
	result = compare(arena, left(two, 2), left(NULL, 0));
	CHECK(str_has(result.text, STR("2 files differ")));
	result = compare(arena, left(two, 2), left(other, 2));
	CHECK_INT(result.match, OUTPUT_DIFFERENT);
	CHECK_STR(result.where, "file out/log.txt line 3");
	CHECK_STR(result.expected, "2 | y\n3 | z");
	CHECK_STR(result.got, "2 | y\n3 | w");
	CHECK_INT(result.lines_different, 1);
}

/* What both were given and one has left as it was is there, though no run tells of it. */
static void test_given(struct arena *arena)
{
	static const char *const names[] = {"data.txt"};
	const struct output_file data = file("data.txt", "2\n"), other = file("new.txt", "1\n");
	const struct output_file gone = {STR("data.txt"), 'o', 0, STR("gone")};
	struct output_run nothing = left(NULL, 0);
	nothing.given = names;
	nothing.given_count = 1;
	struct output_result result = compare(arena, left(&data, 1), nothing);
	CHECK_STR(result.text, "file data.txt is not changed");
	CHECK_STR(result.got, "the file as it was given");
	CHECK_STR(compare(arena, left(&gone, 1), nothing).text, "file data.txt is not removed");
	CHECK_STR(compare(arena, left(&other, 1), nothing).text, "file new.txt is missing");
	struct output_run changed = left(&data, 1);
	changed.given = names;
	changed.given_count = 1;
	result = compare(arena, left(NULL, 0), changed);
	CHECK_STR(result.text, "file data.txt is changed");
	CHECK_STR(result.expected, "the file as it was given");
	changed.files = &gone;
	CHECK_STR(compare(arena, left(NULL, 0), changed).text, "file data.txt is removed");
}

static void test_kinds(struct arena *arena)
{
	struct output_file a = file("run", "x\n"), b = a;
	b.mode = 0755;
	CHECK_INT(compare(arena, left(&a, 1), left(&b, 1)).match, OUTPUT_DIFFERENT);
	struct output_result result = compare(arena, left(&b, 1), left(&a, 1));
	CHECK_STR(result.text, "file run cannot be run as a program");
	b.mode = 0600;
	CHECK_INT(compare(arena, left(&a, 1), left(&b, 1)).match, OUTPUT_IDENTICAL);
	b = (struct output_file){STR("run"), 'd', 0755, {NULL, 0}};
	CHECK_INT(compare(arena, left(&a, 1), left(&b, 1)).match, OUTPUT_DIFFERENT);
	struct output_file link = {STR("run"), 'l', 0777, STR("bin/run")}, elsewhere = link;
	elsewhere.bytes = STR("bin/walk");
	CHECK_INT(compare(arena, left(&link, 1), left(&link, 1)).match, OUTPUT_IDENTICAL);
	result = compare(arena, left(&link, 1), left(&elsewhere, 1));
	CHECK_INT(result.match, OUTPUT_DIFFERENT);
	CHECK_STR(result.expected, "a link to bin/run");
	CHECK_STR(result.got, "a link to bin/walk");
	CHECK_INT(compare(arena, left(&link, 1), left(&a, 1)).match, OUTPUT_DIFFERENT);
}

/* Contents by the rules of printed text; what is no text has no values. */
static void test_contents(struct arena *arena)
{
	struct output_file a = file("a.csv", "1,2\n"), b = file("a.csv", "1,2.0\n");
	struct output_result result = compare(arena, left(&a, 1), left(&b, 1));
	CHECK_INT(result.match, OUTPUT_SAME_VALUE);
	CHECK_STR(result.where, "file a.csv line 1");
	b = file("a.csv", "1,2");
	CHECK_INT(compare(arena, left(&a, 1), left(&b, 1)).match, OUTPUT_SAME_VALUE);
	a = file("a.csv", "0.30000000000000004\n");
	b = file("a.csv", "0.3\n");
	result = compare(arena, left(&a, 1), left(&b, 1));
	CHECK_INT(result.match, OUTPUT_CLOSE);
	CHECK(result.relative > 1e-16 && result.relative < 1e-15);
	a.bytes = STR("1\0\n");
	b.bytes = STR("1.0\0\n");
	CHECK_INT(compare(arena, left(&a, 1), left(&b, 1)).match, OUTPUT_DIFFERENT);
	b.bytes = STR("");
	result = compare(arena, left(&a, 1), left(&b, 1));
	CHECK_INT(result.match, OUTPUT_DIFFERENT);
	CHECK(str_has(result.text, STR("ends early")));
}

/* Clock readings in files are masked as they are in print. */
static void test_clocks(struct arena *arena)
{
	struct output_file p = file("log", "took 0.12 s\n"), a = file("log", "took 123.45 s\n");
	struct output_file c = file("log", "took 370.35 s\n"), b = file("log", "took 0.01 s\n");
	struct output_run original = left(&p, 1), candidate = left(&b, 1);
	struct output_run again[2] = {left(&a, 1), left(&c, 1)};
	again[0].tick = OUTPUT_TICK;
	again[1].tick = OUTPUT_TICK_MORE;
	struct output_result result = output_compare(arena, &original, again, 2, &candidate);
	CHECK_INT(result.match, OUTPUT_IDENTICAL);
	CHECK_INT(result.masked, 1);
	b = file("log", "took 0.01 ms\n");
	result = output_compare(arena, &original, again, 2, &candidate);
	CHECK_INT(result.match, OUTPUT_DIFFERENT);
	c = file("log", "took 371.35 s\n");
	result = output_compare(arena, &original, again, 2, &original);
	CHECK_INT(result.match, OUTPUT_UNKNOWN);
	CHECK_STR(result.where, "file log line 1");
}

/* A name that is another in every run is not held against anybody. */
static void test_unsteady(struct arena *arena)
{
	struct output_file p = file("run-1.log", "x\n"), a = file("run-2.log", "x\n");
	struct output_run original = left(&p, 1), again[2] = {left(&a, 1), left(&p, 1)};
	again[0].tick = OUTPUT_TICK;
	again[1].tick = OUTPUT_TICK_TRUE;
	CHECK_INT(output_compare(arena, &original, again, 1, &original).match, OUTPUT_UNKNOWN);
	/* Only with shifted clocks: with true ones it is the same. */
	CHECK_INT(output_compare(arena, &original, again, 2, &original).match, OUTPUT_IDENTICAL);
	struct output_run none = left(NULL, 0);
	CHECK_INT(output_compare(arena, &original, again, 2, &none).match, OUTPUT_DIFFERENT);
	CHECK_INT(output_compare(arena, &original, again, 2, &again[0]).match, OUTPUT_DIFFERENT);
}

/* Python's compiled modules are its own; a folder of the like name is not. */
static void test_cache(struct arena *arena)
{
	const struct output_file files[] = {
		{STR("__pycache__"), 'd', 0755, {NULL, 0}},
		file("__pycache__/a.pyc", "x"),
		{STR("a"), 'd', 0755, {NULL, 0}},
		{STR("a/__pycache__"), 'd', 0755, {NULL, 0}},
	};
	CHECK_INT(compare(arena, left(files, 4), left(&files[2], 1)).match, OUTPUT_IDENTICAL);
	struct output_file like = file("my__pycache__", "");
	CHECK_INT(compare(arena, left(&like, 1), left(NULL, 0)).match, OUTPUT_DIFFERENT);
}

static void test_cut(struct arena *arena)
{
	struct output_file a = file("a", "1\n"), b = file("a", "2\n");
	struct output_run original = left(&a, 1), candidate = left(&b, 1);
	original.files_cut = true;
	CHECK_INT(compare(arena, original, original).match, OUTPUT_UNKNOWN);
	CHECK_INT(compare(arena, original, candidate).match, OUTPUT_UNKNOWN);
	original.files_cut = false;
	candidate.files_cut = true;
	CHECK_INT(compare(arena, original, candidate).match, OUTPUT_UNKNOWN);
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	test_names(&arena);
	test_given(&arena);
	test_kinds(&arena);
	test_contents(&arena);
	test_clocks(&arena);
	test_unsteady(&arena);
	test_cache(&arena);
	test_cut(&arena);
	arena_deinit(&arena);
	return CHECK_END();
}
