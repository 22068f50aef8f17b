/*
 * Reads models.json, embedded and the user's.
 */
#include "catalog.h"

#include <stdint.h>
#include <string.h>
#include <time.h>

#include "base/embedded.h"
#include "base/json.h"
#include "io/file.h"

enum {
	CATALOG_FILE_MAX = 4 << 20,
	CATALOG_TOKENS_MAX = 100000000,
	DEFAULTS_LIMIT_MAX = 1 << 20,
};

static bool catalog_parse(struct str bytes, const char *name, cJSON **root, struct err *err)
{
	struct err why = {0};
	*root = json_parse(bytes, &why);
	if (cJSON_IsObject(*root))
		return true;
	err_set(err, ERR_INPUT, "%s is no JSON object: %s", name,
		*root == NULL ? why.text : "something else");
	cJSON_Delete(*root);
	*root = NULL;
	return false;
}

bool catalog_user_file(struct arena *arena, cJSON **root, const char **path, struct err *err)
{
	struct str at = file_config_path(arena, "models.json"), bytes;
	*root = NULL;
	*path = at.at;
	if (at.len == 0 || !file_exists(at.at))
		return true;
	return file_read(arena, at.at, CATALOG_FILE_MAX, &bytes, err) &&
	       catalog_parse(bytes, at.at, root, err);
}

/* --- of providers --- */

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

static bool defaults_take(struct arena *arena, const cJSON *root, const char *name,
			  const char *provider, struct defaults *defaults, struct err *err)
{
	const cJSON *node = json_get(json_get(root, "providers"), provider);
	if (json_get_str(node, "model").len > 0)
		defaults->model = arena_str(arena, json_get_str(node, "model"));
	if (json_get_str(node, "version").len > 0)
		defaults->version = arena_str(arena, json_get_str(node, "version"));
	if (json_get_str(node, "template").len > 0)
		defaults->template = arena_str(arena, json_get_str(node, "template"));
	return defaults_limit(node, "limit", name, &defaults->limit, err) &&
	       defaults_limit(node, "compatible_limit", name, &defaults->compatible_limit, err);
}

bool defaults_read(struct arena *arena, struct str bytes, const char *name, const char *provider,
		   struct defaults *defaults, struct err *err)
{
	cJSON *root;
	if (!catalog_parse(bytes, name, &root, err))
		return false;
	bool ok = defaults_take(arena, root, name, provider, defaults, err);
	cJSON_Delete(root);
	return ok;
}

/* A server of the user's own speaks a version too: that of the service its dialect is named after.
 */
static bool defaults_version(struct arena *arena, const cJSON *root, const char *provider,
			     struct defaults *defaults, struct err *err)
{
	struct str dialect =
		json_get_str(json_get(json_get(root, "providers"), provider), "dialect");
	struct defaults own = {.limit = 0};
	if (dialect.len == 0 || defaults->version.len > 0)
		return true;
	if (!defaults_read(arena, embedded_file("models.json"), "the embedded models.json",
			   arena_cstr(arena, dialect), &own, err))
		return false;
	defaults->version = own.version;
	return true;
}

bool defaults_load(struct arena *arena, const char *provider, struct defaults *defaults,
		   struct err *err)
{
	*defaults = (struct defaults){.limit = 8192, .compatible_limit = 8192};
	cJSON *root;
	const char *path;
	if (!defaults_read(arena, embedded_file("models.json"), "the embedded models.json",
			   provider, defaults, err) ||
	    !catalog_user_file(arena, &root, &path, err))
		return false;
	bool ok = root == NULL || (defaults_version(arena, root, provider, defaults, err) &&
				   defaults_take(arena, root, path, provider, defaults, err));
	cJSON_Delete(root);
	return ok;
}

/* --- of models --- */

const struct model_facts model_facts_none = {.template = {"", 0},
					     .price = {.input = -1,
						       .cached = -1,
						       .cache_write = -1,
						       .output = -1,
						       .above_input = -1,
						       .above_cached = -1,
						       .above_output = -1,
						       .peak_factor = 1,
						       .as_of = {"", 0}}};

static void facts_number(const cJSON *node, const char *member, double *into)
{
	const cJSON *value = json_get(node, member);
	if (cJSON_IsNumber(value) && value->valuedouble >= 0 && value->valuedouble < 1e6)
		*into = value->valuedouble;
}

static void facts_tokens(const cJSON *node, const char *member, long *into)
{
	int64_t number = json_get_int(node, member, -1);
	if (number > 0 && number <= CATALOG_TOKENS_MAX)
		*into = (long)number;
}

static void facts_peak(struct price *price, const cJSON *peak)
{
	const cJSON *hour;
	if (peak == NULL)
		return;
	price->peak_hours = 0;
	cJSON_ArrayForEach(hour, json_get(peak, "hours_utc")) if (hour->valuedouble >= 0 &&
								  hour->valuedouble < 24)
		price->peak_hours |= 1u << (unsigned)hour->valuedouble;
	facts_number(peak, "factor", &price->peak_factor);
}

