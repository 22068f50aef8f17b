/*
 * The providers there are: a table of the known ones, and what the user's
 * models.json changes or adds. Adding one for everybody is an entry here; adding a
 * server of one's own is an entry there.
 */
#include <string.h>

#include "base/json.h"
#include "base/words.h"
#include "catalog.h"
#include "io/file.h"
#include "key.h"
#include "provider.h"
#include "url.h"

/* clang-format off */
const struct provider provider_table[] = {
	{
		.name = "anthropic", .label = "Anthropic (Claude)", .dialect = &dialect_anthropic,
		.url = "https://api.anthropic.com", .base_env = "ANTHROPIC_BASE_URL",
		.keys = {{"ANTHROPIC_API_KEY", NULL, NULL},
			 {"ANTHROPIC_AUTH_TOKEN", "authorization", "Bearer "}},
		.idle_ms = 90000, /* it pings */
	},
	{
		.name = "openai", .label = "OpenAI (GPT), or a server that speaks like it",
		.dialect = &dialect_openai,
		.url = "https://api.openai.com/v1", .base_env = "OPENAI_BASE_URL",
		.keys = {{"OPENAI_API_KEY", NULL, NULL}},
		.limit = ASK_MAX_COMPLETION_TOKENS, .genuine = true,
	},
	{
		.name = "openai-responses", .label = "OpenAI (GPT, by the Responses API)",
		.dialect = &dialect_responses,
		.url = "https://api.openai.com/v1", .base_env = "OPENAI_BASE_URL",
		.keys = {{"OPENAI_API_KEY", NULL, NULL}},
		.genuine = true,
	},
	{
		.name = "gemini", .label = "Google Gemini", .dialect = &dialect_gemini,
		.url = "https://generativelanguage.googleapis.com",
		.base_env = "GOOGLE_GEMINI_BASE_URL",
		.keys = {{"GOOGLE_API_KEY", NULL, NULL}, {"GEMINI_API_KEY", NULL, NULL}},
	},
	{
		.name = "deepseek", .label = "DeepSeek", .dialect = &dialect_openai,
		.url = "https://api.deepseek.com", .base_env = "DEEPSEEK_BASE_URL",
		.keys = {{"DEEPSEEK_API_KEY", NULL, NULL}},
		.thinks = true,
	},
	{
		.name = "openrouter", .label = "OpenRouter", .dialect = &dialect_openai,
		.url = "https://openrouter.ai/api/v1", .base_env = "OPENROUTER_BASE_URL",
		.keys = {{"OPENROUTER_API_KEY", NULL, NULL}},
	},
	{
		.name = "huggingface", .label = "Hugging Face (router)", .dialect = &dialect_openai,
		.url = "https://router.huggingface.co/v1", .base_env = "HF_BASE_URL",
		.keys = {{"HF_TOKEN", NULL, NULL}, {"HUGGING_FACE_HUB_TOKEN", NULL, NULL}},
	},
	{
		.name = "tgi", .label = "text-generation-inference (Hugging Face)",
		.dialect = &dialect_tgi,
		.base_env = "TGI_BASE_URL",
		.keys = {{"HF_TOKEN", NULL, NULL}, {"HUGGING_FACE_HUB_TOKEN", NULL, NULL}},
		.local = true, /* it has one model, and says which */
	},
	{
		.name = "ollama", .label = "Ollama", .dialect = &dialect_ollama,
		.url = "http://127.0.0.1:11434", .base_env = "OLLAMA_HOST",
		.host_notation = true,
		.keys = {{"OLLAMA_API_KEY", NULL, NULL}}, .local = true, .thinks = true,
		.remote_suffix = "cloud", /* "gpt-oss:120b-cloud": ollama.com answers */
	},
	{
		.name = "llamacpp", .label = "llama.cpp (llama-server)", .dialect = &dialect_openai,
		.url = "http://127.0.0.1:8080/v1", .base_env = "LLAMACPP_BASE_URL",
		.keys = {{"LLAMACPP_API_KEY", NULL, NULL}}, .local = true,
	},
	{
		.name = "vllm", .label = "vLLM", .dialect = &dialect_openai,
		.url = "http://127.0.0.1:8000/v1", .base_env = "VLLM_BASE_URL",
		.keys = {{"VLLM_API_KEY", NULL, NULL}}, .local = true,
	},
	{
		.name = "litellm", .label = "LiteLLM (proxy)", .dialect = &dialect_openai,
		.url = "http://127.0.0.1:4000/v1", .base_env = "LITELLM_BASE_URL",
		.keys = {{"LITELLM_API_KEY", NULL, NULL}}, .local = true, .relays = true,
	},
	{
		.name = "editor", .label = "the editor's own model", .dialect = &dialect_editor,
	},
	{
		.name = "replay", .label = "recorded answers", .dialect = &dialect_replay,
		.base_env = "KADANE_REPLAY",
	},
	{.name = NULL},
};
/* clang-format on */

