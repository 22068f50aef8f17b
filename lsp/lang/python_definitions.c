/*
 * Finds Python's definitions in the tree, and where their documentation stands: the first
 * statement of the body, if it is a string that is neither bytes nor formatted.
 */
#include "lang/definitions.h"

#include "python_body.h"

enum { DEFINITIONS_DEPTH = 200 };

struct python_finder {
	struct arena *arena;
	struct str source;
	struct definition *at;
	size_t count, most;
	struct str unit; /* one step of indentation */
};

/* The white space at the start of the line that `offset` is on. */
static struct str finder_indent(struct str source, size_t offset)
{
	size_t from = offset;
	while (from > 0 && source.at[from - 1] != '\n' && source.at[from - 1] != '\r')
		from--;
	size_t to = from;
	while (to < source.len && (source.at[to] == ' ' || source.at[to] == '\t'))
		to++;
	return str_part(source, from, to - from);
}

/* The first child that is a statement: comments and joined lines are not. */
static TSNode finder_first(TSNode block)
{
	uint32_t i = 0;
	while (i < ts_node_named_child_count(block) &&
	       ts_node_is_extra(ts_node_named_child(block, i)))
		i++;
	return ts_node_named_child(block, i);
}

/* A string counts as documentation unless its prefix says bytes or formatted. (PEP 257) */
static bool finder_is_doc(struct str text)
{
	size_t i = 0;
	while (i < text.len && text.at[i] != '"' && text.at[i] != '\'') {
		if (strchr("rRuU", text.at[i]) == NULL)
			return false;
		i++;
	}
	return i < text.len;
}

static void finder_doc(struct python_finder *finder, TSNode block, struct definition *definition)
{
	TSNode first = finder_first(block);
	definition->body_from =
		ts_node_is_null(first) ? finder->source.len : ts_node_start_byte(first);
	if (!python_is(first, "expression_statement") || ts_node_named_child_count(first) != 1)
		return;
	TSNode string = ts_node_named_child(first, 0);
	while (python_is(string, "parenthesized_expression"))
		string = ts_node_named_child(string, 0);
	if (!python_is(string, "string") && !python_is(string, "concatenated_string"))
		return;
	struct str text = python_text(finder->source, string);
	if (!finder_is_doc(text))
		return;
	definition->doc = text;
	definition->doc_from = ts_node_start_byte(string);
	definition->doc_is_all = true;
	for (uint32_t i = 0; i < ts_node_named_child_count(block); i++) {
		TSNode node = ts_node_named_child(block, i);
		if (!ts_node_is_extra(node) && !ts_node_eq(node, first))
			definition->doc_is_all = false;
	}
}

static void finder_decorator(struct str text, struct definition *definition, bool *is_static)
{
	struct str name = str_trim(str_part(text, 1, text.len));
	name = str_trim(str_part(name, 0, str_find(name, STR("("))));
	definition->is_property = definition->is_property || str_ends(name, STR("property"));
	definition->is_accessor = definition->is_accessor || str_ends(name, STR(".setter")) ||
				  str_ends(name, STR(".deleter"));
	definition->is_overload = definition->is_overload || str_ends(name, STR("overload"));
	definition->is_abstract = definition->is_abstract || str_ends(name, STR("abstractmethod"));
	*is_static = *is_static || str_ends(name, STR("staticmethod"));
}

/* The colon that ends the head: the last one of the node's own before its body. */
static size_t finder_head_end(TSNode node, TSNode body)
{
	size_t end = ts_node_start_byte(body);
	for (uint32_t i = 0; i < ts_node_child_count(node); i++) {
		TSNode child = ts_node_child(node, i);
		if (python_is(child, ":") && ts_node_start_byte(child) < ts_node_start_byte(body))
			end = ts_node_end_byte(child);
	}
	return end;
}

static struct str finder_path(struct python_finder *finder, const struct definition *parent,
			      struct str name)
{
	return parent->kind == DEFINITION_MODULE ? name
						 : arena_fmt(finder->arena, "%.*s.%.*s",
							     STR_ARG(parent->path), STR_ARG(name));
}

static bool finder_is_private(struct str name)
{
	return str_starts(name, STR("_")) &&
	       !(str_starts(name, STR("__")) && str_ends(name, STR("__")) && name.len > 4);
}

/* Take in the function or class at `node`; its index, or DEFINITIONS_MAX when there are too many.
 */
