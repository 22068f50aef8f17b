/*
 * Python as a source: does it parse, and if not, where does it begin to go wrong. Asked once,
 * when an action was chosen, never while somebody types: a parse costs 3 ms per 1,000 lines.
 */
#include "lang/lang.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "python_tree.h"

enum {
	PYTHON_PARSE_US = 2000000, /* after this long a text counts as parsed: Python will tell */
	PYTHON_SHOWN = 48,         /* bytes of the text in a message */
	PYTHON_DEPTH = 256,        /* open brackets followed in a broken part */
};

static const char *const python_suffixes[] = {".py", ".pyw", NULL};
static const char *const python_fence_words[] = {"python", "py", "python3", NULL};
static const char *const python_marks[] = {"print(", "def ", "import ", NULL};

static size_t python_line(struct str source, size_t offset)
{
	size_t line = 1;
	for (size_t i = 0; i < offset && i < source.len; i++)
		line += source.at[i] == '\n';
	return line;
}

/* Report what stands at `offset`; returns false, for `return python_wrong(…)`. */
static bool python_wrong(struct arena *arena, struct str source, size_t offset, const char *what,
			 struct syntax_error *error)
{
	struct str rest = str_part(source, offset, PYTHON_SHOWN), line = {"", 0};
	while (rest.len > 0 && line.len == 0) {
		str_line(&rest, &line);
		line = str_trim(line);
	}
	struct buf shown;
	buf_init(&shown, PYTHON_SHOWN);
	utf8_add_plain(&shown, line);
	*error = (struct syntax_error){
		.offset = offset,
		.line = python_line(source, offset),
		.text = shown.len == 0 ? arena_fmt(arena, "%s at the end of the text", what)
				       : arena_fmt(arena, "%s near \"%.*s\"", what, (int)shown.len,
						   shown.at),
	};
	buf_deinit(&shown);
	return false;
}

static char python_closes(char open)
{
	return open == '(' ? ')' : open == '[' ? ']' : '}';
}

/*
 * A broken part often begins at the top of the file, because a bracket was never closed: the
 * last such bracket is where a person must look. Else the part's own start.
 */
static size_t python_broken_at(TSNode node)
{
	struct {
		char bracket;
		uint32_t at;
	} open[PYTHON_DEPTH];
	size_t depth = 0;
	TSTreeCursor cursor = ts_tree_cursor_new(node);
	bool more = ts_tree_cursor_goto_first_child(&cursor);
	for (; more; more = ts_tree_cursor_goto_next_sibling(&cursor)) {
		TSNode child = ts_tree_cursor_current_node(&cursor);
		const char *type = ts_node_type(child);
		if (strlen(type) != 1)
			continue;
		if (strchr("([{", type[0]) != NULL && depth < PYTHON_DEPTH) {
			open[depth].bracket = type[0];
			open[depth++].at = ts_node_start_byte(child);
		} else if (depth > 0 && type[0] == python_closes(open[depth - 1].bracket)) {
			depth--;
		}
	}
	ts_tree_cursor_delete(&cursor);
	return depth > 0 ? open[depth - 1].at : ts_node_start_byte(node);
}

/* The first node in reading order that is broken or was made up; the innermost of nested ones. */
static TSNode python_first_error(TSNode root)
{
	TSTreeCursor cursor = ts_tree_cursor_new(root);
	TSNode found = root;
	for (;;) {
		TSNode node = ts_tree_cursor_current_node(&cursor);
		bool broken = ts_node_is_missing(node) || ts_node_has_error(node);
		if (broken) {
			if (ts_node_is_missing(node) || strcmp(ts_node_type(node), "ERROR") == 0)
				found = node;
			if (ts_node_is_missing(node) || !ts_tree_cursor_goto_first_child(&cursor))
				break;
		} else if (!ts_tree_cursor_goto_next_sibling(&cursor)) {
			break;
		}
	}
	ts_tree_cursor_delete(&cursor);
	return found;
}

