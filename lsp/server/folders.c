/*
 * Workspace folders. Null, absent and empty lists are all legal, and some editors
 * only fill the older fields.
 */
#include "folders.h"

#include "base/mem.h"

enum { FOLDER_JSON_MAX = 1 << 20 };

void folder_init(struct folder *folder)
{
	*folder = (struct folder){0};
	arena_init(&folder->arena);
	arena_init(&folder->values);
	buf_init(&folder->pulled, FOLDER_JSON_MAX);
	settings_init(&folder->settings);
}

void folder_deinit(struct folder *folder)
{
	buf_deinit(&folder->pulled);
	arena_deinit(&folder->values);
	arena_deinit(&folder->arena);
}

static struct folder **folders_find(struct config *config, struct str key)
{
	struct folder **link = &config->folders;
	while (*link != NULL && !str_eq((*link)->place.key, key))
		link = &(*link)->next;
	return link;
}

/* Takes over `folder`, unless it is there already. */
static void folders_append(struct config *config, struct folder *folder)
{
	struct folder **link = folders_find(config, folder->place.key);
	if (*link == NULL) {
		*link = folder;
		return;
	}
	folder_deinit(folder);
	mem_free(folder);
}

static void folders_add_uri(struct config *config, struct str uri)
{
	if (uri.len == 0)
		return;
	struct folder *folder = mem_new(sizeof(*folder));
	folder_init(folder);
	folder->place = place_of(&folder->arena, uri);
	folders_append(config, folder);
}

void folders_add(struct config *config, const cJSON *array)
{
	const cJSON *item;
	cJSON_ArrayForEach(item, array) folders_add_uri(config, json_get_str(item, "uri"));
}

void folders_remove(struct config *config, const cJSON *array)
{
	const cJSON *item;
	cJSON_ArrayForEach(item, array)
	{
		struct arena arena;
		arena_init(&arena);
		struct place place = place_of(&arena, json_get_str(item, "uri"));
		struct folder **link = folders_find(config, place.key);
		struct folder *folder = *link;
		arena_deinit(&arena);
		if (folder == NULL)
			continue;
		*link = folder->next;
		folder_deinit(folder);
		mem_free(folder);
	}
}

void folders_begin(struct config *config, const cJSON *params)
{
	folders_add(config, json_get(params, "workspaceFolders"));
	if (config->folders != NULL)
		return;
	folders_add_uri(config, json_get_str(params, "rootUri"));
	struct str path = json_get_str(params, "rootPath");
	if (config->folders != NULL || path.len == 0)
		return;
	struct folder *folder = mem_new(sizeof(*folder));
	folder_init(folder);
	folder->place = place_of_path(&folder->arena, path);
	folders_append(config, folder);
}

void folders_deinit(struct config *config)
{
	while (config->folders != NULL) {
		struct folder *folder = config->folders;
		config->folders = folder->next;
		folder_deinit(folder);
		mem_free(folder);
	}
}
