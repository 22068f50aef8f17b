/*
 * Which models can be had: what a provider says of its own, and which servers of models run on this
 * machine. Nothing here asks a model anything.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/op.h"
#include "model/model.h"

/* One model of a provider. */
struct model_offer {
	struct str id;
	int64_t context, max_output;      /* tokens; 0: not known */
	double input_price, output_price; /* USD per million tokens; negative: not known */
	struct str price_as_of;           /* of the price table; empty: the provider's own word */
	bool local;                       /* it runs on this machine, and costs nothing */
	bool remote;                      /* the server is here, but somebody else answers */
	bool preferred;                   /* the one that is asked when none is named */
};

/* What one provider answered. */
struct model_listing {
	struct op op;
	bool keyless; /* set by the owner: nobody named this server, so it is told no key */
	const struct provider *provider;
	const struct model_offer *offers; /* in the provider's order, good until listing_deinit */
	size_t count;
	bool cut;                    /* there are more */
	struct listing_state *state; /* private */
};

/*
 * Ask. `choice` names the provider, perhaps its address and the model that is preferred; its
 * total_ms (0: 15 s) is for all of it. Refuses where a call would refuse: no key, no address; and
 * where a provider has no list. Ends with op.err set, one line, when no list came.
 */
bool listing_start(struct models *models, struct model_listing *listing,
		   const struct model_choice *choice, struct err *err);

/* Frees what the finished listing holds. */
void listing_deinit(struct model_listing *listing);

/* One provider of a survey. */
struct survey_answer {
	const struct provider *provider;
	bool found;     /* nobody named it: it just answered, on this machine */
	bool unlisted;  /* it can be asked, but has no list: the offers hold its preferred model */
	struct err err; /* why there are no offers */
	const struct model_offer *offers;
	size_t count;
	bool cut;
	struct model_listing listing; /* private */
};

/* Many providers, asked at the same time. */
struct model_survey {
	struct op op;
	struct survey_answer *answers; /* in the order of provider_all */
	size_t count;
	struct survey_state *state; /* private */
};

enum survey_whom {
	SURVEY_HERE,  /* servers on this machine that answer at once; nobody else is spoken to */
	SURVEY_READY, /* every provider that is ready, and the chosen one */
	SURVEY_ALL,   /* all of those */
	SURVEY_ONE,   /* the chosen provider alone */
};

/*
 * `choice` (may be NULL) is what the user has set: of its provider the address and the model are
 * heard. A provider that fails is an answer with an err; a server that does not run is none. Never
 * refuses.
 */
void survey_start(struct models *models, struct model_survey *survey, enum survey_whom whom,
		  const struct model_choice *choice);
void survey_deinit(struct model_survey *survey);

/*
 * The offer to take of a server whose user has named no model: the preferred one when it is there,
 * else the best that is known to write code, in the order of "prefer" in models.json, else the
 * first that can answer at all. Never one that somebody else answers, unless models.json names it:
 * the source stays here. NULL when there is none. *known tells whether it is one of those that
 * models.json names.
 */
const struct model_offer *listing_best(const struct provider *provider,
				       const struct model_offer *offers, size_t count, bool *known);

/* The offer that a model's name means there: Ollama's names have a tag, "…:latest" when none. */
const struct model_offer *listing_find(const struct model_offer *offers, size_t count,
				       struct str model);
