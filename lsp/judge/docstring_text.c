/*
 * Between a Python string literal and the text it stands for. A text comes from a model and
 * goes into somebody's source: whatever it holds, the literal must hold it and nothing else.
 */
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "judge/docstring.h"

enum { DOCSTRING_MAX = 1 << 20, DOCSTRING_TAB = 8, DOCSTRING_QUOTES = 6 };

/* --- from a literal --- */

static int docstring_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The rune of `digits` hexadecimal digits at s[2]; false when there are not so many. */
static bool docstring_rune(struct str s, size_t digits, uint32_t *rune)
{
	*rune = 0;
	for (size_t i = 2; i < 2 + digits; i++) {
		int digit = i < s.len ? docstring_hex(s.at[i]) : -1;
		if (digit < 0)
			return false;
		*rune = *rune * 16 + (uint32_t)digit;
	}
	return true;
}

static size_t docstring_octal(struct buf *out, struct str s)
{
	uint32_t rune = 0;
	size_t i = 1;
	while (i < s.len && i <= 3 && s.at[i] >= '0' && s.at[i] <= '7')
		rune = rune * 8 + (uint32_t)(s.at[i++] - '0');
	utf8_add(out, rune);
	return i;
}

/* Resolve the escape at the start of `s`; how many bytes it has, 0 when it is not understood. */
static size_t docstring_escape(struct buf *out, struct str s)
{
	static const char plain[] = "\\'\"abfnrtv", value[] = "\\'\"\a\b\f\n\r\t\v";
	if (s.len < 2)
		return 0;
	char c = s.at[1];
	const char *at = strchr(plain, c);
	uint32_t rune;
	size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
	if (c == '\n')
		return 2;
	if (c != '\0' && at != NULL) {
		buf_add_char(out, value[at - plain]);
		return 2;
	}
	if (c >= '0' && c <= '7')
		return docstring_octal(out, s);
	if (digits > 0)
		return docstring_rune(s, digits, &rune) && utf8_add(out, rune) ? digits + 2 : 0;
	if (c == 'N')
		return 0; /* a name of Unicode's: not known here */
	buf_add(out, str_part(s, 0, 2));
	return 2;
}

/* Prefix and quotes off; false when it is not one literal. */
static bool docstring_inside(struct str literal, struct str *inside, bool *raw)
{
	size_t i = 0;
	*raw = false;
	while (i < literal.len && strchr("rRuU", literal.at[i]) != NULL)
		*raw = *raw || (literal.at[i++] | 32) == 'r';
	struct str rest = str_part(literal, i, literal.len);
	size_t quotes = 3;
	if (!str_starts(rest, STR("\"\"\"")) && !str_starts(rest, STR("'''")))
		quotes = 1;
	if (rest.len < 2 * quotes || (rest.at[0] != '"' && rest.at[0] != '\''))
		return false;
	struct str quote = str_part(rest, 0, quotes);
	*inside = str_part(rest, quotes, rest.len - 2 * quotes);
	if (!str_ends(rest, quote))
		return false;
	/* "a" "b" begins and ends with quotes, too. */
	for (size_t k = 0; k < inside->len; k++) {
		if (inside->at[k] == '\\')
			k++;
		else if (str_starts(str_part(*inside, k, quotes), quote))
			return false;
	}
	return true;
}

static size_t docstring_blanks(struct str line)
{
	size_t n = 0;
	while (n < line.len && line.at[n] == ' ')
		n++;
	return n;
}

static void docstring_expand(struct buf *out, struct str text)
{
	size_t column = 0;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (c == '\r')
			continue;
		size_t blanks = c == '\t' ? DOCSTRING_TAB - column % DOCSTRING_TAB : 0;
		for (size_t k = 0; k < blanks; k++)
			buf_add_char(out, ' ');
		if (c != '\t')
			buf_add_char(out, c);
		bool begins = ((unsigned char)c & 0xC0) !=
			      0x80; /* a character, not one more byte of it */
		column = c == '\n' ? 0 : column + (blanks > 0 ? blanks : begins);
	}
}

static struct str docstring_end_trim(struct str line)
{
	while (line.len > 0 && (line.at[line.len - 1] == ' ' || line.at[line.len - 1] == '\n'))
		line.len--;
	return line;
}

