/*
 * What an answer costs: worked examples by the list prices that are embedded, what a provider tells
 * of itself, who is local; and that nothing unknown ever comes out as a sum.
 */
#include <stdlib.h>
#include <unistd.h>

#include "../../lsp/model/price.h"
#include "../../lsp/model/provider.h"
#include "check.h"
#include "io/file.h"
#include "model/cost.h"

/* A Wednesday, at these hours UTC; and a Saturday. */
enum {
	NOON = 1795608000,
	PEAK = 1795573800,        /* 02:30 */
	BETWEEN = 1795584600,     /* 05:30 */
	BEFORE_PEAK = 1795567500, /* 00:45 */
	SATURDAY = 1795833000,    /* 02:30 */
};

static struct model_usage usage_of(int64_t input, int64_t output, int64_t cached, int64_t written)
{
	struct model_usage usage = model_usage_none;
	usage.input = input;
	usage.output = output;
	usage.cached = cached;
	usage.cache_written = written;
	return usage;
}

static struct model_choice choice_of(const char *provider, const char *model, const char *base)
{
	struct model_choice choice = {.model = str_of(model), .base_url = str_of(base)};
	for (const struct provider *at = provider_table; at->name != NULL; at++)
		if (str_eq(str_of(at->name), str_of(provider)))
			choice.provider = at;
	return choice;
}

/* Each figure was worked out apart from the program. */
static void test_examples(struct arena *arena)
{
	static const struct {
		const char *provider, *model;
		int64_t input, output, cached, written, when;
		double usd;
	} examples[] = {
		/* 1000 at $2, 500 at $10 */
		{"anthropic", "claude-sonnet-5-5", 1000, 500, -1, -1, NOON, 0.007},
		{"anthropic", "claude-sonnet-5-5-20261007", 1000, 500, 0, 0, NOON, 0.007},
		/* 1000 at $2, 6000 read at $0.10, 3000 written at $2.50, 800 at $10 */
		{"anthropic", "claude-sonnet-5-5", 10000, 800, 6000, 3000, NOON, 0.0181},
		/* no price for writing: as the rest; 800 at $2.50, 200 at $1.25, 100 at $10 */
		{"openai", "gpt-4o", 1000, 100, 200, 0, NOON, 0.00325},
		{"openai", "gpt-4o", 1000, 100, 0, 1000, NOON, 0.0035},
		/* up to 272,000 tokens $2 and $10, above it all of it $4 and $15, cached $0.20 */
		{"openai", "gpt-6.1-sol", 272000, 1000, -1, -1, NOON, 0.554},
		{"openai", "gpt-6.1-sol", 300000, 1000, -1, -1, NOON, 1.215},
		{"openai", "gpt-6.1-sol", 300000, 1000, 100000, -1, NOON, 0.835},
		/* 250,000 at $4, 50,000 written at twice $2.50 */
		{"openai", "gpt-6.1-sol", 300000, 0, 0, 50000, NOON, 1.25},
		{"gemini", "gemini-3.1-pro-preview", 200000, 100, -1, -1, NOON, 0.4012},
		{"gemini", "gemini-3.1-pro-preview", 200001, 100, -1, -1, NOON, 0.801804},
		/* twice as much at peak hours of a working day */
		{"deepseek", "deepseek-flash", 1000, 2000, -1, -1, PEAK, 0.0027},
		{"deepseek", "deepseek-flash", 1000, 2000, -1, -1, BETWEEN, 0.00135},
		{"deepseek", "deepseek-flash", 1000, 2000, -1, -1, SATURDAY, 0.00135},
		{"deepseek", "deepseek-flash", 1000, 2000, 900, -1, BETWEEN, 0.0012177},
		{"deepseek", "deepseek-flash", 0, 0, -1, -1, BETWEEN, 0},
	};
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		struct model_choice choice = choice_of(examples[i].provider, examples[i].model, "");
		struct model_usage usage = usage_of(examples[i].input, examples[i].output,
						    examples[i].cached, examples[i].written);
		struct cost cost = cost_of(arena, &choice, STR(""), &usage, examples[i].when);
		CHECK_INT(cost.basis, COST_LIST);
		CHECK_NEAR(cost.usd, examples[i].usd, 1e-9);
		CHECK(str_starts(cost.as_of, STR("2026-")));
	}
}

