/*
 * Reads documentation out of an answer. A model was asked for documentation alone and may
 * send whole functions, with bodies of its own making: those are parsed for what stands
 * where a documentation string stands, and forgotten.
 */
#include "docstring.h"

#include "base/buf.h"
#include "judge/fences.h"

enum {
	TAKE_BLOCKS = 64,
	TAKE_CODE_MAX = 1 << 20,
	TAKE_BARE_MAX = 8 << 10,
	TAKE_TEXT_MAX = 32 << 10, /* nobody reads more about one definition */
};

struct take {
	struct arena *arena;
	struct doc_target *targets;
	size_t count;
	size_t taken;
	bool *given; /* a target of the same number has got its text from this block */
};

static void take_set(struct take *take, struct doc_target *target, struct str text)
{
	if (str_trim(text).len == 0 || text.len > TAKE_TEXT_MAX)
		return;
	take->taken += target->text.len == 0;
	target->text = text; /* a later one is the better one */
}

/*
 * The target of that path, of several the first that this block has not told of yet; else the only
 * one that ends like it: models leave classes out.
 */
static struct doc_target *take_find(struct take *take, const struct definition *found)
{
	struct doc_target *last = NULL;
	size_t alike = 0;
	bool named = false;
	for (size_t i = 0; i < take->count; i++) {
		const struct definition *wanted = take->targets[i].definition;
		bool exact = str_eq(wanted->path, found->path);
		named = named || exact;
		if (exact && !take->given[i])
			return &take->targets[i];
		bool same = wanted->kind != DEFINITION_MODULE && str_eq(wanted->name, found->path);
		alike += same;
		if (same)
			last = &take->targets[i];
	}
	return !named && alike == 1 && found->kind != DEFINITION_MODULE ? last : NULL;
}

/* Models send methods with the indentation they have in their class. */
static struct str take_dedent(struct arena *arena, struct str code)
{
	size_t margin = code.len;
	struct str rest = code, line;
	while (str_line(&rest, &line)) {
		size_t blanks = 0;
		while (blanks < line.len && (line.at[blanks] == ' ' || line.at[blanks] == '\t'))
			blanks++;
		if (blanks < line.len && blanks < margin)
			margin = blanks;
	}
	struct buf out;
	buf_init(&out, code.len + 1);
	rest = code;
	while (str_line(&rest, &line)) {
		buf_add(&out, str_part(line, margin < line.len ? margin : line.len, line.len));
		buf_add_char(&out, '\n');
	}
	struct str dedented = arena_str(arena, buf_str(&out));
	buf_deinit(&out);
	return dedented;
}

/* A head without its body does not parse; one that does nothing makes it whole. */
static bool take_parse(struct take *take, struct str code, struct definitions *found)
{
	if (python_definitions(take->arena, code, found))
		return true;
	struct str ended = str_trim(code);
	return str_ends(ended, STR(":")) &&
	       python_definitions(take->arena,
				  arena_fmt(take->arena, "%.*s\n    pass\n", STR_ARG(ended)),
				  found);
}

/* What stands in triple quotes, when there is nothing else to read it by. */
static bool take_quoted(struct take *take, struct str code, struct str *text)
{
	static const struct str quotes[] = {{"\"\"\"", 3}, {"'''", 3}};
	for (size_t i = 0; i < sizeof(quotes) / sizeof(quotes[0]); i++) {
		size_t from = str_find(code, quotes[i]);
		struct str inside = str_part(code, from + 3, code.len);
		size_t len = str_find(inside, quotes[i]);
		if (from == code.len || len == inside.len)
			continue;
		bool raw = from > 0 && (code.at[from - 1] | 32) == 'r';
		struct str literal = str_part(code, raw ? from - 1 : from, len + 6 + raw);
		return docstring_text(take->arena, literal, text);
	}
	return false;
}

static void take_code(struct take *take, struct str code)
{
	struct definitions found;
	struct str text;
	if (code.len > TAKE_CODE_MAX)
		return;
	take->given = arena_array(take->arena, take->count, sizeof(*take->given));
	if (take_parse(take, take_dedent(take->arena, code), &found)) {
		for (size_t i = 0; i < found.count; i++) {
			const struct definition *at = &found.at[i];
			struct doc_target *target = take_find(take, at);
			/* A setter's documentation is the property's, which the getter has. */
			if (at->is_accessor || at->doc.len == 0 ||
			    !docstring_text(take->arena, at->doc, &text))
				continue;
			/* A string and nothing else is meant for the one that was asked about. */
			if (target == NULL && take->count == 1 && found.count == 1)
				target = &take->targets[0];
			if (target == NULL)
				continue;
			take->given[target - take->targets] = true;
			take_set(take, target, text);
		}
		return;
	}
	if (take->count == 1 && take_quoted(take, code, &text))
		take_set(take, &take->targets[0], text);
}

/* An answer without any code: the text itself, or a string in it. */
static void take_bare(struct take *take, struct str answer)
{
	struct str text, bare = str_trim(answer);
	if (take->count != 1 || bare.len == 0 || bare.len > TAKE_BARE_MAX)
		return;
	if (take_quoted(take, bare, &text))
		take_set(take, &take->targets[0], text);
	else if (!str_has(bare, STR("def ")) && !str_has(bare, STR("\"\"\"")))
		take_set(take, &take->targets[0], bare);
}

size_t docstring_take(struct arena *arena, struct str answer, struct doc_target *targets,
		      size_t count)
{
	struct take take = {.arena = arena, .targets = targets, .count = count};
	struct str blocks[TAKE_BLOCKS];
	struct definitions found;
	size_t block_count = fences_all(answer, blocks, TAKE_BLOCKS);
	for (size_t i = 0; i < block_count; i++)
		take_code(&take, blocks[i]);
	if (block_count == 0 && answer.len <= TAKE_CODE_MAX &&
	    python_definitions(arena, answer, &found))
		take_code(&take, answer);
	if (block_count == 0 && take.taken == 0)
		take_bare(&take, answer);
	return take.taken;
}
