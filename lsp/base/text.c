/*
 * Lines, characters and bytes: where a position is, and what position a byte has. The
 * chunk with the line is found by counting line ends, from the chunk looked up last,
 * because an editor's positions keep close together; the line within it by looking.
 */
#include "base/text.h"

#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "text_chunks.h"

enum { TEXT_LOOK = 512 }; /* bytes searched for \n before \r is looked for among them */

struct str text_chunk_str(const struct text_chunk *chunk)
{
	return (struct str){chunk->at, chunk->len};
}

size_t text_len(const struct text *text)
{
	return text->len;
}

uint64_t text_hash(const struct text *text)
{
	uint64_t hash = hash_bytes(STR(""));
	for (size_t i = 0; i < text->count; i++)
		hash = hash_more(hash, text_chunk_str(&text->chunks[i]));
	return hash;
}

/* --- lines --- */

size_t text_find_break(struct str s, size_t at)
{
	while (at < s.len) {
		/* In short pieces, lest a text of nothing but \r is searched for \n over and over.
		 */
		struct str piece = str_part(s, at, TEXT_LOOK);
		const char *line_feed = memchr(piece.at, '\n', piece.len);
		size_t len = line_feed == NULL ? piece.len : (size_t)(line_feed - piece.at);
		const char *other = memchr(piece.at, '\r', len);
		if (other != NULL)
			return at + (size_t)(other - piece.at);
		if (line_feed != NULL)
			return at + len;
		at += piece.len;
	}
	return s.len;
}

size_t text_after_break(struct str s, size_t at)
{
	return at + (s.at[at] == '\r' && at + 1 < s.len && s.at[at + 1] == '\n' ? 2 : 1);
}

size_t text_breaks(struct str s)
{
	size_t count = 0;
	for (size_t at = 0; (at = text_find_break(s, at)) < s.len; count++)
		at = text_after_break(s, at);
	return count;
}

static void text_see_next(struct text *text)
{
	text->seen_line += text->chunks[text->seen_chunk].breaks;
	text->seen_offset += text->chunks[text->seen_chunk].len;
	text->seen_chunk++;
}

static void text_see_before(struct text *text)
{
	text->seen_chunk--;
	text->seen_line -= text->chunks[text->seen_chunk].breaks;
	text->seen_offset -= text->chunks[text->seen_chunk].len;
}

/* Look at the chunk in which `line` begins, or at the last. */
static const struct text_chunk *text_see_line(struct text *text, size_t line)
{
	if (line < text->seen_line / 2)
		text->seen_chunk = text->seen_line = text->seen_offset = 0;
	while (text->seen_line > line)
		text_see_before(text);
	while (text->seen_chunk + 1 < text->count &&
	       line - text->seen_line >= text->chunks[text->seen_chunk].breaks)
		text_see_next(text);
	return &text->chunks[text->seen_chunk];
}

/* Look at the chunk that holds the byte at `offset`, or at the last. */
static const struct text_chunk *text_see_offset(struct text *text, size_t offset)
{
	if (offset < text->seen_offset / 2)
		text->seen_chunk = text->seen_line = text->seen_offset = 0;
	while (text->seen_offset > offset)
		text_see_before(text);
	while (text->seen_chunk + 1 < text->count &&
	       offset - text->seen_offset >= text->chunks[text->seen_chunk].len)
		text_see_next(text);
	return &text->chunks[text->seen_chunk];
}

/* --- characters --- */

/* How much a character counts for. */
static size_t text_units(uint32_t rune, size_t bytes, enum text_encoding encoding)
{
	if (encoding == TEXT_UTF8)
		return bytes;
	return encoding == TEXT_UTF16 && rune > 0xFFFF ? 2 : 1;
}

/* The bytes of `line` before its `character`th unit. */
static size_t text_column(struct str line, size_t character, enum text_encoding encoding)
{
	size_t at = 0;
	while (at < line.len && character > 0) {
		size_t len = 1, units = 1;
		if ((unsigned char)line.at[at] >= 0x80) {
			uint32_t rune;
			len = utf8_next(str_part(line, at, line.len), &rune);
			units = text_units(rune, len, encoding);
		}
		if (units > character)
			break;
		character -= units;
		at += len;
	}
	return at;
}

/* The units in `line` before the character that has the byte at `offset`. */
static size_t text_count(struct str line, size_t offset, enum text_encoding encoding)
{
	size_t at = 0, character = 0;
	while (at < line.len && at < offset) {
		uint32_t rune;
		size_t len = utf8_next(str_part(line, at, line.len), &rune);
		if (at + len > offset)
			break;
		character += text_units(rune, len, encoding);
		at += len;
	}
	return character;
}

struct text_spot text_find(struct text *text, struct text_position at, enum text_encoding encoding)
{
	struct str s = text_chunk_str(text_see_line(text, at.line));
	size_t start = 0;
	for (size_t line = text->seen_line; line < at.line; line++) {
		size_t end = text_find_break(s, start);
		if (end == s.len) {
			start = end; /* beyond the last line */
			break;
		}
		start = text_after_break(s, end);
	}
	size_t len = at.character == 0 ? 0 : text_find_break(s, start) - start;
	start += text_column(str_part(s, start, len), at.character, encoding);
	return (struct text_spot){text->seen_chunk, start, text->seen_offset + start};
}

size_t text_offset(struct text *text, struct text_position at, enum text_encoding encoding)
{
	return text->count == 0 ? 0 : text_find(text, at, encoding).offset;
}

struct text_position text_position(struct text *text, size_t offset, enum text_encoding encoding)
{
	if (text->count == 0)
		return (struct text_position){0, 0};
	if (offset > text->len)
		offset = text->len;
	struct str s = text_chunk_str(text_see_offset(text, offset));
	size_t line = text->seen_line, start = 0, end;
	offset -= text->seen_offset;
	while ((end = text_find_break(s, start)) < s.len) {
		size_t next = text_after_break(s, end);
		if (next > offset)
			break;
		start = next;
		line++;
	}
	size_t character = text_count(str_part(s, start, end - start), offset - start, encoding);
	return (struct text_position){(uint32_t)line, (uint32_t)character};
}
