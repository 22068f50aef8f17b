/*
 * Whom to ask, and who may say so. It is who gets the source, so what the user's config.json says
 * of it stands: an editor hands on what a project says. Only what the user does now (the command
 * line, kadane.selectModel) goes before it.
 */
#include "step/settings.h"

static bool settings_whom_is(const cJSON *node, struct str holds)
{
	return node == NULL || cJSON_IsNull(node) ||
	       (cJSON_IsString(node) && str_eq(json_str(node), holds));
}

static bool settings_whom_refuse(struct err *err, const char *action, const char *name)
{
	return err_set(err, ERR_INPUT,
		       "setting %s%.40s: who gets your source is said in your own config.json; "
		       "anything else is not heard from an editor or a project",
		       action, name);
}

bool settings_whom_may_come(const struct settings *settings, const cJSON *node,
			    enum settings_source source, struct err *err)
{
	bool provider = str_eq(str_of(node->string), STR("provider"));
	bool model = str_eq(str_of(node->string), STR("model"));
	bool stands = settings->own.provider || (model && settings->own.model);
	if (source == SETTINGS_FROM_USER_FILE || !(provider || model) || !stands)
		return true;
	return settings_whom_is(node, provider ? settings->provider : settings->model) ||
	       settings_whom_refuse(err, "", node->string);
}

static bool settings_whom_of_user(const struct settings *settings,
				  const struct settings_action *action)
{
	return (size_t)(action - settings->actions) < settings->own.actions;
}

bool settings_whom_action_may_come(const struct settings *settings,
				   const struct settings_action *action, const cJSON *object,
				   enum settings_source source, struct err *err)
{
	bool same = settings_whom_is(json_get(object, "provider"), action->provider) &&
		    settings_whom_is(json_get(object, "model"), action->model);
	if (source == SETTINGS_FROM_USER_FILE || same)
		return true;
	return (!settings->own.provider && !settings_whom_of_user(settings, action)) ||
	       settings_whom_refuse(err, "actions.", object->string);
}

bool settings_whom_inherits(const struct settings *settings, const struct settings_action *action)
{
	return settings->own.provider || settings->own.model ||
	       !settings_whom_of_user(settings, action);
}

bool settings_whom_own(struct settings *settings, struct err *err)
{
	settings->own = (struct settings_own){.provider = settings->provider.len > 0,
					      .model = settings->model.len > 0,
					      .actions = settings->action_count};
	if (settings->base_url.len == 0 ||
	    settings_put_base(settings, settings->base_url, STR("setting baseUrl"), err))
		return true;
	settings->base_url = STR("");
	return false;
}

bool settings_put_base(struct settings *settings, struct str url, struct str what, struct err *err)
{
	if (settings->provider.len == 0)
		return err_set(err, ERR_INPUT,
			       "%.*s: name the provider, too: its key goes there, and nobody "
			       "else's",
			       STR_ARG(what));
	settings->base_url = url;
	settings->base_provider = settings->provider;
	return true;
}

void settings_choose(struct settings *settings, struct str provider, struct str model)
{
	/* It was that of another provider; so may the address be, but only choice_of knows. */
	if (provider.len > 0 && settings->provider.len > 0 && !str_eq(provider, settings->provider))
		settings->model = STR("");
	if (provider.len > 0) {
		settings->provider = provider;
		settings->action_count = 0;
	}
	if (model.len > 0)
		settings->model = model;
	for (size_t i = 0; i < settings->action_count && model.len > 0; i++)
		settings->actions[i].model = model;
}
