/*
 * What all readers of Python's syntax tree need. Private to lang.
 */
#pragma once

#include <string.h>
#include <tree_sitter/api.h>

#include "base/str.h"

/* The grammar's only symbol (tree-sitter-python, parser.c). */
const TSLanguage *tree_sitter_python(void);

/*
 * The tree of a source that parses whole, to be freed with ts_tree_delete; NULL when it does not,
 * is too long, or takes longer than a second.
 */
TSTree *python_tree(struct str source);

/* More tokens than `source` can have. */
size_t python_tokens_at_most(struct str source);

/*
 * tree-sitter 0.20 keeps the number of a node's children in 16 bits and frees what it must not
 * when a broken part has more; a text that could have so many is not parsed.
 */
enum { PYTHON_TOKENS = 50000 };

static inline struct str python_text(struct str source, TSNode node)
{
	uint32_t from = ts_node_start_byte(node), to = ts_node_end_byte(node);
	return str_part(source, from, to - from);
}

static inline bool python_is(TSNode node, const char *type)
{
	return !ts_node_is_null(node) && strcmp(ts_node_type(node), type) == 0;
}

static inline TSNode python_child(TSNode node, const char *field)
{
	return ts_node_child_by_field_name(node, field, (uint32_t)strlen(field));
}