static size_t finder_add(struct python_finder *finder, TSNode node, TSNode whole, size_t parent)
{
	if (finder->count == finder->most)
		return finder->most;
	struct definition *definition = &finder->at[finder->count];
	const struct definition *around = &finder->at[parent];
	TSNode body = python_child(node, "body"), type = python_child(node, "return_type");
	bool is_class = python_is(node, "class_definition"), is_static = false;
	struct str name = python_text(finder->source, python_child(node, "name"));
	*definition = (struct definition){
		.kind = is_class                           ? DEFINITION_CLASS
			: around->kind == DEFINITION_CLASS ? DEFINITION_METHOD
							   : DEFINITION_FUNCTION,
		.name = name,
		.path = finder_path(finder, around, name),
		.parent = parent,
		.line = ts_node_start_point(node).row + 1,
		.from = ts_node_start_byte(whole),
		.to = ts_node_end_byte(whole),
		.head_from = ts_node_start_byte(node),
		.head_to = finder_head_end(node, body),
		.own_indent = finder_indent(finder->source, ts_node_start_byte(whole)),
		.returns = ts_node_is_null(type) ? STR("") : python_text(finder->source, type),
		.is_async = python_is(ts_node_child(node, 0), "async"),
		.is_private = finder_is_private(name),
	};
	for (uint32_t i = 0; i < ts_node_named_child_count(whole); i++) {
		TSNode child = ts_node_named_child(whole, i);
		if (python_is(child, "decorator"))
			finder_decorator(python_text(finder->source, child), definition,
					 &is_static);
	}
	finder_doc(finder, body, definition);
	struct str gap = str_part(finder->source, definition->head_to,
				  definition->body_from - definition->head_to);
	struct str bare = str_trim(str_part(gap, 0, str_find(gap, STR("\n"))));
	definition->one_line =
		!str_has(gap, STR("\n")) || (str_eq(bare, STR("\\")) && !str_has(bare, STR("#")));
	definition->indent =
		definition->one_line
			? arena_fmt(finder->arena, "%.*s%.*s", STR_ARG(definition->own_indent),
				    STR_ARG(finder->unit))
			: finder_indent(finder->source, definition->body_from);
	if (!is_class) {
		python_parameters(finder->arena, finder->source, python_child(node, "parameters"),
				  definition->kind == DEFINITION_METHOD && !is_static, definition);
		python_body(finder->arena, finder->source, body, definition);
	}
	return finder->count++;
}

/* Only these can have definitions in them. */
static bool finder_is_around(TSNode node)
{
	const char *type = ts_node_type(node);
	size_t len = strlen(type);
	return python_is(node, "block") ||
	       (len > 10 && strcmp(type + len - 10, "_statement") == 0) ||
	       (len > 7 && strcmp(type + len - 7, "_clause") == 0);
}

static void finder_visit(struct python_finder *finder, TSNode node, size_t parent, size_t depth)
{
	for (uint32_t i = 0; i < ts_node_named_child_count(node) && depth < DEFINITIONS_DEPTH;
	     i++) {
		TSNode child = ts_node_named_child(node, i), definition = child;
		if (python_is(child, "decorated_definition"))
			definition = python_child(child, "definition");
		if (python_is(definition, "function_definition") ||
		    python_is(definition, "class_definition")) {
			size_t index = finder_add(finder, definition, child, parent);
			if (index < finder->most)
				finder_visit(finder, python_child(definition, "body"), index,
					     depth + 1);
		} else if (finder_is_around(child)) {
			finder_visit(finder, child, parent, depth + 1);
		}
	}
}

/* One step of indentation: that of the first line that has any. */
static struct str finder_unit(struct str source)
{
	struct str rest = source, line;
	while (str_line(&rest, &line)) {
		size_t blanks = 0;
		while (blanks < line.len && (line.at[blanks] == ' ' || line.at[blanks] == '\t'))
			blanks++;
		if (blanks > 0 && blanks < line.len && line.at[blanks] != '#')
			return line.at[0] == '\t' ? STR("\t") : str_part(line, 0, blanks);
	}
	return STR("    ");
}

/* How often a word occurs: an upper bound on what it begins. */
static size_t finder_words(struct str source, struct str word)
{
	size_t count = 0;
	for (size_t at = str_find(source, word); at < source.len; count++) {
		source = str_part(source, at + word.len, source.len);
		at = str_find(source, word);
	}
	return count;
}

bool python_definitions(struct arena *arena, struct str source, struct definitions *definitions)
{
	*definitions = (struct definitions){0};
	TSTree *tree = python_tree(source);
	if (tree == NULL)
		return false;
	struct python_finder finder = {.arena = arena,
				       .source = source,
				       .unit = finder_unit(source)};
	finder.most = 1 + finder_words(source, STR("def")) + finder_words(source, STR("class"));
	if (finder.most > DEFINITIONS_MAX)
		finder.most = DEFINITIONS_MAX;
	finder.at = arena_array(arena, finder.most, sizeof(*finder.at));
	TSNode root = ts_tree_root_node(tree);
	finder.at[finder.count++] = (struct definition){
		.kind = DEFINITION_MODULE,
		.name = STR(""),
		.path = STR(""),
		.line = 1,
		.to = source.len,
		.indent = STR(""),
		.own_indent = STR(""),
	};
	finder_doc(&finder, root, &finder.at[0]);
	finder_visit(&finder, root, 0, 0);
	ts_tree_delete(tree);
	definitions->at = finder.at;
	definitions->count = finder.count;
	definitions->reads_docs = str_has(source, STR("__doc__")) ||
				  str_has(source, STR("getdoc(")) || str_has(source, STR("help("));
	return true;
}

const struct definition *definition_at(const struct definitions *definitions, size_t offset)
{
	const struct definition *best = &definitions->at[0];
	for (size_t i = 1; i < definitions->count; i++) {
		const struct definition *at = &definitions->at[i];
		if (at->from <= offset && offset <= at->to)
			best = at; /* inner ones come later */
	}
	return best;
}
