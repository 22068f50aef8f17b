/*
 * The constants of a C++ source, told by the tokens around them. This is no parser: a constant
 * whose place is not understood counts as an operand, which is what nobody touches.
 */
#include <stdlib.h>
#include <string.h>

#include "cpp_tokens.h"
#include "lang/constants.h"

enum {
	CPP_FUNCTIONS = 200,
	CPP_PARAMETERS = 12,
	CPP_DEPTH = 200,    /* open brackets that are followed */
	CPP_DIGITS = 48,    /* of a number that is understood */
	CPP_REACH = 400,    /* tokens between two brackets of a function's parameters */
	CPP_STATEMENT = 12, /* tokens of a declaration before its value */
};

struct cpp_function {
	struct str name;
	struct str parameters[CPP_PARAMETERS];
	size_t count;
};

/* A bracket that is open: what it is called with, and which argument is read. */
struct cpp_bracket {
	const struct cpp_token *callee; /* NULL: none */
	const struct cpp_token *type;   /* of the variable that callee declares; NULL: a call */
	size_t argument;
	bool room; /* [ ] that says how much there is of what is declared */
};

struct cpp_reader {
	const struct cpp_token *token;
	size_t count;
	struct constant *at;
	size_t found;
	struct cpp_function *functions;
	size_t function_count;
	struct cpp_bracket open[CPP_DEPTH];
	size_t depth;
	const struct cpp_token *closed_room; /* the ] that ended a bracket with room set */
};

static bool cpp_sign(const struct cpp_token *token, const char *sign)
{
	return token->kind == CPP_SIGN && str_eq(token->text, str_of(sign));
}

static bool cpp_one_of(struct str text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (str_eq(text, str_of(*words)))
			return true;
	return false;
}

/* Words before a bracket that call nothing and declare nothing. */
static bool cpp_keyword(const struct cpp_token *token)
{
	static const char *const words[] = {"if",    "while",  "for",    "switch",  "return",
					    "catch", "sizeof", "case",   "throw",   "else",
					    "do",    "new",    "delete", "goto",    "and",
					    "or",    "not",    "using",  "typedef", NULL};
	return token->kind == CPP_NAME && cpp_one_of(token->text, words);
}

static bool cpp_generator(struct str type)
{
	static const char *const types[] = {"mt19937",      "mt19937_64", "minstd_rand",
					    "minstd_rand0", "ranlux24",   "default_random_engine",
					    "knuth_b",      "ranlux48",   NULL};
	return cpp_one_of(type, types);
}

static bool cpp_number_type(struct str type)
{
	static const char *const types[] = {"int",   "long",      "short", "unsigned", "signed",
					    "auto",  "double",    "float", "size_t",   "char",
					    "const", "constexpr", NULL};
	return cpp_one_of(type, types) || str_ends(type, STR("_t"));
}

/* --- numbers --- */

static size_t cpp_suffix(struct str text)
{
	bool hex = str_starts(text, STR("0x")) || str_starts(text, STR("0X"));
	size_t n = 0;
	while (n < text.len && strchr(hex ? "uUlLzZ" : "uUlLzZfF", text.at[text.len - 1 - n]))
		n++;
	return n;
}

static bool cpp_value(struct str text, struct constant *constant)
{
	char digits[CPP_DIGITS], *end;
	size_t n = 0, len = text.len - cpp_suffix(text);
	for (size_t i = 0; i < len && n + 1 < sizeof(digits); i++)
		if (text.at[i] != '\'')
			digits[n++] = text.at[i];
	digits[n] = '\0';
	bool hex = n > 1 && digits[0] == '0' && (digits[1] | 32) == 'x';
	bool binary = n > 1 && digits[0] == '0' && (digits[1] | 32) == 'b';
	bool real = !hex && strpbrk(digits, ".eE") != NULL;
	if (n + 1 == sizeof(digits) || n == 0)
		return false;
	if (real) {
		constant->kind = CONSTANT_FLOAT;
		constant->number = strtod(digits, &end);
		constant->whole = constant->number < 1e15 &&
				  constant->number == (double)(int64_t)constant->number;
		constant->integer = constant->whole ? (int64_t)constant->number : 0;
		return *end == '\0';
	}
	unsigned long long value =
		binary ? strtoull(digits + 2, &end, 2) : strtoull(digits, &end, 0);
	if (*end != '\0' || value > INT64_MAX)
		return false;
	constant->kind = CONSTANT_INTEGER;
	constant->integer = (int64_t)value;
	constant->number = (double)value;
	constant->whole = true;
	return true;
}

