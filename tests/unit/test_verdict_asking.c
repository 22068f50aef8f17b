/*
 * What asking took, in words and as JSON: what is unknown is said to be, and is never nothing.
 */
#include "check.h"
#include "judge/verdict.h"

static struct verdict verdict_of(struct arena *arena)
{
	struct verdict verdict;
	verdict_init(&verdict, arena);
	verdict.provider = STR("anthropic");
	verdict.model = STR("claude");
	verdict.rounds = verdict.tries = 1;
	verdict.input_tokens = 1000;
	verdict.output_tokens = 240;
	return verdict;
}

static void test_usd(struct arena *arena)
{
	static const struct {
		double usd;
		const char *text;
	} sums[] = {
		{0, "$0"},
		{0.0012, "$0.0012"},
		{0.00123456, "$0.0012"},
		{0.012, "$0.012"},
		{0.01, "$0.01"},
		{0.0996, "$0.10"},
		{0.1, "$0.10"},
		{0.5, "$0.50"},
		{0.994, "$0.99"},
		{0.996, "$1.00"},
		{1, "$1.00"},
		{12.345, "$12.35"},
		{0.0000004, "$0.000001"},
		{1e-12, "$0.000001"},
		{1234.5, "$1234.50"},
		{0.00999, "$0.01"},
	};
	for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++)
		CHECK_STR(verdict_usd(arena, sums[i].usd), sums[i].text);
}

static void test_took(struct arena *arena)
{
	struct verdict verdict = verdict_of(arena);
	CHECK_STR(verdict_took(arena, &verdict), ""); /* nothing was answered */
	verdict.cost.listed = 1;
	verdict.cost.usd = 0.0123;
	verdict.tokens_per_second = 34.4;
	CHECK_STR(verdict_took(arena, &verdict), "1,240 tokens, ≈ $0.012, 34 tok/s");
	verdict.tokens_estimated = true;
	CHECK_STR(verdict_took(arena, &verdict), "about 1,240 tokens, ≈ $0.012, 34 tok/s");
	verdict.tokens_estimated = false;
	verdict.tokens_per_second = 4.25;
	verdict.cost.unknown = 1;
	CHECK_STR(verdict_took(arena, &verdict), "1,240 tokens, at least $0.012, 4.2 tok/s");
	verdict.tokens_per_second = 0;
	verdict.cost = (struct verdict_cost){.unknown = 2};
	CHECK_STR(verdict_took(arena, &verdict), "1,240 tokens, cost unknown");
	verdict.cost = (struct verdict_cost){.unknown = 1, .local = 1};
	CHECK_STR(verdict_took(arena, &verdict), "1,240 tokens, cost unknown");
	verdict.cost = (struct verdict_cost){.local = 1};
	CHECK_STR(verdict_took(arena, &verdict), "1,240 tokens, local");
	verdict.cost = (struct verdict_cost){.told = 1, .usd = 0.5};
	CHECK_STR(verdict_took(arena, &verdict), "1,240 tokens, $0.50");
	verdict.cost = (struct verdict_cost){.told = 1, .listed = 1, .usd = 0.5};
	CHECK_STR(verdict_took(arena, &verdict), "1,240 tokens, ≈ $0.50");
	verdict.output_tokens = -1;
	CHECK_STR(verdict_took(arena, &verdict), "≈ $0.50");
	verdict.output_tokens = 1233567;
	CHECK_STR(verdict_took(arena, &verdict), "1,234,567 tokens, ≈ $0.50");
}

static bool row(struct arena *arena, const struct verdict *verdict, const char *want)
{
	bool there = str_has(verdict_markdown(arena, verdict), str_of(want));
	if (!there)
		fprintf(stderr, "%.*s\n", STR_ARG(verdict_markdown(arena, verdict)));
	return there;
}

static void test_report(struct arena *arena)
{
	struct verdict verdict = verdict_of(arena);
	CHECK(row(arena, &verdict, "| Model | `anthropic` `claude`, 1 round |\n"));
	CHECK(row(arena, &verdict, "| Tokens | 1000 in, 240 out |\n"));
	CHECK(!str_has(verdict_markdown(arena, &verdict), STR("| Cost |")));
	CHECK(!str_has(verdict_markdown(arena, &verdict), STR("| Perplexity |")));
	verdict.tries = 3;
	verdict.cached_tokens = 400;
	verdict.cache_written_tokens = 0;
	verdict.reasoning_tokens = 200;
	verdict.tokens_estimated = true;
	CHECK(row(arena, &verdict, "| Model | `anthropic` `claude`, 1 round, 3 requests |\n"));
	CHECK(row(arena, &verdict,
		  "| Tokens | about 1000 in (400 cached), 240 out (200 of reasoning) |\n"));
	verdict.cache_written_tokens = 7;
	CHECK(row(arena, &verdict, "1000 in (400 cached, 7 written to the cache), 240"));
	verdict.cost = (struct verdict_cost){.listed = 1, .usd = 0.0012, .as_of = STR("2026-11")};
	CHECK(row(arena, &verdict, "| Cost | ≈ $0.0012 (list price of 2026-11) |\n"));
	verdict.cost.unknown = 1;
	CHECK(row(arena, &verdict, "| Cost | at least $0.0012 (list price of 2026-11) |\n"));
	verdict.cost = (struct verdict_cost){.told = 1, .usd = 0.0012};
	CHECK(row(arena, &verdict, "| Cost | $0.0012, as the provider tells it |\n"));
	verdict.cost = (struct verdict_cost){.local = 2};
	CHECK(row(arena, &verdict, "| Cost | local |\n"));
	verdict.cost = (struct verdict_cost){.unknown = 2};
	CHECK(row(arena, &verdict, "| Cost | unknown |\n"));
	/* a user's file may hold anything */
	verdict.cost = (struct verdict_cost){.listed = 1, .usd = 1, .as_of = STR("<b>|`")};
	CHECK(row(arena, &verdict, "(list price of \\<b\\>\\|\\`) |\n"));
	verdict.model_seconds = 12.5;
	verdict.first_token_seconds = 0.5;
	verdict.tokens_per_second = 1234.5;
	CHECK(row(arena, &verdict, "| Answer | 12.5 s, first token after 0.50 s, 1,23"));
	verdict.cross_entropy = 0.25;
	verdict.scored_tokens = 240;
	CHECK(row(arena, &verdict,
		  "| Perplexity | 1.284 (cross-entropy 0.25 nats per token, over 240 tokens) |\n"));
	CHECK(str_has(verdict_plain(arena, &verdict), STR("\nPerplexity        1.284 (")));
}

