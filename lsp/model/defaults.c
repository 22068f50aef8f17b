/*
 * Reads models.json, embedded and the user's.
 */
#include "defaults.h"

#include <stdint.h>

#include "base/embedded.h"
#include "base/json.h"
#include "io/file.h"

enum {
	DEFAULTS_FILE_MAX = 1 << 20,
	DEFAULTS_LIMIT_MAX = 1 << 20,
};

static bool defaults_limit(const cJSON *node, const char *member, const char *name, long *limit,
			   struct err *err)
{
	if (json_get(node, member) == NULL)
		return true;
	int64_t number = json_get_int(node, member, -1);
	if (number < 1 || number > DEFAULTS_LIMIT_MAX)
		return err_set(err, ERR_INPUT, "%s: \"%s\" must be a whole number from 1 to %d",
			       name, member, DEFAULTS_LIMIT_MAX);
	*limit = (long)number;
	return true;
}

bool defaults_read(struct arena *arena, struct str bytes, const char *name, const char *provider,
		   struct defaults *defaults, struct err *err)
{
	struct err why;
	cJSON *root = json_parse(bytes, &why);
	if (!cJSON_IsObject(root)) {
		cJSON_Delete(root);
		return err_set(err, ERR_INPUT, "%s is no JSON object: %s", name,
			       root == NULL ? why.text : "something else");
	}
	const cJSON *node = json_get(json_get(root, "providers"), provider);
	if (json_get_str(node, "model").len > 0)
		defaults->model = arena_str(arena, json_get_str(node, "model"));
	if (json_get_str(node, "version").len > 0)
		defaults->version = arena_str(arena, json_get_str(node, "version"));
	bool ok = defaults_limit(node, "limit", name, &defaults->limit, err) &&
		  defaults_limit(node, "compatible_limit", name, &defaults->compatible_limit, err);
	cJSON_Delete(root);
	return ok;
}

bool defaults_load(struct arena *arena, const char *provider, struct defaults *defaults,
		   struct err *err)
{
	*defaults = (struct defaults){.limit = 8192, .compatible_limit = 8192};
	if (!defaults_read(arena, embedded_file("models.json"), "the embedded models.json",
			   provider, defaults, err))
		return false;
	struct str path = file_config_path(arena, "models.json");
	if (path.len == 0 || !file_exists(path.at))
		return true;
	struct str bytes;
	return file_read(arena, path.at, DEFAULTS_FILE_MAX, &bytes, err) &&
	       defaults_read(arena, bytes, path.at, provider, defaults, err);
}
