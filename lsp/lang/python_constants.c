/*
 * The constants of a Python source, read off its tree: each with the name of the variable or
 * parameter it is given to, and whether it is a limit of a loop or a seed. An expression of
 * constants such as 10**6 counts as one where it is given to something.
 */
#include <string.h>
#include <tree_sitter/api.h>

#include "lang/constants.h"
#include "python_number.h"

/* The grammar's only symbol (tree-sitter-python, parser.c). */
const TSLanguage *tree_sitter_python(void);

enum {
	PYTHON_CONSTANTS_BYTES = 50000, /* the grammar's library cannot bear more broken text */
	PYTHON_CONSTANTS_US = 1000000,
	PYTHON_CONSTANTS_DEPTH = 200,
	PYTHON_FUNCTIONS = 200,
	PYTHON_PARAMETERS = 12,
};

struct python_function {
	struct str name;
	struct str parameters[PYTHON_PARAMETERS];
	size_t count;
};

struct python_reader {
	struct arena *arena;
	struct str source;
	struct constant *at;
	size_t count;
	struct python_function *functions;
	size_t function_count;
	bool failed;
};

/* What an expression stands for. */
struct python_use {
	enum constant_place place;
	struct str name;
	size_t depth;
};

static struct str python_node_text(const struct python_reader *reader, TSNode node)
{
	uint32_t from = ts_node_start_byte(node), to = ts_node_end_byte(node);
	return str_part(reader->source, from, to - from);
}

static bool python_node_is(TSNode node, const char *type)
{
	return !ts_node_is_null(node) && strcmp(ts_node_type(node), type) == 0;
}

static TSNode python_field(TSNode node, const char *name)
{
	return ts_node_child_by_field_name(node, name, (uint32_t)strlen(name));
}

static struct constant *python_add(struct python_reader *reader, TSNode node,
				   const struct python_use *use, enum constant_kind kind)
{
	if (reader->count == CONSTANTS_MAX) {
		reader->failed = true;
		return NULL;
	}
	struct constant *constant = &reader->at[reader->count++];
	*constant = (struct constant){
		.kind = kind,
		.place = use->place,
		.name = use->name,
		.text = python_node_text(reader, node),
		.from = ts_node_start_byte(node),
	};
	return constant;
}

static void python_add_integer(struct python_reader *reader, TSNode node,
			       const struct python_use *use, int64_t value)
{
	struct constant *constant = python_add(reader, node, use, CONSTANT_INTEGER);
	if (constant == NULL)
		return;
	constant->integer = value;
	constant->number = (double)value;
	constant->whole = true;
}

/* A number, or a constant expression where it is given to something; true when it was one. */
static bool python_number(struct python_reader *reader, TSNode node, const struct python_use *use)
{
	bool given = use->place != CONSTANT_OPERAND;
	int64_t value;
	double number;
	if (python_node_is(node, "integer") || (given && python_node_is(node, "binary_operator"))) {
		if (!python_number_fold(reader->source, node, 8, &value))
			return false;
		python_add_integer(reader, node, use, value);
		return true;
	}
	if (python_node_is(node, "unary_operator") &&
	    str_starts(python_node_text(reader, node), STR("-")) &&
	    python_number_fold(reader->source, python_field(node, "argument"), 0, &value)) {
		python_add_integer(reader, node, use, -value);
		return true;
	}
	if (!python_node_is(node, "float") ||
	    !python_number_float(python_node_text(reader, node), &number))
		return false;
	struct constant *constant = python_add(reader, node, use, CONSTANT_FLOAT);
	if (constant == NULL)
		return true;
	constant->number = number;
	constant->whole =
		constant->number < 1e15 && constant->number == (double)(int64_t)constant->number;
	constant->integer = constant->whole ? (int64_t)constant->number : 0;
	return true;
}

static void python_visit(struct python_reader *reader, TSNode node, struct python_use use);

/* All parts of a node, as operands. */
static void python_visit_parts(struct python_reader *reader, TSNode node, struct python_use use)
{
	use.place = CONSTANT_OPERAND;
	use.name = STR("");
	for (uint32_t i = 0; i < ts_node_named_child_count(node); i++)
		python_visit(reader, ts_node_named_child(node, i), use);
}

static void python_visit_given(struct python_reader *reader, TSNode node, struct python_use use,
			       enum constant_place place, struct str name)
{
	use.place = place;
	use.name = name;
	if (!ts_node_is_null(node))
		python_visit(reader, node, use);
}

