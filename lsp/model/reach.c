/*
 * The checks before anything is sent anywhere: the address is what it seems to be, and no key goes
 * where others can read it.
 */
#include "reach.h"

#include <stdlib.h>
#include <string.h>

#include "io/fetch.h"

bool reach_base(const struct provider *provider, struct str base, struct err *err)
{
	const char *base_env = provider_address(provider);
	if (base.len == 0)
		return err_set(err, ERR_INPUT, "where is %s? Set %s", provider->label, base_env);
	if (!str_starts(base, STR("http://")) && !str_starts(base, STR("https://")))
		return err_set(err, ERR_INPUT,
			       "the base URL (%s) must begin with http:// or https://", base_env);
	for (size_t i = 0; i < base.len; i++)
		if ((unsigned char)base.at[i] <= ' ' || strchr("@?#\\\"<>\x7f", base.at[i]) != NULL)
			return err_set(err, ERR_INPUT,
				       "the base URL (%s) must be plain: scheme, host, port and "
				       "path, no name, password, query or blank",
				       base_env);
	return true;
}

bool reach_key(const struct provider *provider, struct str base, const struct provider_key *key,
	       struct err *err)
{
	if (key == NULL && !provider_is_open(base))
		return err_set(err, ERR_AUTH,
			       "%s needs a key: set %s, or point %s at a local server",
			       provider->label, provider_key_name(provider),
			       provider_address(provider));
	const char *allow = getenv("KADANE_ALLOW_PLAIN_HTTP");
	if (key != NULL && str_starts(base, STR("http://")) && !fetch_is_loopback(base) &&
	    (allow == NULL || strcmp(allow, "1") != 0))
		return err_set(err, ERR_INPUT,
			       "%.*s would carry the key in %s over the network in the clear: use "
			       "https, or unset the key, or set KADANE_ALLOW_PLAIN_HTTP=1 if you "
			       "trust every machine on the way",
			       STR_ARG(base), key->env);
	return true;
}
