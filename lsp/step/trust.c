/*
 * The file of trusted folders: small, and rewritten as a whole whenever it changes.
 */
#include "step/trust.h"

#include <sys/stat.h>
#include <time.h>

#include "base/json.h"
#include "base/utf8.h"
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

uint64_t trust_inode(const char *folder)
{
	struct stat status;
	return stat(folder, &status) == 0 && S_ISDIR(status.st_mode) ? (uint64_t)status.st_ino : 0;
}

/* Behind all others: a list keeps its order when it is written anew. */
static void trust_put(struct trust *trust, struct str folder, uint64_t inode,
		      enum sandbox_tier tier, struct str since)
{
	struct trust_entry **last = &trust->first;
	while (*last != NULL)
		last = &(*last)->next;
	struct trust_entry *entry = arena_new(&trust->arena, sizeof(*entry));
	*entry = (struct trust_entry){
		.folder = arena_str(&trust->arena, folder),
		.inode = inode,
		.tier = tier,
		.since = arena_str(&trust->arena, since),
	};
	*last = entry;
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
		int64_t inode = json_get_int(item, "inode", 0);
		if (!str_starts(folder, STR("/")) ||
		    !sandbox_tier_of(json_get_str(item, "tier"), &tier))
			return false;
		trust_put(trust, folder, (uint64_t)inode, tier, json_get_str(item, "since"));
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

bool trust_allows(const struct trust *trust, struct str folder, uint64_t inode,
		  enum sandbox_tier tier)
{
	const struct trust_entry *entry = trust_find(trust, folder);
	return entry != NULL && tier >= entry->tier && inode != 0 && inode == entry->inode;
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
		json_key(&json, "inode");
		json_put_int(&json, (int64_t)entry->inode);
		json_key(&json, "tier");
		json_put_str(&json, sandbox_tier_name(entry->tier));
		json_key(&json, "since");
		json_put_str(&json, entry->since);
		json_object_end(&json);
	}
	json_array_end(&json);
	json_object_end(&json);
	buf_add_char(&text, '\n');
	bool good = text.full ? err_set(err, ERR_WORLD, "too many folders are trusted")
			      : file_replace(path.at, buf_str(&text), err);
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

/* Nobody else changes the file until file_unlock; -1 with `err` when that cannot be had. */
static int trust_lock(struct arena *arena, struct err *err)
{
	struct str path = file_state_path(arena, "trust.lock");
	if (path.len == 0) {
		err_set(err, ERR_WORLD,
			"there is no place to remember it: neither HOME nor XDG_STATE_HOME is set");
		return -1;
	}
	if (!file_make_folder(arena_cstr(arena, file_dir(path)), err))
		return -1;
	return file_lock(path.at, err);
}

static bool trust_add(struct trust *trust, struct str folder, enum sandbox_tier tier,
		      struct err *err)
{
	uint64_t inode = trust_inode(arena_cstr(&trust->arena, folder));
	if (inode == 0)
		return err_set(err, ERR_INPUT, "%.*s is no folder", STR_ARG(folder));
	if (!utf8_valid(folder))
		return err_set(err, ERR_INPUT, "the folder's name is not valid UTF-8");
	if (str_eq(folder, STR("/")))
		return err_set(err, ERR_INPUT, "/ is everything: name a folder");
	struct trust_entry *entry = trust_find(trust, folder);
	if (entry == NULL)
		trust_put(trust, folder, inode, tier, trust_today(&trust->arena));
	else
		*entry = (struct trust_entry){.next = entry->next,
					      .folder = entry->folder,
					      .inode = inode,
					      .tier = tier,
					      .since = trust_today(&trust->arena)};
	return trust_write(trust, err);
}

/* `folder` must outlive the loading anew: it may be one of the entries. */
static bool trust_change(struct trust *trust, struct str folder,
			 bool (*change)(struct trust *trust, struct str folder,
					enum sandbox_tier tier, struct err *err),
			 enum sandbox_tier tier, struct err *err)
{
	struct arena scratch;
	arena_init(&scratch);
	folder = arena_str(&scratch, folder);
	int lock = trust_lock(&scratch, err);
	bool good = lock >= 0 && trust_load(trust, err) && change(trust, folder, tier, err);
	file_unlock(lock);
	arena_deinit(&scratch);
	return good;
}

bool trust_grant(struct trust *trust, struct str folder, enum sandbox_tier tier, struct err *err)
{
	return trust_change(trust, folder, trust_add, tier, err);
}

static bool trust_remove(struct trust *trust, struct str folder, enum sandbox_tier tier,
			 struct err *err)
{
	(void)tier;
	struct trust_entry **link = &trust->first;
	while (*link != NULL && !str_eq((*link)->folder, folder))
		link = &(*link)->next;
	if (*link == NULL)
		return err_set(err, ERR_INPUT, "%.*s was not trusted", STR_ARG(folder));
	*link = (*link)->next;
	return trust_write(trust, err);
}

bool trust_forget(struct trust *trust, struct str folder, struct err *err)
{
	return trust_change(trust, folder, trust_remove, SANDBOX_NONE, err);
}
