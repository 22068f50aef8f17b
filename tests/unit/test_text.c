/*
 * base/text.h. The oracle: random edits, each also done the slow way (positions
 * walked from the top of a plain array), must leave the same bytes and the same
 * answers, in all three encodings and with every kind of line end and damage.
 */
#include "base/text.h"

#include <stdlib.h>

#include "base/hash.h"
#include "check.h"

enum { TEST_ROOM = 1 << 16, TEST_EDITS = 20000, TEST_LONG = 2000, TEST_PIECE = 9000 };

/* The document as an oracle sees it. */
struct plain {
	unsigned char at[TEST_ROOM];
	size_t len;
};

static uint32_t test_random(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*state >> 33);
}

/* Written anew, without utf8.h: bytes of the character at `i`, 1 for damage; astral or not. */
static size_t plain_char(const struct plain *plain, size_t i, bool *astral)
{
	const unsigned char *c = plain->at + i;
	size_t left = plain->len - i;
	*astral = false;
	if (*c < 0x80)
		return 1;
	size_t need = *c >= 0xF0 ? 4 : *c >= 0xE0 ? 3 : *c >= 0xC0 ? 2 : 0;
	if (need == 0 || need > left)
		return 1;
	uint32_t rune = need == 4 ? *c & 7u : need == 3 ? *c & 15u : *c & 31u;
	for (size_t k = 1; k < need; k++) {
		if ((c[k] & 0xC0) != 0x80)
			return 1;
		rune = rune << 6 | (c[k] & 0x3F);
	}
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	if (*c > 0xF4 || rune < least[need] || rune > 0x10FFFF || (rune >= 0xD800 && rune < 0xE000))
		return 1;
	*astral = rune > 0xFFFF;
	return need;
}

static size_t plain_offset(const struct plain *plain, struct text_position at,
			   enum text_encoding encoding)
{
	size_t i = 0;
	for (uint32_t line = 0; line < at.line; line++) {
		while (i < plain->len && plain->at[i] != '\n' && plain->at[i] != '\r')
			i++;
		if (i == plain->len)
			return i;
		i += plain->at[i] == '\r' && i + 1 < plain->len && plain->at[i + 1] == '\n' ? 2 : 1;
	}
	size_t units = 0;
	while (i < plain->len && plain->at[i] != '\n' && plain->at[i] != '\r') {
		bool astral;
		size_t len = plain_char(plain, i, &astral);
		units += encoding == TEXT_UTF8 ? len : encoding == TEXT_UTF16 && astral ? 2 : 1;
		if (units > at.character)
			break;
		i += len;
	}
	return i;
}

static bool plain_edit(struct plain *plain, size_t from, size_t to, struct str with)
{
	if (from > to) {
		size_t t = from;
		from = to;
		to = t;
	}
	if (plain->len - (to - from) + with.len > TEST_ROOM)
		return false;
	memmove(plain->at + from + with.len, plain->at + to, plain->len - to);
	if (with.len > 0)
		memcpy(plain->at + from, with.at, with.len);
	plain->len = plain->len - (to - from) + with.len;
	return true;
}

static struct text_position test_position(uint64_t *state, uint32_t near, uint32_t lines)
{
	uint32_t kind = test_random(state) % 20;
	struct text_position at = {test_random(state) % lines, test_random(state) % 30};
	if (kind < 14)
		at.line = near + test_random(state) % 3;
	if (kind == 14)
		at.character = UINT32_MAX;
	if (kind == 15)
		at.line = UINT32_MAX - test_random(state) % 2;
	if (kind % 4 == 0)
		at.character = 0;
	return at;
}

/* Something hard to count in. */
static struct str test_piece(uint64_t *state, char *room)
{
	static const char *const pieces[] = {
		"a",
		"bc",
		"\n",
		"\r\n",
		"\r",
		"\n\n",
		"\n\r",
		"\xC3\xA9",
		"\xE2\x82\xAC",
		"\xF0\x9F\x98\x80",
		"\xF0\x9F\x98",
		"\x80",
		"\xED\xA0\x80",
		"\xFF",
		"\xC0\x80",
		"",
		"def f(x):\n\treturn x\n",
	};
	size_t len = 0;
	uint32_t n = test_random(state) % 4;
	/* Now and then more than a chunk, perhaps of one kind only. */
	if (test_random(state) % 40 == 0)
		n = test_random(state) % 3000;
	bool same = test_random(state) % 4 == 0;
	size_t count = sizeof(pieces) / sizeof(pieces[0]), k = test_random(state) % count;
	while (n-- > 0) {
		k = same ? k : test_random(state) % count;
		if (len + strlen(pieces[k]) > TEST_PIECE)
			break;
		memcpy(room + len, pieces[k], strlen(pieces[k]));
		len += strlen(pieces[k]);
	}
	return (struct str){room, len};
}

