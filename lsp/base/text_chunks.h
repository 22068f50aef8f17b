/*
 * For text.c and text_edit.c: how a text is kept.
 *
 * A chunk is a number of whole lines: it ends behind a line end (never between \r and
 * \n), the last one excepted. So a line lies in one piece, and a line longer than a
 * chunk makes a longer chunk. There is always at least one.
 */
#pragma once

#include "base/text.h"

struct text_chunk {
	char *at;
	uint32_t len;
	uint32_t room;   /* 0: it lies in text->flat and must be copied before it is changed */
	uint32_t breaks; /* line ends in it */
};

/* A place in the text. */
struct text_spot {
	size_t chunk;
	size_t at;     /* in the chunk */
	size_t offset; /* in the text */
};

struct str text_chunk_str(const struct text_chunk *chunk);

/* Line ends in `s`, where \r\n is one. */
size_t text_breaks(struct str s);

/* The first \n or \r at or behind `at`, or the end of `s`. */
size_t text_find_break(struct str s, size_t at);

/* The start of the line behind the break at `at`. */
size_t text_after_break(struct str s, size_t at);

struct text_spot text_find(struct text *text, struct text_position at, enum text_encoding encoding);
