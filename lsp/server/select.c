/*
 * The providers are asked for their lists behind the request. A choice holds until the server ends:
 * what holds longer is for the settings to say.
 */
#include "select.h"

#include "base/mem.h"
#include "publish.h"
#include "put.h"
#include "state.h"
#include "step/choice.h"

enum { SELECT_OFFERS = 12, SELECT_NAME_MAX = 300 };

struct select {
	struct select *next;
	struct server *server;
	struct arena arena;
	struct rpc_message *message; /* kept: wants the list; NULL: the user is asked */
	struct settings settings;
	struct model_choice choice;
	struct model_survey survey;
};

void selects_init(struct selects *selects)
{
	*selects = (struct selects){.provider = STR(""), .model = STR("")};
	arena_init(&selects->arena);
}

void selects_deinit(struct selects *selects)
{
	arena_deinit(&selects->arena);
}

void selects_cancel(struct selects *selects)
{
	for (struct select *select = selects->first; select != NULL; select = select->next)
		op_cancel(&select->survey.op);
}

void select_apply(const struct server *server, struct work *work)
{
	const struct selects *selects = &server->selects;
	struct arena *arena = &work->job.arena;
	if (selects->provider.len > 0)
		settings_choose(&work->settings, arena_str(arena, selects->provider),
				arena_str(arena, selects->model));
}

/* --- the choice --- */

static void select_set(struct server *server, struct str provider, struct str model)
{
	struct selects *selects = &server->selects;
	struct arena arena;
	arena_init(&arena);
	selects->provider = arena_str(&arena, provider);
	selects->model = arena_str(&arena, model);
	arena_deinit(&selects->arena);
	selects->arena = arena;
	if (provider.len == 0)
		show_message(server, SHOW_INFO, "kadane: asked is what the settings say");
	else
		show_message(server, SHOW_INFO, "kadane: %.*s%s%.*s is asked until the editor ends",
			     STR_ARG(selects->model.len > 0 ? selects->model : STR("")),
			     selects->model.len > 0 ? " at " : "", STR_ARG(selects->provider));
}

static void select_effective(const struct server *server, const struct place *place,
			     struct settings *settings, struct model_choice *choice)
{
	struct err ignored = {0};
	*settings = *config_for(&server->config, place);
	if (server->selects.provider.len > 0)
		settings_choose(settings, server->selects.provider, server->selects.model);
	if (!choice_of(&server->kit, settings, STR(""), choice, &ignored))
		choice->provider = NULL;
}

static void select_put_name(struct json *out, const char *name, struct str value)
{
	json_key(out, name);
	if (value.len > 0)
		json_put_str(out, value);
	else
		json_put_null(out);
}

void select_put_choice(struct json *out, const struct server *server, const struct place *place)
{
	struct settings settings;
	struct model_choice choice = {0};
	struct arena arena;
	arena_init(&arena);
	select_effective(server, place, &settings, &choice);
	bool any = choice.provider != NULL;
	struct str model = choice.model;
	if (any && model.len == 0 && !provider_is_local(choice.provider))
		model = provider_model(&arena, choice.provider);
	json_object(out);
	select_put_name(out, "provider", any ? provider_name(choice.provider) : STR(""));
	select_put_name(out, "model", any ? model : STR(""));
	json_object_end(out);
	arena_deinit(&arena);
}

/* --- what can be had --- */

static void select_put_offer(struct json *out, const struct select *select,
			     const struct survey_answer *answer, const struct model_offer *offer)
{
	json_object(out);
	json_key(out, "provider");
	json_put_str(out, provider_name(answer->provider));
	json_key(out, "model");
	json_put_str(out, offer->id);
	json_key(out, "current");
	json_put_bool(out, choice_offer(&select->choice, answer) == offer);
	json_key(out, "local");
	json_put_bool(out, offer->local);
	json_key(out, "remote");
	json_put_bool(out, offer->remote);
	if (offer->context > 0) {
		json_key(out, "context");
		json_put_int(out, offer->context);
	}
	if (offer->input_price >= 0 && offer->output_price >= 0) {
		json_key(out, "inputPrice");
		json_put_number(out, offer->input_price);
		json_key(out, "outputPrice");
		json_put_number(out, offer->output_price);
	}
	json_object_end(out);
}

