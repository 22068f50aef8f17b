/*
 * Text of others is only ever shown as code or with every mark of Markdown escaped: it can render
 * nothing, link nowhere and break out of no table cell.
 */
#include "page.h"

#include <stdarg.h>
#include <string.h>

#include "base/utf8.h"

enum { PAGE_LABEL = 18 }; /* columns of the labels in plain text */

/* A byte that Markdown, or a viewer that looks for addresses, would take for more than text. */
static bool page_is_mark(struct str text, size_t i)
{
	char c = text.at[i];
	if (c == ':')
		return str_starts(str_part(text, i, 3), STR("://"));
	if (c == '.')
		return i > 0 && (text.at[i - 1] | 32) == 'w';
	return c != '\0' && strchr("\\`*_{}[]<>&~|@", c) != NULL;
}

/* Append text of ours or of others so that no Markdown in it has any effect. */
void page_escape(struct page *page, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (page->markdown && page_is_mark(text, i))
			buf_add_char(&page->out, '\\');
		buf_add_char(&page->out, text.at[i]);
	}
}

/* The longest run of backticks in `text`. */
static size_t page_ticks(struct str text)
{
	size_t longest = 0, run = 0;
	for (size_t i = 0; i < text.len; i++) {
		run = text.at[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

static void page_repeat(struct page *page, char c, size_t count)
{
	while (count-- > 0)
		buf_add_char(&page->out, c);
}

/* Text of others within a cell: a code span longer than any backticks in it, on one line. */
static void page_code_upto(struct page *page, struct str text, size_t max)
{
	struct buf plain;
	buf_init(&plain, max);
	utf8_add_plain(&plain, text);
	struct str shown = str_trim(buf_str(&plain));
	size_t ticks = page_ticks(shown) + 1;
	if (page->markdown)
		page_repeat(page, '`', ticks);
	/* Blanks inside the ticks, so that a backtick at either end is not taken for one. */
	if (page->markdown && ticks > 1)
		buf_add_char(&page->out, ' ');
	for (size_t i = 0; i < shown.len; i++) {
		char c = shown.at[i] == '\n' || shown.at[i] == '\t' ? ' ' : shown.at[i];
		if (page->markdown && c == '|')
			buf_add_char(&page->out, '\\');
		buf_add_char(&page->out, c);
	}
	if (page->markdown && ticks > 1)
		buf_add_char(&page->out, ' ');
	if (page->markdown)
		page_repeat(page, '`', ticks);
	buf_deinit(&plain);
}

void page_code(struct page *page, struct str text)
{
	page_code_upto(page, text, PAGE_CELL);
}

void page_row(struct page *page, const char *label)
{
	if (!page->markdown) {
		buf_addf(&page->out, "%-*s", PAGE_LABEL, label);
		return;
	}
	if (!page->table)
		buf_add(&page->out, STR("| | |\n| --- | --- |\n"));
	page->table = true;
	buf_addf(&page->out, "| %s | ", label);
}

void page_row_end(struct page *page)
{
	buf_add(&page->out, page->markdown ? STR(" |\n") : STR("\n"));
}

void page_say(struct page *page, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	buf_addv(&page->out, format, args);
	va_end(args);
}

void page_row_upto(struct page *page, const char *label, struct str text, size_t max)
{
	if (text.len == 0)
		return;
	page_row(page, label);
	page_code_upto(page, text, max);
	page_row_end(page);
}

void page_code_row(struct page *page, const char *label, struct str text)
{
	page_row_upto(page, label, text, PAGE_CELL);
}

/* "8.57 s", "1.20 ms": three digits. */
void page_seconds(struct page *page, double seconds)
{
	double value = seconds < 0.1 ? seconds * 1000 : seconds;
	int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
	page_say(page, "%.*f %s", decimals, value, seconds < 0.1 ? "ms" : "s");
}

/* A ratio with three digits, which nobody can take for more than the interval around it. */
void page_ratio(struct page *page, double ratio)
{
	int decimals = ratio < 10 ? 2 : ratio < 100 ? 1 : 0;
	page_say(page, "%.*f", decimals, ratio);
}

/* A block of others' text under a title of ours. */
void page_block(struct page *page, const char *title, struct str text)
{
	if (text.len == 0)
		return;
	struct buf plain;
	buf_init(&plain, PAGE_EVIDENCE);
	bool whole = utf8_add_plain(&plain, text);
	size_t ticks = page_ticks(buf_str(&plain));
	ticks = ticks < 3 ? 3 : ticks + 1;
	page_say(page, page->markdown ? "\n%s:\n\n" : "\n%s:\n", title);
	if (page->markdown) {
		page_repeat(page, '`', ticks);
		page_say(page, "text\n");
	}
	for (struct str rest = buf_str(&plain), line; str_line(&rest, &line);) {
		page_say(page, page->markdown ? "" : "  ");
		buf_add(&page->out, line);
		buf_add_char(&page->out, '\n');
	}
	if (!whole)
		page_say(page, page->markdown ? "…\n" : "  …\n");
	if (page->markdown) {
		page_repeat(page, '`', ticks);
		buf_add_char(&page->out, '\n');
	}
	buf_deinit(&plain);
}