static void python_visit_assignment(struct python_reader *reader, TSNode node,
				    struct python_use use)
{
	TSNode left = python_field(node, "left"), right = python_field(node, "right");
	if (ts_node_is_null(right))
		return;
	uint32_t names = ts_node_named_child_count(left);
	if (python_node_is(left, "identifier")) {
		python_visit_given(reader, right, use, CONSTANT_NAMED,
				   python_node_text(reader, left));
	} else if (python_node_is(left, "pattern_list") &&
		   python_node_is(right, "expression_list") &&
		   names == ts_node_named_child_count(right)) {
		for (uint32_t i = 0; i < names; i++)
			python_visit_given(reader, ts_node_named_child(right, i), use,
					   CONSTANT_NAMED,
					   python_node_text(reader, ts_node_named_child(left, i)));
	} else {
		python_visit_parts(reader, left, use);
		python_visit_given(reader, right, use, CONSTANT_OPERAND, STR(""));
	}
}

static const struct python_function *python_function(const struct python_reader *reader,
						     struct str name)
{
	for (size_t i = 0; i < reader->function_count; i++)
		if (str_eq(reader->functions[i].name, name))
			return &reader->functions[i];
	return NULL;
}

static bool python_seeds(struct str callee)
{
	return str_eq(callee, STR("seed")) || str_ends(callee, STR(".seed")) ||
	       str_eq(callee, STR("Random")) || str_ends(callee, STR(".Random")) ||
	       str_ends(callee, STR("default_rng")) || str_ends(callee, STR("RandomState"));
}

static void python_visit_argument(struct python_reader *reader, TSNode argument,
				  struct python_use use, struct str callee, uint32_t index,
				  uint32_t count)
{
	const struct python_function *function = python_function(reader, callee);
	if (python_node_is(argument, "keyword_argument")) {
		struct str name = python_node_text(reader, python_field(argument, "name"));
		enum constant_place place = function != NULL            ? CONSTANT_NAMED
					    : str_eq(name, STR("seed")) ? CONSTANT_SEED
									: CONSTANT_OPERAND;
		python_visit_given(reader, python_field(argument, "value"), use, place, name);
		return;
	}
	struct str name = STR("");
	enum constant_place place = CONSTANT_OPERAND;
	if (python_seeds(callee))
		place = CONSTANT_SEED;
	else if (str_eq(callee, STR("range")) && index == (count > 1 ? 1 : 0))
		place = CONSTANT_LIMIT;
	else if (function != NULL)
		place = CONSTANT_ARGUMENT;
	if (place == CONSTANT_ARGUMENT && index < function->count)
		name = function->parameters[index];
	python_visit_given(reader, argument, use, place, name);
}

static void python_visit_call(struct python_reader *reader, TSNode node, struct python_use use)
{
	TSNode function = python_field(node, "function");
	TSNode arguments = python_field(node, "arguments");
	struct str callee = python_node_text(reader, function);
	uint32_t count = ts_node_named_child_count(arguments);
	bool converts = str_eq(callee, STR("int")) || str_eq(callee, STR("float"));
	if (converts && count == 1) {
		python_visit(reader, ts_node_named_child(arguments, 0), use);
		return;
	}
	python_visit_given(reader, function, use, CONSTANT_OPERAND, STR(""));
	if (!python_node_is(arguments, "argument_list")) {
		python_visit_parts(reader, arguments, use);
		return;
	}
	for (uint32_t i = 0; i < count; i++)
		python_visit_argument(reader, ts_node_named_child(arguments, i), use, callee, i,
				      count);
}

/* What stands right of < and the like is a limit. */
static void python_visit_comparison(struct python_reader *reader, TSNode node,
				    struct python_use use)
{
	bool limit = false;
	for (uint32_t i = 0; i < ts_node_child_count(node); i++) {
		TSNode child = ts_node_child(node, i);
		if (ts_node_is_named(child))
			python_visit_given(reader, child, use,
					   limit ? CONSTANT_LIMIT : CONSTANT_OPERAND, STR(""));
		else
			limit = strchr("<>", ts_node_type(child)[0]) != NULL;
	}
}

/* The condition is an operand; what is chosen is given on. */
static void python_visit_choice(struct python_reader *reader, TSNode node, struct python_use use)
{
	for (uint32_t i = 0; i < ts_node_named_child_count(node); i++) {
		TSNode child = ts_node_named_child(node, i);
		if (i == 1)
			python_visit_given(reader, child, use, CONSTANT_OPERAND, STR(""));
		else
			python_visit(reader, child, use);
	}
}

static void python_visit_string(struct python_reader *reader, TSNode node, struct python_use use)
{
	for (uint32_t i = 0; i < ts_node_named_child_count(node); i++) {
		TSNode part = ts_node_named_child(node, i);
		if (python_node_is(part, "string_content"))
			python_add(reader, part, &use, CONSTANT_TEXT);
		else
			python_visit_parts(reader, part, use);
	}
}

