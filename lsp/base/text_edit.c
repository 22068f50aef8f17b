/*
 * Changing a text. Most edits stay within one chunk and leave its last line end alone:
 * they move at most a chunk's bytes. Others join the chunks they touch and part them
 * anew.
 */
#include <string.h>

#include "base/mem.h"
#include "text_chunks.h"

enum {
	TEXT_CHUNK = 2048,     /* bytes after which a chunk ends at the next line end */
	TEXT_CHUNK_MAX = 4096, /* a chunk that has grown longer is parted */
};

void text_init(struct text *text)
{
	*text = (struct text){.count = 0};
}

void text_deinit(struct text *text)
{
	for (size_t i = 0; i < text->count; i++)
		if (text->chunks[i].room > 0)
			mem_free(text->chunks[i].at);
	mem_free(text->chunks);
	mem_free(text->flat);
	text_init(text);
}

/* The length of the chunk at the front of `s`. */
static size_t text_part(struct str s)
{
	if (s.len <= TEXT_CHUNK_MAX)
		return s.len;
	size_t end = text_find_break(s, TEXT_CHUNK);
	return end == s.len ? s.len : text_after_break(s, end);
}

static size_t text_count_parts(struct str s)
{
	size_t count = 0;
	do {
		s = str_part(s, text_part(s), s.len);
		count++;
	} while (s.len > 0);
	return count;
}

/* Put `count` chunks in the place of those from `first` to before `last`; the caller fills them. */
static void text_splice(struct text *text, size_t first, size_t last, size_t count)
{
	size_t behind = text->count - last, total = first + count + behind;
	for (size_t i = first; i < last; i++)
		if (text->chunks[i].room > 0)
			mem_free(text->chunks[i].at);
	if (total > text->room) {
		text->room = total + total / 8 + 2;
		text->chunks = mem_resize(text->chunks, text->room * sizeof(*text->chunks));
	}
	memmove(text->chunks + first + count, text->chunks + last, behind * sizeof(*text->chunks));
	text->count = total;
}

bool text_set(struct text *text, struct str bytes)
{
	if (bytes.len > TEXT_MAX)
		return false;
	text_deinit(text);
	text->flat = mem_resize(NULL, bytes.len);
	if (bytes.len > 0)
		memcpy(text->flat, bytes.at, bytes.len);
	text->len = bytes.len;
	struct str rest = {text->flat, bytes.len};
	text_splice(text, 0, 0, text_count_parts(rest));
	for (size_t i = 0; i < text->count; i++) {
		size_t len = text_part(rest);
		text->chunks[i] = (struct text_chunk){
			.at = text->flat + (rest.at - text->flat),
			.len = (uint32_t)len,
			.breaks = (uint32_t)text_breaks(str_part(rest, 0, len)),
		};
		rest = str_part(rest, len, rest.len);
	}
	return true;
}

/* Copy every chunk into one piece of memory, where they lie from now on. */
static void text_flatten(struct text *text)
{
	char *flat = mem_resize(NULL, text->len);
	size_t at = 0;
	for (size_t i = 0; i < text->count; i++) {
		struct text_chunk *chunk = &text->chunks[i];
		if (chunk->len > 0)
			memcpy(flat + at, chunk->at, chunk->len);
		if (chunk->room > 0)
			mem_free(chunk->at);
		chunk->at = flat + at;
		chunk->room = 0;
		at += chunk->len;
	}
	mem_free(text->flat);
	text->flat = flat;
	text->edited = false;
}

struct str text_str(const struct text *text)
{
	/* How it is kept cannot be seen from outside: the text is as const as before. */
	if (text->edited)
		text_flatten((struct text *)(uintptr_t)text);
	return text->flat == NULL ? (struct str){"", 0} : (struct str){text->flat, text->len};
}

/* --- edits --- */

/* Its own memory for a chunk, with room for what a chunk may become. */
static void text_own(struct text_chunk *chunk)
{
	if (chunk->room >= TEXT_CHUNK_MAX)
		return;
	char *own = mem_resize(chunk->room > 0 ? chunk->at : NULL, TEXT_CHUNK_MAX);
	if (chunk->room == 0 && chunk->len > 0)
		memcpy(own, chunk->at, chunk->len);
	chunk->at = own;
	chunk->room = TEXT_CHUNK_MAX;
}