/* Prices that were announced for a day that has come (UTC). */
static void facts_later(struct price *price, const cJSON *later)
{
	char today[16] = "";
	time_t now = time(NULL);
	struct tm parts;
	struct str from = json_get_str(later, "from");
	if (gmtime_r(&now, &parts) != NULL)
		strftime(today, sizeof(today), "%Y-%m-%d", &parts);
	/* Dates sort as text. */
	if (from.len == 0 || from.len != strlen(today) || memcmp(from.at, today, from.len) > 0)
		return;
	facts_number(later, "input", &price->input);
	facts_number(later, "cached", &price->cached);
	facts_number(later, "cache_write", &price->cache_write);
	facts_number(later, "output", &price->output);
}

static void facts_take(struct arena *arena, const cJSON *node, struct model_facts *facts)
{
	struct price *price = &facts->price;
	const cJSON *above = json_get(node, "above");
	facts->known = true;
	facts_tokens(node, "context", &facts->context);
	facts_tokens(node, "max_output", &facts->max_output);
	facts->developer = json_get_bool(node, "developer", facts->developer);
	if (json_get_str(node, "template").len > 0)
		facts->template = arena_str(arena, json_get_str(node, "template"));
	facts_number(node, "input", &price->input);
	facts_number(node, "cached", &price->cached);
	facts_number(node, "cache_write", &price->cache_write);
	facts_number(node, "output", &price->output);
	facts_later(price, json_get(node, "later"));
	facts_tokens(above, "tokens", &price->above_tokens);
	facts_number(above, "input", &price->above_input);
	facts_number(above, "cached", &price->above_cached);
	facts_number(above, "output", &price->above_output);
	facts_peak(price, json_get(node, "peak"));
	if (json_get_str(node, "as_of").len > 0)
		price->as_of = arena_str(arena, json_get_str(node, "as_of"));
}

bool catalog_is_named(struct str id, struct str name)
{
	if (!str_starts(id, name))
		return false;
	struct str rest = str_part(id, name.len, id.len);
	if (rest.len == 0 || str_eq(rest, STR("-latest")))
		return true;
	if (rest.at[0] != '-' && rest.at[0] != '@')
		return false;
	size_t digits = 0;
	for (size_t i = 1; i < rest.len; i++) {
		if (rest.at[i] >= '0' && rest.at[i] <= '9')
			digits++;
		else if (rest.at[i] != '-')
			return false;
	}
	return digits == 8;
}

/* The entry of the model: models of one provider stand under its name. */
static const cJSON *facts_find(const struct catalog *catalog, size_t file, const char *provider,
			       struct str model)
{
	const cJSON *models = json_get(catalog->roots[file], "models"), *node;
	const cJSON *list = json_get(models, provider);
	/* "openai-responses": "openai": the same models, asked in another way; in both files. */
	const cJSON *same = json_get(json_get(catalog->roots[0], "models"), provider);
	if (list == NULL && cJSON_IsString(same))
		list = same;
	if (cJSON_IsString(list))
		list = json_get(models, list->valuestring);
	cJSON_ArrayForEach(node, list)
	{
		if (node->string != NULL && catalog_is_named(model, str_of(node->string)))
			return node;
	}
	return NULL;
}

bool catalog_load(struct arena *arena, struct catalog *catalog, struct err *err)
{
	const char *path;
	*catalog = (struct catalog){{NULL, NULL}};
	if (catalog_parse(embedded_file("models.json"), "the embedded models.json",
			  &catalog->roots[0], err) &&
	    catalog_user_file(arena, &catalog->roots[1], &path, err))
		return true;
	catalog_free(catalog);
	return false;
}

void catalog_free(struct catalog *catalog)
{
	cJSON_Delete(catalog->roots[0]);
	cJSON_Delete(catalog->roots[1]);
	*catalog = (struct catalog){{NULL, NULL}};
}

void catalog_facts(struct arena *arena, const struct catalog *catalog, const char *provider,
		   struct str model, struct model_facts *facts)
{
	*facts = model_facts_none;
	for (size_t i = 0; i < 2; i++) {
		const cJSON *node = facts_find(catalog, i, provider, model);
		if (node != NULL)
			facts_take(arena, node, facts);
		facts->by_user = node != NULL && i == 1;
	}
}

bool model_facts_load(struct arena *arena, const char *provider, struct str model,
		      struct model_facts *facts, struct err *err)
{
	struct catalog catalog;
	bool good = catalog_load(arena, &catalog, err);
	catalog_facts(arena, &catalog, provider, model, facts);
	catalog_free(&catalog);
	return good;
}
