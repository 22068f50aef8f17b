/*
 * A language is a const struct: how it is recognised, checked, cut out of an answer,
 * built and run. Pure: builds command lines, starts nothing.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

struct syntax_error {
	size_t offset; /* byte offset of the first thing that does not parse */
	size_t line;   /* from 1 */
	struct str text;
};

struct language {
	const char *id;                 /* LSP's languageId: "python", "cpp" */
	const char *name;               /* for people: "Python", "C++" */
	const char *suffix;             /* of files we write: ".cpp" */
	const char *const *suffixes;    /* that mark a source file; NULL-terminated */
	const char *const *fence_words; /* after ``` in an answer */
	const char *const *marks;       /* a whole program holds one of these */

	/* True when `source` parses; else the first error. NULL: not checked. */
	bool (*parses)(struct arena *arena, struct str source, struct syntax_error *error);

	/* True when `source` looks as if it read its standard input. NULL: never. */
	bool (*reads_stdin)(struct str source);

	/* True when `source` looks as if it drew random numbers that nobody seeded. NULL: never. */
	bool (*draws_unseeded)(struct str source);

	/*
	 * The command that builds `source` (a path as seen inside) into `program`, with the
	 * compiler at the absolute path `compiler`; NULL-terminated, in the arena. NULL: not built.
	 */
	const char *const *(*compile)(struct arena *arena, const char *compiler, const char *source,
				      const char *program);
};

/* By LSP's id; by a file's name; NULL when we know none. */
const struct language *lang_by_id(struct str id);
const struct language *lang_by_file(struct str path);

extern const struct language lang_cpp;
extern const struct language lang_python;