/* What Python refuses before it parses: a NUL, and other than UTF-8 where no coding is declared. */
static bool python_is_text(struct arena *arena, struct str source, struct syntax_error *error)
{
	const char *nul = source.len == 0 ? NULL : memchr(source.at, '\0', source.len);
	if (nul != NULL)
		return python_wrong(arena, source, (size_t)(nul - source.at),
				    "the text holds a NUL byte", error);
	for (size_t at = 0; at < source.len;) {
		uint32_t rune;
		size_t len = utf8_next(str_part(source, at, source.len), &rune);
		if (len == 1 && (unsigned char)source.at[at] >= 0x80)
			return python_wrong(arena, source, at, "the text is not UTF-8", error);
		at += len;
	}
	return true;
}

/* PEP 263: another encoding may be named in one of the first two lines. */
static bool python_names_coding(struct str source)
{
	struct str line;
	for (int i = 0; i < 2 && str_line(&source, &line); i++)
		if (str_starts(str_trim(line), STR("#")) && str_has(line, STR("coding")))
			return true;
	return false;
}

static bool python_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || (unsigned char)c >= 0x80;
}

/* Every word, every mark, and three for a line's ends. */
size_t python_tokens_at_most(struct str source)
{
	size_t tokens = 3;
	bool inside = false;
	for (size_t i = 0; i < source.len; i++) {
		char c = source.at[i];
		bool word = python_word(c);
		if (word && !inside)
			tokens++;
		else if (c == '\n')
			tokens += 3;
		else if (!word && c != ' ')
			tokens++;
		inside = word;
	}
	return tokens;
}

static bool python_parses(struct arena *arena, struct str source, struct syntax_error *error)
{
	*error = (struct syntax_error){0};
	if (!utf8_valid(source) && python_names_coding(source))
		return true;
	if (!python_is_text(arena, source, error))
		return false;
	if (python_tokens_at_most(source) > PYTHON_TOKENS)
		return true;
	TSParser *parser = ts_parser_new();
	if (!ts_parser_set_language(parser, tree_sitter_python())) {
		ts_parser_delete(parser);
		return true;
	}
	ts_parser_set_timeout_micros(parser, PYTHON_PARSE_US);
	TSTree *tree = ts_parser_parse_string(parser, NULL, source.at == NULL ? "" : source.at,
					      (uint32_t)source.len);
	bool parses = true;
	if (tree != NULL && ts_node_has_error(ts_tree_root_node(tree))) {
		TSNode node = python_first_error(ts_tree_root_node(tree));
		if (ts_node_is_missing(node)) {
			struct str what = arena_fmt(arena, "invalid syntax: %s is missing",
						    ts_node_type(node));
			parses = python_wrong(arena, source, ts_node_start_byte(node), what.at,
					      error);
		} else {
			parses = python_wrong(arena, source, python_broken_at(node),
					      "invalid syntax", error);
		}
	}
	if (tree != NULL)
		ts_tree_delete(tree);
	ts_parser_delete(parser);
	return parses;
}

/*
 * The end of the string that begins at `i` with its quote; where the text ends if it is never
 * closed. A backslash hides what follows also in a raw string.
 */
static size_t python_string_end(struct str source, size_t i)
{
	char quote = source.at[i];
	bool triple = i + 2 < source.len && source.at[i + 1] == quote && source.at[i + 2] == quote;
	for (i += triple ? 3 : 1; i < source.len; i++) {
		if (source.at[i] == '\\')
			i++;
		else if (source.at[i] == '\n' && !triple)
			return i;
		else if (source.at[i] == quote && !triple)
			return i + 1;
		else if (source.at[i] == quote && i + 2 < source.len && source.at[i + 1] == quote &&
			 source.at[i + 2] == quote)
			return i + 3;
	}
	return source.len;
}