/* It can be asked, and nothing is known of its models: it chooses. */
static bool select_is_bare(const struct survey_answer *answer)
{
	return answer->unlisted && answer->count == 0 && answer->err.kind == ERR_NONE;
}

static void select_put_bare(struct json *out, const struct select *select,
			    const struct survey_answer *answer)
{
	json_object(out);
	json_key(out, "provider");
	json_put_str(out, provider_name(answer->provider));
	json_key(out, "model");
	json_put_str(out, STR(""));
	json_key(out, "current");
	json_put_bool(out, select->choice.provider == answer->provider);
	json_key(out, "local");
	json_put_bool(out, false);
	json_object_end(out);
}

static void select_answer(struct select *select)
{
	const struct model_survey *survey = &select->survey;
	struct json *out = rpc_reply(select->message);
	json_object(out);
	json_key(out, "models");
	json_array(out);
	for (size_t i = 0; i < survey->count; i++) {
		const struct survey_answer *answer = &survey->answers[i];
		if (select_is_bare(answer))
			select_put_bare(out, select, answer);
		for (size_t j = 0; j < answer->count; j++)
			select_put_offer(out, select, answer, &answer->offers[j]);
	}
	json_array_end(out);
	json_key(out, "failures");
	json_array(out);
	for (size_t i = 0; i < survey->count; i++)
		if (survey->answers[i].err.kind != ERR_NONE)
			json_put_str(out, str_of(survey->answers[i].err.text));
	json_array_end(out);
	json_object_end(out);
	rpc_reply_end(select->message);
}

/* --- asking the user --- */

/* "openai/gpt-x", or a name alone: a provider's name has no slash. */
static void select_on_reply(void *data, uint64_t tag, const cJSON *result, const cJSON *error)
{
	struct server *server = data;
	struct str title = json_get_str(result, "title");
	size_t slash = str_find(title, STR("/"));
	struct str provider = str_part(title, 0, slash);
	(void)tag;
	(void)error;
	if (server->leaving || provider_find(server->kit.models, provider) == NULL)
		return;
	select_set(server, provider, str_part(title, slash + 1, title.len));
}

static void select_put_title(struct json *out, struct arena *arena,
			     const struct survey_answer *answer, const struct model_offer *offer)
{
	struct str name = provider_name(answer->provider);
	put_message_action(out,
			   arena_fmt(arena, "%.*s/%.*s", STR_ARG(name), STR_ARG(offer->id)).at);
}

/* Few enough to be shown as buttons: each provider's own choice first, then the rest in order. */
static void select_put_titles(struct json *out, struct select *select)
{
	const struct model_survey *survey = &select->survey;
	size_t count = 0;
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < survey->count; i++) {
			const struct survey_answer *answer = &survey->answers[i];
			if (select_is_bare(answer) && round == 0 && count < SELECT_OFFERS) {
				put_message_action(out,
						   arena_cstr(&select->arena,
							      provider_name(answer->provider)));
				count++;
			}
			for (size_t j = 0; j < answer->count; j++) {
				const struct model_offer *offer = &answer->offers[j];
				bool first = offer->preferred ||
					     choice_offer(&select->choice, answer) == offer;
				if (first != (round == 0) || count == SELECT_OFFERS)
					continue;
				select_put_title(out, &select->arena, answer, offer);
				count++;
			}
		}
	}
}

