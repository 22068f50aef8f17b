/*
 * Whether a provider may be spoken to at an address, with a key or without. Private to model.
 */
#pragma once

#include "base/err.h"
#include "provider.h"

/* The address is a plain http or https URL. */
bool reach_base(const struct provider *provider, struct str base, struct err *err);

/* A key is there where one is needed (`key` is NULL: none), and does not travel in the clear. */
bool reach_key(const struct provider *provider, struct str base, const struct provider_key *key,
	       struct err *err);
