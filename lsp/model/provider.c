/*
 * What the environment says about a provider: where it is, whether there is a key
 * for it, whether it could be asked.
 */
#include "provider.h"

#include <stdlib.h>

#include "io/fetch.h"

struct str provider_name(const struct provider *provider)
{
	return str_of(provider->name);
}

const struct provider_key *provider_key(const struct provider *provider,
					const struct secrets *secrets)
{
	for (size_t i = 0; i < PROVIDER_KEYS_MAX && provider->keys[i].env != NULL; i++)
		if (str_trim(secrets_get(secrets, provider->keys[i].env)).len > 0)
			return &provider->keys[i];
	return provider->key_command != NULL ? &provider->command_key : NULL;
}

static struct str provider_from_env(const struct provider *provider)
{
	if (provider->base_from_env != NULL)
		return str_of(provider->base_from_env);
	return provider->base_env != NULL ? str_trim(str_of(getenv(provider->base_env))) : STR("");
}

struct str provider_base(const struct provider *provider, struct str chosen)
{
	struct str base = str_trim(chosen);
	if (base.len == 0)
		base = provider_from_env(provider);
	if (base.len == 0 && provider->url != NULL)
		base = str_of(provider->url);
	while (str_ends(base, STR("/")))
		base = str_part(base, 0, base.len - 1);
	return base;
}

bool provider_is_home(const struct provider *provider, struct str base)
{
	return provider->url != NULL && str_eq(base, str_of(provider->url));
}

const char *provider_address(const struct provider *provider)
{
	return provider->base_env != NULL ? provider->base_env : "its \"url\" in models.json";
}

const char *provider_key_name(const struct provider *provider)
{
	if (provider->key_command != NULL)
		return "its \"key\" in models.json";
	return provider->keys[0].env != NULL ? provider->keys[0].env
					     : "a \"key\" for it in models.json";
}

bool provider_is_open(struct str base)
{
	/* Over plain http to another host a key is not sent, so none can be wanted. */
	return fetch_is_loopback(base) || str_starts(base, STR("http://"));
}

bool provider_ready(const struct provider *provider, const struct secrets *secrets)
{
	struct str base = provider_base(provider, STR(""));
	if (provider->dialect->ready != NULL)
		return provider->dialect->ready(provider);
	if (provider->dialect->answer != NULL)
		return base.len > 0;
	if (base.len == 0 || (provider->local && provider_from_env(provider).len == 0))
		return false;
	return provider_key(provider, secrets) != NULL || provider_is_open(base);
}

const char *provider_needs(const struct provider *provider)
{
	bool address = provider->url == NULL || provider->local || provider->keys[0].env == NULL;
	const char *needs = address ? provider->base_env : provider->keys[0].env;
	return needs != NULL ? needs : "";
}