static const struct {
	const char *type;
	void (*visit)(struct python_reader *, TSNode, struct python_use);
} python_visits[] = {
	{"assignment", python_visit_assignment},
	{"call", python_visit_call},
	{"comparison_operator", python_visit_comparison},
	{"conditional_expression", python_visit_choice},
	{"string", python_visit_string},
};

static void python_visit(struct python_reader *reader, TSNode node, struct python_use use)
{
	if (use.depth++ == PYTHON_CONSTANTS_DEPTH)
		reader->failed = true;
	if (reader->failed || python_number(reader, node, &use))
		return;
	if (python_node_is(node, "parenthesized_expression") &&
	    ts_node_named_child_count(node) == 1) {
		python_visit(reader, ts_node_named_child(node, 0), use);
		return;
	}
	if (python_node_is(node, "default_parameter") ||
	    python_node_is(node, "typed_default_parameter")) {
		python_visit_given(reader, python_field(node, "value"), use, CONSTANT_NAMED,
				   python_node_text(reader, python_field(node, "name")));
		return;
	}
	for (size_t i = 0; i < sizeof(python_visits) / sizeof(python_visits[0]); i++)
		if (python_node_is(node, python_visits[i].type)) {
			python_visits[i].visit(reader, node, use);
			return;
		}
	python_visit_parts(reader, node, use);
}

/* The name of a parameter, whatever stands with it; empty for * and the like. */
static struct str python_parameter(const struct python_reader *reader, TSNode node)
{
	TSNode name = python_field(node, "name");
	if (!ts_node_is_null(name))
		return python_node_text(reader, name);
	if (python_node_is(node, "identifier"))
		return python_node_text(reader, node);
	if (python_node_is(node, "typed_parameter"))
		return python_node_text(reader, ts_node_named_child(node, 0));
	return STR("");
}

/* A method's first parameter is not given by who calls it. */
static void python_learn_function(struct python_reader *reader, TSNode node, struct str class_name)
{
	if (reader->function_count == PYTHON_FUNCTIONS)
		return;
	struct python_function *function = &reader->functions[reader->function_count++];
	struct str name = python_node_text(reader, python_field(node, "name"));
	bool makes = class_name.len > 0 && str_eq(name, STR("__init__"));
	function->name = makes ? class_name : name;
	TSNode parameters = python_field(node, "parameters");
	for (uint32_t i = class_name.len > 0; i < ts_node_named_child_count(parameters); i++)
		if (function->count < PYTHON_PARAMETERS)
			function->parameters[function->count++] =
				python_parameter(reader, ts_node_named_child(parameters, i));
}

static void python_learn(struct python_reader *reader, TSNode node, struct str class_name,
			 size_t depth)
{
	if (depth == PYTHON_CONSTANTS_DEPTH)
		return;
	if (python_node_is(node, "function_definition")) {
		python_learn_function(reader, node, class_name);
		class_name = STR("");
	}
	if (python_node_is(node, "class_definition"))
		class_name = python_node_text(reader, python_field(node, "name"));
	for (uint32_t i = 0; i < ts_node_named_child_count(node); i++)
		python_learn(reader, ts_node_named_child(node, i), class_name, depth + 1);
}

bool python_constants(struct arena *arena, struct str source, struct constants *constants)
{
	*constants = (struct constants){0};
	TSParser *parser = source.len > PYTHON_CONSTANTS_BYTES ? NULL : ts_parser_new();
	if (parser == NULL)
		return false;
	ts_parser_set_timeout_micros(parser, PYTHON_CONSTANTS_US);
	TSTree *tree = NULL;
	if (ts_parser_set_language(parser, tree_sitter_python()))
		tree = ts_parser_parse_string(parser, NULL, source.at == NULL ? "" : source.at,
					      (uint32_t)source.len);
	struct python_reader reader = {.arena = arena, .source = source, .failed = tree == NULL};
	if (tree != NULL && !ts_node_has_error(ts_tree_root_node(tree))) {
		reader.at = arena_array(arena, CONSTANTS_MAX, sizeof(*reader.at));
		reader.functions = arena_array(arena, PYTHON_FUNCTIONS, sizeof(*reader.functions));
		python_learn(&reader, ts_tree_root_node(tree), STR(""), 0);
		python_visit(&reader, ts_tree_root_node(tree), (struct python_use){0});
	} else {
		reader.failed = true;
	}
	if (tree != NULL)
		ts_tree_delete(tree);
	ts_parser_delete(parser);
	constants->at = reader.at;
	constants->count = reader.count;
	return !reader.failed;
}
