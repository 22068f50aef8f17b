/*
 * Whom to ask, by what the user has set: for one action, else for all of them, else whoever can be
 * asked.
 */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "model/listing.h"
#include "model/model.h"
#include "step/kit.h"
#include "step/settings.h"

/*
 * For the action of that name (empty: for any). The provider is NULL when none is set and none is
 * ready: then perhaps one runs on this machine (step_choose). Strings are borrowed from the
 * settings. False with `err` when a provider is named that nobody knows.
 */
bool choice_of(const struct kit *kit, const struct settings *settings, struct str action,
	       struct model_choice *choice, struct err *err);

/* The address that is set for that provider; empty: none, or it is another's. */
struct str choice_base(const struct kit *kit, const struct settings *settings,
		       const struct provider *provider);

/*
 * Of the servers that were found on this machine the one to ask: the first that has a model for
 * code, else the first that has any, else one that can be told to get one; none that hands on what
 * it is asked. NULL: none.
 */
const struct survey_answer *choice_found(const struct model_survey *survey);

/* The offer that would be asked; NULL when it is not among them. */
const struct model_offer *choice_offer(const struct model_choice *choice,
				       const struct survey_answer *answer);

/* "openai", or "openai/gpt-x" with *model set to what follows; NULL when nobody is called so. */
const struct provider *choice_find(const struct kit *kit, struct str word, struct str *model);

/* What to do when nobody can be asked; one short line. */
extern const char choice_nobody[];
