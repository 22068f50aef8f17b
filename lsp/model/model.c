/*
 * The door of this room: a call is set up here and handed to whoever answers it,
 * the network (asking.c) or a recording (replay.c).
 */
#include "model/model.h"

#include <assert.h>

#include "base/mem.h"
#include "provider.h"
#include "state.h"

struct models *models_new(struct loop *loop, const struct secrets *secrets)
{
	struct models *models = mem_new(sizeof(*models));
	models->loop = loop;
	models->secrets = secrets;
	models->fetcher = fetcher_new(loop);
	return models;
}

void models_free(struct models *models)
{
	if (models == NULL)
		return;
	fetcher_free(models->fetcher);
	mem_free(models);
}

bool model_start(struct models *models, struct model_call *call, const struct model_choice *choice,
		 const struct model_question *question, struct err *err)
{
	assert(choice->provider != NULL);
	assert(question->turn_count > 0);
	call->outcome = MODEL_PENDING;
	call->model = STR("");
	call->input_tokens = call->output_tokens = -1;
	call->asked_ns = call->first_ns = call->last_ns = 0;
	call->tries = 0;
	buf_init(&call->text, MODEL_ANSWER_MAX);
	call->state = mem_new(sizeof(*call->state));
	call->state->models = models;
	arena_init(&call->state->arena);
	const struct provider *provider = choice->provider;
	bool ok = provider->answer != NULL ? provider->answer(call, choice, question, err)
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
