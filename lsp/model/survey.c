/*
 * Asks many providers for their models at the same time. Servers on this machine that nobody has
 * named are tried at their usual ports: on a loopback address only, and for a moment only.
 */
#include <assert.h>

#include "base/mem.h"
#include "catalog.h"
#include "facts.h"
#include "io/timer.h"
#include "model/listing.h"
#include "state.h"

enum { SURVEY_MAX = 64, SURVEY_HERE_MS = 300 };

struct survey_state {
	struct models *models;
	struct arena arena;
	struct model_survey *survey;
	struct survey_answer answers[SURVEY_MAX];
	struct timer turn; /* keeps the end of the op out of its start */
	size_t running;
};

/* What came of it: who did not answer and was not named is no answer. */
static void survey_gather(struct survey_state *state)
{
	struct model_survey *survey = state->survey;
	size_t kept = 0;
	for (size_t i = 0; i < survey->count; i++) {
		struct survey_answer *answer = &state->answers[i];
		if (answer->found && answer->err.kind != ERR_NONE)
			continue;
		survey->answers[kept++] = *answer;
	}
	survey->count = kept;
}

static void survey_settle(struct survey_state *state)
{
	if (state->running > 0)
		return;
	survey_gather(state);
	op_end(&state->survey->op);
}

static void survey_turned(struct op *op)
{
	struct survey_state *state = op->owner;
	state->running--;
	survey_settle(state);
}

static void survey_listed(struct op *op)
{
	struct survey_state *state = op->owner;
	struct model_listing *listing = (struct model_listing *)(void *)op;
	for (size_t i = 0; i < state->survey->count; i++) {
		struct survey_answer *answer = &state->answers[i];
		if (&answer->listing != listing)
			continue;
		answer->err = op->err;
		answer->offers = listing->offers;
		answer->count = listing->count;
		answer->cut = listing->cut;
	}
	state->running--;
	survey_settle(state);
}

static void survey_cancel(struct op *op)
{
	struct model_survey *survey = (struct model_survey *)(void *)op;
	struct survey_state *state = survey->state;
	err_set(&op->err, ERR_CANCELLED, "cancelled");
	for (size_t i = 0; i < survey->count; i++)
		op_cancel(&state->answers[i].listing.op);
	op_cancel(&state->turn.op);
}

/* It can be asked, but does not say what it has. */
static void survey_put_unlisted(struct survey_state *state, struct survey_answer *answer,
				const struct model_choice *choice)
{
	struct defaults defaults;
	answer->unlisted = true;
	if (!defaults_load(&state->arena, answer->provider->name, &defaults, &answer->err))
		return;
	struct model_offer *offer = arena_new(&state->arena, sizeof(*offer));
	struct str model =
		choice->model.len > 0 ? arena_str(&state->arena, choice->model) : defaults.model;
	struct model_facts facts;
	if (model.len == 0 || !facts_at(&state->arena, answer->provider,
					provider_base(answer->provider, choice->base_url), model,
					&facts, &answer->err))
		return;
	*offer = (struct model_offer){
		.id = model,
		.context = facts.context,
		.max_output = facts.max_output,
		.input_price = facts.price.input,
		.output_price = facts.price.output,
		.price_as_of = facts.price.as_of,
		.preferred = true,
	};
	answer->offers = offer;
	answer->count = 1;
}

static void survey_ask(struct survey_state *state, const struct provider *provider, bool found,
		       const struct model_choice *chosen)
{
	struct survey_answer *answer = &state->answers[state->survey->count];
	struct model_choice choice = {.provider = provider,
				      .model = STR(""),
				      .base_url = STR(""),
				      .total_ms = found ? SURVEY_HERE_MS : 0};
	if (chosen != NULL && chosen->provider == provider)
		choice = *chosen;
	if (state->survey->count == SURVEY_MAX)
		return;
	*answer = (struct survey_answer){.provider = provider, .found = found};
	state->survey->count++;
	if (provider->dialect->list_path == NULL) {
		if (!found)
			survey_put_unlisted(state, answer, &choice);
		else
			err_set(&answer->err, ERR_INPUT, "no list");
		return;
	}
	answer->listing.keyless = found;
	answer->listing.op.owner = state;
	answer->listing.op.ended = survey_listed;
	if (listing_start(state->models, &answer->listing, &choice, &answer->err))
		state->running++;
}

/* One that is reached in two ways, as OpenAI is, has one list. */
static bool survey_has(const struct survey_state *state, const struct provider *provider)
{
	struct str base = provider_base(provider, STR(""));
	const char *path = provider->dialect->list_path;
	for (size_t i = 0; i < state->survey->count; i++) {
		const struct provider *other = state->answers[i].provider;
		if (path != NULL && other->dialect->list_path != NULL &&
		    str_eq(str_of(path), str_of(other->dialect->list_path)) &&
		    str_eq(provider_base(other, STR("")), base))
			return true;
	}
	return false;
}

/* Whether to ask it, and (`found`) whether only to try. */
static bool survey_wants(const struct survey_state *state, const struct provider *provider,
			 enum survey_whom whom, const struct model_choice *chosen, bool *found)
{
	bool is_chosen = chosen != NULL && chosen->provider == provider;
	bool named = is_chosen || provider_ready(provider, state->models->secrets);
	*found = false;
	if (whom == SURVEY_ONE || (is_chosen && whom != SURVEY_HERE))
		return is_chosen;
	if (survey_has(state, provider))
		return false;
	if (named && whom != SURVEY_HERE)
		return true;
	/* Also where the environment names another port: but never another machine. */
	*found = true;
	return whom != SURVEY_READY && provider->local && provider->dialect->answer == NULL &&
	       fetch_is_loopback(provider_base(provider, STR("")));
}

void survey_start(struct models *models, struct model_survey *survey, enum survey_whom whom,
		  const struct model_choice *choice)
{
	struct survey_state *state = mem_new(sizeof(*state));
	state->models = models;
	state->survey = survey;
	arena_init(&state->arena);
	survey->state = state;
	survey->answers = arena_array(&state->arena, SURVEY_MAX, sizeof(*survey->answers));
	survey->count = 0;
	op_begin(&survey->op, "survey", survey_cancel);
	state->running = 1;
	state->turn.op.owner = state;
	state->turn.op.ended = survey_turned;
	timer_start(models->loop, &state->turn, 0);
	for (const struct provider *const *at = provider_all(models); *at != NULL; at++) {
		bool found;
		if (survey_wants(state, *at, whom, choice, &found))
			survey_ask(state, *at, found, choice);
	}
}

void survey_deinit(struct model_survey *survey)
{
	struct survey_state *state = survey->state;
	if (state == NULL)
		return;
	assert(state->running == 0);
	for (size_t i = 0; i < SURVEY_MAX; i++)
		listing_deinit(&state->answers[i].listing);
	arena_deinit(&state->arena);
	mem_free(state);
	survey->state = NULL;
	survey->answers = NULL;
	survey->count = 0;
}
