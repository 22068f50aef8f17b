/*
 * Finds what a C++ source calls to start other programs.
 */
#include "cpp_starts.h"

#include "cpp_tokens.h"

static bool starts_name(struct str name)
{
	static const char *const names[] = {"system",       "popen",   "execl",    "execlp",
					    "execle",       "execv",   "execvp",   "execve",
					    "execvpe",      "fexecve", "execveat", "posix_spawn",
					    "posix_spawnp", NULL};
	for (const char *const *at = names; *at != NULL; at++)
		if (str_eq(name, str_of(*at)))
			return true;
	return false;
}

/* After a type it is a function of the source's own; after a dot or an arrow, of an object's. */
static bool starts_is_other(const struct cpp_token *token)
{
	static const char *const before[] = {"return", "else",      "do", "throw",
					     "case",   "co_return", NULL};
	if (token->kind == CPP_SIGN)
		return str_eq(token->text, STR(".")) || str_eq(token->text, STR("->"));
	if (token->kind != CPP_NAME)
		return false;
	for (const char *const *at = before; *at != NULL; at++)
		if (str_eq(token->text, str_of(*at)))
			return false;
	return true;
}

/* The source has a function of its own of that name, which takes no command. */
static bool starts_is_own(const struct cpp_token *tokens, size_t count, struct str name)
{
	for (size_t i = 1; i + 2 < count; i++) {
		const struct cpp_token *first = &tokens[i + 2];
		if (tokens[i].kind == CPP_NAME && str_eq(tokens[i].text, name) &&
		    tokens[i - 1].kind == CPP_NAME && starts_is_other(&tokens[i - 1]) &&
		    str_eq(tokens[i + 1].text, STR("(")) && first->kind == CPP_NAME &&
		    !str_eq(first->text, STR("const")) && !str_eq(first->text, STR("char")))
			return true;
	}
	return false;
}

struct str cpp_starts_program(struct arena *arena, struct str source)
{
	size_t count;
	const struct cpp_token *tokens = cpp_tokens(arena, source, &count);
	for (size_t i = 1; tokens != NULL && i + 1 < count; i++) {
		const struct cpp_token *token = &tokens[i];
		if (token->kind == CPP_NAME && starts_name(token->text) &&
		    tokens[i + 1].kind == CPP_SIGN && str_eq(tokens[i + 1].text, STR("(")) &&
		    !starts_is_other(&tokens[i - 1]) && !starts_is_own(tokens, count, token->text))
			return token->text;
	}
	return STR("");
}
