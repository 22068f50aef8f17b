/* provider: who is ready with what; base URLs and keys; model names from data, the user's first. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../lsp/model/catalog.h"
#include "../../lsp/model/provider.h"
#include "check.h"

static const struct provider *known(const char *name)
{
	for (const struct provider *at = provider_table; at->name != NULL; at++)
		if (strcmp(at->name, name) == 0)
			return at;
	CHECK(false);
	return NULL;
}

static void test_table(void)
{
	struct registry registry;
	registry_init(&registry);
	CHECK(registry.err.kind == ERR_NONE);
	CHECK(registry_find(&registry, STR("anthropic")) == known("anthropic"));
	CHECK(registry_find(&registry, STR("replay")) == known("replay"));
	CHECK(registry_find(&registry, STR("Anthropic")) == NULL);
	CHECK(registry_find(&registry, STR("")) == NULL);
	CHECK_STR(provider_name(known("openai")), "openai");
	CHECK_STR(str_of(provider_needs(known("anthropic"))), "ANTHROPIC_API_KEY");
	for (const struct provider *at = provider_table; at->name != NULL; at++) {
		CHECK(at->dialect != NULL && at->label != NULL);
		CHECK(at->dialect->answer != NULL || at->url != NULL || at->base_env != NULL);
		CHECK(registry_find(&registry, str_of(at->name)) == at);
	}
	registry_deinit(&registry);
}

static void test_ready(void)
{
	struct secrets secrets;
	secrets_init(&secrets);
	CHECK(!provider_ready(known("anthropic"), &secrets));
	CHECK(!provider_ready(known("openai"), &secrets));
	CHECK(!provider_ready(known("replay"), &secrets));
	setenv("OPENAI_BASE_URL", "http://127.0.0.1:8080/v1", 1);
	setenv("KADANE_REPLAY", "/tmp", 1);
	setenv("ANTHROPIC_API_KEY", "  ", 1);
	setenv("ANTHROPIC_AUTH_TOKEN", "token-1", 1);
	CHECK(provider_ready(known("openai"), &secrets));
	CHECK(provider_ready(known("replay"), &secrets));
	CHECK(!provider_ready(known("anthropic"), &secrets));
	setenv("OPENAI_BASE_URL", "https://127.0.0.1.example.test", 1);
	CHECK(!provider_ready(known("openai"), &secrets));
	model_take_keys(&secrets);
	CHECK(getenv("ANTHROPIC_AUTH_TOKEN") == NULL && getenv("ANTHROPIC_API_KEY") == NULL);
	/* A blank value is no key: the next name counts. */
	CHECK(provider_ready(known("anthropic"), &secrets));
	const struct provider_key *key = provider_key(known("anthropic"), &secrets);
	CHECK(key != NULL && strcmp(key->header, "authorization") == 0);
	CHECK(provider_key(known("openai"), &secrets) == NULL);
	secrets_deinit(&secrets);
}

static void test_base(void)
{
	unsetenv("OPENAI_BASE_URL");
	CHECK_STR(provider_base(known("openai"), STR("")), "https://api.openai.com/v1");
	CHECK_STR(provider_base(known("openai"), STR(" http://a/v1// ")), "http://a/v1");
	setenv("OPENAI_BASE_URL", "http://b/", 1);
	CHECK_STR(provider_base(known("openai"), STR("")), "http://b");
	CHECK_STR(provider_base(known("openai"), STR("http://a")), "http://a");
	CHECK_STR(provider_base(known("anthropic"), STR("")), "https://api.anthropic.com");
	CHECK(provider_is_open(STR("https://localhost:1")));
	CHECK(provider_is_open(STR("http://192.168.1.2:11434/v1")));
	CHECK(!provider_is_open(STR("https://api.openai.com/v1")));
}

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	CHECK(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
}

static void test_defaults(struct arena *arena, const char *folder)
{
	struct err err = {.kind = ERR_NONE};
	struct defaults own, mine;
	setenv("XDG_CONFIG_HOME", folder, 1);
	CHECK(defaults_load(arena, "anthropic", &own, &err));
	CHECK(own.model.len > 0 && own.limit >= 1024 && own.compatible_limit >= 1024);
	CHECK_STR(own.version, "2023-06-01");
	CHECK(defaults_load(arena, "openai", &own, &err));
	CHECK(own.model.len > 0 && own.version.len == 0);
	char sub[200], path[300];
	snprintf(sub, sizeof(sub), "%s/kadane", folder);
	snprintf(path, sizeof(path), "%s/models.json", sub);
	CHECK(mkdir(sub, 0700) == 0);
	put(path, "{\"providers\":{\"openai\":{\"model\":\"mine\",\"limit\":77,\"more\":1}}}");
	CHECK(defaults_load(arena, "openai", &mine, &err));
	CHECK_STR(mine.model, "mine");
	CHECK_INT(mine.limit, 77);
	CHECK_INT(mine.compatible_limit, own.compatible_limit);
	CHECK(defaults_load(arena, "anthropic", &mine, &err) && mine.model.len > 0);
	static const char *const wrong[] = {
		"{",
		"",
		"[]",
		"{\"providers\":{\"openai\":{\"limit\":0}}}",
		"{\"providers\":{\"openai\":{\"limit\":\"many\"}}}",
		"{\"providers\":{\"openai\":{\"compatible_limit\":1e12}}}",
	};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		put(path, wrong[i]);
		CHECK(!defaults_load(arena, "openai", &mine, &err));
		CHECK_INT(err.kind, ERR_INPUT);
		CHECK(str_has(str_of(err.text), str_of(path)));
	}
	CHECK(unlink(path) == 0 && rmdir(sub) == 0);
}

int main(void)
{
	CHECK_BEGIN();
	static const char *const names[] = {"ANTHROPIC_API_KEY",  "ANTHROPIC_AUTH_TOKEN",
					    "ANTHROPIC_BASE_URL", "OPENAI_API_KEY",
					    "OPENAI_BASE_URL",    "KADANE_REPLAY"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
	test_table();
	test_ready();
	test_base();
	struct arena arena;
	arena_init(&arena);
	char folder[] = "/tmp/test_provider-XXXXXX";
	CHECK(mkdtemp(folder) != NULL);
	test_defaults(&arena, folder);
	CHECK(rmdir(folder) == 0);
	arena_deinit(&arena);
	return CHECK_END();
}
