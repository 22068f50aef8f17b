/*
 * Prompts are Markdown files, embedded at build and overridable on disk, with named
 * sections ("# system", "# user", "# repair") and {{fields}}.
 */
#pragma once

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct prompt_field {
	const char *name;
	struct str value;
};

/*
 * The section `section` of the prompt `file` ("translate.md"), fields filled in; values are
 * never searched for fields again. `folder` (may be empty) is looked in before the embedded files.
 * Fails when file or section is missing, or when a field in it is not given.
 */
bool prompt_fill(struct arena *arena, struct str folder, const char *file, const char *section,
		 const struct prompt_field *fields, size_t count, struct str *text,
		 struct err *err);
