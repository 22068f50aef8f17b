/* registry: what a user's models.json and the environment make of the known providers; what
 * models.json tells of models. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../lsp/model/catalog.h"
#include "../../lsp/model/provider.h"
#include "check.h"

static char path[300];

static void put(const char *text)
{
	FILE *file = fopen(path, "w");
	CHECK(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
}

/* Where Ollama is, by its own variable in its own notation. */
static void test_ollama(void)
{
	static const struct {
		const char *host, *base;
		bool ready;
	} hosts[] = {
		{NULL, "http://127.0.0.1:11434", false},
		{"", "http://127.0.0.1:11434", false},
		{"0.0.0.0", "http://127.0.0.1:11434", true},
		{"box:99", "http://box:99", true},
		{"https://ollama.example.test", "https://ollama.example.test", false},
		{"http://box/", "http://box", true},
	};
	struct secrets secrets;
	secrets_init(&secrets);
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		if (hosts[i].host != NULL)
			setenv("OLLAMA_HOST", hosts[i].host, 1);
		struct registry registry;
		registry_init(&registry);
		const struct provider *ollama = registry_find(&registry, STR("ollama"));
		CHECK_STR(provider_base(ollama, STR("")), hosts[i].base);
		CHECK_STR(provider_base(ollama, STR("http://own:1/")), "http://own:1");
		CHECK(provider_ready(ollama, &secrets) == hosts[i].ready);
		registry_deinit(&registry);
	}
	unsetenv("OLLAMA_HOST");
	secrets_deinit(&secrets);
}

static void test_keys(void)
{
	struct registry registry;
	struct secrets secrets;
	secrets_init(&secrets);
	registry_init(&registry);
	const struct provider *gemini = registry_find(&registry, STR("gemini"));
	setenv("GEMINI_API_KEY", "second", 1);
	model_take_keys(&secrets);
	CHECK(strcmp(provider_key(gemini, &secrets)->env, "GEMINI_API_KEY") == 0);
	setenv("GOOGLE_API_KEY", "first", 1);
	model_take_keys(&secrets);
	CHECK(strcmp(provider_key(gemini, &secrets)->env, "GOOGLE_API_KEY") == 0);
	CHECK(getenv("GOOGLE_API_KEY") == NULL && getenv("GEMINI_API_KEY") == NULL);
	const struct provider *tgi = registry_find(&registry, STR("tgi"));
	CHECK(!provider_ready(tgi, &secrets));
	CHECK(strcmp(provider_needs(tgi), "TGI_BASE_URL") == 0);
	setenv("TGI_BASE_URL", "http://box:3000", 1);
	CHECK(provider_ready(tgi, &secrets));
	unsetenv("TGI_BASE_URL");
	registry_deinit(&registry);
	secrets_deinit(&secrets);
}

/* Who speaks like Anthropic gets the version that Anthropic gets, unless it has its own. */
static void test_version(struct arena *arena)
{
	struct defaults defaults;
	struct err err;
	put("{\"providers\":{\"gate\":{\"dialect\":\"anthropic\",\"url\":\"http://box\"},"
	    "\"new\":{\"dialect\":\"anthropic\",\"version\":\"2026-10-21\"}}}");
	CHECK(defaults_load(arena, "gate", &defaults, &err));
	CHECK_STR(defaults.version, "2023-06-01");
	CHECK(defaults_load(arena, "new", &defaults, &err));
	CHECK_STR(defaults.version, "2026-10-21");
	CHECK(defaults_load(arena, "gemini", &defaults, &err));
	CHECK_INT(defaults.version.len, 0);
}

/* At another address, what OpenAI's own service has of its own does not hold. */
static void test_elsewhere(void)
{
	struct registry registry;
	registry_init(&registry);
	const struct provider *openai = registry_find(&registry, STR("openai"));
	CHECK(openai->genuine && openai->limit == ASK_MAX_COMPLETION_TOKENS);
	CHECK(!openai->thinks && registry_find(&registry, STR("deepseek"))->thinks);
	registry_deinit(&registry);
	put("{\"providers\":{\"openai\":{\"url\":\"http://box/"
	    "v1\"},\"deepseek\":{\"thinks\":false},"
	    "\"mine\":{\"dialect\":\"gemini\",\"url\":\"http://box\"},"
	    "\"other\":{\"url\":\"http://box\",\"thinks\":true,\"limit_name\":"
	    "\"max_completion_tokens\"}}}");
	registry_init(&registry);
	CHECK(registry.err.kind == ERR_NONE);
	openai = registry_find(&registry, STR("openai"));
	CHECK(!openai->genuine && openai->limit == ASK_MAX_TOKENS);
	CHECK(!registry_find(&registry, STR("deepseek"))->thinks);
	CHECK(registry_find(&registry, STR("mine"))->dialect == &dialect_gemini);
	const struct provider *other = registry_find(&registry, STR("other"));
	CHECK(other->thinks && other->limit == ASK_MAX_COMPLETION_TOKENS);
	registry_deinit(&registry);
}