/* --- functions --- */

static const struct cpp_token *cpp_closing(const struct cpp_reader *reader, size_t i)
{
	size_t depth = 0, end = i + CPP_REACH < reader->count ? i + CPP_REACH : reader->count;
	for (; i < end; i++) {
		const struct cpp_token *token = &reader->token[i];
		if (cpp_sign(token, "("))
			depth++;
		else if (cpp_sign(token, ")") && --depth == 0)
			return token;
	}
	return NULL;
}

/* What makes NAME(…) a definition: a body, or what may stand before one. */
static bool cpp_defines(const struct cpp_token *after)
{
	return cpp_sign(after, "{") || cpp_sign(after, ":") || cpp_sign(after, "->") ||
	       (after->kind == CPP_NAME &&
		(str_eq(after->text, STR("const")) || str_eq(after->text, STR("noexcept")) ||
		 str_eq(after->text, STR("mutable"))));
}

/* The name of a lambda whose parameters begin behind token `i`, a ]; NULL when it has none. */
static const struct cpp_token *cpp_lambda(const struct cpp_reader *reader, size_t i)
{
	while (i > 2 && !cpp_sign(&reader->token[i], "["))
		i--;
	const struct cpp_token *name = &reader->token[i > 2 ? i - 2 : 0];
	return i > 2 && cpp_sign(&reader->token[i - 1], "=") && name->kind == CPP_NAME ? name
										       : NULL;
}

/* The last name of each parameter between the brackets. */
static void cpp_learn_parameters(struct cpp_function *function, const struct cpp_token *at,
				 const struct cpp_token *end)
{
	struct str name = STR("");
	size_t depth = 0;
	bool value = false;
	for (at++; at <= end; at++) {
		bool over = depth == 0 && (at == end || cpp_sign(at, ","));
		if (over && function->count < CPP_PARAMETERS && name.len > 0)
			function->parameters[function->count++] = name;
		if (over) {
			value = false;
			name = STR("");
		} else if (cpp_sign(at, "(") || cpp_sign(at, "<") || cpp_sign(at, "{")) {
			depth++;
		} else if (depth > 0 &&
			   (cpp_sign(at, ")") || cpp_sign(at, ">") || cpp_sign(at, "}"))) {
			depth--;
		} else if (cpp_sign(at, "=")) {
			value = true;
		} else if (at->kind == CPP_NAME && !value && depth == 0) {
			name = at->text;
		}
	}
}

static void cpp_learn(struct cpp_reader *reader)
{
	for (size_t i = 2; i + 1 < reader->count; i++) {
		if (!cpp_sign(&reader->token[i], "(") || reader->function_count == CPP_FUNCTIONS)
			continue;
		const struct cpp_token *name = &reader->token[i - 1];
		if (cpp_sign(name, "]"))
			name = cpp_lambda(reader, i - 1);
		if (name == NULL || name->kind != CPP_NAME || cpp_keyword(name))
			continue;
		const struct cpp_token *end = cpp_closing(reader, i);
		if (end == NULL || !cpp_defines(end + 1))
			continue;
		struct cpp_function *function = &reader->functions[reader->function_count++];
		function->name = name->text;
		cpp_learn_parameters(function, &reader->token[i], end);
	}
}

