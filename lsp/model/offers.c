/*
 * Which of the models that are offered to take. What is good at code is data, not code: "prefer" of
 * a provider in models.json.
 */
#include "base/json.h"
#include "catalog.h"
#include "model/listing.h"
#include "provider.h"

/* Models that answer no questions, and are listed among those that do. */
static const char *const offers_no_words[] = {"embed", "rerank", "whisper", "tts", NULL};

const struct model_offer *listing_find(const struct model_offer *offers, size_t count,
				       struct str model)
{
	if (model.len == 0)
		return NULL;
	for (size_t i = 0; i < count; i++)
		if (str_eq(offers[i].id, model))
			return &offers[i];
	for (size_t i = 0; i < count; i++)
		if (str_starts(offers[i].id, model) &&
		    str_eq(str_part(offers[i].id, model.len, offers[i].id.len), STR(":latest")))
			return &offers[i];
	for (size_t i = 0; i < count; i++)
		if (catalog_is_named(offers[i].id, model))
			return &offers[i];
	return NULL;
}

/* It answers questions, and does so here. */
static bool offers_answers(const struct model_offer *offer)
{
	if (offer->remote)
		return false;
	for (const char *const *word = offers_no_words; *word != NULL; word++)
		if (str_has(offer->id, str_of(*word)))
			return false;
	return true;
}

/* The first that begins with the word, behind the name of who made it: "library/qwen…". */
static const struct model_offer *offers_first(const struct model_offer *offers, size_t count,
					      struct str word)
{
	for (size_t i = 0; i < count; i++) {
		struct str id = offers[i].id;
		size_t slash = id.len;
		while (slash > 0 && id.at[slash - 1] != '/')
			slash--;
		if (offers_answers(&offers[i]) &&
		    (str_starts(id, word) || str_starts(str_part(id, slash, id.len), word)))
			return &offers[i];
	}
	return NULL;
}

static const struct model_offer *offers_preferred(const struct provider *provider,
						  const struct model_offer *offers, size_t count)
{
	const struct model_offer *best = NULL;
	struct arena arena;
	struct catalog catalog;
	struct err ignored = {0};
	arena_init(&arena);
	if (catalog_load(&arena, &catalog, &ignored)) {
		const cJSON *list = NULL, *word;
		for (size_t i = 2; i-- > 0 && list == NULL;)
			list = json_get(json_get(json_get(catalog.roots[i], "providers"),
						 provider->name),
					"prefer");
		cJSON_ArrayForEach(word, list) if (best == NULL && json_str(word).len > 0) best =
			offers_first(offers, count, json_str(word));
		catalog_free(&catalog);
	}
	arena_deinit(&arena);
	return best;
}

const struct model_offer *listing_best(const struct provider *provider,
				       const struct model_offer *offers, size_t count, bool *known)
{
	*known = true;
	for (size_t i = 0; i < count; i++)
		/* A remote one is preferred by its whole name only, which is then the user's word.
		 */
		if (offers[i].preferred &&
		    (!offers[i].remote || provider_is_remote(provider, offers[i].id)))
			return &offers[i];
	const struct model_offer *best = offers_preferred(provider, offers, count);
	for (size_t i = 0; best == NULL && i < count; i++)
		if (str_has(offers[i].id, STR("code")) && offers_answers(&offers[i]))
			best = &offers[i];
	if (best != NULL)
		return best;
	*known = false;
	for (size_t i = 0; i < count; i++)
		if (offers_answers(&offers[i]))
			return &offers[i];
	return NULL;
}

bool provider_relays(const struct provider *provider)
{
	return provider->relays;
}

bool provider_is_remote(const struct provider *provider, struct str model)
{
	/* The end of its tag: "m:120b-cloud". */
	return provider->remote_suffix != NULL && str_ends(model, str_of(provider->remote_suffix));
}

bool provider_is_local(const struct provider *provider)
{
	return provider->local && provider->dialect->answer == NULL;
}

struct str provider_model(struct arena *arena, const struct provider *provider)
{
	struct defaults defaults;
	struct err ignored = {0};
	if (!defaults_load(arena, provider->name, &defaults, &ignored))
		return STR("");
	return defaults.model;
}

struct str provider_label(const struct provider *provider)
{
	return str_of(provider->label);
}

void provider_key_names(const struct models *models, struct buf *buf)
{
	size_t before = buf->len;
	for (const struct provider *const *at = provider_all(models); *at != NULL; at++) {
		const char *name = (*at)->keys[0].env;
		if (name == NULL || (*at)->local || (*at)->dialect->answer != NULL ||
		    str_has(str_part(buf_str(buf), before, buf->len), str_of(name)))
			continue;
		buf_addf(buf, "%s%s", buf->len > before ? ", " : "", name);
	}
}
