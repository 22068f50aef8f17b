/*
 * Sizes and prices of the embedded models.json are those of the provider's own service. Behind
 * another address that speaks like it there may be anybody with any model, whatever it is called;
 * and where a gateway hands questions on, what it takes and charges is its own affair. Only the
 * user can know that, and says so in models.json.
 */
#include "facts.h"

/* "https://api.example.com" of "https://api.example.com/v1" */
static struct str facts_origin(struct str base)
{
	size_t scheme = str_find(base, STR("://"));
	size_t host = scheme < base.len ? scheme + 3 : 0;
	struct str rest = str_part(base, host, base.len);
	return str_part(base, 0, host + str_find(rest, STR("/")));
}

/* Not the address that the user's models.json gives it, but that of the service it is named for. */
static bool facts_at_home(const struct provider *provider, struct str base)
{
	for (const struct provider *known = provider_table; known->name != NULL; known++)
		if (str_eq(str_of(known->name), str_of(provider->name)))
			return known->url != NULL &&
			       str_eq_nocase(facts_origin(str_of(known->url)), facts_origin(base));
	return false;
}

bool facts_hold(const struct provider *provider, struct str base, const struct model_facts *facts)
{
	return facts->by_user || facts_at_home(provider, base);
}

bool facts_at(struct arena *arena, const struct provider *provider, struct str base,
	      struct str model, struct model_facts *facts, struct err *err)
{
	bool good = model_facts_load(arena, provider->name, model, facts, err);
	if (!facts_hold(provider, base, facts))
		*facts = model_facts_none;
	return good;
}
