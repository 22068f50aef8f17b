/*
 * What is known of a model at the address where it is asked. Private to model.
 */
#pragma once

#include <stdbool.h>

#include "catalog.h"
#include "provider.h"

/*
 * Do facts about one of the provider's models hold there? At its own address; elsewhere only when
 * the user's models.json has the model.
 */
bool facts_hold(const struct provider *provider, struct str base, const struct model_facts *facts);

/* As model_facts_load, without what does not hold there. */
bool facts_at(struct arena *arena, const struct provider *provider, struct str base,
	      struct str model, struct model_facts *facts, struct err *err);