/* A chunk with a copy of `s`. */
static struct text_chunk text_chunk_of(struct str s)
{
	struct text_chunk chunk = {.len = (uint32_t)s.len,
				   .room = (uint32_t)s.len,
				   .breaks = (uint32_t)text_breaks(s)};
	if (s.len > 0) {
		chunk.at = mem_resize(NULL, s.len);
		memcpy(chunk.at, s.at, s.len);
	}
	return chunk;
}

/* True when a \n at the start of chunk `i` would belong to a \r at the end of the one before. */
static bool text_behind_return(const struct text *text, size_t i)
{
	return i > 0 && text->chunks[i - 1].at[text->chunks[i - 1].len - 1] == '\r';
}

/* The edit stays in one chunk, which keeps its last line end and does not become too long. */
static bool text_is_small(const struct text *text, struct text_spot from, struct text_spot to,
			  struct str with)
{
	return from.chunk == to.chunk && with.len <= TEXT_CHUNK_MAX &&
	       text->chunks[from.chunk].len - (to.at - from.at) + with.len <= TEXT_CHUNK_MAX &&
	       text->chunks[from.chunk].len <= TEXT_CHUNK_MAX &&
	       (from.at > 0 || !text_behind_return(text, from.chunk));
}

static void text_edit_small(struct text_chunk *chunk, size_t from, size_t to, struct str with)
{
	text_own(chunk);
	/* Line ends change only here and with the bytes beside, which may be half of \r\n. */
	size_t left = from > 0 ? from - 1 : 0;
	size_t right = to < chunk->len ? to + 1 : to;
	size_t before = text_breaks(str_part(text_chunk_str(chunk), left, right - left));
	memmove(chunk->at + from + with.len, chunk->at + to, chunk->len - to);
	if (with.len > 0)
		memcpy(chunk->at + from, with.at, with.len);
	chunk->len = (uint32_t)(chunk->len - (to - from) + with.len);
	right = right - (to - from) + with.len;
	size_t after = text_breaks(str_part(text_chunk_str(chunk), left, right - left));
	chunk->breaks = (uint32_t)(chunk->breaks - before + after);
}

/* Join what is touched, change it, and part it anew. */
static void text_edit_large(struct text *text, struct text_spot from, struct text_spot to,
			    struct str with)
{
	if (from.at == 0 && text_behind_return(text, from.chunk)) {
		/* A \n that comes to stand behind a \r must come into its chunk. */
		from.chunk--;
		from.at = text->chunks[from.chunk].len;
		text->seen_chunk = text->seen_line = text->seen_offset = 0;
	}
	struct str head = str_part(text_chunk_str(&text->chunks[from.chunk]), 0, from.at);
	struct str tail = text_chunk_str(&text->chunks[to.chunk]);
	tail = str_part(tail, to.at, tail.len);
	struct buf whole;
	buf_init(&whole, head.len + with.len + tail.len);
	buf_add(&whole, head);
	buf_add(&whole, with);
	buf_add(&whole, tail);
	struct str rest = buf_str(&whole);
	size_t first = from.chunk, count = text_count_parts(rest);
	text_splice(text, first, to.chunk + 1, count);
	for (size_t i = first; i < first + count; i++) {
		struct str part = str_part(rest, 0, text_part(rest));
		text->chunks[i] = text_chunk_of(part);
		rest = str_part(rest, part.len, rest.len);
	}
	buf_deinit(&whole);
}

bool text_edit(struct text *text, struct text_range range, enum text_encoding encoding,
	       struct str with)
{
	if (text->count == 0)
		text_set(text, STR(""));
	/* The end first: what is looked at in the end stands before all that changes. */
	struct text_spot to = text_find(text, range.end, encoding);
	bool empty =
		range.start.line == range.end.line && range.start.character == range.end.character;
	struct text_spot from = empty ? to : text_find(text, range.start, encoding);
	if (from.offset > to.offset) {
		struct text_spot start = to;
		to = from;
		from = start;
		text_find(text, range.end, encoding);
	}
	size_t removed = to.offset - from.offset;
	if (with.len > TEXT_MAX - (text->len - removed))
		return false;
	if (text_is_small(text, from, to, with))
		text_edit_small(&text->chunks[from.chunk], from.at, to.at, with);
	else
		text_edit_large(text, from, to, with);
	text->len = text->len - removed + with.len;
	text->edited = true;
	return true;
}
