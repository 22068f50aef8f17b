/*
 * A job that documents: what it is about, what it has come to. Private to step.
 */
#pragma once

#include "docstring.h"
#include "io/sandbox.h"
#include "lang/project.h"

struct work;

enum { DOCUMENTING_TARGETS = 200 };

struct documenting {
	struct definitions all;
	struct doc_target targets[DOCUMENTING_TARGETS];
	size_t count;
	struct doc_wish wish;
	struct doc_edit edits[DOCUMENTING_TARGETS];
	size_t edit_count;
	struct str after;  /* the source as it would be */
	const char *root;  /* the folder that imports begin at */
	struct str module; /* what the file is called as a module: "pkg.mod" */
};

/* A file of the job's own for the sandbox; its path, or NULL with the job's err set. */
const char *documenting_put(struct work *work, const char *name, struct str bytes);

/* Write the texts into the source anew. */
void documenting_write(struct work *work);
