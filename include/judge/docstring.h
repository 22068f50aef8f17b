/*
 * Documentation strings: from a literal to its text and back, what a text documents in which
 * style, and whether that fits the code. Pure. (PEP 257; the styles as Napoleon, numpydoc, Sphinx
 * and Epydoc define them; the checks are the decidable ones of pydoclint and numpydoc.)
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

enum doc_style {
	DOC_PLAIN, /* PEP 257: prose alone */
	DOC_GOOGLE,
	DOC_NUMPY,
	DOC_SPHINX,
	DOC_EPYDOC,
};

/* "google"; for settings and prompts. */
const char *doc_style_word(enum doc_style style);
/* False when `word` names none; "pep257" is plain, "rest" Sphinx. */
bool doc_style_of(struct str word, enum doc_style *style);

/*
 * The text that a literal stands for, prefix and quotes off, escapes resolved, indentation taken
 * off as inspect.cleandoc does. False when it is no single plain literal.
 */
bool docstring_text(struct arena *arena, struct str literal, struct str *text);

/* How a literal is to be written. */
struct doc_form {
	struct str indent;  /* white space before the lines of the body */
	struct str newline; /* "\n" or "\r\n" */
	bool single_quotes; /* ''' in place of """ */
	size_t width;       /* of a whole line; 0: any */
};

/*
 * The literal for a text: what needs escaping is escaped, raw where that is plainer, one line where
 * it fits. It starts without indentation and ends with its quotes. False when the text is empty or
 * holds what no source may: a NUL or another control character.
 */
bool docstring_write(struct arena *arena, struct str text, const struct doc_form *form,
		     struct str *literal);

/* One thing documented. */
struct doc_item {
	struct str name; /* without stars; of a return its name or empty */
	struct str type; /* empty: not told */
	struct str text; /* its first line */
	bool starred;    /* written with its stars */
};

enum { DOC_ITEMS_MAX = 200 };

struct doc {
	enum doc_style style;
	struct str text;
	struct str summary; /* the first paragraph's lines, joined */
	size_t summary_lines;
	const struct doc_item *parameters, *raises;
	size_t parameter_count, raise_count;
	bool returns, yields;
	struct str return_type;
	struct str prose;  /* the lines that are no item of a section, trimmed */
	bool has_examples; /* a line that begins with >>> */
};

/* What `text` documents. Its style is found from the text itself. */
void doc_parse(struct arena *arena, struct str text, struct doc *doc);

/* A style for what has none of its own: the one that most of `docs` have, plain ones aside. */
enum doc_style doc_style_of_most(const struct doc *docs, size_t count, enum doc_style otherwise);

/* --- what documentation owes to the code --- */

struct doc_parameter {
	struct str name, annotation;
	const char *stars; /* "", "*" or "**" */
};

struct doc_duty {
	const struct doc_parameter *parameters;
	size_t parameter_count;
	const struct str *raises;
	size_t raise_count;
	struct str returns; /* the annotation; empty: none */
	bool returns_value, yields;
	bool is_callable; /* false: a class or a module, which owe none of that */
	size_t width;     /* the longest line allowed, less the indentation; 0: any */
};

enum { DOC_FAULTS_MAX = 40 };

/* What is wrong, one line each, fit for a person and for a model. */
struct doc_faults {
	struct str at[DOC_FAULTS_MAX];
	size_t count;
};

/*
 * Hold a documentation against its duty. A short one, of prose alone, may leave out parameters and
 * returns when `brief` says so; what it does say must be right in any case.
 */
void doc_check(struct arena *arena, const struct doc *doc, const struct doc_duty *duty, bool brief,
	       struct doc_faults *faults);

/* Say which lines of prose of the `old` text are gone in the `new` one. */
void doc_check_kept(struct arena *arena, const struct doc *old, const struct doc *new,
		    struct doc_faults *faults);
