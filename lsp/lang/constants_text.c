/*
 * Strings as constants of a program: what it encodes, counts or sorts. Other text of the same
 * length and the same letters asks nothing of a translation that its own did not.
 */
#include <string.h>

#include "lang/constants.h"

enum { TEXT_LEAST = 6, TEXT_MOST = 4096, TEXT_LETTERS = 3 };

static bool text_is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == ' ';
}

/* How many different characters it has, up to some. */
static size_t text_letters(struct str text)
{
	size_t found = 0;
	for (size_t i = 0; i < text.len && found < TEXT_LETTERS; i++)
		found += memchr(text.at, text.at[i], i) == NULL;
	return found;
}

/* Data, as far as its looks tell: no format, no path, no key word of an interface. */
static bool text_can_vary(const struct constant *constant)
{
	struct str text = constant->text;
	if (constant->kind != CONSTANT_TEXT || constant->place != CONSTANT_NAMED ||
	    constant->name.len == 0 || text.len < TEXT_LEAST || text.len > TEXT_MOST)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!text_is_plain(text.at[i]))
			return false;
	return text_letters(text) == TEXT_LETTERS;
}

/* The one constant of that text; NULL when there is none, or another. */
static const struct constant *text_once(const struct constants *constants, struct str text)
{
	const struct constant *found = NULL;
	for (size_t i = 0; i < constants->count; i++) {
		const struct constant *at = &constants->at[i];
		if (at->kind != CONSTANT_TEXT || !str_eq(at->text, text))
			continue;
		if (found != NULL)
			return NULL;
		found = at;
	}
	return found;
}

size_t constants_pair_texts(const struct constants *source, const struct constants *target,
			    struct constant_pair *pairs, size_t max)
{
	size_t count = 0;
	for (size_t i = 0; i < source->count; i++) {
		const struct constant *constant = &source->at[i];
		if (!text_can_vary(constant) || text_once(source, constant->text) != constant)
			continue;
		const struct constant *other = text_once(target, constant->text);
		size_t at = count;
		while (at > 0 && pairs[at - 1].source->text.len < constant->text.len)
			at--;
		if (other == NULL || at == max)
			continue;
		count += count < max;
		memmove(&pairs[at + 1], &pairs[at], (count - at - 1) * sizeof(*pairs));
		pairs[at] =
			(struct constant_pair){.source = constant, .target = other, .named = true};
	}
	return count;
}

static int text_class(char c)
{
	return c >= 'a' && c <= 'z'   ? 'a'
	       : c >= 'A' && c <= 'Z' ? 'A'
	       : c >= '0' && c <= '9' ? '0'
				      : c;
}

/*
 * One letter becomes another of the text, for permutations leave sums as they are. Where no letter
 * comes twice the text may be an alphabet, in which each must stand once.
 */
static void text_replace_one(char *copy, size_t len)
{
	bool twice = false;
	for (size_t i = 1; i < len; i++)
		twice = twice || memchr(copy, copy[i], i) != NULL;
	for (size_t i = len; twice && i > 0; i--)
		for (size_t k = len; k > 0; k--) {
			char a = copy[i - 1], b = copy[k - 1];
			if (a == b || a == ' ' || text_class(a) != text_class(b))
				continue;
			copy[i - 1] = b;
			return;
		}
}

/* Its letters from the second on, then the first; the other way round; one of them another. */
struct str constant_text_varied(struct arena *arena, struct str text, size_t which)
{
	char *copy = arena_cstr(arena, text);
	if (which == 0 && text.len > 0) {
		memmove(copy, copy + 1, text.len - 1);
		copy[text.len - 1] = text.at[0];
	}
	for (size_t i = 0; which == 1 && i < text.len; i++)
		copy[i] = text.at[text.len - 1 - i];
	if (which == 2)
		text_replace_one(copy, text.len);
	struct str varied = {copy, text.len};
	/* Blanks at an end may be cut off. */
	bool other = which < CONSTANT_TEXTS && !str_eq(varied, text) &&
		     str_trim(varied).len == str_trim(text).len;
	return other ? varied : STR("");
}
