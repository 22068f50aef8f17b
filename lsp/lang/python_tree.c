/*
 * Opens Python's syntax tree for those who read facts off it: a source that does not parse whole
 * tells nothing that could be relied on.
 */
#include "python_tree.h"

enum { PYTHON_TREE_US = 1000000 };

TSTree *python_tree(struct str source)
{
	if (python_tokens_at_most(source) > PYTHON_TOKENS)
		return NULL;
	TSParser *parser = ts_parser_new();
	ts_parser_set_timeout_micros(parser, PYTHON_TREE_US);
	TSTree *tree = NULL;
	if (ts_parser_set_language(parser, tree_sitter_python()))
		tree = ts_parser_parse_string(parser, NULL, source.at == NULL ? "" : source.at,
					      (uint32_t)source.len);
	ts_parser_delete(parser);
	if (tree != NULL && ts_node_has_error(ts_tree_root_node(tree))) {
		ts_tree_delete(tree);
		tree = NULL;
	}
	return tree;
}
