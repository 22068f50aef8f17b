/*
 * Which part of an answer is the program. Models wrap code in prose, show the wrong line
 * before the right program, split a header off, forget the closing fence or all fences. The
 * choice: a block of the right language with a main beats an untagged one, and that one tagged
 * as something else; of several the last, since corrections come last.
 */
#include "judge/fences.h"

#include <string.h>

#include "base/buf.h"
#include "fences_private.h"

enum {
	FENCES_JOINED = 16,           /* header blocks put in front of one program */
	FENCES_JOINED_MAX = 16 << 20, /* bytes of a joined program */
	FENCES_NESTING = 2,           /* fences inside a block tagged markdown */
};

/* How well a block's tag fits. */
enum fences_rank { FENCES_OTHER, FENCES_UNTAGGED, FENCES_WANTED };

/* The language in an info string: `cpp title="x"`, `{.cpp}`, `C++,linenos`, `cpp:main.cpp`. */
static struct str fences_tag(struct str info)
{
	size_t from = 0;
	while (from < info.len && strchr("{. ", info.at[from]) != NULL && info.at[from] != '\0')
		from++;
	size_t to = from;
	while (to < info.len && strchr(" \t,;:{}", info.at[to]) == NULL)
		to++;
	return str_part(info, from, to - from);
}

static enum fences_rank fences_rank(const struct fences_block *block, const char *const *words)
{
	struct str tag = fences_tag(block->info);
	for (; *words != NULL; words++)
		if (str_eq_nocase(tag, str_of(*words)))
			return FENCES_WANTED;
	return tag.len == 0 ? FENCES_UNTAGGED : FENCES_OTHER;
}

static bool fences_marked(struct str code, const char *const *marks)
{
	for (; *marks != NULL; marks++)
		if (str_has(code, str_of(*marks)))
			return true;
	return false;
}

/* The last closed block of this rank with a mark; blocks->count when there is none. */
static size_t fences_last_marked(const struct fences_blocks *blocks, enum fences_rank rank,
				 const char *const *words, const char *const *marks)
{
	for (size_t i = blocks->count; i > 0; i--) {
		const struct fences_block *block = &blocks->list[i - 1];
		if (block->closed && fences_rank(block, words) == rank &&
		    fences_marked(block->code, marks))
			return i - 1;
	}
	return blocks->count;
}

/* The longest closed block of this rank. */
static size_t fences_longest(const struct fences_blocks *blocks, enum fences_rank rank,
			     const char *const *words)
{
	size_t best = blocks->count;
	for (size_t i = 0; i < blocks->count; i++) {
		const struct fences_block *block = &blocks->list[i];
		if (block->closed && fences_rank(block, words) == rank &&
		    (best == blocks->count || block->code.len >= blocks->list[best].code.len))
			best = i;
	}
	return best;
}

/* Code that can stand at the top of a file, and not a few lines out of a function's middle. */
static bool fences_is_header(struct str code)
{
	static const char *const statements[] = {
		"for", "if", "while", "return", "std::cout", "cout", "printf", "}", "else", "g++",
	};
	struct str line = {"", 0};
	size_t lines = 0;
	for (struct str rest = code, next; str_line(&rest, &next);) {
		if (str_trim(next).len == 0)
			continue;
		if (lines++ == 0)
			line = next;
	}
	if (lines == 0 || line.at[0] == ' ' || line.at[0] == '\t')
		return false;
	for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++)
		if (str_starts(line, str_of(statements[i])))
			return false;
	return lines > 1 || line.at[0] == '#' || str_starts(line, STR("using "));
}

/* Append `code`, its #include "…" lines emptied: what they name now stands in front. */
static void fences_add_joined(struct buf *buf, struct str code)
{
	struct str line;
	while (str_line(&code, &line)) {
		struct str trimmed = str_trim(line);
		if (!str_starts(trimmed, STR("#include \"")) &&
		    !str_starts(trimmed, STR("#pragma once")))
			buf_add(buf, line);
		buf_add_char(buf, '\n');
	}
}

/* The program at `chosen` with the blocks in front that belong to it. */
static struct str fences_join(struct arena *arena, const struct fences_blocks *blocks,
			      size_t chosen, const char *const *words, const char *const *marks)
{
	const struct fences_block *main_block = &blocks->list[chosen];
	enum fences_rank rank = fences_rank(main_block, words);
	size_t first = chosen, parts[FENCES_JOINED], count = 0;
	while (first > 0 && !fences_marked(blocks->list[first - 1].code, marks))
		first--;
	if (first == chosen)
		return main_block->code;
	struct fences_lines lines;
	fences_lines_init(&lines, main_block->code);
	for (size_t i = first; i < chosen && count < FENCES_JOINED; i++) {
		struct str code = blocks->list[i].code;
		if (fences_rank(&blocks->list[i], words) == rank && fences_is_header(code) &&
		    !fences_lines_hold(&lines, code))
			parts[count++] = i;
	}
	fences_lines_deinit(&lines);
	if (count == 0)
		return main_block->code;
	struct buf joined;
	buf_init(&joined, FENCES_JOINED_MAX);
	for (size_t i = 0; i < count; i++)
		fences_add_joined(&joined, blocks->list[parts[i]].code);
	fences_add_joined(&joined, main_block->code);
	struct str code = arena_str(arena, buf_str(&joined));
	buf_deinit(&joined);
	return code;
}

