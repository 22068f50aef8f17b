/*
 * Tokens times price. What a provider's stream says of its own tokens is hostile input: parts are
 * cut to the whole, so that no figure can make a cost negative.
 */
#include "price.h"

#include <math.h>
#include <time.h>

enum { PRICE_PER = 1000000, PRICE_AHEAD_S = 30 * 60 };

/* Does it cost more at this time: in one of the price's hours, on a working day (UTC)? */
static bool price_is_peak(const struct price *price, int64_t when)
{
	time_t at = (time_t)when;
	struct tm parts;
	if (price->peak_hours == 0 || gmtime_r(&at, &parts) == NULL)
		return false;
	bool working = parts.tm_wday >= 1 && parts.tm_wday <= 5;
	return working && (price->peak_hours >> (unsigned)parts.tm_hour & 1u) != 0;
}

/* One number of the second set; where the list leaves it out, as much dearer as the rest. */
static double price_above(double above, double below, double factor)
{
	if (above >= 0)
		return above;
	return below >= 0 ? below * factor : below;
}

/* The prices that hold for a question of so many tokens. */
static struct price price_at(const struct price *price, int64_t input)
{
	struct price at = *price;
	if (price->above_tokens <= 0 || input <= price->above_tokens)
		return at;
	double dearer =
		price->above_input >= 0 && price->input > 0 ? price->above_input / price->input : 1;
	at.input = price_above(price->above_input, price->input, 1);
	at.cached = price_above(price->above_cached, price->cached, dearer);
	at.cache_write = price_above(-1, price->cache_write, dearer);
	at.output = price_above(price->above_output, price->output, 1);
	return at;
}

static int64_t price_part(int64_t part, int64_t whole)
{
	if (part < 0)
		return 0;
	return part < whole ? part : whole;
}

struct cost price_of(const struct price *price, const struct model_usage *usage, int64_t when)
{
	struct cost unknown = {.basis = COST_UNKNOWN, .as_of = STR("")};
	if (price->input < 0 || price->output < 0 || usage->input < 0 || usage->output < 0)
		return unknown;
	struct price at = price_at(price, usage->input);
	int64_t cached = price_part(usage->cached, usage->input);
	int64_t written = price_part(usage->cache_written, usage->input - cached);
	double usd = (double)(usage->input - cached - written) * at.input +
		     (double)cached * (at.cached >= 0 ? at.cached : at.input) +
		     (double)written * (at.cache_write >= 0 ? at.cache_write : at.input) +
		     (double)usage->output * at.output;
	usd /= PRICE_PER;
	if (price_is_peak(price, when))
		usd *= price->peak_factor;
	return (struct cost){.basis = COST_LIST, .usd = usd, .as_of = price->as_of};
}

struct cost price_worst(const struct price *price, int64_t input, int64_t output, int64_t when)
{
	struct price dearest = *price;
	/* Some put every long question into their cache, and charge for that. */
	if (price->cache_write > price->input)
		dearest.input = price->cache_write;
	if (price->above_input >= 0 && price->cache_write > price->input && price->input > 0)
		dearest.above_input = price->above_input * price->cache_write / price->input;
	if (price_is_peak(price, when + PRICE_AHEAD_S))
		when += PRICE_AHEAD_S;
	struct model_usage usage = model_usage_none;
	usage.input = input;
	usage.output = output;
	return price_of(&dearest, &usage, when);
}

double price_told(struct str value)
{
	double usd;
	if (!str_to_double(str_trim(value), &usd) || !(usd > 0 && usd < PRICE_TOLD_MAX))
		return -1;
	return usd;
}
