/*
 * The door of this room: a call is set up here and handed to whoever answers it,
 * the network (asking.c) or a recording (replay.c).
 */
#include "model/model.h"

#include <assert.h>

#include "base/mem.h"
#include "provider.h"
#include "state.h"

const struct model_usage model_usage_none = {
	.input = -1,
	.output = -1,
	.cached = -1,
	.cache_written = -1,
	.reasoning = -1,
	.cost = -1,
};

struct models *models_new(struct loop *loop, struct secrets *secrets)
{
	struct models *models = mem_new(sizeof(*models));
	models->loop = loop;
	models->secrets = secrets;
	models->fetcher = fetcher_new(loop);
	registry_init(&models->registry);
	if (models->registry.err.kind != ERR_NONE)
		log_line(loop_log(loop), LOG_WARNING, "%s", models->registry.err.text);
	return models;
}

void models_free(struct models *models)
{
	if (models == NULL)
		return;
	fetcher_free(models->fetcher);
	registry_deinit(&models->registry);
	mem_free(models);
}

const struct err *models_complaint(const struct models *models)
{
	return models->registry.err.kind != ERR_NONE ? &models->registry.err : NULL;
}

const struct provider *provider_find(const struct models *models, struct str name)
{
	return registry_find(&models->registry, name);
}

const struct provider *const *provider_all(const struct models *models)
{
	return models->registry.list;
}

bool model_start(struct models *models, struct model_call *call, const struct model_choice *choice,
		 const struct model_question *question, struct err *err)
{
	assert(choice->provider != NULL);
	assert(question->turn_count > 0);
	call->outcome = MODEL_PENDING;
	call->model = STR("");
	call->usage = model_usage_none;
	call->asked_ns = call->first_ns = call->last_ns = 0;
	call->tries = 0;
	call->limit = call->max_output = 0;
	call->refused = false;
	buf_init(&call->text, MODEL_ANSWER_MAX);
	call->state = mem_new(sizeof(*call->state));
	call->state->models = models;
	arena_init(&call->state->arena);
	const struct provider *provider = choice->provider;
	bool (*answer)(struct model_call *, const struct model_choice *,
		       const struct model_question *, struct err *) = provider->dialect->answer;
	bool ok = answer != NULL ? answer(call, choice, question, err)
				 : asking_start(call, choice, question, err);
	if (!ok)
		model_call_deinit(call);
	return ok;
}

void model_call_deinit(struct model_call *call)
{
	buf_deinit(&call->text);
	if (call->state == NULL)
		return;
	arena_deinit(&call->state->arena);
	mem_free(call->state);
	call->state = NULL;
	call->model = STR("");
}
