/*
 * A gap buffer: the unused room stands where the last edit was, so typing moves a
 * few bytes, however long the document. Lines are not indexed; the last line looked
 * up is remembered and the next one is found from there (or from the top, when that
 * is nearer), because an editor's positions keep close together.
 */
#include "base/text.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

enum {
	TEXT_SLACK = 256, /* room for a few keystrokes, besides a sixteenth of the length */
	TEXT_LOOK = 512,  /* bytes searched for \n before \r is looked for among them */
};

void text_init(struct text *text)
{
	*text = (struct text){.gap = 0};
	buf_init(&text->bytes, TEXT_MAX);
}

void text_deinit(struct text *text)
{
	buf_deinit(&text->bytes);
	text->gap = text->seen_line = text->seen_offset = 0;
}

static size_t text_gap_len(const struct text *text)
{
	return text->bytes.room - text->bytes.len;
}

static void text_move_gap(struct text *text, size_t to)
{
	char *at = text->bytes.at;
	size_t gap_len = text_gap_len(text);
	if (to < text->gap)
		memmove(at + to + gap_len, at + to, text->gap - to);
	else if (to > text->gap)
		memmove(at + text->gap, at + text->gap + gap_len, to - text->gap);
	text->gap = to;
}

/* Make the gap at least `len` bytes long. */
static void text_make_room(struct text *text, size_t len)
{
	if (text_gap_len(text) >= len)
		return;
	text_move_gap(text, text->bytes.len);
	size_t room = text->bytes.len + len;
	room += room / 16 + TEXT_SLACK;
	text->bytes.at = mem_resize(text->bytes.at, room);
	text->bytes.room = room;
}

bool text_set(struct text *text, struct str bytes)
{
	if (bytes.len > TEXT_MAX)
		return false;
	buf_deinit(&text->bytes);
	text->gap = text->seen_line = text->seen_offset = 0;
	text_make_room(text, bytes.len);
	if (bytes.len > 0)
		memcpy(text->bytes.at, bytes.at, bytes.len);
	text->gap = text->bytes.len = bytes.len;
	return true;
}

struct str text_str(const struct text *text)
{
	/* Where the gap is cannot be seen from outside: the text is as const as before. */
	if (text->gap != text->bytes.len)
		text_move_gap((struct text *)(uintptr_t)text, text->bytes.len);
	return buf_str(&text->bytes);
}

/* --- lines --- */

static char text_byte(const struct text *text, size_t at)
{
	return text->bytes.at[at < text->gap ? at : at + text_gap_len(text)];
}

/* The longest piece from `at` on that lies in one part. */
static struct str text_piece(const struct text *text, size_t at)
{
	if (at >= text->bytes.len)
		return (struct str){"", 0};
	if (at < text->gap)
		return (struct str){text->bytes.at + at, text->gap - at};
	return (struct str){text->bytes.at + at + text_gap_len(text), text->bytes.len - at};
}

/* The offset of the first \n or \r at or behind `at`, or the end of the text. */
static size_t text_find_break(const struct text *text, size_t at)
{
	for (;;) {
		/* In short pieces, lest a text of nothing but \r is searched for \n over and over.
		 */
		struct str piece = str_part(text_piece(text, at), 0, TEXT_LOOK);
		if (piece.len == 0)
			return text->bytes.len;
		const char *line_feed = memchr(piece.at, '\n', piece.len);
		size_t len = line_feed == NULL ? piece.len : (size_t)(line_feed - piece.at);
		const char *other = memchr(piece.at, '\r', len);
		if (other != NULL)
			return at + (size_t)(other - piece.at);
		if (line_feed != NULL)
			return at + len;
		at += piece.len;
	}
}

/* The start of the line behind the break at `at`. */
static size_t text_after_break(const struct text *text, size_t at)
{
	bool two = text_byte(text, at) == '\r' && at + 1 < text->bytes.len &&
		   text_byte(text, at + 1) == '\n';
	return at + (two ? 2 : 1);
}

