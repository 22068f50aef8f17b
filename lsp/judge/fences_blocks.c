/*
 * Cutting an answer into fenced blocks (CommonMark 0.31, 4.5), in one pass over its lines.
 * Also the question whether one block repeats another, answered by hashed lines: comparing
 * every block with every other would let a hostile answer cost minutes.
 */
#include <stdint.h>

#include "base/hash.h"
#include "base/mem.h"
#include "fences_private.h"
#include "judge/fences.h"

struct fences_fence {
	char mark;
	size_t len;
	struct str info;
};

/* Whether `line` is a fence: up to three blanks, then three or more ` or ~. */
static bool fences_is_fence(struct str line, struct fences_fence *fence)
{
	size_t i = 0;
	while (i < line.len && i < 3 && line.at[i] == ' ')
		i++;
	if (i == line.len || (line.at[i] != '`' && line.at[i] != '~'))
		return false;
	fence->mark = line.at[i];
	size_t from = i;
	while (i < line.len && line.at[i] == fence->mark)
		i++;
	fence->len = i - from;
	fence->info = str_trim(str_part(line, i, line.len));
	/* A backtick later in the line makes it code within a sentence. */
	return fence->len >= 3 && (fence->mark != '`' || !str_has(fence->info, STR("`")));
}

static struct fences_block *fences_blocks_add(struct fences_blocks *blocks)
{
	if (blocks->count == blocks->room) {
		blocks->room = blocks->room == 0 ? 16 : blocks->room * 2;
		blocks->list = mem_resize(blocks->list, blocks->room * sizeof(*blocks->list));
	}
	struct fences_block *block = &blocks->list[blocks->count++];
	*block = (struct fences_block){0};
	return block;
}

void fences_blocks_init(struct fences_blocks *blocks, struct str answer)
{
	*blocks = (struct fences_blocks){0};
	struct fences_fence opened = {0};
	struct fences_block *block = NULL;
	struct str rest = answer, line;
	while (rest.len > 0) {
		const char *at = rest.at;
		str_line(&rest, &line);
		bool whole = rest.len > 0 || at + line.len < answer.at + answer.len;
		struct fences_fence fence;
		bool is_fence = fences_is_fence(line, &fence);
		if (block == NULL && is_fence) {
			opened = fence;
			block = fences_blocks_add(blocks);
			block->info = fence.info;
			block->info_whole = whole;
			block->code = (struct str){answer.at + (answer.len - rest.len), rest.len};
		} else if (block != NULL && is_fence && fence.mark == opened.mark &&
			   fence.len >= opened.len && fence.info.len == 0) {
			block->code.len = (size_t)(at - block->code.at);
			block->closed = true;
			block = NULL;
		}
	}
}

void fences_blocks_deinit(struct fences_blocks *blocks)
{
	mem_free(blocks->list);
	*blocks = (struct fences_blocks){0};
}

size_t fences_all(struct str answer, struct str *texts, size_t max)
{
	struct fences_blocks blocks;
	size_t count = 0;
	fences_blocks_init(&blocks, answer);
	for (size_t i = 0; i < blocks.count && count < max; i++)
		texts[count++] = blocks.list[i].code;
	fences_blocks_deinit(&blocks);
	return count;
}

static size_t fences_hash(struct str line)
{
	size_t hash = (size_t)hash_bytes(line);
	return hash == 0 ? 1 : hash;
}

void fences_lines_init(struct fences_lines *lines, struct str text)
{
	size_t count = 1;
	for (size_t i = 0; i < text.len; i++)
		count += text.at[i] == '\n';
	lines->room = 16;
	while (lines->room < count * 2)
		lines->room *= 2;
	lines->hashes = mem_new(lines->room * sizeof(*lines->hashes));
	struct str line;
	while (str_line(&text, &line)) {
		line = str_trim(line);
		if (line.len == 0)
			continue;
		size_t hash = fences_hash(line), at = hash & (lines->room - 1);
		while (lines->hashes[at] != 0 && lines->hashes[at] != hash)
			at = (at + 1) & (lines->room - 1);
		lines->hashes[at] = hash;
	}
}

void fences_lines_deinit(struct fences_lines *lines)
{
	mem_free(lines->hashes);
	*lines = (struct fences_lines){0};
}

bool fences_lines_hold(const struct fences_lines *lines, struct str text)
{
	size_t held = 0, count = 0;
	struct str line;
	while (str_line(&text, &line)) {
		line = str_trim(line);
		if (line.len == 0)
			continue;
		size_t hash = fences_hash(line), at = hash & (lines->room - 1);
		while (lines->hashes[at] != 0 && lines->hashes[at] != hash)
			at = (at + 1) & (lines->room - 1);
		held += lines->hashes[at] == hash;
		count++;
	}
	return held * 2 > count || count == 0;
}
