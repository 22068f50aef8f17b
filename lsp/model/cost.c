/*
 * Whose price it is. A list price holds at the provider's own address (facts.h); what the provider
 * tells of itself goes before it, unless that is 0: many say so who do not know.
 */
#include "model/cost.h"

#include "bill.h"
#include "facts.h"
#include "model/window.h"
#include "price.h"
#include "provider.h"

static struct cost cost_unknown(void)
{
	return (struct cost){.basis = COST_UNKNOWN, .as_of = STR("")};
}

bool cost_is_local(const struct provider *provider, struct str base, struct str model)
{
	if (provider->dialect == &dialect_replay)
		return true;
	if (!provider->local || provider->relays || !provider_is_open(base))
		return false;
	/* A local server may hand some of its models' questions on to somebody who is paid. */
	return !provider_is_remote(provider, model);
}

/* The facts of the model, by the name it was asked by or else by the one it gives itself. */
static bool cost_facts(struct arena *arena, const struct model_choice *choice, struct str model,
		       struct model_facts *facts)
{
	struct err ignored = {0};
	const struct provider *provider = choice->provider;
	struct str base = provider_base(provider, choice->base_url);
	struct str asked = cost_model(arena, choice);
	bool good = facts_at(arena, provider, base, asked, facts, &ignored) && facts->known;
	if (!good && model.len > 0 && !str_eq(model, asked))
		good = facts_at(arena, provider, base, model, facts, &ignored) && facts->known;
	return good;
}

struct str cost_model(struct arena *arena, const struct model_choice *choice)
{
	struct defaults defaults;
	struct err ignored = {0};
	if (choice->model.len > 0 ||
	    !defaults_load(arena, choice->provider->name, &defaults, &ignored))
		return choice->model;
	return defaults.model.len > 0 ? defaults.model : STR("");
}

struct cost cost_of(struct arena *arena, const struct model_choice *choice, struct str model,
		    const struct model_usage *usage, int64_t when)
{
	const struct provider *provider = choice->provider;
	struct str base = provider_base(provider, choice->base_url);
	struct cost told = {.basis = COST_TOLD, .usd = usage->cost, .as_of = STR("")};
	bool tells = usage->cost >= 0 && usage->cost < PRICE_TOLD_MAX;
	struct model_facts facts;
	if (tells && usage->cost > 0)
		return told;
	bool priced = cost_facts(arena, choice, model, &facts) && facts.price.input >= 0 &&
		      facts.price.output >= 0;
	if (priced && (!tells || facts.price.input > 0 || facts.price.output > 0))
		return price_of(&facts.price, usage, when);
	if (!choice->remote && cost_is_local(provider, base, cost_model(arena, choice)))
		return (struct cost){.basis = COST_LOCAL, .as_of = STR("")};
	return tells ? told : cost_unknown();
}

/* How long the answer may be; 0: nobody says. */
static int64_t cost_limit(struct arena *arena, const struct model_choice *choice,
			  const struct model_question *question)
{
	const struct provider *provider = choice->provider;
	struct defaults defaults;
	struct err ignored = {0};
	if (question->max_tokens > 0)
		return question->max_tokens;
	if (!defaults_load(arena, provider->name, &defaults, &ignored))
		return 0;
	bool home = provider_is_home(provider, provider_base(provider, choice->base_url));
	long limit = home ? defaults.limit : defaults.compatible_limit;
	struct model_facts facts;
	if (cost_facts(arena, choice, STR(""), &facts) && facts.max_output > 0 &&
	    limit > facts.max_output)
		limit = facts.max_output;
	return limit;
}

struct cost_worst cost_worst(struct arena *arena, const struct model_choice *choice,
			     const struct model_question *question, int64_t when)
{
	struct model_facts facts;
	struct cost_worst worst = {.cost = cost_unknown(),
				   .input = (int64_t)window_question(question),
				   .output = cost_limit(arena, choice, question)};
	struct model_usage usage = model_usage_none;
	usage.input = worst.input;
	usage.output = worst.output;
	worst.cost = cost_of(arena, choice, STR(""), &usage, when);
	if (worst.cost.basis == COST_LIST && cost_facts(arena, choice, STR(""), &facts))
		worst.cost = price_worst(&facts.price, worst.input, worst.output, when);
	return worst;
}
