/*
 * What a provider is: somebody who answers at an address, in a dialect, perhaps for
 * a key. The known ones are a const table; a user's models.json may change them and
 * add others. Private to model.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/secret.h"
#include "base/str.h"
#include "dialect.h"
#include "model/model.h"

/* A key may come under several names, each with the header it travels in. */
struct provider_key {
	const char *env;
	const char *header; /* NULL: the dialect's */
	const char *prefix; /* of the header's value: "Bearer " */
};

enum { PROVIDER_KEYS_MAX = 3 };

struct provider {
	const char *name;  /* "anthropic" */
	const char *label; /* "Anthropic (Claude)" */
	const struct dialect *dialect;
	const char *url;      /* its own base URL; NULL: the user must say */
	const char *base_env; /* the variable that overrules it; NULL: none */
	/* That variable is in Ollama's notation; the registry puts what it means here. */
	bool host_notation;
	const char *base_from_env;
	struct provider_key keys[PROVIDER_KEYS_MAX]; /* the first that is set counts */
	const char *key_command; /* its output is the key: "pass show work/llm"; NULL: none … */
	struct provider_key command_key; /* … and under which name it is kept */
	const char *const *command;      /* instead of an address: a program; NULL-terminated */
	const char *const *hand_over;    /* keys it gets in its environment; or NULL */
	bool attached;                   /* somebody has said that they answer for it */
	uint64_t idle_ms;          /* silence that is normal on its connections; 0: the default */
	enum ask_limit limit;      /* at its own URL; elsewhere ASK_MAX_TOKENS */
	bool genuine;              /* OpenAI's own service, at its own URL */
	bool thinks;               /* has a switch for thinking; off unless the question says */
	bool local;                /* runs on the user's machine: not ready unless it is there */
	bool relays;               /* … and asks others, who want to be paid */
	const char *remote_suffix; /* … and does so for models whose names end like this; or NULL */
};

/* The known ones, in the order in which they are shown; ends with a NULL name. */
extern const struct provider provider_table[];

/* The known ones and what the user's models.json makes of them. */
struct registry {
	struct arena arena;
	const struct provider **list; /* ends with NULL */
	struct err err;               /* why the user's file was not heard */
};

void registry_init(struct registry *registry);
void registry_deinit(struct registry *registry);

/* Somebody answers for the providers of that dialect. */
void registry_attach(struct registry *registry, const struct dialect *dialect);

const struct provider *registry_find(const struct registry *registry, struct str name);

/* The key to use: NULL when none is set. */
const struct provider_key *provider_key(const struct provider *provider,
					const struct secrets *secrets);

/* Base URL from the choice, else the environment, else the provider's own; no trailing slash. */
struct str provider_base(const struct provider *provider, struct str chosen);

/* True when that is the provider's own address. */
bool provider_is_home(const struct provider *provider, struct str base);

/* What sets its address, and its key, for messages. */
const char *provider_address(const struct provider *provider);
const char *provider_key_name(const struct provider *provider);

/* True when by its name the server has that model answered by somebody else. */
bool provider_is_remote(const struct provider *provider, struct str model);

/* True when a call to `base` needs no key. */
bool provider_is_open(struct str base);
