/*
 * Counts tokens without a tokenizer, and looks up what a model can take. Some tokenizers
 * make a token of each digit; most have single tokens for runs of blanks and of the same
 * sign, which is why the lower bound counts a run once.
 */
#include "model/window.h"

#include "catalog.h"
#include "facts.h"
#include "provider.h"

enum {
	WINDOW_TURN = 8,         /* tokens of a template around a turn */
	WINDOW_LEAST_TOLD = 200, /* shorter questions prove nothing */
};

static bool window_is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static bool window_is_word(unsigned char c)
{
	return window_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

size_t window_tokens(struct str text)
{
	size_t whole = 0, rest = 0;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (window_is_digit(c) || c >= 0xC0)
			whole++;
		else if (c < 0x80)
			rest++;
	}
	return whole + (rest * 2 + 4) / 5;
}

size_t window_tokens_least(struct str text)
{
	size_t bytes = 0;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (i == 0 || text.at[i] != text.at[i - 1] || window_is_word(c))
			bytes++;
	}
	return bytes / 5;
}

static size_t window_sum(const struct model_question *question, size_t (*count)(struct str),
			 size_t around)
{
	size_t tokens = count(question->system) + around;
	for (size_t i = 0; i < question->turn_count; i++)
		tokens += count(question->turns[i].text) + around;
	return tokens;
}

size_t window_question(const struct model_question *question)
{
	return window_sum(question, window_tokens, WINDOW_TURN);
}

size_t window_question_least(const struct model_question *question)
{
	return window_sum(question, window_tokens_least, 0);
}

bool window_of(struct arena *arena, const struct model_choice *choice, long context, long answer,
	       struct window *window, struct err *err)
{
	const struct provider *provider = choice->provider;
	struct defaults defaults;
	struct model_facts facts;
	if (!defaults_load(arena, provider->name, &defaults, err))
		return false;
	struct str base = provider_base(provider, choice->base_url);
	struct str model = choice->model.len > 0 ? choice->model : defaults.model;
	long limit = provider_is_home(provider, base) ? defaults.limit : defaults.compatible_limit;
	*window = (struct window){
		.provider = str_of(provider->name),
		.model = arena_str(arena, model),
		.context = context,
		.answer = answer > 0 ? answer : limit,
		.source = context > 0 ? WINDOW_SET : WINDOW_UNKNOWN,
	};
	if (provider->dialect->answer != NULL)
		return true;
	if (!facts_at(arena, provider, base, model, &facts, err))
		return false;
	if (facts.max_output > 0 && window->answer > facts.max_output)
		window->answer = facts.max_output;
	if (context > 0) {
		return true;
	} else if (facts.context > 0) {
		window->context = facts.context;
		window->source = WINDOW_KNOWN;
	} else if (choice->context > 0) {
		window->context = choice->context;
		window->source = WINDOW_TOLD;
	} else if (provider_is_open(base)) {
		/* The user's own, here or in their network: the world's services use https. */
		window->context = provider->dialect == &dialect_ollama ? WINDOW_OLLAMA_TOKENS
								       : WINDOW_ASSUMED_TOKENS;
		window->source = WINDOW_ASSUMED;
	}
	return true;
}

size_t window_room(const struct window *window, size_t source_tokens)
{
	if (window->context <= 0)
		return SIZE_MAX;
	size_t context = (size_t)window->context, most = (size_t)window->answer;
	size_t reserve = source_tokens + source_tokens / 4;
	if (reserve < WINDOW_ANSWER_LEAST)
		reserve = WINDOW_ANSWER_LEAST;
	if (window->answer > 0 && reserve > most)
		reserve = most;
	return reserve < context ? context - reserve : 0;
}

long window_answer(const struct window *window, size_t question_tokens, long wanted)
{
	if (window->context <= 0)
		return wanted;
	long left = question_tokens < (size_t)window->context
			    ? window->context - (long)question_tokens
			    : 1;
	return window->answer > left ? left : wanted;
}

bool window_is_cut(size_t least, int64_t read)
{
	return read > 0 && least >= WINDOW_LEAST_TOLD && (uint64_t)read < least;
}