static bool test_same_position(struct text *text, const struct plain *plain, size_t offset,
			       enum text_encoding encoding)
{
	struct text_position at = text_position(text, offset, encoding);
	size_t back = text_offset(text, at, encoding);
	/* Inside a character or \r\n it is the start of it, else the same place. */
	return back == plain_offset(plain, at, encoding) && back <= offset && offset - back < 4 &&
	       (back == offset || plain->at[offset] == '\n' || plain->at[offset] >= 0x80);
}

/* One random edit, done both ways. */
static void test_edit_both(struct text *text, struct plain *plain, uint64_t *seed, uint32_t *near)
{
	static char room[TEST_PIECE];
	enum text_encoding encoding = (enum text_encoding)(test_random(seed) % 3);
	uint32_t lines = test_random(seed) % 2 == 0 ? 60 : 3000;
	struct text_range range;
	range.start = test_position(seed, *near, lines);
	range.end = test_random(seed) % 3 == 0 ? range.start : test_position(seed, *near, lines);
	*near = test_random(seed) % 10 == 0 ? test_random(seed) % lines : range.start.line;
	if (*near > 3000)
		*near = 0;
	struct str with = test_piece(seed, room);
	size_t from = plain_offset(plain, range.start, encoding);
	size_t to = plain_offset(plain, range.end, encoding);
	/* Keep it within bounds by emptying it now and then. */
	if (plain->len + with.len > TEST_ROOM || test_random(seed) % 2000 == 0) {
		from = 0;
		to = plain->len;
		range = (struct text_range){{0, 0}, {UINT32_MAX, 0}};
	}
	CHECK(plain_edit(plain, from, to, with));
	CHECK(text_edit(text, range, encoding, with));
	CHECK_INT(text->len, plain->len);
	struct text_position at = test_position(seed, *near, lines);
	CHECK_INT(text_offset(text, at, encoding), plain_offset(plain, at, encoding));
	size_t offset = test_random(seed) % (plain->len + 1);
	CHECK(test_same_position(text, plain, offset, encoding));
}

static void test_oracle(uint64_t seed)
{
	static struct plain plain;
	struct text text;
	uint32_t near = 0;
	plain.len = 0;
	text_init(&text);
	for (int i = 0; i < TEST_EDITS; i++) {
		test_edit_both(&text, &plain, &seed, &near);
		/* Not each time: that would hide what edits leave behind. */
		if (test_random(&seed) % 20 != 0)
			continue;
		struct str whole = {(char *)plain.at, plain.len};
		CHECK_INT(text_len(&text), whole.len);
		CHECK(text_hash(&text) == hash_bytes(whole)); /* before it lies in one piece */
		CHECK(str_eq(text_str(&text), whole));
		if (test_random(&seed) % 20 == 0)
			CHECK(text_set(&text, whole));
	}
	CHECK(str_eq(text_str(&text), (struct str){(char *)plain.at, plain.len}));
	text_deinit(&text);
}

