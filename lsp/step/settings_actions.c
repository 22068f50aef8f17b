/*
 * Settings of single actions: "actions": {"translate": {"provider": …, "model": …}}. Names of
 * actions are not known on this floor, so any name is taken.
 */
#include "step/settings.h"

const struct settings_action *settings_action(const struct settings *settings, struct str name)
{
	for (size_t i = 0; i < settings->action_count; i++)
		if (str_eq(settings->actions[i].name, name))
			return &settings->actions[i];
	return NULL;
}

static struct settings_action *settings_action_of(struct settings *settings, struct arena *arena,
						  struct str name)
{
	for (size_t i = 0; i < settings->action_count; i++)
		if (str_eq(settings->actions[i].name, name))
			return &settings->actions[i];
	if (settings->action_count == SETTINGS_ACTIONS_MAX)
		return NULL;
	struct settings_action *action = &settings->actions[settings->action_count++];
	*action = (struct settings_action){.name = arena_str(arena, name),
					   .provider = STR(""),
					   .model = STR("")};
	return action;
}

static bool settings_action_apply(struct settings_action *action, struct arena *arena,
				  const cJSON *object, struct err *err)
{
	const cJSON *node;
	cJSON_ArrayForEach(node, object)
	{
		struct str member = str_of(node->string), *into = NULL;
		if (cJSON_IsNull(node))
			continue;
		if (str_eq(member, STR("provider")))
			into = &action->provider;
		else if (str_eq(member, STR("model")))
			into = &action->model;
		else
			return err_set(err, ERR_INPUT, "setting actions.%.*s.%s is not known",
				       STR_ARG(action->name), node->string);
		if (!cJSON_IsString(node))
			return err_set(err, ERR_INPUT, "setting actions.%.*s.%s: must be a string",
				       STR_ARG(action->name), node->string);
		*into = arena_str(arena, json_str(node));
	}
	return true;
}

bool settings_actions_apply(struct settings *settings, struct arena *arena, const cJSON *object,
			    enum settings_source source, struct err *err)
{
	bool fine = true;
	const cJSON *node;
	if (!cJSON_IsObject(object))
		return err_set(err, ERR_INPUT, "setting actions: must be an object");
	cJSON_ArrayForEach(node, object)
	{
		if (cJSON_IsNull(node))
			continue;
		if (!cJSON_IsObject(node))
			return err_set(err, ERR_INPUT, "setting actions.%s: must be an object",
				       node->string);
		struct settings_action *action =
			settings_action_of(settings, arena, str_of(node->string));
		if (action == NULL)
			return err_set(err, ERR_INPUT, "setting actions: more than %d",
				       SETTINGS_ACTIONS_MAX);
		struct err later = {0}, *complaint = fine ? err : &later;
		bool taken =
			settings_whom_action_may_come(settings, action, node, source, complaint) &&
			settings_action_apply(action, arena, node, complaint);
		fine = fine && taken;
	}
	return fine;
}
