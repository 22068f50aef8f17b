/*
 * What `kadane models` has to show, between its two forms.
 */
#pragma once

#include "model/listing.h"
#include "step/asked.h"
#include "step/choice.h"

struct models_view {
	struct arena *arena;
	const struct model_survey *survey;
	struct model_choice choice; /* who would be asked now; provider NULL: nobody */
	const struct asked *asked;
	size_t asked_count;
};

/* As JSON, on one line. */
void models_put_json(const struct models_view *view);

/* As a table. */
void models_print(const struct models_view *view);
