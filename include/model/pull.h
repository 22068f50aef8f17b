/*
 * Having a server on this machine download a model that it lacks: Ollama can.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "io/op.h"
#include "model/model.h"

struct model_pull {
	struct op op;
	/* Set by the owner: called when there is news. May be NULL. */
	void (*on_news)(struct model_pull *pull);
	void *data;
	char status[80];          /* what the server does, in its own words, plain */
	int64_t done, total;      /* bytes, of all parts it has named so far; 0: not known */
	struct pull_state *state; /* private */
};

/* Can this provider be told to download a model? */
bool pull_possible(const struct provider *provider);

/* How much that is, by models.json: "4.7 GB"; empty when it is not known. */
struct str pull_size(struct arena *arena, const struct provider *provider, struct str model);

/* How far it has come, 0 to 100; -1 while nothing can be said. */
int pull_percent(const struct model_pull *pull);

/*
 * Download `choice->model`. Ends with op.err set unless the server has said that it succeeded; a
 * cancel stops the download, and what has come is kept by the server for the next time.
 */
bool pull_start(struct models *models, struct model_pull *pull, const struct model_choice *choice,
		struct err *err);

/* Frees what the finished pull holds. */
void pull_deinit(struct model_pull *pull);
