/*
 * Choosing a model from the editor: what can be had, and what was chosen for this session.
 */
#pragma once

#include "base/arena.h"
#include "model/listing.h"
#include "place.h"
#include "rpc/rpc.h"

struct server;
struct work;
struct select;

struct selects {
	struct select *first;       /* that wait for providers */
	struct arena arena;         /* of the choice */
	struct str provider, model; /* chosen for this session; empty: as the settings say */
};

void selects_init(struct selects *selects);
void selects_deinit(struct selects *selects);

/*
 * kadane.selectModel. {"list": true}: answered with what can be had, once the providers have told;
 * {"provider", "model"}: that is asked from now on, "" being what the settings say; neither: the
 * user is asked.
 */
void select_model(struct server *server, struct rpc_message *message, const cJSON *argument,
		  const struct place *place);

/* What was chosen for this session goes before what is set. */
void select_apply(const struct server *server, struct work *work);

/* Whom a document's jobs would ask now: {"provider", "model"}, each null where it is open. */
void select_put_choice(struct json *out, const struct server *server, const struct place *place);

/* End what waits for providers. */
void selects_cancel(struct selects *selects);
