/*
 * The table of everything a user may ask for. Add two lines here: extern and row.
 */
#include "action/action.h"

#include <stddef.h>

extern const struct action action_translate;

const struct action *const actions[] = {
	&action_translate,
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