static void select_question(struct select *select)
{
	struct server *server = select->server;
	const struct model_survey *survey = &select->survey;
	size_t count = 0;
	for (size_t i = 0; i < survey->count; i++)
		count += survey->answers[i].count + select_is_bare(&survey->answers[i]);
	if (count == 0) {
		show_message(server, SHOW_WARNING, "kadane: %s",
			     survey->count > 0 ? survey->answers[0].err.text : choice_nobody);
		return;
	}
	struct json *out =
		rpc_request(server->rpc, "window/showMessageRequest", select_on_reply, server, 0);
	json_object(out);
	json_key(out, "type");
	json_put_int(out, SHOW_INFO);
	json_key(out, "message");
	json_put_strf(out, "kadane: which model is to be asked?%s",
		      count > SELECT_OFFERS ? " (some of them; others by the setting \"model\")"
					    : "");
	json_key(out, "actions");
	json_array(out);
	select_put_titles(out, select);
	json_array_end(out);
	json_object_end(out);
	rpc_request_end(server->rpc);
}

/* --- the survey --- */

static void select_free(struct select *select)
{
	if (select->message != NULL)
		rpc_let_go(select->message);
	survey_deinit(&select->survey);
	arena_deinit(&select->arena);
	mem_free(select);
}

static void select_surveyed(struct op *op)
{
	struct select *select = op->owner;
	struct server *server = select->server;
	struct select **link = &server->selects.first;
	while (*link != select)
		link = &(*link)->next;
	*link = select->next;
	bool over = server->leaving || op->err.kind != ERR_NONE;
	const struct survey_answer *found =
		select->choice.provider == NULL ? choice_found(&select->survey) : NULL;
	if (found != NULL)
		select->choice.provider = found->provider;
	if (over && select->message != NULL)
		rpc_fail(select->message, RPC_REQUEST_CANCELLED, "the server is leaving");
	else if (!over && select->message != NULL)
		select_answer(select);
	else if (!over)
		select_question(select);
	select_free(select);
	server_idle(server);
}

static void select_survey(struct server *server, struct rpc_message *message, bool list,
			  const struct place *place)
{
	struct select *select = mem_new(sizeof(*select));
	arena_init(&select->arena);
	select->server = server;
	if (list)
		select->message = rpc_keep(message);
	else
		rpc_reply_null(message);
	select_effective(server, place, &select->settings, &select->choice);
	/* The settings may change while providers are asked. */
	select->choice.model = arena_str(&select->arena, select->choice.model);
	select->choice.base_url = arena_str(&select->arena, select->choice.base_url);
	select->choice.folder = STR("");
	select->survey.op.owner = select;
	select->survey.op.ended = select_surveyed;
	select->next = server->selects.first;
	server->selects.first = select;
	survey_start(server->kit.models, &select->survey,
		     select->settings.find_local ? SURVEY_ALL : SURVEY_READY,
		     select->choice.provider != NULL ? &select->choice : NULL);
}

void select_model(struct server *server, struct rpc_message *message, const cJSON *argument,
		  const struct place *place)
{
	const cJSON *provider = json_get(argument, "provider"),
		    *model = json_get(argument, "model");
	bool named = cJSON_IsString(provider);
	struct str name = json_str(provider), which = json_str(model);
	if ((provider != NULL && !named) || (model != NULL && !cJSON_IsString(model)) ||
	    which.len > SELECT_NAME_MAX || (model != NULL && !named))
		rpc_fail(message, RPC_INVALID_PARAMS,
			 "workspace/executeCommand: arguments[0] must be {list}, or {provider, "
			 "model} with strings");
	else if (named && name.len > 0 && provider_find(server->kit.models, name) == NULL)
		rpc_fail(message, RPC_INVALID_PARAMS, "no provider is called \"%.*s\"",
			 STR_ARG(str_part(name, 0, 60)));
	else if (!named) {
		select_survey(server, message, json_get_bool(argument, "list", false), place);
	} else {
		select_set(server, name, name.len > 0 ? which : STR(""));
		select_put_choice(rpc_reply(message), server, place);
		rpc_reply_end(message);
	}
}
