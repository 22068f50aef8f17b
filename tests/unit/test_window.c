/*
 * window: what a text may become in tokens and what it must become, whose window is which, what is
 * kept free for the answer, and when a server cannot have read the whole question.
 */
#include <stdlib.h>

#include "check.h"
#include "model/window.h"

static void test_tokens(void)
{
	CHECK_INT(window_tokens(STR("")), 0);
	CHECK_INT(window_tokens(STR("abcde")), 2);
	CHECK_INT(window_tokens(STR("abcdef")), 3);
	CHECK_INT(window_tokens(STR("1234567")), 7);
	CHECK_INT(window_tokens(STR("x = 10\n")), 2 + 2);
	CHECK_INT(window_tokens(STR("\xC3\xA4\xE4\xB8\xAD")), 2);
	CHECK_INT(window_tokens_least(STR("")), 0);
	CHECK_INT(window_tokens_least(STR("abcdefghij")), 2);
	CHECK_INT(window_tokens_least(STR("          =====")), 0);
	CHECK_INT(window_tokens_least(STR("    x\n    y\n")), 1);
	CHECK_INT(window_tokens_least(STR("aaaaabbbbb")), 2); /* letters are no ornament */
}

/*
 * Tokens that the tokenizers of GPT-4o, GPT-4 and Llama 3 make of these: they lie between the
 * bounds.
 */
static void test_real(void)
{
	static const struct {
		const char *text;
		int tokens[3];
	} real[] = {
		{"def f(n):\n    return [i * i for i in range(n) if i % 3 == 0]\n", {25, 25, 25}},
		{"The quick brown fox jumps over the lazy dog, and nothing else happens.",
		 {15, 15, 15}},
		{"seed = 1664525 * 1013904223 % 4294967296\nprint(f\"{seed:>12.6f}\")\n",
		 {30, 29, 29}},
	};
	for (size_t i = 0; i < sizeof(real) / sizeof(real[0]); i++)
		for (size_t k = 0; k < 3; k++) {
			CHECK(window_tokens(str_of(real[i].text)) >= (size_t)real[i].tokens[k]);
			CHECK(window_tokens_least(str_of(real[i].text)) <=
			      (size_t)real[i].tokens[k]);
		}
}

static void test_question(void)
{
	struct model_turn turns[] = {{MODEL_USER, STR("abcde")}, {MODEL_ASSISTANT, STR("abcde")}};
	struct model_question question = {.system = STR("1234567890"),
					  .turns = turns,
					  .turn_count = 2};
	CHECK_INT(window_question(&question), 10 + 2 + 2 + 3 * 8);
	CHECK_INT(window_question_least(&question), 2 + 1 + 1);
}

static void test_room(void)
{
	struct window window = {.context = 0, .answer = 8192};
	CHECK(window_room(&window, 5000) == SIZE_MAX);
	CHECK_INT(window_answer(&window, 5000, 0), 0);
	window.context = 16384;
	CHECK_INT(window_room(&window, 100), 16384 - 1024);
	CHECK_INT(window_room(&window, 4000), 16384 - 5000);
	CHECK_INT(window_room(&window, 10000), 16384 - 8192);
	CHECK_INT(window_answer(&window, 4000, 0), 0); /* all of 8192 is left */
	CHECK_INT(window_answer(&window, 10000, 0), 6384);
	CHECK_INT(window_answer(&window, 90000, 0), 1);
	window.context = 500;
	CHECK_INT(window_room(&window, 10), 0);
	window.context = 2000;
	window.answer = 300;
	CHECK_INT(window_room(&window, 4000), 1700);
	CHECK_INT(window_answer(&window, 1000, 300), 300);
}

static void test_cut(void)
{
	CHECK(!window_is_cut(1000, -1));
	CHECK(!window_is_cut(1000, 1000));
	CHECK(window_is_cut(1000, 999));
	CHECK(window_is_cut(1000, 1));
	CHECK(!window_is_cut(1000, 0)); /* some count nothing */
	CHECK(!window_is_cut(150, 10));
}

static struct window of(struct models *models, const char *provider, const char *model,
			const char *url, long context)
{
	struct arena arena;
	struct window window = {0};
	struct err err = {0};
	struct model_choice choice = {.provider = provider_find(models, str_of(provider)),
				      .model = str_of(model),
				      .base_url = str_of(url)};
	arena_init(&arena);
	CHECK(window_of(&arena, &choice, context, 0, &window, &err));
	arena_deinit(&arena);
	window.model = window.provider = STR("");
	return window;
}

