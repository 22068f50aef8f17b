/*
 * Opens constants of a C++ source: one build serves every value. In front of the text each gets a
 * variable of the type its literal has, which takes its value from the environment before
 * anything else of the text is initialised.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "lang/constants.h"

enum { CPP_OPEN_MAX = 1 << 20 };

/* A part of the source, and what stands there instead. */
struct cpp_change {
	size_t from, len;
	struct str with;
};

static bool cpp_ends_with_letter(struct str text, char letter)
{
	for (size_t i = text.len; i > 0 && strchr("uUlLzZ", text.at[i - 1]) != NULL; i--)
		if ((text.at[i - 1] | 32) == letter)
			return true;
	return false;
}

static const char *cpp_type(const struct constant *constant)
{
	struct str text = constant->text;
	if (constant->kind == CONSTANT_FLOAT)
		return str_ends(text, STR("f")) || str_ends(text, STR("F")) ? "float" : "double";
	bool is_unsigned = cpp_ends_with_letter(text, 'u');
	if (str_ends(text, STR("LL")) || str_ends(text, STR("ll")))
		return is_unsigned ? "unsigned long long" : "long long";
	if (cpp_ends_with_letter(text, 'l') || cpp_ends_with_letter(text, 'z') ||
	    constant->number > INT32_MAX)
		return is_unsigned ? "unsigned long" : "long";
	return is_unsigned ? "unsigned" : "int";
}

static void cpp_open_variable(struct buf *out, const struct constant *constant, size_t index)
{
	const char *type = cpp_type(constant);
	bool real = constant->kind == CONSTANT_FLOAT;
	buf_addf(out,
		 "static const %s kadane_constant_%zu = std::getenv(\"KADANE_CONSTANT_%zu\") ? ",
		 type, index, index);
	buf_addf(out, "static_cast<%s>(std::%s(std::getenv(\"KADANE_CONSTANT_%zu\"))) : %.*s;\n",
		 type, real ? "atof" : "atoll", index, STR_ARG(constant->text));
}

static int cpp_change_compare(const void *a, const void *b)
{
	size_t x = ((const struct cpp_change *)a)->from, y = ((const struct cpp_change *)b)->from;
	return (x > y) - (x < y);
}

/* Whether the change was noted before: one word may stand for two constants. */
static bool cpp_changed(const struct cpp_change *changes, size_t count, size_t from)
{
	for (size_t i = 0; i < count; i++)
		if (changes[i].from == from)
			return true;
	return false;
}

struct str cpp_open_constants(struct arena *arena, struct str source,
			      const struct constant *const *targets, size_t count)
{
	struct cpp_change *changes = arena_array(arena, 2 * count + 1, sizeof(*changes));
	size_t n = 0;
	struct buf out;
	buf_init(&out, CPP_OPEN_MAX);
	buf_add(&out, STR("#include <cstdlib>\n"));
	for (size_t i = 0; i < count; i++) {
		struct str fixed = targets[i]->fixed;
		size_t at = fixed.len == 0 ? 0 : (size_t)(fixed.at - source.at);
		cpp_open_variable(&out, targets[i], i);
		changes[n++] = (struct cpp_change){
			.from = targets[i]->from,
			.len = targets[i]->text.len,
			.with = arena_fmt(arena, "kadane_constant_%zu", i),
		};
		/* What is read at run time cannot be a constexpr. */
		if (fixed.len > 0 && !cpp_changed(changes, n, at))
			changes[n++] = (struct cpp_change){at, fixed.len, STR("const")};
	}
	qsort(changes, n, sizeof(*changes), cpp_change_compare);
	size_t done = 0;
	for (size_t i = 0; i < n; i++) {
		buf_add(&out, str_part(source, done, changes[i].from - done));
		buf_add(&out, changes[i].with);
		done = changes[i].from + changes[i].len;
	}
	buf_add(&out, str_part(source, done, source.len));
	struct str opened = out.full ? STR("") : arena_str(arena, buf_str(&out));
	buf_deinit(&out);
	return opened;
}
