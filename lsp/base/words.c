/*
 * The quoting rules are those of POSIX (XCU 2.2), less everything that a shell would expand.
 */
#include "base/words.h"

#include <string.h>

#include "base/buf.h"

static bool words_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* One word from *at on; false when a quote in it is not closed. */
static bool words_next(struct str text, size_t *at, struct buf *word)
{
	char quote = '\0';
	for (; *at < text.len; (*at)++) {
		char c = text.at[*at];
		bool more = *at + 1 < text.len;
		char next = more ? text.at[*at + 1] : '\0';
		if (quote == '\0' && words_blank(c))
			return true;
		if (c == '\\' && quote == '\0' && more) {
			buf_add_char(word, next);
			(*at)++;
		} else if (c == '\\' && quote == '"' && (next == '"' || next == '\\')) {
			buf_add_char(word, next);
			(*at)++;
		} else if (quote == '\0' && (c == '\'' || c == '"')) {
			quote = c;
		} else if (quote != '\0' && c == quote) {
			quote = '\0';
		} else {
			buf_add_char(word, c);
		}
	}
	return quote == '\0';
}

bool words_split(struct arena *arena, struct str text, size_t max, const char *const **words,
		 size_t *count, struct err *err)
{
	const char **list = arena_array(arena, max + 1, sizeof(*list));
	size_t n = 0, at = 0;
	bool fine = text.len == 0 || memchr(text.at, '\0', text.len) == NULL ||
		    err_set(err, ERR_INPUT, "there is a NUL byte among the words");
	while (fine) {
		while (at < text.len && words_blank(text.at[at]))
			at++;
		if (at == text.len)
			break;
		if (n == max)
			return err_set(err, ERR_INPUT, "more than %zu words", max);
		struct buf word;
		buf_init(&word, text.len + 1);
		fine = words_next(text, &at, &word) ||
		       err_set(err, ERR_INPUT, "a quote is not closed");
		list[n++] = arena_cstr(arena, buf_str(&word));
		buf_deinit(&word);
	}
	*words = list;
	*count = n;
	return fine;
}

static int words_hex(char c)
{
	const char *digits = "0123456789abcdef";
	const char *found = c == '\0' ? NULL : strchr(digits, c | 32);
	return found == NULL ? -1 : (int)(found - digits);
}

struct str words_unescape(struct arena *arena, struct str text)
{
	static const char names[] = "ntr0\\\"'", values[] = "\n\t\r\0\\\"'";
	char *out = arena_new(arena, text.len + 1);
	size_t n = 0;
	for (size_t i = 0; i < text.len; i++) {
		char next = i + 1 < text.len ? text.at[i + 1] : '\0';
		const char *name = next == '\0' ? NULL : strchr(names, next);
		if (text.at[i] != '\\' || next == '\0') {
			out[n++] = text.at[i];
		} else if (next == 'x' && i + 3 < text.len && words_hex(text.at[i + 2]) >= 0 &&
			   words_hex(text.at[i + 3]) >= 0) {
			out[n++] =
				(char)(words_hex(text.at[i + 2]) * 16 + words_hex(text.at[i + 3]));
			i += 3;
		} else if (name != NULL) {
			out[n++] = values[name - names];
			i++;
		} else {
			out[n++] = text.at[i];
		}
	}
	return (struct str){out, n};
}
