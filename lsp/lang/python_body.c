/*
 * Reads a function's parameters and body: which exceptions it raises itself, whether it returns
 * something or yields. What is raised by a function it calls is not known here, and an exception
 * that the body catches again does not leave it.
 */
#include "python_body.h"

/* --- parameters --- */

static void parameter_read(struct str source, TSNode node, struct parameter *parameter)
{
	TSNode name = python_child(node, "name");
	if (ts_node_is_null(name))
		name = python_is(node, "typed_parameter") ? ts_node_named_child(node, 0) : node;
	if (python_is(name, "list_splat_pattern"))
		parameter->kind = PARAMETER_ARGS;
	else if (python_is(name, "dictionary_splat_pattern"))
		parameter->kind = PARAMETER_KWARGS;
	if (parameter->kind == PARAMETER_ARGS || parameter->kind == PARAMETER_KWARGS)
		name = ts_node_named_child(name, 0);
	TSNode type = python_child(node, "type"), value = python_child(node, "value");
	parameter->name = ts_node_is_null(name) ? STR("") : python_text(source, name);
	parameter->annotation = ts_node_is_null(type) ? STR("") : python_text(source, type);
	parameter->fallback = ts_node_is_null(value) ? STR("") : python_text(source, value);
}

void python_parameters(struct arena *arena, struct str source, TSNode list, bool drop_first,
		       struct definition *definition)
{
	if (ts_node_is_null(list))
		return;
	uint32_t most = ts_node_named_child_count(list);
	struct parameter *all = arena_array(arena, most, sizeof(*all));
	enum parameter_kind kind = PARAMETER_PLAIN;
	size_t count = 0;
	for (uint32_t i = 0; i < most; i++) {
		TSNode node = ts_node_named_child(list, i);
		if (python_is(node, "keyword_separator"))
			kind = PARAMETER_KEYWORD;
		for (size_t k = 0; k < count && python_is(node, "positional_separator"); k++)
			all[k].kind = PARAMETER_POSITIONAL;
		if (python_is(node, "keyword_separator") || ts_node_is_extra(node) ||
		    python_is(node, "positional_separator"))
			continue;
		all[count] = (struct parameter){.kind = kind};
		parameter_read(source, node, &all[count]);
		if (all[count].kind == PARAMETER_ARGS)
			kind = PARAMETER_KEYWORD;
		count++;
	}
	bool drop = drop_first && count > 0 &&
		    (all[0].kind == PARAMETER_PLAIN || all[0].kind == PARAMETER_POSITIONAL);
	definition->parameters = all + drop;
	definition->parameter_count = count - drop;
}

/* --- the body --- */

/* The name in `raise X`, `raise X(…)`, `raise a.X from y`; empty when it is a variable or nothing.
 */
static struct str body_raised(struct str source, TSNode node)
{
	TSNode what = ts_node_named_child(node, 0);
	if (python_is(what, "call"))
		what = python_child(what, "function");
	if (!python_is(what, "identifier") && !python_is(what, "attribute"))
		return STR("");
	struct str name = python_text(source, what);
	size_t last = name.len;
	while (last > 0 && name.at[last - 1] != '.')
		last--;
	return name.at[last] >= 'A' && name.at[last] <= 'Z' ? name : STR("");
}

/* Does one of the except clauses of `node` catch `name`? */
static bool body_catches(struct str source, TSNode node, struct str name)
{
	for (uint32_t i = 0; i < ts_node_named_child_count(node); i++) {
		TSNode clause = ts_node_named_child(node, i);
		if (!python_is(clause, "except_clause"))
			continue;
		TSNode what = ts_node_named_child(clause, 0);
		struct str caught = python_text(source, what);
		if (python_is(what, "block") || str_has(caught, name) ||
		    str_starts(caught, STR("Exception")) ||
		    str_starts(caught, STR("BaseException")))
			return true;
	}
	return false;
}

/* Is what is raised at `node` caught again inside `block`? */
static bool body_is_caught(struct str source, TSNode block, TSNode node, struct str name)
{
	while (!ts_node_is_null(node) && !ts_node_eq(node, block)) {
		TSNode parent = ts_node_parent(node);
		if (python_is(parent, "try_statement") &&
		    ts_node_eq(python_child(parent, "body"), node) &&
		    body_catches(source, parent, name))
			return true;
		node = parent;
	}
	return false;
}

static void body_note_raise(struct str source, TSNode block, TSNode node, struct raised *raises,
			    size_t *count)
{
	struct str name = body_raised(source, node);
	if (name.len == 0 || *count == RAISES_MAX || body_is_caught(source, block, node, name))
		return;
	for (size_t i = 0; i < *count; i++)
		if (str_eq(raises[i].name, name))
			return;
	raises[(*count)++] = (struct raised){name, ts_node_start_point(node).row + 1};
}

/* Things of their own: what they raise or return is not the body's. */
static bool body_is_apart(TSNode node)
{
	return python_is(node, "function_definition") || python_is(node, "class_definition") ||
	       python_is(node, "lambda");
}

/* Nothing in it but documentation, pass, "…" and `raise NotImplementedError`. */
static bool body_does_nothing(struct str source, TSNode block)
{
	for (uint32_t i = 0; i < ts_node_named_child_count(block); i++) {
		TSNode node = ts_node_named_child(block, i);
		TSNode inside = ts_node_named_child(node, 0);
		bool idle = python_is(node, "pass_statement") || ts_node_is_extra(node) ||
			    (python_is(node, "expression_statement") &&
			     (python_is(inside, "string") || python_is(inside, "ellipsis"))) ||
			    (python_is(node, "raise_statement") &&
			     str_has(body_raised(source, node), STR("NotImplementedError")));
		if (!idle)
			return false;
	}
	return true;
}

void python_body(struct arena *arena, struct str source, TSNode block,
		 struct definition *definition)
{
	struct raised *raises = arena_array(arena, RAISES_MAX, sizeof(*raises));
	TSTreeCursor cursor = ts_tree_cursor_new(block);
	bool more = ts_tree_cursor_goto_first_child(&cursor);
	size_t depth = 1;
	while (more && depth > 0) {
		TSNode node = ts_tree_cursor_current_node(&cursor);
		bool apart = body_is_apart(node);
		if (python_is(node, "raise_statement"))
			body_note_raise(source, block, node, raises, &definition->raises_count);
		else if (python_is(node, "return_statement"))
			definition->returns_value =
				definition->returns_value ||
				(ts_node_named_child_count(node) > 0 &&
				 !python_is(ts_node_named_child(node, 0), "none"));
		else if (python_is(node, "yield") && ts_node_is_named(node))
			definition->yields = true;
		if (!apart && ts_tree_cursor_goto_first_child(&cursor)) {
			depth++;
			continue;
		}
		while (depth > 0 && !ts_tree_cursor_goto_next_sibling(&cursor)) {
			ts_tree_cursor_goto_parent(&cursor);
			depth--;
		}
	}
	ts_tree_cursor_delete(&cursor);
	definition->raises = raises;
	definition->is_abstract = definition->is_abstract || body_does_nothing(source, block);
}
