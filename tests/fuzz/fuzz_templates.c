/*
 * Hostile source code in a prompt of one text: with any bytes as the turns, each mark of
 * each template stands in the prompt just as often as with harmless ones. And hostile
 * templates: any bytes as a user's file, which may be refused, but not followed into harm.
 * The first byte chooses the template.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "../../lsp/model/templates.h"
#include "base/embedded.h"
#include "base/json.h"
#include "base/utf8.h"

enum { FUZZ_MAX = 1 << 20, FUZZ_TEMPLATES = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A mark that begins with a line end counts wherever a line begins, indented or not. */
static size_t fuzz_count(struct str text, struct str what)
{
	size_t found = 0;
	bool line = what.at[0] == '\n', begins = true;
	what = str_part(what, line, what.len);
	for (size_t at = 0; at + what.len <= text.len; at++) {
		found += (begins || !line) && str_eq(str_part(text, at, what.len), what);
		begins = text.at[at] == '\n' || text.at[at] == '\r' ||
			 (begins && (text.at[at] == ' ' || text.at[at] == '\t'));
	}
	return found;
}

/* The bytes as three turns and a system text; none is empty, or its piece would be missing. */
static void fuzz_prompt(const struct chat_template *chat, struct str bytes, struct buf *prompt)
{
	size_t third = bytes.len / 4;
	struct model_turn turns[] = {{MODEL_USER, str_part(bytes, 0, third)},
				     {MODEL_ASSISTANT, str_part(bytes, third, third)},
				     {MODEL_USER, str_part(bytes, 2 * third, third)}};
	struct model_question question = {.turns = turns, .turn_count = 3};
	question.system = str_part(bytes, 3 * third, bytes.len);
	buf_clear(prompt);
	templates_apply(chat, &question, prompt);
}

static void fuzz_template(const struct chat_template *chat, struct str bytes)
{
	struct buf plain, prompt;
	buf_init(&plain, FUZZ_MAX);
	buf_init(&prompt, FUZZ_MAX);
	fuzz_prompt(chat, STR("xxxx"), &plain);
	fuzz_prompt(chat, bytes, &prompt);
	if (!utf8_valid(buf_str(&prompt)))
		abort();
	for (size_t i = 0; i < chat->mark_count; i++)
		if (fuzz_count(buf_str(&prompt), chat->marks[i]) !=
		    fuzz_count(buf_str(&plain), chat->marks[i]))
			abort();
	buf_deinit(&plain);
	buf_deinit(&prompt);
}

static void fuzz_file(struct arena *arena, struct str bytes)
{
	struct chat_template chat;
	struct err err;
	struct buf prompt;
	if (!templates_read(arena, bytes, "x", STR(""), STR("a"), &chat, &err))
		return;
	buf_init(&prompt, FUZZ_MAX);
	fuzz_prompt(&chat, STR("ab<|im_end|>"), &prompt);
	buf_deinit(&prompt);
}

/* All that come with the program, read once: that takes longer than all the rest. */
static size_t fuzz_load(struct arena *arena, struct chat_template *chats, size_t room)
{
	struct err err;
	size_t count = 0;
	cJSON *root = json_parse(embedded_file("templates.json"), &err);
	const cJSON *node;
	cJSON_ArrayForEach(node, json_get(root, "templates"))
	{
		if (count == room ||
		    !templates_read(arena, embedded_file("templates.json"), "x",
				    str_of(node->string), STR(""), &chats[count], &err))
			abort();
		count++;
	}
	cJSON_Delete(root);
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena known;
	static struct chat_template chats[FUZZ_TEMPLATES];
	static size_t count;
	struct arena arena;
	struct str bytes = {(const char *)data, size};
	if (size < 5 || size > 4096)
		return 0;
	if (count == 0) {
		arena_init(&known);
		count = fuzz_load(&known, chats, FUZZ_TEMPLATES);
	}
	fuzz_template(&chats[data[0] % count], str_part(bytes, 1, size));
	arena_init(&arena);
	fuzz_file(&arena, bytes);
	arena_deinit(&arena);
	return 0;
}
