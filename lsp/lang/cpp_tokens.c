/*
 * Cuts a C++ source into tokens. Not a preprocessor: what is switched off by an #if counts too.
 */
#include "cpp_tokens.h"

#include <string.h>

struct cpp_lexer {
	struct str source;
	size_t at;
	struct cpp_token *tokens;
	size_t count, room;
};

static bool cpp_lexer_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || (unsigned char)c >= 0x80;
}

static bool cpp_lexer_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char cpp_lexer_peek(const struct cpp_lexer *lexer, size_t ahead)
{
	return lexer->at + ahead < lexer->source.len ? lexer->source.at[lexer->at + ahead] : '\0';
}

static void cpp_lexer_add(struct cpp_lexer *lexer, enum cpp_token_kind kind, size_t from,
			  size_t len)
{
	if (lexer->count < lexer->room)
		lexer->tokens[lexer->count] =
			(struct cpp_token){.kind = kind,
					   .text = str_part(lexer->source, from, len),
					   .from = from};
	lexer->count++;
}

static struct str cpp_lexer_rest(const struct cpp_lexer *lexer)
{
	return str_part(lexer->source, lexer->at, lexer->source.len);
}

/* The end of the line, and of those that a backslash joins to it. */
static size_t cpp_lexer_line_end(const struct cpp_lexer *lexer)
{
	size_t i = lexer->at;
	while (i < lexer->source.len && lexer->source.at[i] != '\n')
		i += lexer->source.at[i] == '\\' && i + 1 < lexer->source.len ? 2 : 1;
	return i;
}

/* R"delimiter( … )delimiter", the lexer standing on the quote. */
static void cpp_lexer_raw(struct cpp_lexer *lexer)
{
	struct str rest = cpp_lexer_rest(lexer);
	size_t open = str_find(rest, STR("("));
	char close[20] = ")";
	if (open == rest.len || open > sizeof(close) - 3) {
		lexer->at++;
		return;
	}
	memcpy(close + 1, rest.at + 1, open - 1);
	close[open] = '"';
	close[open + 1] = '\0';
	struct str inside = str_part(rest, open + 1, rest.len);
	size_t len = str_find(inside, str_of(close));
	cpp_lexer_add(lexer, CPP_STRING, lexer->at + open + 1, len);
	lexer->at += open + 1 + len + (len < inside.len ? strlen(close) : 0);
}

/* A string or a character, the lexer standing on its quote. */
static void cpp_lexer_quoted(struct cpp_lexer *lexer)
{
	char quote = lexer->source.at[lexer->at];
	size_t from = ++lexer->at;
	while (lexer->at < lexer->source.len && lexer->source.at[lexer->at] != quote &&
	       lexer->source.at[lexer->at] != '\n')
		lexer->at += lexer->source.at[lexer->at] == '\\' ? 2 : 1;
	if (lexer->at > lexer->source.len)
		lexer->at = lexer->source.len;
	cpp_lexer_add(lexer, quote == '"' ? CPP_STRING : CPP_CHARACTER, from, lexer->at - from);
	lexer->at += lexer->at < lexer->source.len;
}

/* Digits, letters, points, separators, and the sign of an exponent. */
static void cpp_lexer_number(struct cpp_lexer *lexer)
{
	size_t from = lexer->at;
	bool hex = cpp_lexer_peek(lexer, 0) == '0' && (cpp_lexer_peek(lexer, 1) | 32) == 'x';
	for (;; lexer->at++) {
		char c = cpp_lexer_peek(lexer, 0);
		char before = lexer->at > from ? lexer->source.at[lexer->at - 1] : '\0';
		bool exponent = (before | 32) == (hex ? 'p' : 'e') && (c == '+' || c == '-');
		bool separator = c == '\'' && cpp_lexer_word(cpp_lexer_peek(lexer, 1));
		if (!cpp_lexer_word(c) && c != '.' && !exponent && !separator)
			break;
	}
	cpp_lexer_add(lexer, CPP_NUMBER, from, lexer->at - from);
}