/* A line that begins a program rather than a sentence. */
static bool fences_begins_code(struct str line)
{
	static const char *const starts[] = {
		"#include", "#define", "#pragma", "using ", "import std", "//", "/*",
	};
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (str_starts(line, str_of(starts[i])))
			return true;
	return false;
}

/*
 * No fence at all: from the first line that can only be code to the last closing brace at a
 * line's start, if a whole program lies between them.
 */
static struct str fences_bare(struct str answer, const char *const *marks)
{
	size_t from = answer.len, to = 0;
	for (struct str rest = answer, line; rest.len > 0;) {
		size_t at = answer.len - rest.len;
		str_line(&rest, &line);
		if (from == answer.len && fences_begins_code(line))
			from = at;
		if (from < answer.len && line.len > 0 && line.at[0] == '}')
			to = answer.len - rest.len;
	}
	if (from >= to)
		return (struct str){"", 0};
	struct str code = str_part(answer, from, to - from);
	return fences_marked(code, marks) ? code : (struct str){"", 0};
}

/* The open block at the end, when it may become the program. */
static const struct fences_block *fences_open(const struct fences_blocks *blocks,
					      const char *const *words, const char *const *marks)
{
	if (blocks->count == 0 || blocks->list[blocks->count - 1].closed)
		return NULL;
	const struct fences_block *block = &blocks->list[blocks->count - 1];
	bool fits = fences_rank(block, words) != FENCES_OTHER || !block->info_whole ||
		    fences_marked(block->code, marks);
	return fits ? block : NULL;
}

static bool fences_is_markdown(const struct fences_block *block)
{
	struct str tag = fences_tag(block->info);
	return str_eq_nocase(tag, STR("markdown")) || str_eq_nocase(tag, STR("md"));
}

static struct fences_code fences_closed(struct str code, size_t wanted)
{
	return (struct fences_code){FENCES_CLOSED, code, wanted};
}

static struct fences_code fences_choose(struct arena *arena, const struct fences_blocks *blocks,
					const char *const *words, const char *const *marks)
{
	size_t wanted = 0;
	for (size_t i = 0; i < blocks->count; i++)
		wanted += blocks->list[i].closed &&
			  fences_rank(&blocks->list[i], words) == FENCES_WANTED;
	for (int rank = FENCES_WANTED; rank >= FENCES_OTHER; rank--) {
		size_t i = fences_last_marked(blocks, (enum fences_rank)rank, words, marks);
		if (i < blocks->count && !fences_is_markdown(&blocks->list[i]))
			return fences_closed(fences_join(arena, blocks, i, words, marks), wanted);
	}
	const struct fences_block *open = fences_open(blocks, words, marks);
	if (open != NULL)
		return (struct fences_code){FENCES_OPEN,
					    fences_join(arena, blocks, blocks->count - 1, words,
							marks),
					    wanted};
	size_t i = fences_longest(blocks, FENCES_WANTED, words);
	if (i < blocks->count)
		return fences_closed(blocks->list[i].code, wanted);
	i = fences_longest(blocks, FENCES_UNTAGGED, words);
	if (i < blocks->count && str_has(blocks->list[i].code, STR(";")) &&
	    str_has(blocks->list[i].code, STR("{")))
		return fences_closed(blocks->list[i].code, wanted);
	return (struct fences_code){FENCES_NONE, {"", 0}, wanted};
}

static struct fences_code fences_find_in(struct arena *arena, struct str answer,
					 const char *const *words, const char *const *marks,
					 int nesting)
{
	struct fences_blocks blocks;
	fences_blocks_init(&blocks, answer);
	struct fences_code found = fences_choose(arena, &blocks, words, marks);
	/* A whole answer wrapped once more: the fences inside are text of a markdown block. */
	for (size_t i = blocks.count; i > 0 && nesting > 0 && str_trim(found.code).len == 0; i--) {
		if (!fences_is_markdown(&blocks.list[i - 1]))
			continue;
		struct fences_code inside =
			fences_find_in(arena, blocks.list[i - 1].code, words, marks, nesting - 1);
		if (inside.state != FENCES_NONE)
			found = inside;
	}
	if (blocks.count == 0) {
		found.code = fences_bare(answer, marks);
		found.state = found.code.len > 0 ? FENCES_BARE : FENCES_NONE;
	}
	fences_blocks_deinit(&blocks);
	return found;
}

struct fences_code fences_find(struct arena *arena, struct str answer, const char *const *words,
			       const char *const *marks)
{
	return fences_find_in(arena, answer, words, marks, FENCES_NESTING);
}
