/*
 * Model names and limits: data with a date, not code (prompts/models.json, which a
 * user may override). Private to model.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct defaults {
	struct str model;
	struct str version;    /* of the API; empty: none */
	long limit;            /* tokens of an answer, at the provider's own URL … */
	long compatible_limit; /* … and elsewhere */
};

/*
 * The defaults of one provider: the user's file first, the embedded one for what it leaves out.
 * Fails when the user's file is there but cannot be understood.
 */
bool defaults_load(struct arena *arena, const char *provider, struct defaults *defaults,
		   struct err *err);

/* The same from the bytes of one file called `name`; what it does not name stays as it was. */
bool defaults_read(struct arena *arena, struct str bytes, const char *name, const char *provider,
		   struct defaults *defaults, struct err *err);
