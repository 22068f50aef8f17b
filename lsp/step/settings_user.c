/*
 * The user's own file, config.json. Who cannot read it must not go on with the defaults: it is
 * where budgets and the sandbox are made stricter.
 */
#include "base/hash.h"
#include "io/file.h"
#include "step/settings.h"

enum { SETTINGS_FILE_MAX = 1 << 20 };

/* The file's bytes; none when there is no file. */
static bool settings_user_read(struct arena *arena, struct str *path, struct str *bytes,
			       struct err *err)
{
	*path = file_config_path(arena, "config.json");
	*bytes = (struct str){NULL, 0};
	if (path->len == 0 || !file_exists(path->at))
		return true;
	return file_read(arena, path->at, SETTINGS_FILE_MAX, bytes, err);
}

/* What stood beside {"kadane": …}, or in its place, would not be heard. */
static bool settings_user_wrapped(const cJSON *root, struct err *err)
{
	const cJSON *inner = json_get(root, "kadane");
	if (inner == NULL || (cJSON_IsObject(inner) && root->child->next == NULL))
		return true;
	return err_set(err, ERR_INPUT,
		       "\"kadane\" must be an object that holds everything that is set");
}

bool settings_load_user(struct settings *settings, struct arena *arena, struct err *err)
{
	struct str path, bytes;
	struct err why = {0};
	if (!settings_user_read(arena, &path, &bytes, err))
		return false;
	if (bytes.at == NULL)
		return true;
	cJSON *root = json_parse(bytes, &why);
	bool fine = root != NULL && settings_user_wrapped(root, &why);
	/* What makes sense is taken over in any case. */
	if (root != NULL && !settings_apply(settings, arena, root, SETTINGS_FROM_USER_FILE,
					    fine ? &why : &(struct err){0}))
		fine = false;
	cJSON_Delete(root);
	return fine || err_set(err, ERR_INPUT, "%s: %s", path.at, why.text);
}

uint64_t settings_user_state(void)
{
	struct arena arena;
	struct str path, bytes;
	struct err why = {0};
	arena_init(&arena);
	uint64_t state = settings_user_read(&arena, &path, &bytes, &why)
				 ? hash_bytes(bytes)
				 : hash_bytes(str_of(why.text));
	arena_deinit(&arena);
	return state;
}
