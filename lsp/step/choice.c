/*
 * Settings become a choice. "openai/gpt-x" is a provider and its model in one word; whatever stands
 * behind the first "/" is the model's, for their names have slashes of their own.
 */
#include "step/choice.h"

#include "model/pull.h"

const char choice_nobody[] = "no model can be asked: set ANTHROPIC_API_KEY, OPENAI_API_KEY or "
			     "another provider's key, or "
			     "start Ollama; kadane doctor tells more";

static const struct provider *choice_first_ready(const struct kit *kit)
{
	for (const struct provider *const *at = provider_all(kit->models); *at != NULL; at++)
		if (provider_ready(*at, kit->secrets))
			return *at;
	return NULL;
}

const struct provider *choice_find(const struct kit *kit, struct str word, struct str *model)
{
	const struct provider *provider = provider_find(kit->models, word);
	size_t slash = str_find(word, STR("/"));
	if (provider != NULL || slash == word.len)
		return provider;
	provider = provider_find(kit->models, str_part(word, 0, slash));
	if (provider != NULL)
		*model = str_part(word, slash + 1, word.len);
	return provider;
}

struct str choice_base(const struct kit *kit, const struct settings *settings,
		       const struct provider *provider)
{
	struct str model;
	bool its_own = settings->base_url.len > 0 &&
		       choice_find(kit, settings->base_provider, &model) == provider;
	return its_own ? settings->base_url : STR("");
}

/* A provider's name, perhaps with a model in it, and what is set for the model. */
struct choice_named {
	struct str word, model;
	const struct provider *provider; /* NULL: nobody is called so */
};

static struct choice_named choice_named(const struct kit *kit, struct str word, struct str model)
{
	struct choice_named named = {.word = word, .model = STR("")};
	named.provider = choice_find(kit, word, &named.model);
	if (model.len > 0)
		named.model = model;
	return named;
}

static struct choice_named choice_for(const struct kit *kit, const struct settings *settings,
				      struct str action)
{
	const struct settings_action *own = settings_action(settings, action);
	struct choice_named all = choice_named(kit, settings->provider, settings->model);
	if (own == NULL)
		return all;
	if (own->provider.len == 0) {
		if (own->model.len > 0)
			all.model = own->model;
		return all;
	}
	struct choice_named named = choice_named(kit, own->provider, own->model);
	/* The model that is set for all belongs to the provider of all. */
	if (named.model.len == 0 && named.provider == all.provider &&
	    settings_whom_inherits(settings, own))
		named.model = all.model;
	return named;
}

bool choice_of(const struct kit *kit, const struct settings *settings, struct str action,
	       struct model_choice *choice, struct err *err)
{
	struct choice_named named = choice_for(kit, settings, action);
	choice->folder = settings->replay_folder;
	choice->connect_ms = (uint64_t)(settings->connect_s * 1e3);
	choice->first_byte_ms = (uint64_t)(settings->first_byte_s * 1e3);
	choice->idle_ms = (uint64_t)(settings->idle_s * 1e3);
	choice->progress_ms = (uint64_t)(settings->progress_s * 1e3);
	choice->total_ms = (uint64_t)(settings->total_s * 1e3);
	choice->provider = named.word.len > 0 ? named.provider : choice_first_ready(kit);
	choice->model = named.model;
	choice->base_url = choice_base(kit, settings, choice->provider);
	/* Who has an address of their own has models of their own there. */
	if (choice->base_url.len > 0 && choice->model.len == 0)
		choice_find(kit, settings->base_provider, &choice->model);
	return named.word.len == 0 || choice->provider != NULL ||
	       err_set(err, ERR_INPUT, "no provider is called \"%.*s\"", STR_ARG(named.word));
}

const struct survey_answer *choice_found(const struct model_survey *survey)
{
	const struct survey_answer *taken = NULL;
	int taken_rank = 0;
	for (size_t i = 0; i < survey->count; i++) {
		const struct survey_answer *answer = &survey->answers[i];
		bool known;
		bool any = listing_best(answer->provider, answer->offers, answer->count, &known) !=
			   NULL;
		int rank = any ? 2 + known : pull_possible(answer->provider);
		/* What hands on to others is asked when it is named: nobody else sees the source.
		 */
		if (!answer->found || rank <= taken_rank || provider_relays(answer->provider))
			continue;
		taken = answer;
		taken_rank = rank;
	}
	return taken;
}

const struct model_offer *choice_offer(const struct model_choice *choice,
				       const struct survey_answer *answer)
{
	bool known;
	if (choice->provider != answer->provider)
		return NULL;
	if (choice->model.len > 0)
		return listing_find(answer->offers, answer->count, choice->model);
	if (provider_is_local(answer->provider))
		return listing_best(answer->provider, answer->offers, answer->count, &known);
	for (size_t i = 0; i < answer->count; i++)
		if (answer->offers[i].preferred)
			return &answer->offers[i];
	return NULL;
}