static const struct cpp_function *cpp_function(const struct cpp_reader *reader, struct str name)
{
	for (size_t i = 0; i < reader->function_count; i++)
		if (str_eq(reader->functions[i].name, name))
			return &reader->functions[i];
	return NULL;
}

/* --- places --- */

/* What ends a type in a declaration: int, int *, vector<int>, auto &. */
static const struct cpp_token *cpp_type_before(const struct cpp_token *name)
{
	const struct cpp_token *token = name - 1;
	while (cpp_sign(token, "*") || cpp_sign(token, "&"))
		token--;
	if (cpp_sign(token, ">") || cpp_sign(token, ">>"))
		return token;
	return token->kind == CPP_NAME && !cpp_keyword(token) ? token : NULL;
}

static void cpp_open(struct cpp_reader *reader, const struct cpp_token *token)
{
	const struct cpp_token *before = token - 1;
	struct cpp_bracket bracket = {0};
	bool named = before->kind == CPP_NAME && !cpp_keyword(before);
	if (cpp_sign(token, "["))
		bracket.room = (named && cpp_type_before(before) != NULL) ||
			       (before == reader->closed_room) ||
			       (named && str_eq((before - 1)->text, STR("new")));
	else if (named)
		bracket.callee = before;
	if (bracket.callee != NULL || (bracket.room && named))
		bracket.type = cpp_type_before(before);
	if (reader->depth < CPP_DEPTH)
		reader->open[reader->depth] = bracket;
	reader->depth++;
}

static void cpp_close(struct cpp_reader *reader, const struct cpp_token *token)
{
	if (reader->depth == 0)
		return;
	reader->depth--;
	if (reader->depth < CPP_DEPTH && reader->open[reader->depth].room)
		reader->closed_room = token;
}

static bool cpp_seeds(struct str callee)
{
	return str_eq(callee, STR("srand")) || str_eq(callee, STR("seed")) ||
	       str_eq(callee, STR("srand48"));
}

/* An argument of a call, or of a declared variable. */
static void cpp_place_argument(const struct cpp_reader *reader, struct constant *constant)
{
	const struct cpp_bracket *bracket = &reader->open[reader->depth - 1];
	struct str callee = bracket->callee->text;
	constant->place = CONSTANT_ARGUMENT;
	if (cpp_seeds(callee) || cpp_generator(callee) ||
	    (bracket->type != NULL && cpp_generator(bracket->type->text))) {
		constant->place = CONSTANT_SEED;
		return;
	}
	if (bracket->type != NULL && cpp_number_type(bracket->type->text)) {
		constant->place = CONSTANT_NAMED;
		constant->name = callee;
		return;
	}
	const struct cpp_function *function =
		cpp_function(reader, bracket->type != NULL ? bracket->type->text : callee);
	if (function != NULL && bracket->argument < function->count)
		constant->name = function->parameters[bracket->argument];
}

/* `before` stands in front of the constant and its sign, `after` behind it. */
static void cpp_place(const struct cpp_reader *reader, const struct cpp_token *before,
		      const struct cpp_token *after, struct constant *constant)
{
	static const char *const limits[] = {"<", "<=", ">", ">=", NULL};
	bool ends = cpp_sign(after, ",") || cpp_sign(after, ")") || cpp_sign(after, "}");
	bool begins = cpp_sign(before, "(") || cpp_sign(before, "{") || cpp_sign(before, ",");
	const struct cpp_bracket *bracket = reader->depth > 0 && reader->depth <= CPP_DEPTH
						    ? &reader->open[reader->depth - 1]
						    : NULL;
	if (before->kind == CPP_DEFINED) {
		constant->place = CONSTANT_NAMED;
		constant->name = before->text;
	} else if (bracket != NULL && bracket->room) {
		constant->place = CONSTANT_ROOM;
		constant->name = bracket->type == NULL ? STR("") : bracket->type->text;
	} else if ((cpp_sign(before, "<") || cpp_sign(before, ",")) && cpp_sign(after, ">")) {
		constant->place = CONSTANT_ROOM;
	} else if (cpp_sign(before, "=") && (ends || cpp_sign(after, ";")) &&
		   (before - 1)->kind == CPP_NAME) {
		constant->place = CONSTANT_NAMED;
		constant->name = (before - 1)->text;
	} else if (begins && ends && bracket != NULL && bracket->callee != NULL) {
		cpp_place_argument(reader, constant);
	} else if (before->kind == CPP_SIGN && cpp_one_of(before->text, limits)) {
		constant->place = CONSTANT_LIMIT;
	}
}