static void test_by_hand(void)
{
	struct text text;
	text_init(&text);
	CHECK_STR(text_str(&text), "");
	CHECK_INT(text_offset(&text, (struct text_position){3, 3}, TEXT_UTF16), 0);
	CHECK_INT(text_position(&text, 99, TEXT_UTF16).line, 0);

	CHECK(text_set(&text, STR("a\xF0\x9F\x98\x80z\r\nb\rc\n")));
	/* Beside, inside and behind the surrogate pair. */
	CHECK_INT(text_offset(&text, (struct text_position){0, 1}, TEXT_UTF16), 1);
	CHECK_INT(text_offset(&text, (struct text_position){0, 2}, TEXT_UTF16), 1);
	CHECK_INT(text_offset(&text, (struct text_position){0, 3}, TEXT_UTF16), 5);
	CHECK_INT(text_offset(&text, (struct text_position){0, 2}, TEXT_UTF32), 5);
	CHECK_INT(text_offset(&text, (struct text_position){0, 5}, TEXT_UTF8), 5);
	CHECK_INT(text_offset(&text, (struct text_position){0, 3}, TEXT_UTF8), 1);
	/* Beyond the end of a line, before its \r\n; beyond the last line. */
	CHECK_INT(text_offset(&text, (struct text_position){0, 99}, TEXT_UTF16), 6);
	CHECK_INT(text_offset(&text, (struct text_position){1, 99}, TEXT_UTF16), 9);
	CHECK_INT(text_offset(&text, (struct text_position){3, 0}, TEXT_UTF16), 12);
	CHECK_INT(text_offset(&text, (struct text_position){4, 0}, TEXT_UTF16), 12);
	/* Offsets: inside the pair, inside \r\n, behind all. */
	CHECK_INT(text_position(&text, 3, TEXT_UTF16).character, 1);
	CHECK_INT(text_position(&text, 5, TEXT_UTF16).character, 3);
	CHECK_INT(text_position(&text, 7, TEXT_UTF16).line, 0);
	CHECK_INT(text_position(&text, 7, TEXT_UTF16).character, 4);
	CHECK_INT(text_position(&text, 8, TEXT_UTF16).line, 1);
	CHECK_INT(text_position(&text, 10, TEXT_UTF16).line, 2);
	CHECK_INT(text_position(&text, 500, TEXT_UTF16).line, 3);

	/* A range told backwards. */
	CHECK(text_set(&text, STR("one two three")));
	CHECK(text_edit(&text, (struct text_range){{0, 7}, {0, 4}}, TEXT_UTF16, STR("2")));
	CHECK_STR(text_str(&text), "one 2 three");
	/* A \n typed behind a \r makes one line end of two. */
	CHECK(text_set(&text, STR("a\rb")));
	CHECK(text_edit(&text, (struct text_range){{1, 0}, {1, 0}}, TEXT_UTF16, STR("\n")));
	CHECK_INT(text_offset(&text, (struct text_position){1, 0}, TEXT_UTF16), 3);
	CHECK_INT(text_offset(&text, (struct text_position){2, 0}, TEXT_UTF16), 4);
	text_deinit(&text);
}

static void test_ceiling(void)
{
	struct text text;
	text_init(&text);
	static char some[1];
	CHECK(text_set(&text, STR("kept")));
	CHECK(!text_set(&text, (struct str){some, (size_t)TEXT_MAX + 1}));
	CHECK(!text_edit(&text, (struct text_range){{0, 0}, {0, 1}}, TEXT_UTF16,
			 (struct str){some, (size_t)TEXT_MAX - 2}));
	CHECK_STR(text_str(&text), "kept");
	text_deinit(&text);
}

/* Line ends of one kind only, many of them: each is found, and in reasonable time. */
static void test_many_breaks(void)
{
	static const char breaks[] = {'\r', '\n'};
	for (size_t k = 0; k < 2; k++) {
		static char many[1 << 20];
		memset(many, breaks[k], sizeof(many));
		struct text text;
		text_init(&text);
		CHECK(text_set(&text, (struct str){many, sizeof(many)}));
		CHECK_INT(text_offset(&text, (struct text_position){1 << 20, 0}, TEXT_UTF8),
			  1 << 20);
		CHECK_INT(text_offset(&text, (struct text_position){1 << 19, 7}, TEXT_UTF8),
			  1 << 19);
		CHECK_INT(text_position(&text, 3, TEXT_UTF8).line, 3);
		for (int i = 0; i < TEST_LONG; i++)
			CHECK(text_edit(&text, (struct text_range){{1 << 19, 0}, {1 << 19, 0}},
					TEXT_UTF16, STR("x")));
		CHECK_INT(text_str(&text).len, sizeof(many) + TEST_LONG);
		text_deinit(&text);
	}
}

int main(void)
{
	CHECK_BEGIN();
	test_by_hand();
	test_ceiling();
	test_many_breaks();
	for (uint64_t seed = 1; seed <= 4; seed++)
		test_oracle(seed);
	return CHECK_END();
}
