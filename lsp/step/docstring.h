/*
 * Documentation strings on their way from a model's answer into a source: which definitions are
 * to have one, what the answer says for each, and the smallest edits that put it there. Private to
 * step.
 */
#pragma once

#include "judge/docstring.h"
#include "lang/definitions.h"

/* A definition that is to be documented. */
struct doc_target {
	const struct definition *definition;
	struct str old_text; /* what is documented now; empty: nothing */
	struct str text;     /* what the answer says; empty: nothing yet */
	struct doc_faults faults;
};

/* Bytes of the source to be replaced. */
struct doc_edit {
	size_t from, len;
	struct str text;
};

/*
 * Take the documentation out of an answer, and nothing else: it may hold whole functions, bodies
 * that were rewritten, bare strings, or prose. What belongs to no target is dropped. Returns how
 * many targets got a text.
 */
size_t docstring_take(struct arena *arena, struct str answer, struct doc_target *targets,
		      size_t count);

/* What the project wants of its documentation. */
struct doc_wish {
	enum doc_style style;
	size_t width;    /* of a line; 0: any */
	bool ascii_only; /* the file is in an encoding that cannot be written here */
};

/*
 * Hold each text against its definition, the text that stood there, and the project's wish.
 * Returns how many targets have a text without fault.
 */
size_t docstring_judge(struct arena *arena, struct doc_target *targets, size_t count,
		       const struct doc_wish *wish);

/* What is wrong with whom, for the model; empty when all is well. */
struct str docstring_evidence(struct arena *arena, const struct doc_target *targets, size_t count);

/*
 * The edits that write the targets' texts into the source, in the order of the text, at most one
 * for each. Returns how many; a target whose text cannot be written gets a fault and no edit.
 */
size_t docstring_edits(struct arena *arena, struct str source, struct doc_target *targets,
		       size_t count, size_t width, struct doc_edit *edits);

/*
 * Point the targets at the definitions of `now`, what has become of the source `then` meanwhile: a
 * definition is the same one if its text is the same byte for byte, of a class or a module that
 * which its documentation stands behind. Others lose their text and get a fault. Returns how many
 * are left; `now` that does not parse leaves none.
 */
size_t docstring_rebase(struct arena *arena, struct str then, struct str now,
			struct doc_target *targets, size_t count);

/* The source with the edits made. */
struct str docstring_apply(struct arena *arena, struct str source, const struct doc_edit *edits,
			   size_t count);
