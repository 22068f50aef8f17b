/*
 * From a question to a request: which model, where, with which limits; in the dialect's
 * own words only when it is sent, or shown.
 */
#include "asking.h"
#include "base/mem.h"
#include "facts.h"
#include "reach.h"
#include "templates.h"
#include "url.h"

enum { COMPOSE_BODY_MAX = 64 << 20 };

/* Short jobs do without, or the limit is used up before the answer begins. */
static enum model_thinking compose_thinking(const struct provider *provider,
					    const struct model_question *question)
{
	if (!provider->thinks || question->thinking != MODEL_THINKING_AS_IT_IS)
		return provider->thinks ? question->thinking : MODEL_THINKING_AS_IT_IS;
	return MODEL_THINKING_OFF;
}

/* The chat template: the model's, the provider's, or the one for a model of that name. */
static bool compose_template(struct arena *arena, const struct provider *provider,
			     const struct defaults *defaults, const struct model_facts *facts,
			     struct ask *ask, struct err *err)
{
	if (!provider->dialect->needs_template)
		return true;
	struct chat_template *template = arena_new(arena, sizeof(*template));
	ask->template = template;
	return templates_find(arena, facts->template.len > 0 ? facts->template : defaults->template,
			      ask->model, template, err);
}

bool asking_compose(struct asking *asking, const struct model_choice *choice,
		    const struct model_question *question, struct err *err)
{
	struct arena *arena = &asking->call->state->arena;
	const struct provider *provider = asking->provider;
	struct defaults defaults;
	if (!defaults_load(arena, provider->name, &defaults, err))
		return false;
	struct model_turn *turns = arena_array(arena, question->turn_count, sizeof(*turns));
	for (size_t i = 0; i < question->turn_count; i++) {
		turns[i].role = question->turns[i].role;
		turns[i].text = arena_str(arena, question->turns[i].text);
	}
	asking->question = *question;
	asking->question.system = arena_str(arena, question->system);
	asking->question.turns = turns;
	bool own = provider_is_home(provider, asking->where.base);
	struct str model = choice->model.len > 0 ? choice->model : defaults.model;
	struct model_facts facts;
	if (!facts_at(arena, provider, asking->where.base, model, &facts, err))
		return false;
	long limit = own ? defaults.limit : defaults.compatible_limit;
	if (facts.max_output > 0 && limit > facts.max_output)
		limit = facts.max_output;
	asking->ask = (struct ask){
		.question = &asking->question,
		.model = arena_str(arena, model),
		.version = defaults.version,
		.context = question->context,
		.max_tokens = question->max_tokens > 0 ? question->max_tokens : limit,
		.limit_must_hold = question->limit_must_hold,
		.limit = own ? provider->limit : ASK_MAX_TOKENS,
		.logprobs = question->logprobs,
		.genuine = own && provider->genuine,
		.developer = own && facts.developer,
		.thinking = compose_thinking(provider, question),
	};
	if (!compose_template(arena, provider, &defaults, &facts, &asking->ask, err))
		return false;
	repair_recall(&asking->models->repairs, repair_key(asking->where.base, asking->ask.model),
		      &asking->ask, &asking->repairs);
	asking->where.model = asking->ask.model;
	asking->call->model = asking->ask.model;
	asking->call->max_output = facts.max_output;
	asking->url = url_of(arena, asking->where.base, provider->dialect->path, asking->ask.model);
	return true;
}

/* What asking_start does with a question, but for the sending. */
static bool compose_show(struct model_call *call, const struct model_choice *choice,
			 const struct model_question *question, struct model_shown *shown,
			 struct err *err)
{
	struct arena *arena = &call->state->arena;
	struct asking *asking = arena_new(arena, sizeof(*asking));
	asking->call = call;
	asking->models = call->state->models;
	asking->provider = choice->provider;
	asking->where.provider = choice->provider;
	asking->where.base = arena_str(arena, provider_base(choice->provider, choice->base_url));
	if (!reach_base(choice->provider, asking->where.base, err) ||
	    !asking_compose(asking, choice, question, err))
		return false;
	struct buf body;
	buf_init(&body, COMPOSE_BODY_MAX);
	choice->provider->dialect->encode(&asking->ask, &body);
	bool ok = !body.full ||
		  err_set(err, ERR_INPUT, "the question is longer than %d bytes", COMPOSE_BODY_MAX);
	shown->model = asking->ask.model;
	shown->url = asking->url;
	shown->body = arena_str(arena, buf_str(&body));
	buf_deinit(&body);
	return ok;
}

bool model_show(struct models *models, struct arena *arena, const struct model_choice *choice,
		const struct model_question *question, struct model_shown *shown, struct err *err)
{
	*shown = (struct model_shown){.model = choice->model};
	if (choice->provider->dialect == &dialect_command) {
		struct buf text;
		buf_init(&text, COMPOSE_BODY_MAX);
		program_compose(question, &text);
		shown->text = arena_str(arena, buf_str(&text));
		buf_deinit(&text);
	}
	if (choice->provider->dialect->answer != NULL)
		return true;
	struct model_call call = {.state = mem_new(sizeof(*call.state))};
	call.state->models = models;
	arena_init(&call.state->arena);
	bool ok = compose_show(&call, choice, question, shown, err);
	shown->model = arena_str(arena, shown->model);
	shown->url = arena_str(arena, shown->url);
	shown->body = arena_str(arena, shown->body);
	model_call_deinit(&call);
	return ok;
}
