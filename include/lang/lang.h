/*
 * A language is a const struct: how it is recognised, checked, cut out of an answer,
 * built and run. Pure: builds command lines, starts nothing.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "lang/build.h"
#include "lang/constants.h"
#include "lang/opening.h"

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

	/* True when `source` looks as if it looked at its arguments. NULL: never. */
	bool (*reads_args)(struct str source);

	/* True when `source` looks as if it drew random numbers that nobody seeded. NULL: never. */
	bool (*draws_unseeded)(struct str source);

	/* The constants that stand in `source`; false when they are not understood. NULL: never. */
	bool (*constants)(struct arena *arena, struct str source, struct constants *constants);

	/* A source that reads those constants when it runs: see cpp_open_constants. NULL: none. */
	struct str (*open_constants)(struct arena *arena, struct str source,
				     const struct constant *const *targets, size_t count);

	/* What `source` calls to start another program; empty: nothing seen. NULL: never. */
	struct str (*starts_program)(struct arena *arena, struct str source);

	/*
	 * The command that makes `program` of `source` (paths as seen inside) in the way of
	 * `build`; NULL-terminated, in the arena. NULL: not built.
	 */
	const char *const *(*compile)(struct arena *arena, const struct build *build,
				      const char *source, const char *program);

	/* True when `source` may start threads whose order it must see to itself. NULL: never. */
	bool (*uses_threads)(struct str source);

	/* True when `source` may compute with floating-point numbers. NULL: it may. */
	bool (*uses_floats)(struct str source);

	/*
	 * What `source` may know the time by that build.clocks does not reach: a word of it; empty:
	 * nothing. NULL: build.clocks is not known.
	 */
	struct str (*reads_other_clocks)(struct arena *arena, struct str source);

	/* What is compiled where `code` is to be built in the way of `build`. NULL: the code. */
	struct str (*source)(struct arena *arena, const struct build *build, struct str code);

	/* The headers that a growing program opens with. NULL: it has none. */
	void (*opening)(struct str source, struct opening *opening);

	/*
	 * The command that compiles `header` into `result`, for programs that are built in the way
	 * of `build` and include it. NULL: there is none.
	 */
	const char *const *(*precompile)(struct arena *arena, const struct build *build,
					 const char *header, const char *result);

	/*
	 * Sets of tuning flags that may pay, NULL-terminated; the first is that of a build that
	 * names none. NULL: not built.
	 */
	const char *const *const *tunings;
};

/* By LSP's id; by a file's name; NULL when we know none. */
const struct language *lang_by_id(struct str id);
const struct language *lang_by_file(struct str path);

extern const struct language lang_cpp;
extern const struct language lang_python;