enum { REGISTRY_MAX = 64 };

static const struct dialect *const registry_dialects[] = {
	&dialect_anthropic, &dialect_command,   &dialect_gemini, &dialect_ollama,
	&dialect_openai,    &dialect_responses, &dialect_tgi,    NULL,
};

/* --- what the user's file says --- */

static bool registry_text(struct arena *arena, const cJSON *node, const char *member,
			  const char **into, struct err *err)
{
	const cJSON *value = json_get(node, member);
	if (value == NULL)
		return true;
	if (!cJSON_IsString(value) || json_str(value).len == 0)
		return err_set(err, ERR_INPUT, "provider \"%s\": \"%s\" must be a string",
			       node->string, member);
	*into = arena_cstr(arena, json_str(value));
	return true;
}

static bool registry_dialect(const cJSON *node, struct provider *provider, struct err *err)
{
	struct str name = json_get_str(node, "dialect");
	if (json_get(node, "dialect") == NULL)
		return true;
	struct buf known;
	buf_init(&known, 200);
	for (const struct dialect *const *at = registry_dialects; *at != NULL; at++) {
		buf_addf(&known, "%s%s", known.len > 0 ? ", " : "", (*at)->name);
		if (str_eq(str_of((*at)->name), name))
			provider->dialect = *at;
	}
	bool fine = provider->dialect != NULL ||
		    err_set(err, ERR_INPUT, "provider \"%s\": \"dialect\" must be one of %.*s",
			    node->string, STR_ARG(buf_str(&known)));
	buf_deinit(&known);
	return fine;
}

/* An array of strings, NULL-terminated; *into stays NULL when there is none. */
static bool registry_words(struct arena *arena, const cJSON *node, const char *member,
			   const char *const **into, struct err *err)
{
	const cJSON *array = json_get(node, member), *item;
	if (array == NULL)
		return true;
	size_t count = 0, size = (size_t)(cJSON_IsArray(array) ? cJSON_GetArraySize(array) : 0);
	const char **words = arena_array(arena, size + 1, sizeof(*words));
	cJSON_ArrayForEach(item, array) if (json_str(item).len > 0) words[count++] =
		arena_cstr(arena, json_str(item));
	if (size == 0 || count < size)
		return err_set(err, ERR_INPUT,
			       "provider \"%s\": \"%s\" must be an array of strings, none empty",
			       node->string, member);
	*into = words;
	return true;
}

static bool registry_command(struct arena *arena, const cJSON *node, struct provider *provider,
			     struct err *err)
{
	if (!registry_words(arena, node, "command", &provider->command, err) ||
	    !registry_words(arena, node, "hand_over", &provider->hand_over, err))
		return false;
	bool wanted = provider->dialect == &dialect_command;
	if (wanted == (provider->command != NULL))
		return true;
	return err_set(err, ERR_INPUT,
		       "provider \"%s\": \"command\" goes with the dialect \"command\", and that "
		       "with it",
		       node->string);
}

/* "cmd:pass (for mine)": the program alone, for more of its line might be a secret. */
static const char *registry_key_label(struct arena *arena, const char *line, const char *provider)
{
	const char *const *words;
	size_t count = 0;
	struct err ignored = {0};
	/* The command itself is refused when it is first run. */
	bool good = words_split(arena, str_of(line), KEY_WORDS, &words, &count, &ignored);
	return arena_fmt(arena, "cmd:%s (for %s)", good && count > 0 ? words[0] : "", provider).at;
}