/* Of a key's command only the program is ever shown, however its words are parted. */
static void test_key_command(void)
{
	static const struct {
		const char *key, *shown;
	} keys[] = {
		{"cmd:pass show work/llm", "cmd:pass (for mine)"},
		{"cmd:prog\\tsk-secret", "cmd:prog (for mine)"},
		{"cmd:  prog\\nsk-secret", "cmd:prog (for mine)"},
		{"cmd:'/opt/my tools/prog' sk-secret", "cmd:/opt/my tools/prog (for mine)"},
		{"cmd:prog 'sk-secret", "cmd: (for mine)"},
	};
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		char text[300];
		struct registry registry;
		snprintf(text, sizeof(text),
			 "{\"providers\":{\"mine\":{\"url\":\"http://box\",\"key\":\"%s\"}}}",
			 keys[i].key);
		put(text);
		registry_init(&registry);
		CHECK_INT(registry.err.kind, ERR_NONE);
		CHECK_STR(str_of(registry_find(&registry, STR("mine"))->command_key.env),
			  keys[i].shown);
		registry_deinit(&registry);
	}
}

static void test_facts(struct arena *arena)
{
	struct model_facts facts, same;
	struct defaults defaults;
	struct err err;
	put("{\"providers\":{\"tgi\":{\"template\":\"gemma\"}},\"models\":{\"tgi\":{\"m\":{"
	    "\"template\":\"phi3\"}},\"openai\":{\"gpt-own\":{\"developer\":true,\"context\":7}}}"
	    "}");
	CHECK(defaults_load(arena, "tgi", &defaults, &err));
	CHECK_STR(defaults.template, "gemma");
	CHECK(model_facts_load(arena, "tgi", STR("m"), &facts, &err));
	CHECK_STR(facts.template, "phi3");
	CHECK(!facts.developer);
	CHECK(model_facts_load(arena, "openai", STR("gpt-own"), &facts, &err));
	CHECK(facts.developer && facts.context == 7);
	CHECK(model_facts_load(arena, "openai", STR("gpt-6.1-sol"), &facts, &err));
	CHECK(facts.developer && facts.context > 0);
	CHECK(model_facts_load(arena, "openai", STR("gpt-4o"), &same, &err) && !same.developer);
	/* The same models, asked in another way. */
	CHECK(model_facts_load(arena, "openai-responses", STR("gpt-6.1-sol"), &same, &err));
	CHECK(same.known && same.context == facts.context);
	CHECK_NEAR(same.price.input, facts.price.input, 1e-9);
}

int main(void)
{
	CHECK_BEGIN();
	static const char *const names[] = {"OLLAMA_HOST",    "OLLAMA_API_KEY", "GOOGLE_API_KEY",
					    "GEMINI_API_KEY", "TGI_BASE_URL",   "OPENAI_BASE_URL"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
	struct arena arena;
	arena_init(&arena);
	char folder[] = "/tmp/test_registry-XXXXXX", sub[200];
	CHECK(mkdtemp(folder) != NULL);
	snprintf(sub, sizeof(sub), "%s/kadane", folder);
	snprintf(path, sizeof(path), "%s/models.json", sub);
	CHECK(mkdir(sub, 0700) == 0 && setenv("XDG_CONFIG_HOME", folder, 1) == 0);
	test_ollama();
	test_keys();
	test_key_command();
	test_elsewhere();
	test_version(&arena);
	test_facts(&arena);
	CHECK(unlink(path) == 0 && rmdir(sub) == 0 && rmdir(folder) == 0);
	arena_deinit(&arena);
	return CHECK_END();
}
