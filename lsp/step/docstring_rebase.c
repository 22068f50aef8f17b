/*
 * A model takes its time, and meanwhile somebody types. Documentation belongs to a definition,
 * not to an offset: it is found again by its path and its text, wherever it stands by then.
 */
#include "docstring.h"

/* What must be as it was: of a function all of it, else the head and what documents it. */
static struct str rebase_text(struct str source, const struct definition *definition)
{
	bool whole =
		definition->kind == DEFINITION_FUNCTION || definition->kind == DEFINITION_METHOD;
	size_t to = definition->to;
	if (!whole)
		to = definition->doc.len > 0 ? definition->doc_from + definition->doc.len
					     : definition->head_to;
	return str_part(source, definition->from, to - definition->from);
}

static bool rebase_same(struct str then, const struct definition *old, struct str now,
			const struct definition *new)
{
	return old->kind == new->kind &&str_eq(old->path, new->path) &&
	       (old->doc.len > 0) == (new->doc.len > 0) &&
	       str_eq(rebase_text(then, old), rebase_text(now, new));
}

/* The definition that is the old one still; NULL when there is none, or more than one. */
static const struct definition *rebase_find(const struct definitions *all, struct str then,
					    struct str now, const struct definition *old)
{
	const struct definition *found = NULL;
	for (size_t i = 0; i < all->count; i++) {
		if (!rebase_same(then, old, now, &all->at[i]))
			continue;
		if (found != NULL)
			return NULL;
		found = &all->at[i];
	}
	return found;
}

size_t docstring_rebase(struct arena *arena, struct str then, struct str now,
			struct doc_target *targets, size_t count)
{
	struct definitions all;
	size_t left = 0;
	bool parses = python_definitions(arena, now, &all);
	for (size_t i = 0; i < count; i++) {
		struct doc_target *target = &targets[i];
		const struct definition *found =
			parses ? rebase_find(&all, then, now, target->definition) : NULL;
		if (found != NULL) {
			target->definition = found;
			left += target->text.len > 0;
			continue;
		}
		target->text = STR("");
		target->faults.at[0] = parses ? STR("it was edited meanwhile")
					      : STR("the file does not parse any more");
		target->faults.count = 1;
	}
	return left;
}
