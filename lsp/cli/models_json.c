/*
 * `kadane models --json`. Names in it are an interface; what is not known is null.
 */
#include <stdio.h>

#include "base/json.h"
#include "models.h"

enum { MODELS_JSON_MAX = 16 << 20 };

static void models_put_number(struct json *out, const char *name, double number, bool known)
{
	json_key(out, name);
	if (known)
		json_put_number(out, number);
	else
		json_put_null(out);
}

static void models_put_price(struct json *out, const struct model_offer *offer)
{
	bool known = offer->input_price >= 0 && offer->output_price >= 0;
	json_key(out, "price");
	json_object(out);
	json_key(out, "basis");
	json_put_str(out, !known ? offer->local ? STR("local") : STR("unknown")
			  : offer->price_as_of.len > 0 ? STR("list")
						       : STR("provider"));
	models_put_number(out, "input", offer->input_price, known);
	models_put_number(out, "output", offer->output_price, known);
	json_key(out, "as_of");
	if (known && offer->price_as_of.len > 0)
		json_put_str(out, offer->price_as_of);
	else
		json_put_null(out);
	json_object_end(out);
}

static void models_put_measured(struct json *out, const struct asked_sum *sum)
{
	json_key(out, "measured");
	json_object(out);
	json_key(out, "questions");
	json_put_int(out, (int64_t)sum->count);
	models_put_number(out, "first_token_s", sum->first_token_s, sum->first_token_s >= 0);
	models_put_number(out, "tokens_per_s", sum->tokens_per_s, sum->tokens_per_s > 0);
	models_put_number(out, "judged", (double)sum->judged, true);
	models_put_number(out, "verified", (double)sum->verified, true);
	json_object_end(out);
}

static void models_put_offer(struct json *out, const struct models_view *view,
			     const struct survey_answer *answer, const struct model_offer *offer)
{
	struct asked_sum sum = asked_sum_of(view->arena, view->asked, view->asked_count,
					    provider_name(answer->provider), offer->id);
	json_object(out);
	json_key(out, "id");
	json_put_str(out, offer->id);
	json_key(out, "default");
	json_put_bool(out, choice_offer(&view->choice, answer) == offer);
	json_key(out, "remote");
	json_put_bool(out, offer->remote);
	models_put_number(out, "context", (double)offer->context, offer->context > 0);
	models_put_number(out, "max_output", (double)offer->max_output, offer->max_output > 0);
	models_put_price(out, offer);
	models_put_measured(out, &sum);
	json_object_end(out);
}

static void models_put_answer(struct json *out, const struct models_view *view,
			      const struct survey_answer *answer)
{
	json_object(out);
	json_key(out, "name");
	json_put_str(out, provider_name(answer->provider));
	json_key(out, "label");
	json_put_str(out, provider_label(answer->provider));
	json_key(out, "default");
	json_put_bool(out, view->choice.provider == answer->provider);
	json_key(out, "found");
	json_put_bool(out, answer->found);
	json_key(out, "listed");
	json_put_bool(out, !answer->unlisted && answer->err.kind == ERR_NONE);
	json_key(out, "complete");
	json_put_bool(out, !answer->unlisted && !answer->cut && answer->err.kind == ERR_NONE);
	if (answer->err.kind != ERR_NONE) {
		json_key(out, "error");
		json_put_str(out, str_of(answer->err.text));
	}
	json_key(out, "models");
	json_array(out);
	for (size_t i = 0; i < answer->count; i++)
		models_put_offer(out, view, answer, &answer->offers[i]);
	json_array_end(out);
	json_object_end(out);
}

void models_put_json(const struct models_view *view)
{
	struct buf text;
	struct json out;
	buf_init(&text, MODELS_JSON_MAX);
	json_init(&out, &text);
	json_object(&out);
	json_key(&out, "providers");
	json_array(&out);
	for (size_t i = 0; i < view->survey->count; i++)
		models_put_answer(&out, view, &view->survey->answers[i]);
	json_array_end(&out);
	json_object_end(&out);
	printf("%.*s\n", STR_ARG(buf_str(&text)));
	buf_deinit(&text);
}
