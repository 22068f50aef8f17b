/*
 * The providers there are, and what the environment says about them. Adding one is
 * a file with its struct, a line in provider.h and a line here.
 */
#include "provider.h"

#include <stdlib.h>

#include "io/fetch.h"

static const struct provider *const providers[] = {
	&provider_anthropic,
	&provider_openai,
	&provider_replay,
	NULL,
};

const struct provider *provider_find(struct str name)
{
	for (const struct provider *const *at = providers; *at != NULL; at++)
		if (str_eq(str_of((*at)->name), name))
			return *at;
	return NULL;
}

struct str provider_name(const struct provider *provider)
{
	return str_of(provider->name);
}

const struct provider *const *provider_all(void)
{
	return providers;
}

const struct provider_key *provider_key(const struct provider *provider,
					const struct secrets *secrets)
{
	for (const struct provider_key *key = provider->keys; key->env != NULL; key++)
		if (str_trim(secrets_get(secrets, key->env)).len > 0)
			return key;
	return NULL;
}

struct str provider_base(const struct provider *provider, struct str chosen)
{
	struct str base = str_trim(chosen);
	if (base.len == 0)
		base = str_trim(str_of(getenv(provider->base_env)));
	if (base.len == 0 && provider->url != NULL)
		base = str_of(provider->url);
	while (str_ends(base, STR("/")))
		base = str_part(base, 0, base.len - 1);
	return base;
}

bool provider_is_open(struct str base)
{
	/* Over plain http to another host a key is not sent, so none can be wanted. */
	return fetch_is_loopback(base) || str_starts(base, STR("http://"));
}

bool provider_ready(const struct provider *provider, const struct secrets *secrets)
{
	struct str base = provider_base(provider, STR(""));
	if (provider->answer != NULL)
		return base.len > 0;
	return provider_key(provider, secrets) != NULL || provider_is_open(base);
}

const char *provider_needs(const struct provider *provider)
{
	return provider->answer != NULL ? provider->base_env : provider->keys[0].env;
}

void model_take_keys(struct secrets *secrets)
{
	for (const struct provider *const *at = providers; *at != NULL; at++)
		for (const struct provider_key *key = (*at)->keys; key->env != NULL; key++)
			secrets_take_env(secrets, key->env);
}

void provider_list(struct buf *buf)
{
	const char *comma = "";
	for (const struct provider *const *at = providers; *at != NULL; at++) {
		if ((*at)->answer != NULL)
			continue;
		buf_addf(buf, "%s%s (set %s", comma, (*at)->name, (*at)->keys[0].env);
		buf_addf(buf, *at == &provider_openai ? ", or %s for a local server)" : ")",
			 (*at)->base_env);
		comma = ", ";
	}
}
