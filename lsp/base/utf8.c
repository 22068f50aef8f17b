/*
 * Decoding UTF-8 strictly, and making text from outside harmless.
 */
#include "base/utf8.h"

static bool utf8_tail(struct str s, size_t at, unsigned char low, unsigned char high)
{
	return at < s.len && (unsigned char)s.at[at] >= low && (unsigned char)s.at[at] <= high;
}

size_t utf8_next(struct str s, uint32_t *rune)
{
	unsigned char c = (unsigned char)s.at[0];
	*rune = 0xFFFD;
	if (c < 0x80) {
		*rune = c;
		return 1;
	}
	if (c >= 0xC2 && c <= 0xDF) {
		if (!utf8_tail(s, 1, 0x80, 0xBF))
			return 1;
		*rune = (uint32_t)(c & 0x1F) << 6 | ((uint32_t)s.at[1] & 0x3F);
		return 2;
	}
	if (c >= 0xE0 && c <= 0xEF) {
		/* The second byte's bounds shut out overlong forms and surrogates. */
		unsigned char low = c == 0xE0 ? 0xA0 : 0x80, high = c == 0xED ? 0x9F : 0xBF;
		if (!utf8_tail(s, 1, low, high) || !utf8_tail(s, 2, 0x80, 0xBF))
			return 1;
		*rune = (uint32_t)(c & 0x0F) << 12 | ((uint32_t)s.at[1] & 0x3F) << 6 |
			((uint32_t)s.at[2] & 0x3F);
		return 3;
	}
	if (c >= 0xF0 && c <= 0xF4) {
		unsigned char low = c == 0xF0 ? 0x90 : 0x80, high = c == 0xF4 ? 0x8F : 0xBF;
		if (!utf8_tail(s, 1, low, high) || !utf8_tail(s, 2, 0x80, 0xBF) ||
		    !utf8_tail(s, 3, 0x80, 0xBF))
			return 1;
		*rune = (uint32_t)(c & 0x07) << 18 | ((uint32_t)s.at[1] & 0x3F) << 12 |
			((uint32_t)s.at[2] & 0x3F) << 6 | ((uint32_t)s.at[3] & 0x3F);
		return 4;
	}
	return 1;
}

bool utf8_add(struct buf *buf, uint32_t rune)
{
	if (rune > 0x10FFFF || (rune >= 0xD800 && rune <= 0xDFFF))
		rune = 0xFFFD;
	char c[4];
	size_t len;
	if (rune < 0x80) {
		c[0] = (char)rune;
		len = 1;
	} else if (rune < 0x800) {
		c[0] = (char)(0xC0 | rune >> 6);
		c[1] = (char)(0x80 | (rune & 0x3F));
		len = 2;
	} else if (rune < 0x10000) {
		c[0] = (char)(0xE0 | rune >> 12);
		c[1] = (char)(0x80 | (rune >> 6 & 0x3F));
		c[2] = (char)(0x80 | (rune & 0x3F));
		len = 3;
	} else {
		c[0] = (char)(0xF0 | rune >> 18);
		c[1] = (char)(0x80 | (rune >> 12 & 0x3F));
		c[2] = (char)(0x80 | (rune >> 6 & 0x3F));
		c[3] = (char)(0x80 | (rune & 0x3F));
		len = 4;
	}
	/* All of a character or nothing. */
	if (len > buf->max - buf->len) {
		buf->full = true;
		return false;
	}
	return buf_add(buf, (struct str){c, len});
}

bool utf8_valid(struct str s)
{
	while (s.len > 0) {
		uint32_t rune;
		size_t len = utf8_next(s, &rune);
		if (len == 1 && (unsigned char)s.at[0] >= 0x80)
			return false;
		s = str_part(s, len, s.len);
	}
	return true;
}

/* Characters that move, hide or reorder what a person sees. */
static bool utf8_hidden(uint32_t rune)
{
	return (rune < ' ' && rune != '\n' && rune != '\t') || (rune >= 0x7F && rune <= 0x9F) ||
	       rune == 0xAD || rune == 0x34F || rune == 0x61C || rune == 0x115F || rune == 0x1160 ||
	       rune == 0x17B4 || rune == 0x17B5 || (rune >= 0x180B && rune <= 0x180F) ||
	       (rune >= 0x1BCA0 && rune <= 0x1BCA3) || (rune >= 0x1D173 && rune <= 0x1D17A) ||
	       (rune >= 0x200B && rune <= 0x200F) || (rune >= 0x2028 && rune <= 0x202E) ||
	       (rune >= 0x2060 && rune <= 0x206F) || rune == 0x3164 ||
	       (rune >= 0xFE00 && rune <= 0xFE0F) || rune == 0xFEFF || rune == 0xFFA0 ||
	       (rune >= 0xFFF9 && rune <= 0xFFFB) || (rune >= 0xE0000 && rune <= 0xE0FFF);
}

/* The length of the terminal escape sequence at the start of `s` (ECMA-48), at least 1. */
static size_t utf8_escape(struct str s)
{
	if (s.len < 2)
		return 1;
	if (s.at[1] == '[') {
		size_t i = 2;
		while (i < s.len && s.at[i] >= 0x20 && s.at[i] <= 0x3F)
			i++;
		return i < s.len && s.at[i] >= 0x40 && s.at[i] <= 0x7E ? i + 1 : i;
	}
	if (s.at[1] == ']') {
		size_t i = 2;
		while (i < s.len && s.at[i] != '\a' && s.at[i] != '\n' && s.at[i] != 0x1B)
			i++;
		return i < s.len && s.at[i] == '\a' ? i + 1 : i;
	}
	return 2;
}

bool utf8_add_plain(struct buf *buf, struct str s)
{
	while (s.len > 0) {
		if (s.at[0] == 0x1B) {
			s = str_part(s, utf8_escape(s), s.len);
			continue;
		}
		uint32_t rune;
		size_t len = utf8_next(s, &rune);
		s = str_part(s, len, s.len);
		if (!utf8_hidden(rune) && !utf8_add(buf, rune))
			return false;
	}
	return true;
}
