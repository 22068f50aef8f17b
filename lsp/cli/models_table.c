/*
 * The table of `kadane models`: one line for each model, below the name of its provider. What is
 * not known is called unknown.
 */
#include <stdio.h>

#include "models.h"

enum { TABLE_ID_MAX = 40, TABLE_CELL = 40 };

static void table_context(int64_t tokens, char *cell, size_t size)
{
	if (tokens <= 0)
		snprintf(cell, size, "unknown");
	else if (tokens >= 1000000)
		snprintf(cell, size, "%.3gM", (double)tokens / 1e6);
	else if (tokens >= 1000)
		snprintf(cell, size, "%.0fK", (double)tokens / 1e3);
	else
		snprintf(cell, size, "%lld", (long long)tokens);
}

static void table_price(const struct model_offer *offer, char *cell, size_t size)
{
	if (offer->input_price < 0 || offer->output_price < 0)
		snprintf(cell, size, "%s",
			 offer->local    ? "local"
			 : offer->remote ? "elsewhere, unknown"
					 : "unknown");
	else if (offer->price_as_of.len == 0)
		snprintf(cell, size, "$%.4g / $%.4g", offer->input_price, offer->output_price);
	else
		snprintf(cell, size, "$%.4g / $%.4g (%.*s)", offer->input_price,
			 offer->output_price, STR_ARG(offer->price_as_of));
}

/* "0.8 s, 71/s, 5 of 6 proved" */
static void table_measured(const struct asked_sum *sum, struct buf *cell)
{
	const char *comma = "";
	buf_clear(cell);
	if (sum->first_token_s >= 0) {
		buf_addf(cell, "%.3g s", sum->first_token_s);
		comma = ", ";
	}
	if (sum->tokens_per_s > 0) {
		buf_addf(cell, "%s%.3g/s", comma, sum->tokens_per_s);
		comma = ", ";
	}
	if (sum->judged > 0)
		buf_addf(cell, "%s%zu of %zu proved", comma, sum->verified, sum->judged);
	else if (sum->count == 0)
		buf_add(cell, STR("-"));
}

static int table_width(const struct models_view *view)
{
	size_t width = STR("MODEL").len;
	for (size_t i = 0; i < view->survey->count; i++)
		for (size_t j = 0; j < view->survey->answers[i].count; j++)
			if (view->survey->answers[i].offers[j].id.len > width)
				width = view->survey->answers[i].offers[j].id.len;
	return (int)(width > TABLE_ID_MAX ? TABLE_ID_MAX : width);
}

static void table_offer(const struct models_view *view, const struct survey_answer *answer,
			const struct model_offer *offer, int width)
{
	char context[TABLE_CELL], price[TABLE_CELL];
	struct buf measured;
	buf_init(&measured, 200);
	struct asked_sum sum = asked_sum_of(view->arena, view->asked, view->asked_count,
					    provider_name(answer->provider), offer->id);
	table_context(offer->context, context, sizeof(context));
	table_price(offer, price, sizeof(price));
	table_measured(&sum, &measured);
	bool mark = choice_offer(&view->choice, answer) == offer;
	printf("%c %-*.*s  %7s  %-23s  %.*s\n", mark ? '*' : ' ', width, STR_ARG(offer->id),
	       context, price, STR_ARG(buf_str(&measured)));
	buf_deinit(&measured);
}

static void table_answer(const struct models_view *view, const struct survey_answer *answer,
			 int width)
{
	struct str name = provider_name(answer->provider);
	struct str label = provider_label(answer->provider);
	printf("\n%.*s: %.*s%s\n", STR_ARG(name), STR_ARG(label),
	       answer->found ? ", found on this machine" : "");
	if (answer->err.kind != ERR_NONE)
		printf("  no list: %s\n", answer->err.text);
	else if (answer->unlisted)
		printf("  it does not tell which models it has\n");
	else if (answer->count == 0)
		printf("  it has no models\n");
	for (size_t i = 0; i < answer->count; i++)
		table_offer(view, answer, &answer->offers[i], width);
	if (answer->cut)
		printf("  … and more\n");
	/* Wanted, and not there. */
	if (view->choice.provider == answer->provider && view->choice.model.len > 0 &&
	    answer->err.kind == ERR_NONE && choice_offer(&view->choice, answer) == NULL)
		printf("* %.*s  is what is asked, and is not in this list\n",
		       STR_ARG(view->choice.model));
}

void models_print(const struct models_view *view)
{
	int width = table_width(view);
	printf("  %-*s  %7s  %-23s  %s\n", width, "MODEL", "CONTEXT", "USD IN / OUT PER M",
	       "MEASURED HERE");
	for (size_t i = 0; i < view->survey->count; i++)
		table_answer(view, &view->survey->answers[i], width);
	if (view->choice.provider == NULL)
		printf("\n%s\n", choice_nobody);
}
