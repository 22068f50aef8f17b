/*
 * The words of a C++ source: what is left of it without comments and white space.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

enum cpp_token_kind {
	CPP_END, /* also what stands before the first */
	CPP_NAME,
	CPP_NUMBER,
	CPP_STRING, /* text is its inside */
	CPP_CHARACTER,
	CPP_SIGN,
	CPP_DEFINED, /* the name in #define NAME NUMBER; the number follows */
};

struct cpp_token {
	enum cpp_token_kind kind;
	struct str text; /* a view of the source */
	size_t from;
};

enum { CPP_TOKENS_MAX = 40000 };

/*
 * All tokens, between two CPP_END; directives are left out but for constants that are defined.
 * NULL when there are too many.
 */
const struct cpp_token *cpp_tokens(struct arena *arena, struct str source, size_t *count);
