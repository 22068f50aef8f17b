/*
 * The head of a prompt: lines "name: value" between two lines "---", read strictly, for
 * a misspelt name that is passed over in silence is a setting that does not hold.
 */
#include <string.h>

#include "base/utf8.h"
#include "model/prompt.h"

enum { HEAD_TITLE_MAX = 80, HEAD_WORDS_MAX = 200, HEAD_TOKENS_MAX = 1000000, HEAD_SHOWN = 40 };

/* Where the reader stands. */
struct head_line {
	const char *where;
	size_t number;
	struct str name, value;
	struct err *err;
};

static bool head_wrong(const struct head_line *line, const char *what)
{
	return err_set(line->err, ERR_INPUT, "%s:%zu: \"%.*s\" must be %s", line->where,
		       line->number, STR_ARG(line->name), what);
}

static bool head_title(struct arena *arena, const struct head_line *line, struct prompt_head *head)
{
	struct buf plain;
	buf_init(&plain, HEAD_TITLE_MAX + 1);
	utf8_add_plain(&plain, line->value);
	bool fine =
		!plain.full && plain.len <= HEAD_TITLE_MAX && str_eq(buf_str(&plain), line->value);
	if (fine)
		head->title = arena_str(arena, line->value);
	buf_deinit(&plain);
	return fine || head_wrong(line, "plain text of at most 80 bytes");
}

static bool head_is_words(struct str value, const char *between)
{
	for (size_t i = 0; i < value.len; i++)
		if (!((value.at[i] >= 'a' && value.at[i] <= 'z') ||
		      (value.at[i] >= '0' && value.at[i] <= '9') ||
		      strchr(between, value.at[i]) != NULL))
			return false;
	return value.len <= HEAD_WORDS_MAX;
}

static bool head_kind(struct arena *arena, const struct head_line *line, struct prompt_head *head)
{
	if (!head_is_words(line->value, "."))
		return head_wrong(line, "a kind of code action (refactor.rewrite.kadane.NAME)");
	head->kind = arena_str(arena, line->value);
	return true;
}

static bool head_languages(struct arena *arena, const struct head_line *line,
			   struct prompt_head *head)
{
	if (!head_is_words(line->value, ", "))
		return head_wrong(line, "names of languages with commas between");
	head->languages = arena_str(arena, line->value);
	return true;
}

static bool head_max_tokens(struct arena *arena, const struct head_line *line,
			    struct prompt_head *head)
{
	long long number;
	(void)arena;
	if (!str_to_int(line->value, &number) || number < 1 || number > HEAD_TOKENS_MAX)
		return head_wrong(line, "a whole number from 1 to 1000000");
	head->max_tokens = (long)number;
	return true;
}

static bool head_temperature(struct arena *arena, const struct head_line *line,
			     struct prompt_head *head)
{
	double number;
	(void)arena;
	if (!str_to_double(line->value, &number) || !(number >= 0 && number <= 2))
		return head_wrong(line, "a number from 0 to 2");
	head->temperature = number;
	return true;
}

static bool head_thinking(struct arena *arena, const struct head_line *line,
			  struct prompt_head *head)
{
	(void)arena;
	if (!str_eq(line->value, STR("on")) && !str_eq(line->value, STR("off")))
		return head_wrong(line, "on or off");
	head->thinking = str_eq(line->value, STR("on")) ? MODEL_THINKING_ON : MODEL_THINKING_OFF;
	return true;
}

static const struct {
	const char *name;
	bool (*read)(struct arena *arena, const struct head_line *line, struct prompt_head *head);
} head_members[] = {
	{"title", head_title},
	{"kind", head_kind},
	{"languages", head_languages},
	{"max_tokens", head_max_tokens},
	{"temperature", head_temperature},
	{"thinking", head_thinking},
};

enum { HEAD_MEMBERS = sizeof(head_members) / sizeof(head_members[0]) };

/* One line; `seen` holds the members that stood above. */
static bool head_take(struct arena *arena, struct str text, struct head_line *line, bool *seen,
		      struct prompt_head *head)
{
	size_t colon = str_find(text, STR(":"));
	line->name = str_trim(str_part(text, 0, colon));
	line->value = str_trim(str_part(text, colon + 1, text.len));
	if (colon == text.len)
		return err_set(line->err, ERR_INPUT,
			       "%s:%zu: a line of the head is \"name: value\", and \"---\" ends it",
			       line->where, line->number);
	for (size_t i = 0; i < HEAD_MEMBERS; i++) {
		if (!str_eq(line->name, str_of(head_members[i].name)))
			continue;
		if (seen[i])
			return err_set(line->err, ERR_INPUT, "%s:%zu: \"%s\" comes twice",
				       line->where, line->number, head_members[i].name);
		seen[i] = true;
		if (line->value.len == 0)
			return head_wrong(line, "followed by a value");
		return head_members[i].read(arena, line, head);
	}
	struct buf plain;
	buf_init(&plain, HEAD_WORDS_MAX);
	utf8_add_plain(&plain, str_part(line->name, 0, HEAD_SHOWN));
	err_set(line->err, ERR_INPUT,
		"%s:%zu: \"%.*s\" is none of title, kind, languages, max_tokens, temperature, "
		"thinking",
		line->where, line->number, STR_ARG(buf_str(&plain)));
	buf_deinit(&plain);
	return false;
}

bool prompt_head_read(struct arena *arena, struct str bytes, const char *where,
		      struct prompt_head *head, struct str *body, struct err *err)
{
	struct str rest = bytes, text;
	if (str_starts(rest, STR("\xEF\xBB\xBF")))
		rest = str_part(rest, 3, rest.len);
	*body = rest;
	if (!str_line(&rest, &text) || !str_eq(str_trim(text), STR("---")))
		return true;
	struct head_line line = {.where = where, .number = 1, .err = err};
	bool seen[HEAD_MEMBERS] = {false};
	while (str_line(&rest, &text)) {
		line.number++;
		text = str_trim(text);
		if (str_eq(text, STR("---"))) {
			*body = rest;
			return true;
		}
		if (text.len > 0 && text.at[0] != '#' && !head_take(arena, text, &line, seen, head))
			return false;
	}
	return err_set(err, ERR_INPUT, "%s:1: the head that begins here has no end, a line \"---\"",
		       where);
}
