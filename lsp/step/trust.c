/*
 * The file of trusted folders: small, and rewritten as a whole whenever it changes.
 */
#include "step/trust.h"

#include <time.h>

#include "base/json.h"
#include "io/file.h"

enum { TRUST_FILE_MAX = 1 << 20 };

void trust_init(struct trust *trust)
{
	*trust = (struct trust){0};
	arena_init(&trust->arena);
}

void trust_deinit(struct trust *trust)
{
	arena_deinit(&trust->arena);
}

struct str trust_tier_name(enum sandbox_tier tier)
{
	switch (tier) {
	case SANDBOX_RESTRICTED:
		return STR("restricted");
	case SANDBOX_FULL:
		return STR("full");
	case SANDBOX_NONE:
		break;
	}
	return STR("none");
}

static bool trust_tier(struct str name, enum sandbox_tier *tier)
{
	for (*tier = SANDBOX_NONE; *tier <= SANDBOX_FULL; ++*tier)
		if (str_eq(name, trust_tier_name(*tier)))
			return true;
	return false;
}

static void trust_put(struct trust *trust, struct str folder, enum sandbox_tier tier,
		      struct str since)
{
	struct trust_entry *entry = arena_new(&trust->arena, sizeof(*entry));
	*entry = (struct trust_entry){
		.next = trust->first,
		.folder = arena_str(&trust->arena, folder),
		.tier = tier,
		.since = arena_str(&trust->arena, since),
	};
	trust->first = entry;
}

static bool trust_read(struct trust *trust, const cJSON *root)
{
	const cJSON *folders = json_get(root, "folders"), *item;
	if (!cJSON_IsArray(folders))
		return false;
	cJSON_ArrayForEach(item, folders)
	{
		enum sandbox_tier tier;
		struct str folder = json_get_str(item, "path");
		if (!str_starts(folder, STR("/")) || !trust_tier(json_get_str(item, "tier"), &tier))
			return false;
		trust_put(trust, folder, tier, json_get_str(item, "since"));
	}
	return true;
}

bool trust_load(struct trust *trust, struct err *err)
{
	trust_deinit(trust);
	trust_init(trust);
	struct str path = file_state_path(&trust->arena, "trust.json"), bytes;
	struct err why = {0};
	if (path.len == 0 || !file_exists(path.at))
		return true;
	if (!file_read(&trust->arena, path.at, TRUST_FILE_MAX, &bytes, err))
		return false;
	cJSON *root = json_parse(bytes, &why);
	bool good = root != NULL && trust_read(trust, root);
	cJSON_Delete(root);
	if (good)
		return true;
	trust->first = NULL;
	return err_set(err, ERR_INPUT,
		       "%s is not what kadane wrote there: put it right or delete it; until then "
		       "no folder is trusted",
		       path.at);
}

static struct trust_entry *trust_find(const struct trust *trust, struct str folder)
{
	struct trust_entry *entry = trust->first;
	while (entry != NULL && !str_eq(entry->folder, folder))
		entry = entry->next;
	return entry;
}

bool trust_allows(const struct trust *trust, struct str folder, enum sandbox_tier tier)
{
	const struct trust_entry *entry = trust_find(trust, folder);
	return entry != NULL && tier >= entry->tier;
}

static bool trust_write(struct trust *trust, struct err *err)
{
	struct str path = file_state_path(&trust->arena, "trust.json");
	struct buf text;
	struct json json;
	if (path.len == 0)
		return err_set(err, ERR_WORLD,
			       "there is no place to remember it: neither HOME nor XDG_STATE_HOME "
			       "is set");
	buf_init(&text, TRUST_FILE_MAX);
	json_init(&json, &text);
	json_object(&json);
	json_key(&json, "folders");
	json_array(&json);
	for (struct trust_entry *entry = trust->first; entry != NULL; entry = entry->next) {
		json_object(&json);
		json_key(&json, "path");
		json_put_str(&json, entry->folder);
		json_key(&json, "tier");
		json_put_str(&json, trust_tier_name(entry->tier));
		json_key(&json, "since");
		json_put_str(&json, entry->since);
		json_object_end(&json);
	}
	json_array_end(&json);
	json_object_end(&json);
	buf_add_char(&text, '\n');
	bool good = text.full ? err_set(err, ERR_WORLD, "too many folders are trusted")
			      : file_make_folder(arena_cstr(&trust->arena, file_dir(path)), err) &&
					file_replace(path.at, buf_str(&text), err);
	buf_deinit(&text);
	return good;
}

static struct str trust_today(struct arena *arena)
{
	char day[32] = "";
	time_t now = time(NULL);
	struct tm parts;
	if (localtime_r(&now, &parts) != NULL)
		strftime(day, sizeof(day), "%Y-%m-%d", &parts);
	return arena_str(arena, str_of(day));
}

bool trust_grant(struct trust *trust, struct str folder, enum sandbox_tier tier, struct err *err)
{
	if (!trust_load(trust, err))
		return false;
	struct trust_entry *entry = trust_find(trust, folder);
	if (entry != NULL)
		entry->tier = tier;
	else
		trust_put(trust, folder, tier, trust_today(&trust->arena));
	return trust_write(trust, err);
}

bool trust_forget(struct trust *trust, struct str folder, struct err *err)
{
	if (!trust_load(trust, err))
		return false;
	struct trust_entry **link = &trust->first;
	while (*link != NULL && !str_eq((*link)->folder, folder))
		link = &(*link)->next;
	if (*link == NULL)
		return err_set(err, ERR_INPUT, "%.*s was not trusted", STR_ARG(folder));
	*link = (*link)->next;
	return trust_write(trust, err);
}
