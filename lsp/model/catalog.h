/*
 * What is known of models: data with a date, not code (prompts/models.json, which a
 * user's models.json overrides name by name). Private to model.
 */
#pragma once

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Of one provider. */
struct defaults {
	struct str model;
	struct str version;    /* of the API; empty: none */
	struct str template;   /* its name, whatever the model is called; or empty */
	long limit;            /* tokens of an answer, at the provider's own URL … */
	long compatible_limit; /* … and elsewhere */
};

/* USD per million tokens; negative: unknown. */
struct price {
	double input, cached, cache_write, output;
	/* A question longer than this costs the second set; 0: there is none. */
	long above_tokens;
	double above_input, above_cached, above_output;
	/* At these hours of a working day (UTC, bits 0 to 23) all of it costs so many times more.
	 */
	unsigned peak_hours;
	double peak_factor;
	struct str as_of; /* "2026-11-05" */
};

/* Of one model. */
struct model_facts {
	bool known;
	bool by_user;             /* the user's own file has it */
	long context, max_output; /* tokens; 0: unknown */
	bool developer;           /* its system text is the developer's, at OpenAI */
	struct str template;      /* the chat template's name; empty: by the model's name */
	struct price price;
};

/* Nothing is known. */
extern const struct model_facts model_facts_none;

/*
 * The defaults of one provider: the user's file first, the embedded one for what it leaves out.
 * Fails when the user's file is there but cannot be understood.
 */
bool defaults_load(struct arena *arena, const char *provider, struct defaults *defaults,
		   struct err *err);

/* The same from the bytes of one file called `name`; what it does not name stays as it was. */
bool defaults_read(struct arena *arena, struct str bytes, const char *name, const char *provider,
		   struct defaults *defaults, struct err *err);

/*
 * The facts of a model of that provider, by its id, also with a date or "-latest" behind it.
 * Unknown is no failure.
 */
bool model_facts_load(struct arena *arena, const char *provider, struct str model,
		      struct model_facts *facts, struct err *err);

/*
 * The user's models.json, to be freed with cJSON_Delete: *root is NULL when there is none. *path
 * (in `arena`) is for messages. False with `err` naming the file when it is no JSON object.
 */
bool catalog_user_file(struct arena *arena, cJSON **root, const char **path, struct err *err);

/* Both files, parsed, for who looks up many models: the embedded one and the user's. */
struct catalog {
	cJSON *roots[2];
};

bool catalog_load(struct arena *arena, struct catalog *catalog, struct err *err);
void catalog_facts(struct arena *arena, const struct catalog *catalog, const char *provider,
		   struct str model, struct model_facts *facts);
void catalog_free(struct catalog *catalog);

/* Is `id` the name itself, or the name with a date or a word for "the newest" behind it? */
bool catalog_is_named(struct str id, struct str name);