static void cpp_lexer_name(struct cpp_lexer *lexer)
{
	size_t from = lexer->at;
	while (cpp_lexer_word(cpp_lexer_peek(lexer, 0)))
		lexer->at++;
	struct str name = str_part(lexer->source, from, lexer->at - from);
	char next = cpp_lexer_peek(lexer, 0);
	if (next == '"' && str_ends(name, STR("R")) && name.len <= 3)
		cpp_lexer_raw(lexer);
	else if ((next != '"' && next != '\'') || name.len > 2)
		cpp_lexer_add(lexer, CPP_NAME, from, name.len);
}

/* Of directives only #define NAME NUMBER is kept. */
static void cpp_lexer_directive(struct cpp_lexer *lexer)
{
	size_t end = cpp_lexer_line_end(lexer);
	struct str line = str_part(lexer->source, lexer->at + 1, end - lexer->at - 1);
	size_t comment = str_find(line, STR("//"));
	struct str rest = str_trim(str_part(line, 0, comment)), word, name;
	lexer->at = end;
	if (!str_starts(rest, STR("define ")))
		return;
	rest = str_trim(str_part(rest, 7, rest.len));
	if (!str_split(&rest, ' ', &name) || str_has(name, STR("(")))
		return;
	word = str_trim(rest);
	for (size_t i = 0; i < word.len; i++)
		if (!cpp_lexer_word(word.at[i]) && word.at[i] != '.' && word.at[i] != '\'')
			return;
	if (word.len == 0 || !cpp_lexer_digit(word.at[0]))
		return;
	cpp_lexer_add(lexer, CPP_DEFINED, (size_t)(name.at - lexer->source.at), name.len);
	cpp_lexer_add(lexer, CPP_NUMBER, (size_t)(word.at - lexer->source.at), word.len);
	cpp_lexer_add(lexer, CPP_SIGN, end, 0);
}

static void cpp_lexer_sign(struct cpp_lexer *lexer)
{
	static const char *const twos[] = {"<<", ">>", "<=", ">=", "==", "!=", "->", "::", "&&",
					   "||", "++", "--", "+=", "-=", "*=", "/=", "%=", NULL};
	size_t len = 1;
	for (size_t i = 0; twos[i] != NULL; i++)
		if (str_starts(cpp_lexer_rest(lexer), str_of(twos[i])))
			len = 2;
	cpp_lexer_add(lexer, CPP_SIGN, lexer->at, len);
	lexer->at += len;
}

/* True when a comment stood there. */
static bool cpp_lexer_comment(struct cpp_lexer *lexer)
{
	struct str rest = cpp_lexer_rest(lexer);
	if (str_starts(rest, STR("//"))) {
		lexer->at = cpp_lexer_line_end(lexer);
		return true;
	}
	if (!str_starts(rest, STR("/*")))
		return false;
	size_t end = str_find(str_part(rest, 2, rest.len), STR("*/")) + 4;
	lexer->at += end < rest.len ? end : rest.len;
	return true;
}

const struct cpp_token *cpp_tokens(struct arena *arena, struct str source, size_t *count)
{
	struct cpp_lexer lexer = {.source = source, .room = CPP_TOKENS_MAX};
	lexer.tokens =
		arena_array(arena,
			    source.len < CPP_TOKENS_MAX - 8 ? source.len + 8 : CPP_TOKENS_MAX,
			    sizeof(*lexer.tokens));
	cpp_lexer_add(&lexer, CPP_END, 0, 0);
	bool line = true;
	while (lexer.at < source.len && lexer.count < CPP_TOKENS_MAX - 4) {
		char c = source.at[lexer.at];
		if (c == '\n')
			line = true;
		if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			lexer.at++;
			continue;
		}
		if (cpp_lexer_comment(&lexer))
			continue;
		if (c == '#' && line)
			cpp_lexer_directive(&lexer);
		else if (c == '"' || c == '\'')
			cpp_lexer_quoted(&lexer);
		else if (cpp_lexer_digit(c) ||
			 (c == '.' && cpp_lexer_digit(cpp_lexer_peek(&lexer, 1))))
			cpp_lexer_number(&lexer);
		else if (cpp_lexer_word(c))
			cpp_lexer_name(&lexer);
		else
			cpp_lexer_sign(&lexer);
		line = false;
	}
	bool whole = lexer.at >= source.len;
	cpp_lexer_add(&lexer, CPP_END, source.len, 0);
	*count = lexer.count;
	return whole ? lexer.tokens : NULL;
}