/* What inspect.cleandoc does. */
static struct str docstring_clean(struct arena *arena, struct str text)
{
	struct buf wide, out;
	buf_init(&wide, 8 * DOCSTRING_MAX);
	buf_init(&out, 8 * DOCSTRING_MAX);
	docstring_expand(&wide, text);
	size_t margin = SIZE_MAX;
	struct str rest = buf_str(&wide), line;
	for (size_t i = 0; str_line(&rest, &line); i++)
		if (i > 0 && docstring_blanks(line) < line.len && docstring_blanks(line) < margin)
			margin = docstring_blanks(line);
	rest = buf_str(&wide);
	for (size_t i = 0; str_line(&rest, &line); i++) {
		size_t cut = i == 0 ? docstring_blanks(line) : margin;
		line = docstring_end_trim(
			str_part(line, cut > line.len ? line.len : cut, line.len));
		if (line.len == 0 && out.len == 0)
			continue;
		buf_add(&out, line);
		buf_add_char(&out, '\n');
	}
	struct str clean = arena_str(arena, docstring_end_trim(buf_str(&out)));
	buf_deinit(&wide);
	buf_deinit(&out);
	return clean;
}

bool docstring_text(struct arena *arena, struct str literal, struct str *text)
{
	struct str inside;
	bool raw, fine = true;
	if (literal.len > DOCSTRING_MAX || !docstring_inside(literal, &inside, &raw))
		return false;
	struct buf out;
	buf_init(&out, 4 * DOCSTRING_MAX);
	for (size_t i = 0; i < inside.len && fine;) {
		size_t len = 1;
		if (inside.at[i] == '\\' && !raw)
			len = docstring_escape(&out, str_part(inside, i, inside.len));
		else
			buf_add_char(&out, inside.at[i]);
		fine = len > 0;
		i += len;
	}
	*text = docstring_clean(arena, buf_str(&out));
	buf_deinit(&out);
	return fine;
}

/* --- to a literal --- */

static bool docstring_is_clean(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if ((c < ' ' && c != '\n') || c == 0x7f)
			return false;
	}
	return utf8_valid(text);
}

/* Raw is plainer where there are backslashes, if nothing in it needs one. */
static bool docstring_may_be_raw(struct str text, struct str quotes)
{
	return str_has(text, STR("\\")) && !str_has(text, quotes) && !str_ends(text, STR("\\"));
}

static void docstring_add(struct buf *out, struct str line, struct str quotes, bool raw)
{
	for (size_t i = 0; i < line.len; i++) {
		if (!raw && (line.at[i] == '\\' || str_starts(str_part(line, i, 3), quotes)))
			buf_add_char(out, '\\');
		buf_add_char(out, line.at[i]);
	}
}

/* The same lines without blanks at their ends and without tabs; the trimmed whole. */
static struct str docstring_tidy(struct arena *arena, struct str text)
{
	struct buf with;
	buf_init(&with, DOCSTRING_MAX + 1);
	buf_add_char(&with, '\n'); /* so that the first line's indentation is the margin's too */
	buf_add(&with, text);
	struct str tidy = docstring_clean(arena, buf_str(&with));
	buf_deinit(&with);
	return tidy;
}

bool docstring_write(struct arena *arena, struct str text, const struct doc_form *form,
		     struct str *literal)
{
	if (text.len == 0 || text.len > DOCSTRING_MAX)
		return false;
	text = docstring_tidy(arena, text);
	if (text.len == 0 || !docstring_is_clean(text))
		return false;
	struct str quotes = form->single_quotes ? STR("'''") : STR("\"\"\"");
	bool raw = docstring_may_be_raw(text, quotes);
	char last = text.at[text.len - 1];
	size_t room = form->indent.len + text.len + DOCSTRING_QUOTES + raw;
	bool one = !str_has(text, STR("\n")) && last != quotes.at[0] && last != '\\' &&
		   (form->width == 0 || room <= form->width);
	struct buf out;
	buf_init(&out, 4 * DOCSTRING_MAX);
	buf_addf(&out, "%s%.*s", raw ? "r" : "", STR_ARG(quotes));
	if (text.at[0] == quotes.at[0])
		buf_add_char(&out, ' '); /* four quotes in a row are no opening */
	struct str rest = text, line;
	for (size_t i = 0; str_line(&rest, &line); i++) {
		if (i > 0)
			buf_add(&out, form->newline);
		if (i > 0 && line.len > 0)
			buf_add(&out, form->indent);
		docstring_add(&out, line, quotes, raw);
	}
	if (!one) {
		buf_add(&out, form->newline);
		buf_add(&out, form->indent);
	}
	buf_add(&out, quotes);
	*literal = arena_str(arena, buf_str(&out));
	bool fine = !out.full;
	buf_deinit(&out);
	return fine;
}
