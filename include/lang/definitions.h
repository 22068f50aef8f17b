/*
 * The definitions in a source – functions, classes, the module itself – with where each
 * one's documentation stands or would stand, and what its body does that documentation must
 * tell. Pure; read off the syntax tree, so a source that does not parse has none.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

enum definition_kind {
	DEFINITION_MODULE,
	DEFINITION_CLASS,
	DEFINITION_FUNCTION,
	DEFINITION_METHOD, /* a function right inside a class */
};

enum parameter_kind {
	PARAMETER_PLAIN,
	PARAMETER_POSITIONAL, /* before a "/" */
	PARAMETER_KEYWORD,    /* behind a "*" */
	PARAMETER_ARGS,       /* *args */
	PARAMETER_KWARGS,     /* **kwargs */
};

struct parameter {
	enum parameter_kind kind;
	struct str name;       /* without stars */
	struct str annotation; /* empty: none */
	struct str fallback;   /* its default value; empty: none */
};

/* An exception that a body raises itself. */
struct raised {
	struct str name; /* "ValueError", "errors.Missing" */
	size_t line;
};

/* Strings are views into the source; offsets are bytes of it. */
struct definition {
	enum definition_kind kind;
	struct str name;           /* "f"; empty for the module */
	struct str path;           /* "A.f"; in the arena */
	size_t parent;             /* its index among the definitions; its own for the module */
	size_t line;               /* of "def" or "class", from 1 */
	size_t from, to;           /* the whole, decorators too */
	size_t head_from, head_to; /* from "def" or "class" to behind the colon */
	size_t body_from;          /* the first statement, a documentation string too */
	bool one_line;             /* the body stands on the line of the colon */
	struct str indent;         /* white space before the statements of the body … */
	struct str own_indent;     /* … and before the definition */

	/* The documentation as it stands, with prefix and quotes; empty: none. */
	struct str doc;
	size_t doc_from;
	bool doc_is_all; /* the body has nothing else */

	const struct parameter *parameters; /* without self or cls */
	size_t parameter_count;
	struct str returns;          /* the annotation; empty: none */
	const struct raised *raises; /* each once, in the order of the text */
	size_t raises_count;
	bool returns_value; /* there is a return of something other than None */
	bool yields;
	bool is_async;
	bool is_property; /* also cached_property and the like */
	bool is_accessor; /* @x.setter, @x.deleter: documented by the property */
	bool is_overload; /* @overload: documented by the implementation */
	bool is_abstract; /* the body does nothing, or only raises NotImplementedError */
	bool is_private;  /* _name, but for __name__ */
};

enum { DEFINITIONS_MAX = 5000, RAISES_MAX = 32 };

struct definitions {
	const struct definition *at; /* in the order of the text; the module is the first */
	size_t count;
	bool reads_docs; /* __doc__, getdoc or help occurs: documentation changes what the program
			    does */
};

/* False when `source` does not parse, or is too long to be read here. */
bool python_definitions(struct arena *arena, struct str source, struct definitions *definitions);

/* The innermost definition around `offset`; on the lines of decorators theirs. Never NULL. */
const struct definition *definition_at(const struct definitions *definitions, size_t offset);
