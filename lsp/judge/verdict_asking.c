/*
 * What asking took, in words and as JSON: who was asked, tokens, cost, pace, and how sure the model
 * was of its words. What is not known is said to be unknown or left out; it is never nothing.
 */
#include <math.h>

#include "page.h"
#include "verdict_parts.h"

#define ASKING_USD_LEAST 1e-6 /* less is shown as this: what is not nothing never looks like it */

struct str verdict_usd(struct arena *arena, double usd)
{
	if (usd >= 0.995)
		return arena_fmt(arena, "$%.2f", usd);
	if (usd > 0 && usd < ASKING_USD_LEAST)
		usd = ASKING_USD_LEAST;
	int digits = usd > 0 ? 1 - (int)floor(log10(usd)) : 0;
	/* 0.0996 has two figures as 0.10. */
	if (usd > 0 && round(usd * pow(10, digits)) >= 100)
		digits--;
	struct str text = arena_fmt(arena, "$%.*f", digits, usd);
	size_t cents = str_find(text, STR(".")) + sizeof("00");
	while (text.len > cents && text.at[text.len - 1] == '0')
		text.len--;
	return text;
}

/* "1,240" */
static struct str asking_count(struct arena *arena, int64_t count)
{
	struct str plain = arena_fmt(arena, "%lld", (long long)count);
	char *grouped = arena_new(arena, plain.len * 2 + 1);
	size_t len = 0;
	for (size_t i = 0; i < plain.len; i++) {
		if (i > 0 && (plain.len - i) % 3 == 0)
			grouped[len++] = ',';
		grouped[len++] = plain.at[i];
	}
	return (struct str){grouped, len};
}

static bool asking_answered(const struct verdict_cost *cost)
{
	return cost->told + cost->listed + cost->local + cost->unknown > 0;
}

static bool asking_paid(const struct verdict_cost *cost)
{
	return cost->told + cost->listed > 0;
}

/* "≈ $0.012", "at least $0.012", "local", "cost unknown". */
static struct str asking_cost(struct arena *arena, const struct verdict_cost *cost)
{
	if (!asking_paid(cost))
		return cost->unknown > 0 ? STR("cost unknown") : STR("local");
	struct str usd = verdict_usd(arena, cost->usd);
	if (cost->unknown > 0)
		return arena_fmt(arena, "at least %.*s", STR_ARG(usd));
	return cost->listed > 0 ? arena_fmt(arena, "≈ %.*s", STR_ARG(usd)) : usd;
}

static struct str asking_pace(struct arena *arena, double pace)
{
	return pace < 9.95 ? arena_fmt(arena, "%.1f", pace) : asking_count(arena, llround(pace));
}

struct str verdict_took(struct arena *arena, const struct verdict *verdict)
{
	const struct verdict_cost *cost = &verdict->cost;
	int64_t in = verdict->input_tokens, out = verdict->output_tokens;
	struct str words = STR("");
	if (!asking_answered(cost))
		return words;
	if (in >= 0 && out >= 0)
		words = arena_fmt(arena, "%s%.*s tokens, ",
				  verdict->tokens_estimated ? "about " : "",
				  STR_ARG(asking_count(arena, in + out)));
	words = arena_fmt(arena, "%.*s%.*s", STR_ARG(words), STR_ARG(asking_cost(arena, cost)));
	if (verdict->tokens_per_second > 0)
		words = arena_fmt(arena, "%.*s, %.*s tok/s", STR_ARG(words),
				  STR_ARG(asking_pace(arena, verdict->tokens_per_second)));
	return words;
}

/* --- the report --- */

/* " (400 cached, 100 of reasoning)": the parts that are known and not nothing. */
static void asking_parts(struct page *page, int64_t first, const char *what, int64_t second,
			 const char *other)
{
	if (first <= 0 && second <= 0)
		return;
	page_say(page, " (");
	if (first > 0)
		page_say(page, "%lld %s", (long long)first, what);
	if (first > 0 && second > 0)
		page_say(page, ", ");
	if (second > 0)
		page_say(page, "%lld %s", (long long)second, other);
	page_say(page, ")");
}

static void asking_tokens_row(struct page *page, const struct verdict *verdict)
{
	if (verdict->input_tokens < 0 && verdict->output_tokens < 0)
		return;
	page_row(page, "Tokens");
	page_say(page, "%s", verdict->tokens_estimated ? "about " : "");
	if (verdict->input_tokens >= 0) {
		page_say(page, "%lld in", (long long)verdict->input_tokens);
		asking_parts(page, verdict->cached_tokens, "cached", verdict->cache_written_tokens,
			     "written to the cache");
	}
	if (verdict->input_tokens >= 0 && verdict->output_tokens >= 0)
		page_say(page, ", ");
	if (verdict->output_tokens >= 0) {
		page_say(page, "%lld out", (long long)verdict->output_tokens);
		asking_parts(page, verdict->reasoning_tokens, "of reasoning", 0, "");
	}
	page_row_end(page);
}

