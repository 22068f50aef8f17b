/*
 * Standard headers compiled ahead of programs. A set is prepared while a model still writes,
 * from what the program opens with, and kept for the next; a program uses the set that saves it
 * most of those that hold nothing but what it opens with itself.
 */
#pragma once

#include <stdbool.h>

#include "io/op.h"
#include "io/sandbox.h"
#include "job/queue.h"
#include "lang/build.h"
#include "lang/opening.h"
#include "step/work.h"

enum { HEADERS_FLAGS = 6 };

/* The files of a set. */
#define HEADERS_SOURCE "set.hpp"
#define HEADERS_RESULT "set.hpp.gch"
#define HEADERS_READY  "ready" /* written last: what the set is for, and how to link */

/* A set that is ready to be used. */
struct headers {
	struct str folder; /* shown to the compiler at its own path */
	struct opening opening;
	const char *flags[HEADERS_FLAGS]; /* for the compiler; NULL-terminated */
};

/* The best set for `code` built in the way of `build`; false when there is none. */
bool headers_find(struct work *work, const struct tool *compiler, const struct build *build,
		  struct str code, struct headers *headers);

/* It did harm: it is not used again. */
void headers_drop(const struct headers *headers);

/* Whether the compiler passed the set by, by what it said. */
bool headers_were_refused(struct str log);

/* --- preparing (headers_prepare.c) --- */

enum preparing_stage { PREPARING_HEADERS, PREPARING_LINK, PREPARING_RUN };

/* A set in the making: an op. */
struct preparing {
	struct op op;
	struct work *work;
	struct turn turn;
	struct sandbox_run run;
	struct build build;
	struct str key, folder, text;
	const char *part;  /* where the compiler writes */
	const char *probe; /* the program that a linker must link */
	size_t linker;     /* which is tried; beyond the last: the compiler's own */
	enum preparing_stage stage;
	bool cancelled;
};

/*
 * The answer has grown to `code`: begin to prepare what the program opens with, in the background,
 * unless that is there already or the original still runs. Call it as often as you like.
 */
void headers_foresee(struct work *work, struct str code);

/* How a set is named, and what stands in its file "ready". */
struct str headers_name(struct arena *arena, struct str key, struct str text);
struct str headers_ready(struct arena *arena, struct str key, struct str text, int64_t size,
			 struct str linker);
