/* What a recording is written as is read as it was, whatever is in it. */
#include "../../lsp/model/recording.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/secret.h"
#include "check.h"
#include "io/file.h"
#include "model/record.h"

enum { ROOM = 1 << 20 };

/* Lines that a reader may trip over, and ends of texts. */
static const char *const pieces[] = {
	"plain",
	"-- answer 2 --",
	"-- end --",
	"-- when --",
	"-- =x --",
	"-- = --",
	"-- =-- a -- --",
	"--  --",
	"",
	" ",
	"-- x --\r",
	"\r",
	"a\r",
	"tail \t",
	"-- x -- ",
	"größer 😀",
};

enum { PIECES = sizeof(pieces) / sizeof(pieces[0]) };

/* Write it as both answers of a recording, read it back. */
static void round_trip(struct str text)
{
	struct arena arena;
	struct buf file;
	struct recording recording;
	struct err err = {0};
	arena_init(&arena);
	buf_init(&file, ROOM);
	buf_add(&file, STR("-- when --\nx\n"));
	recording_put_answer(&file, 1, text);
	recording_put_answer(&file, 2, text);
	CHECK(recording_parse(buf_str(&file), "a.txt", &recording, &err));
	CHECK_INT(recording.count, 2);
	for (size_t i = 0; i < recording.count; i++) {
		struct str got = recording_answer(&arena, &recording, i);
		CHECK(str_eq(got, text));
		if (!str_eq(got, text))
			fprintf(stderr, "lost: \"%.*s\", got \"%.*s\"\n", STR_ARG(text),
				STR_ARG(got));
	}
	buf_deinit(&file);
	arena_deinit(&arena);
}

/* All texts of one to three lines of these, each with and without an end. */
static void test_round_trips(void)
{
	char text[200];
	for (size_t i = 0; i < (size_t)PIECES * PIECES * PIECES; i++) {
		const char *a = pieces[i % PIECES], *b = pieces[i / PIECES % PIECES];
		const char *c = pieces[i / PIECES / PIECES];
		snprintf(text, sizeof(text), "%s\n%s\r\n%s", a, b, c);
		round_trip(str_of(text));
		snprintf(text, sizeof(text), "%s\n%s\n", b, c);
		round_trip(str_of(text));
	}
	round_trip(STR(""));
	round_trip(STR("\n\n\n"));
}

/* What a person wrote before there were such lines means what it did. */
static void test_by_hand(void)
{
	struct recording recording;
	struct err err = {0};
	struct arena arena;
	arena_init(&arena);
	CHECK(recording_parse(STR("-- when --\nx\n-- answer 1 --\n\na\r\n b\n\n-- end --\nc"),
			      "a.txt", &recording, &err));
	CHECK_STR(recording_answer(&arena, &recording, 0), "\na\r\n b");
	/* Outside an answer it is no section that is known. */
	CHECK(!recording_parse(STR("-- =x --\n-- when --\nx\n-- answer 1 --\na\n"), "a.txt",
			       &recording, &err));
	arena_deinit(&arena);
}

/* --- record.c --- */

static const char source[] = "import sys\n"
			     "\n"
			     "-- when --\n"
			     "home = \"/home/somebody/x\"\n"
			     "key = \"sk-recorded-0001\"\n"
			     "\tprint(1 + 1)\n";

static struct record_about about(const char *folder, const struct secrets *secrets)
{
	return (struct record_about){
		.folder = str_of(folder),
		.name = STR("we ird/../-n.py"),
		.source = str_of(source),
		.question = str_of(source),
		.provider = STR("mine"),
		.model = STR("m\n-- when --"),
		.secrets = secrets,
	};
}

static void test_record(const char *folder, const struct secrets *secrets)
{
	struct arena arena;
	struct err err = {0};
	struct record record = {0};
	struct recording recording;
	struct record_about what = about(folder, secrets);
	struct str bytes;
	arena_init(&arena);
	CHECK(record_answer(&record, &arena, &what,
			    STR("/home/somebody/a /home/somebody2 sk-recorded-0001\n\n"), &err));
	struct str path = record.path;
	CHECK(str_ends(path, STR("/-n-0001.txt")));
	CHECK(record_answer(&record, &arena, &what, STR("two"), &err));
	CHECK(str_eq(record.path, path));
	CHECK(file_read(&arena, path.at, ROOM, &bytes, &err));
	CHECK(recording_parse(bytes, "a.txt", &recording, &err));
	CHECK_STR(recording.when, "import sys\nprint(1 + 1)");
	CHECK_STR(recording.model, "m -- when --");
	CHECK_INT(recording.count, 2);
	CHECK_STR(recording_answer(&arena, &recording, 0),
		  "~/a /home/somebody2 ****************\n\n");
	CHECK_STR(recording_answer(&arena, &recording, 1), "two");
	CHECK(recording_applies(&recording, STR(""), what.question));
	CHECK(!recording_applies(&recording, STR(""), STR("import sys\n")));
	/* Another conversation is another file. */
	record = (struct record){0};
	CHECK(record_answer(&record, &arena, &what, STR("three"), &err));
	CHECK(str_ends(record.path, STR("/-n-0002.txt")));
	/* What cannot be written comes with the next answer, when it can. */
	record = (struct record){0};
	what.folder = STR("/dev/null/x");
	CHECK(!record_answer(&record, &arena, &what, STR("four"), &err));
	what.folder = str_of(folder);
	CHECK(record_answer(&record, &arena, &what, STR("five"), &err));
	CHECK(file_read(&arena, record.path.at, ROOM, &bytes, &err));
	CHECK(recording_parse(bytes, "a.txt", &recording, &err));
	CHECK_STR(recording_answer(&arena, &recording, 0), "four");
	CHECK_STR(recording_answer(&arena, &recording, 1), "five");
	arena_deinit(&arena);
}

/* Of a source that is too long the longest lines are taken. */
static void test_long_source(const char *folder, const struct secrets *secrets)
{
	struct arena arena;
	struct err err = {0};
	struct record record = {0};
	struct recording recording;
	struct str bytes;
	struct buf text;
	struct record_about what = about(folder, secrets);
	arena_init(&arena);
	buf_init(&text, ROOM);
	for (int i = 0; i < 5000; i++)
		buf_addf(&text, "x%d = 0\n%s", i,
			 i % 500 == 0 ? "a_much_longer_line_than_the_others = here\n" : "");
	what.source = what.question = buf_str(&text);
	CHECK(record_answer(&record, &arena, &what, STR("a"), &err));
	CHECK(file_read(&arena, record.path.at, ROOM, &bytes, &err));
	CHECK(recording_parse(bytes, "a.txt", &recording, &err));
	CHECK(recording.when.len > 0 && recording.when.len <= 16 << 10);
	CHECK(recording_applies(&recording, STR(""), what.question));
	buf_deinit(&text);
	arena_deinit(&arena);
}

int main(void)
{
	CHECK_BEGIN();
	char folder[] = "/tmp/kadane-test-record-XXXXXX";
	struct secrets secrets;
	setenv("HOME", "/home/somebody", 1);
	setenv("KADANE_TEST_KEY", "sk-recorded-0001", 1);
	secrets_init(&secrets);
	secrets_take_env(&secrets, "KADANE_TEST_KEY");
	CHECK(mkdtemp(folder) != NULL);
	test_round_trips();
	test_by_hand();
	test_record(folder, &secrets);
	test_long_source(folder, &secrets);
	file_remove_folder(folder);
	secrets_deinit(&secrets);
	return CHECK_END();
}
