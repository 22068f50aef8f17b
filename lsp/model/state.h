/*
 * What a running call holds, by the way in which it is answered. Private to model.
 */
#pragma once

#include "base/arena.h"
#include "base/secret.h"
#include "io/fetch.h"
#include "io/loop.h"
#include "model/model.h"
#include "provider.h"

struct models {
	struct loop *loop;
	struct fetcher *fetcher;
	const struct secrets *secrets;
	struct registry registry;
};

struct model_state {
	struct models *models;
	struct arena arena;          /* lives as long as the call */
	struct asking *asking;       /* over the network (asking.c), in the arena; or NULL */
	struct replaying *replaying; /* from a recording (replay.c), in the arena; or NULL */
};

/* Ask over the network; the call's state and text are there already. */
bool asking_start(struct model_call *call, const struct model_choice *choice,
		  const struct model_question *question, struct err *err);
