/*
 * The bytes of a document and where its lines are. The editor speaks of lines and
 * of characters in one of three encodings; everything inside speaks of byte
 * offsets, and only this file converts.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* What a position's `character` counts. LSP 3.17, PositionEncodingKind. */
enum text_encoding { TEXT_UTF16, TEXT_UTF8, TEXT_UTF32 };

struct text_position {
	uint32_t line;      /* from 0 */
	uint32_t character; /* from 0 */
};

struct text_range {
	struct text_position start, end;
};

/*
 * All private. The text is kept in chunks of whole lines, so that an edit moves a few thousand
 * bytes at most, however long the document.
 */
struct text {
	struct text_chunk *chunks;
	size_t count, room; /* of the chunks */
	size_t len;         /* of the text */
	char *flat;         /* the text when it was last in one piece: unchanged chunks lie in it */
	bool edited;        /* since then */
	/* The chunk last looked up, its first line and its offset: the next is found from there. */
	size_t seen_chunk, seen_line, seen_offset;
};

/* The ceiling of one document: what is longer is refused. */
enum { TEXT_MAX = 256 << 20 };

void text_init(struct text *text);
void text_deinit(struct text *text);

/* Replace everything; false when `bytes` is longer than a document may be. */
bool text_set(struct text *text, struct str bytes);

/*
 * Replace `range` by `with`; false and unchanged when the result would be too long. A range that
 * ends before it starts means the same text, told backwards.
 */
bool text_edit(struct text *text, struct text_range range, enum text_encoding encoding,
	       struct str with);

/* A view of the whole, good until the next change. Costs a copy after an edit. */
struct str text_str(const struct text *text);

/* How many bytes it has; costs nothing. */
size_t text_len(const struct text *text);

/* The hash of all its bytes (base/hash.h); nothing is copied. */
uint64_t text_hash(const struct text *text);

/*
 * The byte offset of a position. \n, \r\n and \r end lines. A character beyond the
 * end of its line is the end of the line, a line beyond the last is the end of the
 * text, a position inside a surrogate pair or a character's bytes is the character's start.
 * A byte that is no part of valid UTF-8 counts as one character.
 */
size_t text_offset(struct text *text, struct text_position at, enum text_encoding encoding);

/*
 * The position of a byte offset (clamped to the end of the text); inside \r\n it is the end of
 * the line.
 */
struct text_position text_position(struct text *text, size_t offset, enum text_encoding encoding);
