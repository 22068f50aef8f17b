/*
 * "fallback": who is asked when the chosen provider fails. It says which companies the source
 * may go to, so it is heard from the user's own file only.
 */
#include "step/settings.h"

bool settings_fallback_apply(struct settings *settings, struct arena *arena, const cJSON *list,
			     enum settings_source source, struct err *err)
{
	if (source != SETTINGS_FROM_USER_FILE)
		return err_set(err, ERR_INPUT,
			       "setting fallback: is only heard from your own config.json: it says "
			       "who else your source may be sent to");
	if (!cJSON_IsArray(list))
		return err_set(err, ERR_INPUT,
			       "setting fallback: must be a list like [\"openai\", "
			       "\"ollama/qwen2.5-coder\"]");
	const cJSON *node;
	settings->fallback_count = 0;
	cJSON_ArrayForEach(node, list)
	{
		if (!cJSON_IsString(node) || json_str(node).len == 0)
			return err_set(err, ERR_INPUT,
				       "setting fallback: each must be a provider, or "
				       "provider/model");
		if (settings->fallback_count == SETTINGS_FALLBACK_MAX)
			return err_set(err, ERR_INPUT, "setting fallback: more than %d",
				       SETTINGS_FALLBACK_MAX);
		settings->fallback[settings->fallback_count++] = arena_str(arena, json_str(node));
	}
	return true;
}