/* A minus is a sign where no value stands before it. */
static bool cpp_negates(const struct cpp_token *minus)
{
	if (!cpp_sign(minus, "-"))
		return false;
	const struct cpp_token *before = minus - 1;
	if (before->kind == CPP_NUMBER || (before->kind == CPP_NAME && !cpp_keyword(before)))
		return false;
	return !cpp_sign(before, ")") && !cpp_sign(before, "]");
}

/* The word constexpr of the declaration that holds the token; empty: there is none. */
static struct str cpp_fixed(const struct cpp_token *token)
{
	for (size_t i = 0; i < CPP_STATEMENT && token->kind != CPP_END; i++, token--) {
		if (cpp_sign(token, ";") || cpp_sign(token, "{") || cpp_sign(token, "}"))
			break;
		if (token->kind == CPP_NAME && str_eq(token->text, STR("constexpr")))
			return token->text;
	}
	return STR("");
}

static void cpp_read_number(struct cpp_reader *reader, const struct cpp_token *token)
{
	struct constant constant = {.text = token->text, .from = token->from};
	if (!cpp_value(token->text, &constant))
		return;
	const struct cpp_token *before = token - 1;
	if (cpp_negates(before)) {
		constant.text.at -= token->from - before->from;
		constant.text.len += token->from - before->from;
		constant.from = before->from;
		constant.integer = -constant.integer;
		constant.number = -constant.number;
		before--;
	}
	cpp_place(reader, before, token + 1, &constant);
	if (constant.place == CONSTANT_NAMED && before->kind != CPP_DEFINED)
		constant.fixed = cpp_fixed(before);
	reader->at[reader->found++] = constant;
}

static void cpp_read(struct cpp_reader *reader, const struct cpp_token *token)
{
	if (token->kind == CPP_NUMBER) {
		cpp_read_number(reader, token);
	} else if (token->kind == CPP_STRING) {
		reader->at[reader->found++] = (struct constant){.kind = CONSTANT_TEXT,
								.text = token->text,
								.from = token->from};
	} else if (cpp_sign(token, "(") || cpp_sign(token, "[") || cpp_sign(token, "{")) {
		cpp_open(reader, token);
	} else if (cpp_sign(token, ")") || cpp_sign(token, "]") || cpp_sign(token, "}")) {
		cpp_close(reader, token);
	} else if (cpp_sign(token, ",") && reader->depth > 0 && reader->depth <= CPP_DEPTH) {
		reader->open[reader->depth - 1].argument++;
	}
}

bool cpp_constants(struct arena *arena, struct str source, struct constants *constants)
{
	*constants = (struct constants){0};
	struct cpp_reader *reader = arena_new(arena, sizeof(*reader));
	reader->token = cpp_tokens(arena, source, &reader->count);
	if (reader->token == NULL)
		return false;
	reader->at = arena_array(arena, CONSTANTS_MAX, sizeof(*reader->at));
	reader->functions = arena_array(arena, CPP_FUNCTIONS, sizeof(*reader->functions));
	cpp_learn(reader);
	for (size_t i = 1; i + 1 < reader->count && reader->found < CONSTANTS_MAX; i++)
		cpp_read(reader, &reader->token[i]);
	constants->at = reader->at;
	constants->count = reader->found;
	return reader->found < CONSTANTS_MAX;
}
