/*
 * What a Python project says of its own style, in the configuration of the tools it uses:
 * pyproject.toml, ruff.toml, setup.cfg, tox.ini, .pydocstyle, .flake8. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

struct project {
	struct str convention; /* of documentation, as it is called there: "google"; empty: none */
	size_t width;          /* of a line; 0: not said */
};

/* The files that may say so, in the order in which they are heard; ends with NULL. */
extern const char *const project_files[];

/*
 * Read the text of one of those files. What `project` knows already stays: call it for the
 * nearest file first.
 */
void project_read(struct arena *arena, struct str text, struct project *project);