/* Move the remembered line, which is not the first, one up. */
static void text_line_up(struct text *text)
{
	size_t at = text->seen_offset - 1;
	if (at > 0 && text_byte(text, at) == '\n' && text_byte(text, at - 1) == '\r')
		at--;
	while (at > 0 && text_byte(text, at - 1) != '\n' && text_byte(text, at - 1) != '\r')
		at--;
	text->seen_line--;
	text->seen_offset = at;
}

/* Move the remembered line one down; false when it is the last. */
static bool text_line_down(struct text *text)
{
	size_t at = text_find_break(text, text->seen_offset);
	if (at == text->bytes.len)
		return false;
	text->seen_line++;
	text->seen_offset = text_after_break(text, at);
	return true;
}

/* Remember `line`; false when the text has fewer lines (then its last is remembered). */
static bool text_see_line(struct text *text, size_t line)
{
	if (line < text->seen_line / 2)
		text->seen_line = text->seen_offset = 0;
	while (text->seen_line > line)
		text_line_up(text);
	while (text->seen_line < line)
		if (!text_line_down(text))
			return false;
	return true;
}

/* Remember the line that `offset` is in. */
static void text_see_offset(struct text *text, size_t offset)
{
	if (offset < text->seen_offset / 2)
		text->seen_line = text->seen_offset = 0;
	while (text->seen_offset > offset)
		text_line_up(text);
	for (;;) {
		size_t line = text->seen_line, start = text->seen_offset;
		if (!text_line_down(text))
			return;
		if (text->seen_offset > offset) {
			text->seen_line = line;
			text->seen_offset = start;
			return;
		}
	}
}

/* The remembered line without its end, in one piece. */
static struct str text_seen_line(struct text *text)
{
	size_t from = text->seen_offset, end = text_find_break(text, from);
	if (text->gap > from && text->gap < end)
		text_move_gap(text, from);
	return str_part(text_piece(text, from), 0, end - from);
}

/* --- characters --- */

/* How much `character` counts for. */
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

size_t text_offset(struct text *text, struct text_position at, enum text_encoding encoding)
{
	if (!text_see_line(text, at.line))
		return text->bytes.len;
	if (at.character == 0)
		return text->seen_offset;
	size_t start = text->seen_offset;
	return start + text_column(text_seen_line(text), at.character, encoding);
}

struct text_position text_position(struct text *text, size_t offset, enum text_encoding encoding)
{
	if (offset > text->bytes.len)
		offset = text->bytes.len;
	text_see_offset(text, offset);
	size_t start = text->seen_offset;
	size_t character = text_count(text_seen_line(text), offset - start, encoding);
	return (struct text_position){(uint32_t)text->seen_line, (uint32_t)character};
}

bool text_edit(struct text *text, struct text_range range, enum text_encoding encoding,
	       struct str with)
{
	/* The end first: what is remembered then stands before all that changes. */
	size_t to = text_offset(text, range.end, encoding);
	size_t from = text_offset(text, range.start, encoding);
	if (from > to) {
		size_t start = to;
		to = from;
		from = start;
		text_see_offset(text, from);
	}
	size_t removed = to - from;
	if (with.len > TEXT_MAX - (text->bytes.len - removed))
		return false;
	if (text->gap < from || text->gap > to)
		text_move_gap(text, text->gap < from ? from : to);
	/* What is left of the gap goes, then what is right of it: nothing is moved. */
	text->gap = from;
	text->bytes.len -= removed;
	text_make_room(text, with.len);
	text_move_gap(text, from);
	if (with.len > 0)
		memcpy(text->bytes.at + from, with.at, with.len);
	text->gap += with.len;
	text->bytes.len += with.len;

	/* A \n that has come behind a \r is no line of its own. */
	size_t seen = text->seen_offset;
	if (seen > 0 && seen < text->bytes.len && text_byte(text, seen - 1) == '\r' &&
	    text_byte(text, seen) == '\n')
		text_line_up(text);
	return true;
}
