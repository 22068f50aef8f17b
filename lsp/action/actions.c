/*
 * The table of everything a user may ask for. Add two lines here: extern and row.
 */
#include "action/action.h"

#include <stddef.h>

#include "model/prompt.h"

extern const struct action action_translate, action_docstring, action_docstrings;

const struct action *const actions[] = {
	&action_translate,
	&action_docstring,
	&action_docstrings,
	NULL,
};

const struct action *action_by_name(struct str name)
{
	for (const struct action *const *action = actions; *action != NULL; action++)
		if (str_eq(name, str_of((*action)->name)))
			return *action;
	return NULL;
}

const struct action *action_by_command(struct str command)
{
	for (const struct action *const *action = actions; *action != NULL; action++)
		if (str_eq(command, str_of((*action)->command)))
			return *action;
	return NULL;
}

bool action_title(const struct action *action, struct arena *arena, struct str folder,
		  struct str *title, struct err *err)
{
	struct prompt_head head;
	bool fine = prompt_head(arena, folder, action->prompt, &head, err);
	/* A prompt that two actions share is called after one of them. */
	bool own = str_eq(str_of(action->prompt), arena_fmt(arena, "%s.md", action->name));
	*title = fine && own && head.title.len > 0 ? head.title : str_of(action->title);
	return fine;
}