static cJSON *json_of(const struct verdict *verdict)
{
	struct buf out;
	struct json json;
	struct err err = {0};
	buf_init(&out, 1 << 20);
	json_init(&json, &out);
	json_object(&json);
	verdict_json(&json, verdict);
	json_object_end(&json);
	cJSON *root = json_parse(buf_str(&out), &err);
	CHECK(root != NULL);
	buf_deinit(&out);
	return root;
}

static bool is_null(const cJSON *root, const char *name)
{
	return cJSON_IsNull(json_get(root, name));
}

static void test_json_unknown(struct arena *arena)
{
	struct verdict verdict = verdict_of(arena);
	cJSON *root = json_of(&verdict);
	CHECK(is_null(root, "cost")); /* nothing was answered */
	CHECK(is_null(root, "tokens_per_second"));
	CHECK(is_null(root, "perplexity") && is_null(root, "cross_entropy"));
	CHECK(is_null(json_get(root, "tokens"), "cached"));
	CHECK(is_null(json_get(root, "tokens"), "reasoning"));
	cJSON_Delete(root);
	verdict.cost.unknown = 1;
	root = json_of(&verdict);
	const cJSON *cost = json_get(root, "cost");
	CHECK(is_null(cost, "usd") && is_null(cost, "at_least_usd") && is_null(cost, "as_of"));
	CHECK(!json_get_bool(cost, "known", true));
	CHECK_STR(json_get_str(cost, "basis"), "unknown");
	cJSON_Delete(root);
	verdict.cost = (struct verdict_cost){.local = 1};
	root = json_of(&verdict);
	CHECK(is_null(json_get(root, "cost"), "usd"));
	CHECK_STR(json_get_str(json_get(root, "cost"), "basis"), "local");
	cJSON_Delete(root);
}

static void test_json(struct arena *arena)
{
	struct verdict verdict = verdict_of(arena);
	verdict.tries = 2;
	verdict.cached_tokens = 400;
	verdict.cache_written_tokens = 0;
	verdict.reasoning_tokens = 200;
	verdict.tokens_per_second = 34.5;
	verdict.cross_entropy = 0.25;
	verdict.scored_tokens = 240;
	verdict.cost = (struct verdict_cost){.listed = 1, .usd = 0.0012, .as_of = STR("2026-11")};
	cJSON *root = json_of(&verdict);
	const cJSON *tokens = json_get(root, "tokens"), *cost = json_get(root, "cost");
	CHECK_INT(json_get_int(tokens, "input", 0), 1000);
	CHECK_INT(json_get_int(tokens, "cached", 0), 400);
	CHECK_INT(json_get_int(tokens, "cache_written", -5), 0);
	CHECK_INT(json_get_int(tokens, "output", 0), 240);
	CHECK_INT(json_get_int(tokens, "reasoning", 0), 200);
	CHECK_INT(json_get_int(root, "tries", 0), 2);
	CHECK_NEAR(json_get_number(root, "tokens_per_second", 0), 34.5, 1e-9);
	CHECK_NEAR(json_get_number(root, "cross_entropy", 0), 0.25, 1e-9);
	CHECK_NEAR(json_get_number(root, "perplexity", 0), 1.2840254, 1e-6);
	CHECK_NEAR(json_get_number(cost, "usd", 0), 0.0012, 1e-12);
	CHECK(json_get_bool(cost, "known", false));
	CHECK_STR(json_get_str(cost, "basis"), "list");
	CHECK_STR(json_get_str(cost, "as_of"), "2026-11");
	cJSON_Delete(root);
	verdict.cost.unknown = 1;
	root = json_of(&verdict);
	cost = json_get(root, "cost");
	CHECK(is_null(cost, "usd") && !json_get_bool(cost, "known", true));
	CHECK_NEAR(json_get_number(cost, "at_least_usd", 0), 0.0012, 1e-12);
	cJSON_Delete(root);
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	test_usd(&arena);
	test_took(&arena);
	test_report(&arena);
	test_json_unknown(&arena);
	test_json(&arena);
	arena_deinit(&arena);
	return CHECK_END();
}
