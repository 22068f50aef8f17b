/*
 * The values of Python's numbers, and of expressions of whole ones such as 10**6.
 */
#include "python_number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PYTHON_DIGITS = 40 }; /* of a number that is understood */

static struct str python_number_text(struct str source, TSNode node)
{
	uint32_t from = ts_node_start_byte(node), to = ts_node_end_byte(node);
	return str_part(source, from, to - from);
}

static bool python_node_is(TSNode node, const char *type)
{
	return !ts_node_is_null(node) && strcmp(ts_node_type(node), type) == 0;
}

static TSNode python_field(TSNode node, const char *name)
{
	return ts_node_child_by_field_name(node, name, (uint32_t)strlen(name));
}

/* Without the underscores between digits; false for what is no plain number. */
static bool python_digits(struct str text, char *digits)
{
	size_t n = 0;
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '_')
			continue;
		if (n + 1 == PYTHON_DIGITS || text.at[i] == 'j' || text.at[i] == 'J')
			return false;
		digits[n++] = text.at[i];
	}
	digits[n] = '\0';
	return n > 0;
}

static bool python_integer(struct str text, int64_t *value)
{
	char digits[PYTHON_DIGITS];
	if (!python_digits(text, digits))
		return false;
	int base = 10;
	const char *at = digits;
	if (digits[0] == '0' && digits[1] != '\0') {
		char kind = (char)(digits[1] | 32);
		base = kind == 'x' ? 16 : kind == 'b' ? 2 : kind == 'o' ? 8 : 10;
		at += base == 10 ? 0 : 2;
	}
	if (strlen(at) > 18 && base == 10)
		return false;
	char *end;
	unsigned long long number = strtoull(at, &end, base);
	*value = (int64_t)number;
	return *end == '\0' && number < INT64_MAX;
}

/* Exact as long as a double is. */
static bool python_result(double number, int64_t *value)
{
	*value = number > -9e15 && number < 9e15 ? (int64_t)number : 0;
	return (double)*value == number;
}

/* The value of an expression of integers; false when it is none, or too large. */
bool python_number_fold(struct str source, TSNode node, size_t depth, int64_t *value)
{
	if (python_node_is(node, "integer"))
		return python_integer(python_number_text(source, node), value);
	if (depth == 0 || (python_node_is(node, "parenthesized_expression") &&
			   ts_node_named_child_count(node) != 1))
		return false;
	if (python_node_is(node, "parenthesized_expression"))
		return python_number_fold(source, ts_node_named_child(node, 0), depth - 1, value);
	int64_t a, b;
	if (!python_node_is(node, "binary_operator") ||
	    !python_number_fold(source, python_field(node, "left"), depth - 1, &a) ||
	    !python_number_fold(source, python_field(node, "right"), depth - 1, &b))
		return false;
	struct str sign = python_number_text(source, python_field(node, "operator"));
	if (str_eq(sign, STR("**")))
		return b >= 0 && python_result(pow((double)a, (double)b), value);
	if (str_eq(sign, STR("*")))
		return python_result((double)a * (double)b, value);
	if (str_eq(sign, STR("+")))
		return python_result((double)a + (double)b, value);
	if (str_eq(sign, STR("-")))
		return python_result((double)a - (double)b, value);
	return str_eq(sign, STR("<<")) && b >= 0 && b < 64 &&
	       python_result(ldexp((double)a, (int)b), value);
}

bool python_number_float(struct str text, double *value)
{
	char digits[PYTHON_DIGITS], *end;
	if (!python_digits(text, digits))
		return false;
	*value = strtod(digits, &end);
	return *end == '\0';
}
