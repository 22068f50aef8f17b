/*
 * Writing a report, as Markdown or as plain text; private to the verdict. What others wrote goes
 * through page_code, page_escape or page_block and nowhere else.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

enum {
	PAGE_CELL = 400,      /* bytes of one text in a cell */
	PAGE_LIST = 4000,     /* of one that must not leave anything out */
	PAGE_EVIDENCE = 4000, /* bytes of one text shown as evidence */
};

struct page {
	struct buf out;
	bool markdown;
	bool table; /* a row was written */
};

/* Append text of ours or of others so that no Markdown in it has any effect. */
void page_escape(struct page *page, struct str text);

/* Text of others within a cell: a code span on one line. */
void page_code(struct page *page, struct str text);

/* Words of our own: numbers and letters, nothing to escape. */
void page_say(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A row of the list; what is said in between stands in its cell. */
void page_row(struct page *page, const char *label);
void page_row_end(struct page *page);

/* A row that is one text of others, at most `max` bytes of it; none for the empty text. */
void page_row_upto(struct page *page, const char *label, struct str text, size_t max);
void page_code_row(struct page *page, const char *label, struct str text);

/* "8.57 s", "1.20 ms": three digits. */
void page_seconds(struct page *page, double seconds);

/* A ratio with three digits, which nobody can take for more than the interval around it. */
void page_ratio(struct page *page, double ratio);

/* A block of others' text under a title of ours. */
void page_block(struct page *page, const char *title, struct str text);