static void asking_cost_row(struct page *page, const struct verdict *verdict)
{
	const struct verdict_cost *cost = &verdict->cost;
	struct arena scratch;
	if (!asking_answered(cost))
		return;
	arena_init(&scratch);
	page_row(page, "Cost");
	if (asking_paid(cost))
		page_say(page, "%.*s", STR_ARG(asking_cost(&scratch, cost)));
	else
		page_say(page, "%s", cost->unknown > 0 ? "unknown" : "local");
	if (cost->listed > 0 && cost->as_of.len > 0) {
		page_say(page, " (list price of ");
		page_escape(page, cost->as_of);
		page_say(page, ")");
	}
	if (asking_paid(cost) && cost->listed == 0)
		page_say(page, ", as the provider tells it");
	page_row_end(page);
	arena_deinit(&scratch);
}

static void asking_pace_row(struct page *page, const struct verdict *verdict)
{
	struct arena scratch;
	if (verdict->model_seconds <= 0)
		return;
	arena_init(&scratch);
	page_row(page, "Answer");
	page_seconds(page, verdict->model_seconds);
	if (verdict->first_token_seconds > 0) {
		page_say(page, ", first token after ");
		page_seconds(page, verdict->first_token_seconds);
	}
	if (verdict->tokens_per_second > 0)
		page_say(page, ", %.*s tokens/s",
			 STR_ARG(asking_pace(&scratch, verdict->tokens_per_second)));
	page_row_end(page);
	arena_deinit(&scratch);
}

void verdict_asking_page(struct page *page, const struct verdict *verdict)
{
	if (verdict->provider.len == 0)
		return;
	page_row(page, "Model");
	page_code(page, verdict->provider);
	if (verdict->model.len > 0) {
		page_say(page, " ");
		page_code(page, verdict->model);
	}
	if (verdict->rounds > 0)
		page_say(page, ", %d %s", verdict->rounds,
			 verdict->rounds == 1 ? "round" : "rounds");
	if (verdict->tries > verdict->rounds)
		page_say(page, ", %d requests", verdict->tries);
	page_row_end(page);
	asking_tokens_row(page, verdict);
	asking_cost_row(page, verdict);
	asking_pace_row(page, verdict);
	if (verdict->scored_tokens > 0) {
		page_row(page, "Perplexity");
		page_say(page, "%.4g (cross-entropy %.3g nats per token, over %lld tokens)",
			 exp(verdict->cross_entropy), verdict->cross_entropy,
			 (long long)verdict->scored_tokens);
		page_row_end(page);
	}
	if (verdict->verdict_seconds > 0) {
		page_row(page, "Verdict");
		page_seconds(page, verdict->verdict_seconds);
		page_say(page, " after the last token of code");
		page_row_end(page);
	}
}

/* --- JSON --- */

static void asking_json_count(struct json *json, const char *name, int64_t count)
{
	json_key(json, name);
	if (count < 0)
		json_put_null(json);
	else
		json_put_int(json, count);
}

static void asking_json_number(struct json *json, const char *name, bool known, double number)
{
	json_key(json, name);
	if (known)
		json_put_number(json, number);
	else
		json_put_null(json);
}

static const char *asking_basis(const struct verdict_cost *cost)
{
	if (asking_paid(cost))
		return cost->listed > 0 ? "list" : "told";
	return cost->unknown > 0 ? "unknown" : "local";
}

static void asking_json_cost(struct json *json, const struct verdict_cost *cost)
{
	bool paid = asking_paid(cost), known = paid && cost->unknown == 0;
	json_key(json, "cost");
	if (!asking_answered(cost)) {
		json_put_null(json);
		return;
	}
	json_object(json);
	asking_json_number(json, "usd", known, cost->usd);
	json_key(json, "known");
	json_put_bool(json, known);
	asking_json_number(json, "at_least_usd", paid, cost->usd);
	json_key(json, "basis");
	json_put_str(json, str_of(asking_basis(cost)));
	json_key(json, "as_of");
	if (cost->listed > 0 && cost->as_of.len > 0)
		json_put_str(json, cost->as_of);
	else
		json_put_null(json);
	json_object_end(json);
}

void verdict_asking_json(struct json *json, const struct verdict *verdict)
{
	json_key(json, "tokens");
	json_object(json);
	asking_json_count(json, "input", verdict->input_tokens);
	asking_json_count(json, "cached", verdict->cached_tokens);
	asking_json_count(json, "cache_written", verdict->cache_written_tokens);
	asking_json_count(json, "output", verdict->output_tokens);
	asking_json_count(json, "reasoning", verdict->reasoning_tokens);
	json_key(json, "estimated");
	json_put_bool(json, verdict->tokens_estimated);
	json_object_end(json);
	asking_json_count(json, "tries", verdict->tries);
	double pace = verdict->tokens_per_second;
	asking_json_number(json, "tokens_per_second", pace > 0, pace);
	asking_json_cost(json, &verdict->cost);
	bool scored = verdict->scored_tokens > 0;
	asking_json_number(json, "cross_entropy", scored, verdict->cross_entropy);
	asking_json_number(json, "perplexity", scored, exp(verdict->cross_entropy));
}