/* Parts that are larger than the whole are cut to it: no figure makes a cost negative. */
static void test_hostile(struct arena *arena)
{
	struct model_choice choice = choice_of("anthropic", "claude-sonnet-5-5", "");
	struct model_usage usage = usage_of(100, 0, INT64_C(1) << 53, INT64_C(1) << 53);
	CHECK_NEAR(cost_of(arena, &choice, STR(""), &usage, NOON).usd, 100 * 0.1 / 1e6, 1e-12);
	usage = usage_of(100, 0, -5, -7);
	CHECK_NEAR(cost_of(arena, &choice, STR(""), &usage, NOON).usd, 0.0002, 1e-12);
	usage.cost = 1e300;
	CHECK_INT(cost_of(arena, &choice, STR(""), &usage, NOON).basis, COST_LIST);
	CHECK(price_told(STR("0.00123")) > 0.00122 && price_told(STR("0.00123")) < 0.00124);
	CHECK(price_told(STR(" 1e-05 ")) > 0);
	CHECK(price_told(STR("0.0")) < 0);
	CHECK(price_told(STR("-1")) < 0);
	CHECK(price_told(STR("nan")) < 0);
	CHECK(price_told(STR("inf")) < 0);
	CHECK(price_told(STR("1e300")) < 0);
	CHECK(price_told(STR("")) < 0);
	CHECK(price_told(STR("free")) < 0);
}

static enum cost_basis basis_of(struct arena *arena, const char *provider, const char *model,
				const char *base)
{
	struct model_choice choice = choice_of(provider, model, base);
	struct model_usage usage = usage_of(1000, 500, -1, -1);
	struct cost cost = cost_of(arena, &choice, STR(""), &usage, NOON);
	CHECK(cost.basis == COST_LIST || cost.basis == COST_TOLD || cost.usd == 0);
	return cost.basis;
}

static void test_basis(struct arena *arena)
{
	CHECK_INT(basis_of(arena, "anthropic", "claude-sonnet-5-5", ""), COST_LIST);
	CHECK_INT(basis_of(arena, "anthropic", "", ""), COST_LIST); /* the default model */
	CHECK_INT(basis_of(arena, "anthropic", "claude-next", ""), COST_UNKNOWN);
	CHECK_INT(basis_of(arena, "anthropic", "claude-sonnet-5-5-beta", ""), COST_UNKNOWN);
	/* at another address it may be anybody, who charges anything */
	CHECK_INT(basis_of(arena, "openai", "gpt-6.1-sol", "https://api.openai.com/v1"), COST_LIST);
	CHECK_INT(basis_of(arena, "openai", "gpt-6.1-sol", "https://gateway.test/v1"),
		  COST_UNKNOWN);
	CHECK_INT(basis_of(arena, "openai", "", "http://192.168.1.7:8000/v1"), COST_UNKNOWN);
	CHECK_INT(basis_of(arena, "openai", "gpt-6.1-sol", "https://api.openai.com.test/v1"),
		  COST_UNKNOWN);
	CHECK_INT(basis_of(arena, "openai", "gpt-6.1-sol", "http://api.openai.com/v1"),
		  COST_UNKNOWN);
	/* another path at the same place */
	CHECK_INT(basis_of(arena, "deepseek", "deepseek-flash", "https://API.deepseek.com/v1"),
		  COST_LIST);
	CHECK_INT(basis_of(arena, "openai", "gpt-6.1-sol", "http://127.0.0.1:8080/v1"),
		  COST_UNKNOWN);
	CHECK_INT(basis_of(arena, "openrouter", "x/y", ""), COST_UNKNOWN);
	CHECK_INT(basis_of(arena, "llamacpp", "", ""), COST_LOCAL);
	CHECK_INT(basis_of(arena, "llamacpp", "", "http://192.168.1.7:8080"), COST_LOCAL);
	CHECK_INT(basis_of(arena, "vllm", "m", "https://gpu.test/v1"), COST_UNKNOWN);
	CHECK_INT(basis_of(arena, "litellm", "m", ""), COST_UNKNOWN);
	CHECK_INT(basis_of(arena, "ollama", "qwen2.5-coder:7b", ""), COST_LOCAL);
	CHECK_INT(basis_of(arena, "ollama", "gpt-oss:120b-cloud", ""), COST_UNKNOWN);
	CHECK_INT(basis_of(arena, "ollama", "m", "https://ollama.com"), COST_UNKNOWN);
	/* a copy under a harmless name, which the server's list tells */
	struct model_choice copied = choice_of("ollama", "m", "");
	copied.remote = true;
	CHECK_INT(cost_of(arena, &copied, STR(""), &model_usage_none, NOON).basis, COST_UNKNOWN);
	CHECK_INT(basis_of(arena, "replay", "", ""), COST_LOCAL);
}