/* As its server lists it; models.json knows better. */
static struct window told(struct models *models, long context)
{
	struct arena arena;
	struct window window = {0};
	struct err err = {0};
	struct model_choice choice = {.provider = provider_find(models, STR("vllm")),
				      .model = STR("mine"),
				      .context = context};
	arena_init(&arena);
	CHECK(window_of(&arena, &choice, 0, 0, &window, &err));
	CHECK_INT(window.source, WINDOW_TOLD);
	choice.provider = provider_find(models, STR("anthropic"));
	choice.model = STR("claude-haiku-4-5");
	struct window known;
	CHECK(window_of(&arena, &choice, 0, 0, &known, &err) && known.source == WINDOW_KNOWN);
	arena_deinit(&arena);
	return window;
}

static void test_of(void)
{
	struct secrets secrets;
	secrets_init(&secrets);
	struct models *models = models_new(NULL, &secrets);
	struct window window = of(models, "anthropic", "claude-haiku-4-5", "", 0);
	CHECK(window.source == WINDOW_KNOWN && window.context == 200000);
	window = of(models, "anthropic", "claude-haiku-4-5", "", 5000);
	CHECK(window.source == WINDOW_SET && window.context == 5000);
	window = of(models, "openrouter", "nobody/knows-it", "", 0);
	CHECK(window.source == WINDOW_UNKNOWN && window.context == 0);
	window = of(models, "llamacpp", "", "", 0);
	CHECK(window.source == WINDOW_ASSUMED && window.context == WINDOW_ASSUMED_TOKENS);
	window = of(models, "openai", "nobody-knows-it", "http://localhost:1/v1", 0);
	CHECK(window.source == WINDOW_ASSUMED && window.answer == 8192);
	window = of(models, "openai", "", "http://localhost:1/v1", 0);
	CHECK(window.source == WINDOW_ASSUMED);
	window = of(models, "openai", "gpt-4o", "http://localhost:1/v1", 0);
	CHECK(window.source == WINDOW_ASSUMED && window.context == WINDOW_ASSUMED_TOKENS);
	/* a machine of one's own network, too; what the world has refuses what is too long */
	window = of(models, "openai", "", "http://192.168.1.7:8000/v1", 0);
	CHECK(window.source == WINDOW_ASSUMED && window.context == WINDOW_ASSUMED_TOKENS);
	window = of(models, "openai", "gpt-4o", "http://192.168.1.7:8000/v1", 5000);
	CHECK(window.source == WINDOW_SET && window.context == 5000);
	window = of(models, "llamacpp", "", "http://192.168.1.7:8080/v1", 0);
	CHECK(window.source == WINDOW_ASSUMED && window.context == WINDOW_ASSUMED_TOKENS);
	window = of(models, "ollama", "m", "http://192.168.1.7:11434", 0);
	CHECK(window.source == WINDOW_ASSUMED && window.context == WINDOW_OLLAMA_TOKENS);
	window = of(models, "openrouter", "m", "http://gateway.test/v1", 0);
	CHECK(window.source == WINDOW_ASSUMED);
	window = of(models, "openai", "gpt-4o", "https://gateway.test/v1", 0);
	CHECK(window.source == WINDOW_UNKNOWN && window.context == 0);
	window = of(models, "openai", "", "", 0);
	CHECK(window.source == WINDOW_KNOWN);
	window = of(models, "ollama", "nobody-knows-it", "", 0);
	CHECK(window.source == WINDOW_ASSUMED && window.context == WINDOW_OLLAMA_TOKENS);
	CHECK_INT(told(models, 4096).context, 4096);
	window = of(models, "replay", "", "", 0);
	CHECK(window.source == WINDOW_UNKNOWN && window.context == 0);
	models_free(models);
	secrets_deinit(&secrets);
}

int main(void)
{
	CHECK_BEGIN();
	CHECK(setenv("XDG_CONFIG_HOME", "/nonexistent", 1) == 0);
	test_tokens();
	test_real();
	test_question();
	test_room();
	test_cut();
	test_of();
	return CHECK_END();
}