/* The string at `i` may hold code: an f-string does. Or it names the file. */
static bool python_string_reads(struct str source, size_t i, size_t end)
{
	struct str string = str_part(source, i, end - i);
	char before = i > 0 ? (char)(source.at[i - 1] | 32) : '\0';
	char earlier = i > 1 ? (char)(source.at[i - 2] | 32) : '\0';
	bool format = before == 'f' || (before == 'r' && earlier == 'f');
	return str_has(string, STR("/dev/stdin")) || str_has(string, STR("/proc/self/fd/0")) ||
	       (format && (str_has(string, STR("input(")) || str_has(string, STR("stdin"))));
}

/* "stdin" is read from unless it is an argument's name or a child's, which is written to. */
static bool python_stdin_reads(struct str rest)
{
	struct str next = str_trim(str_part(rest, 0, 8));
	bool names = str_starts(next, STR("=")) && !str_starts(next, STR("=="));
	return !names && !str_starts(next, STR(".write")) && !str_starts(next, STR(".close")) &&
	       !str_starts(next, STR(".flush"));
}

/* The word at `i` reads from stdin, or makes something that does. */
static bool python_word_reads(struct str source, size_t i, size_t end)
{
	struct str word = str_part(source, i, end - i), rest = str_part(source, end, source.len);
	struct str before = str_part(source, 0, i);
	if (str_eq(word, STR("stdin")) || str_eq(word, STR("__stdin__")))
		return python_stdin_reads(rest);
	if (str_eq(word, STR("input")))
		return str_ends(before, STR("iter(")) ||
		       (str_starts(str_trim(str_part(rest, 0, 8)), STR("(")) &&
			!str_ends(before, STR(".")) && !str_ends(before, STR("def ")));
	bool opens = str_eq(word, STR("open")) || str_eq(word, STR("fdopen")) ||
		     str_eq(word, STR("read"));
	return str_eq(word, STR("fileinput")) ||
	       (opens && (str_starts(rest, STR("(0,")) || str_starts(rest, STR("(0)"))));
}

/* By its words, but for those in comments and strings: no claim rests on no input. */
static bool python_reads_stdin(struct str source)
{
	for (size_t i = 0; i < source.len;) {
		char c = source.at[i];
		size_t end = i + 1;
		if (c == '#') {
			end = i + str_find(str_part(source, i, source.len), STR("\n"));
		} else if (c == '"' || c == '\'') {
			end = python_string_end(source, i);
			if (python_string_reads(source, i, end))
				return true;
		} else if (python_word(c)) {
			while (end < source.len && python_word(source.at[end]))
				end++;
			if (python_word_reads(source, i, end))
				return true;
		}
		i = end;
	}
	return false;
}

static bool python_reads_args(struct str source)
{
	static const char *const words[] = {"sys.argv", "argparse", "getopt", "import argv", NULL};
	for (const char *const *word = words; *word != NULL; word++)
		if (str_has(source, str_of(*word)))
			return true;
	return false;
}

/* By its words: random numbers are drawn, and no generator is given anything to start from. */
static bool python_draws_unseeded(struct str source)
{
	static const char *const draws[] = {"import random", "from random", "numpy.random",
					    "np.random",     "urandom",     "import secrets",
					    "from secrets",  "uuid",        NULL};
	static const char *const seeds[] = {"seed(", "Random(", "default_rng(", "RandomState(",
					    NULL};
	bool drawn = false;
	for (const char *const *word = draws; *word != NULL; word++)
		drawn = drawn || str_has(source, str_of(*word));
	for (const char *const *word = seeds; drawn && *word != NULL; word++) {
		struct str rest = str_part(source, str_find(source, str_of(*word)), source.len);
		rest = str_part(rest, strlen(*word), rest.len);
		if (rest.len > 0 && rest.at[0] != ')')
			return false;
	}
	return drawn;
}

const struct language lang_python = {
	.id = "python",
	.name = "Python",
	.suffix = ".py",
	.suffixes = python_suffixes,
	.fence_words = python_fence_words,
	.marks = python_marks,
	.parses = python_parses,
	.reads_stdin = python_reads_stdin,
	.reads_args = python_reads_args,
	.draws_unseeded = python_draws_unseeded,
	.constants = python_constants,
};