/* What the provider says of itself comes first; what it says too little of is unknown. */
static void test_told(struct arena *arena)
{
	struct model_choice choice = choice_of("openrouter", "anthropic/claude-sonnet-5.5", "");
	struct model_usage usage = usage_of(10, 20, -1, -1);
	usage.cost = 0.0042;
	struct cost cost = cost_of(arena, &choice, STR(""), &usage, NOON);
	CHECK_INT(cost.basis, COST_TOLD);
	CHECK_NEAR(cost.usd, 0.0042, 1e-12);
	choice = choice_of("anthropic", "claude-sonnet-5-5", "");
	cost = cost_of(arena, &choice, STR(""), &usage, NOON);
	CHECK_INT(cost.basis, COST_TOLD);
	/* 0 says nothing where there is a price, and is believed where there is none */
	usage.cost = 0;
	cost = cost_of(arena, &choice, STR(""), &usage, NOON);
	CHECK_INT(cost.basis, COST_LIST);
	CHECK_NEAR(cost.usd, 0.00022, 1e-12);
	choice = choice_of("openrouter", "x/y:free", "");
	cost = cost_of(arena, &choice, STR(""), &usage, NOON);
	CHECK(cost.basis == COST_TOLD && cost.usd == 0);
	choice = choice_of("llamacpp", "", "");
	CHECK_INT(cost_of(arena, &choice, STR(""), &usage, NOON).basis, COST_LOCAL);
	choice = choice_of("anthropic", "claude-sonnet-5-5", "");
	usage = usage_of(-1, 20, -1, -1);
	CHECK_INT(cost_of(arena, &choice, STR(""), &usage, NOON).basis, COST_UNKNOWN);
	usage = usage_of(10, -1, -1, -1);
	CHECK_INT(cost_of(arena, &choice, STR(""), &usage, NOON).basis, COST_UNKNOWN);
	/* asked by a name that no list has, answered by one that is there */
	choice = choice_of("anthropic", "claude-best", "");
	usage = usage_of(1000, 500, -1, -1);
	cost = cost_of(arena, &choice, STR("claude-sonnet-5-5-20261007"), &usage, NOON);
	CHECK_INT(cost.basis, COST_LIST);
	CHECK_NEAR(cost.usd, 0.007, 1e-12);
}

static void test_worst(struct arena *arena)
{
	char text[3000];
	memset(text, 'x', sizeof(text));
	struct model_turn turn = {MODEL_USER, {text, sizeof(text)}};
	struct model_question question = {.system = STR("abc"),
					  .turns = &turn,
					  .turn_count = 1,
					  .temperature = -1};
	struct model_choice choice = choice_of("anthropic", "claude-sonnet-5-5", "");
	struct cost_worst worst = cost_worst(arena, &choice, &question, NOON);
	CHECK_INT(worst.input, 1218);
	CHECK_INT(worst.output, 32000); /* the provider's default */
	/* as if it were all written to the cache: 1218 at $2.50, 32,000 at $10 */
	CHECK_INT(worst.cost.basis, COST_LIST);
	CHECK_NEAR(worst.cost.usd, 0.323045, 1e-9);
	question.max_tokens = 1000;
	worst = cost_worst(arena, &choice, &question, NOON);
	CHECK_NEAR(worst.cost.usd, 0.013045, 1e-9);
	/* the peak begins before the answer may have ended */
	choice = choice_of("deepseek", "deepseek-flash", "");
	struct cost_worst calm = cost_worst(arena, &choice, &question, BETWEEN - 900);
	worst = cost_worst(arena, &choice, &question, BEFORE_PEAK);
	CHECK_NEAR(worst.cost.usd, 2 * calm.cost.usd, 1e-12);
	choice = choice_of("vllm", "", "");
	CHECK_INT(cost_worst(arena, &choice, &question, NOON).cost.basis, COST_LOCAL);
	choice = choice_of("openrouter", "x/y", "");
	worst = cost_worst(arena, &choice, &question, NOON);
	CHECK_INT(worst.cost.basis, COST_UNKNOWN);
	CHECK_INT(worst.output, 1000);
}

