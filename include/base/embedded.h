/*
 * Files of this tree that travel inside the binary: prompts/ and lsp/harness/.
 * The Makefile writes the table.
 */
#pragma once

#include "base/str.h"

struct embedded {
	const char *name; /* "translate.md", "shifted.py" */
	struct str bytes;
};

/* Ends with a NULL name. */
extern const struct embedded embedded_files[];

/* The file's bytes; the empty str when there is none of that name. */
struct str embedded_file(const char *name);