/* "NAME": a variable of the environment; "cmd:pass show x": a program whose output is the key. */
static bool registry_key(struct arena *arena, const cJSON *node, struct provider *provider,
			 struct err *err)
{
	const char *key = NULL;
	if (!registry_text(arena, node, "key", &key, err))
		return false;
	if (key == NULL)
		return true;
	if (strncmp(key, "cmd:", 4) == 0) {
		provider->key_command = key + 4;
		provider->command_key.env = registry_key_label(arena, key + 4, node->string);
		return true;
	}
	for (const char *c = key; *c != '\0'; c++)
		if (!((*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || *c == '_'))
			return err_set(
				err, ERR_INPUT,
				"provider \"%s\": \"key\" must name a variable of the "
				"environment or be \"cmd:\" and a command, never the key itself",
				node->string);
	memset(provider->keys, 0, sizeof(provider->keys));
	provider->keys[0].env = key;
	return true;
}

static bool registry_limit(const cJSON *node, struct provider *provider, struct err *err)
{
	struct str name = json_get_str(node, "limit_name");
	if (json_get(node, "limit_name") == NULL)
		return true;
	if (str_eq(name, STR("max_tokens")))
		provider->limit = ASK_MAX_TOKENS;
	else if (str_eq(name, STR("max_completion_tokens")))
		provider->limit = ASK_MAX_COMPLETION_TOKENS;
	else
		return err_set(err, ERR_INPUT,
			       "provider \"%s\": \"limit_name\" must be max_tokens or "
			       "max_completion_tokens",
			       node->string);
	return true;
}

/* Somewhere else, what its own service has of its own does not hold. */
static void registry_elsewhere(const cJSON *node, struct provider *provider)
{
	if (json_get(node, "url") != NULL) {
		provider->genuine = false;
		provider->limit = ASK_MAX_TOKENS;
	}
	provider->thinks = json_get_bool(node, "thinks", provider->thinks);
}

static bool registry_entry(struct arena *arena, const cJSON *node, struct provider *provider,
			   struct err *err)
{
	registry_elsewhere(node, provider);
	bool fine = registry_dialect(node, provider, err) &&
		    registry_text(arena, node, "label", &provider->label, err) &&
		    registry_text(arena, node, "url", &provider->url, err) &&
		    registry_key(arena, node, provider, err) &&
		    registry_command(arena, node, provider, err) &&
		    registry_limit(node, provider, err);
	if (fine && provider->dialect == NULL)
		provider->dialect = &dialect_openai;
	if (fine && provider->url == NULL && provider->dialect->answer == NULL)
		return err_set(err, ERR_INPUT, "provider \"%s\" has no \"url\"", node->string);
	return fine;
}

static bool registry_apply(struct registry *registry, const cJSON *providers, size_t *count,
			   struct err *err)
{
	struct arena *arena = &registry->arena;
	const cJSON *node;
	cJSON_ArrayForEach(node, providers)
	{
		size_t at = 0;
		while (at < *count && strcmp(registry->list[at]->name, node->string) != 0)
			at++;
		if (at == REGISTRY_MAX)
			return err_set(err, ERR_INPUT, "more than %d providers", REGISTRY_MAX);
		struct provider *provider = arena_new(arena, sizeof(*provider));
		if (at < *count)
			*provider = *registry->list[at];
		else
			*provider =
				(struct provider){.name = arena_cstr(arena, str_of(node->string)),
						  .label = arena_cstr(arena, str_of(node->string))};
		if (!registry_entry(arena, node, provider, err))
			return false;
		registry->list[at] = provider;
		*count += at == *count;
	}
	return true;
}

/* --- the list --- */

/* A known provider, with what its variable means where that is no URL. */
static const struct provider *registry_known(struct arena *arena, const struct provider *known)
{
	if (!known->host_notation)
		return known;
	struct str base = url_of_ollama(arena, file_env(known->base_env));
	if (base.len == 0)
		return known;
	struct provider *copy = arena_new(arena, sizeof(*copy));
	*copy = *known;
	copy->base_from_env = arena_cstr(arena, base);
	return copy;
}

void registry_init(struct registry *registry)
{
	*registry = (struct registry){0};
	arena_init(&registry->arena);
	registry->list = arena_array(&registry->arena, REGISTRY_MAX + 1, sizeof(*registry->list));
	size_t count = 0;
	while (provider_table[count].name != NULL) {
		registry->list[count] = registry_known(&registry->arena, &provider_table[count]);
		count++;
	}
	const char *path;
	cJSON *root = NULL;
	struct err why = {0};
	if (!catalog_user_file(&registry->arena, &root, &path, &registry->err))
		return;
	if (!registry_apply(registry, json_get(root, "providers"), &count, &why))
		err_set(&registry->err, ERR_INPUT, "%s: %s", path, why.text);
	cJSON_Delete(root);
}

void registry_attach(struct registry *registry, const struct dialect *dialect)
{
	for (const struct provider **at = registry->list; *at != NULL; at++) {
		if ((*at)->dialect != dialect)
			continue;
		struct provider *provider = arena_new(&registry->arena, sizeof(*provider));
		*provider = **at;
		provider->attached = true;
		*at = provider;
	}
}

void registry_deinit(struct registry *registry)
{
	arena_deinit(&registry->arena);
}

const struct provider *registry_find(const struct registry *registry, struct str name)
{
	for (const struct provider *const *at = registry->list; *at != NULL; at++)
		if (str_eq(str_of((*at)->name), name))
			return *at;
	return NULL;
}

void model_take_keys(struct secrets *secrets)
{
	struct registry registry;
	registry_init(&registry);
	for (const struct provider *const *at = registry.list; *at != NULL; at++)
		for (size_t i = 0; i < PROVIDER_KEYS_MAX && (*at)->keys[i].env != NULL; i++)
			secrets_take_env(secrets, (*at)->keys[i].env);
	key_note_proxies(secrets);
	registry_deinit(&registry);
}