/* Prices of the user's own: they hold wherever the server is. */
static void test_user(struct arena *arena)
{
	char folder[] = "/tmp/kadane-cost-XXXXXX";
	struct err err = {0};
	CHECK(mkdtemp(folder) != NULL);
	const char *path = arena_fmt(arena, "%s/kadane", folder).at;
	CHECK(file_make_folder(path, &err));
	path = arena_fmt(arena, "%s/kadane/models.json", folder).at;
	CHECK(file_write_new(path,
			     STR("{\"models\":{\"openai\":{\"mine\":{\"input\":1,\"output\":3,"
				 "\"as_of\":\"2026-12\","
				 "\"later\":{\"from\":\"2999-01-01\",\"input\":9}},"
				 "\"dearer\":{\"input\":1,\"output\":3,"
				 "\"later\":{\"from\":\"2026-01-01\",\"input\":2}}},"
				 "\"vllm\":{\"m\":{\"input\":0,\"output\":0.5}}}}"),
			     &err));
	setenv("XDG_CONFIG_HOME", folder, 1);
	struct model_choice choice = choice_of("openai", "mine", "http://127.0.0.1:8080/v1");
	struct model_usage usage = usage_of(1000000, 1000000, -1, -1);
	struct cost cost = cost_of(arena, &choice, STR(""), &usage, NOON);
	CHECK_INT(cost.basis, COST_LIST);
	CHECK_NEAR(cost.usd, 4, 1e-12);
	CHECK_STR(cost.as_of, "2026-12");
	/* the same models, asked in another way */
	CHECK_INT(basis_of(arena, "openai-responses", "mine", ""), COST_LIST);
	/* announced, and come */
	choice = choice_of("openai", "dearer", "");
	CHECK_NEAR(cost_of(arena, &choice, STR(""), &usage, NOON).usd, 5, 1e-12);
	choice = choice_of("vllm", "m", "");
	cost = cost_of(arena, &choice, STR(""), &usage, NOON);
	CHECK_INT(cost.basis, COST_LIST);
	CHECK_NEAR(cost.usd, 0.5, 1e-12);
	CHECK_INT(basis_of(arena, "openai", "gpt-6.1-sol", "http://127.0.0.1:8080/v1"),
		  COST_UNKNOWN);
	CHECK_INT(basis_of(arena, "openai", "mine", "https://gateway.test/v1"), COST_LIST);
	usage.cost = 0;
	choice = choice_of("vllm", "m", "");
	CHECK_INT(cost_of(arena, &choice, STR(""), &usage, NOON).basis, COST_LIST);
	/* an address of the user's own is not the service's, until they say that its models are */
	struct provider moved = *choice_of("openai", "", "").provider;
	moved.url = "https://gateway.test/v1";
	choice = choice_of("openai", "gpt-6.1-sol", "");
	choice.provider = &moved;
	usage = usage_of(1000, 500, -1, -1);
	CHECK_INT(cost_of(arena, &choice, STR(""), &usage, NOON).basis, COST_UNKNOWN);
	CHECK(file_replace(path, STR("{\"models\":{\"openai\":{\"gpt-6.1-sol\":{}}}}"), &err));
	CHECK_INT(cost_of(arena, &choice, STR(""), &usage, NOON).basis, COST_LIST);
	unlink(path);
	rmdir(arena_fmt(arena, "%s/kadane", folder).at);
	rmdir(folder);
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	for (const struct provider *at = provider_table; at->name != NULL; at++)
		if (at->base_env != NULL)
			unsetenv(at->base_env);
	test_examples(&arena);
	test_hostile(&arena);
	test_basis(&arena);
	test_told(&arena);
	test_worst(&arena);
	test_user(&arena);
	arena_deinit(&arena);
	return CHECK_END();
}
