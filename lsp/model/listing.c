/*
 * A provider's own list of models, page by page. What it says of sizes and prices counts; what it
 * leaves out comes from models.json, with its date. The answer is hostile like any other: pages,
 * bytes, models and names are bounded.
 */
#include "model/listing.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "bill.h"
#include "catalog.h"
#include "errand.h"
#include "facts.h"
#include "key.h"
#include "reach.h"

enum {
	LISTING_PAGES_MAX = 10,
	LISTING_BODY_MAX = 8 << 20,
	LISTING_MODELS_MAX = 2000,
	LISTING_ID_MAX = 200,
	LISTING_TOTAL_MS = 15000,
};

struct listing_state {
	struct models *models;
	struct model_listing *listing;
	struct arena arena;
	struct failure_where where;
	struct defaults defaults;
	struct str preferred;
	void (*fetched)(struct op *op); /* of the fetch of each page */
	struct key_fetch key;           /* when a command of the user's tells it */
	struct fetch fetch;
	struct buf body;
	struct model_offer *offers;
	uint64_t began_ms, total_ms;
	size_t pages;
};

/* --- what a page says --- */

/* What the provider leaves out. */
static void listing_add_facts(struct listing_state *state, const struct catalog *catalog,
			      struct model_offer *offer)
{
	struct model_facts facts;
	catalog_facts(&state->arena, catalog, state->where.provider->name, offer->id, &facts);
	if (!facts_hold(state->where.provider, state->where.base, &facts))
		return;
	if (offer->context <= 0)
		offer->context = facts.context;
	if (offer->max_output <= 0)
		offer->max_output = facts.max_output;
	if (offer->input_price >= 0 && offer->output_price >= 0)
		return;
	offer->input_price = facts.price.input;
	offer->output_price = facts.price.output;
	offer->price_as_of = facts.price.as_of;
}

/* The model's name as it may be shown, sent and written; false when it is none. */
static bool listing_id(struct listing_state *state, struct str from, struct str *id)
{
	struct buf plain;
	buf_init(&plain, LISTING_ID_MAX);
	bool good = utf8_add_plain(&plain, from) && str_eq(buf_str(&plain), from) && from.len > 0 &&
		    !str_has(from, STR("\n")) && !str_has(from, STR("\t"));
	if (good)
		*id = arena_str(&state->arena, from);
	buf_deinit(&plain);
	return good;
}

static void listing_add(struct listing_state *state, const struct catalog *catalog,
			const cJSON *node)
{
	struct model_listing *listing = state->listing;
	struct model_entry entry = {.input_price = -1, .output_price = -1};
	struct model_offer *offer = &state->offers[listing->count];
	if (!state->where.provider->dialect->list_entry(node, &entry) ||
	    !listing_id(state, entry.id, &offer->id))
		return;
	if (listing->count == LISTING_MODELS_MAX) {
		listing->cut = true;
		return;
	}
	offer->context = entry.context;
	offer->max_output = entry.max_output;
	offer->input_price = entry.input_price;
	offer->output_price = entry.output_price;
	offer->price_as_of = STR("");
	offer->remote = entry.remote || provider_is_remote(state->where.provider, offer->id);
	offer->local = !offer->remote &&
		       cost_is_local(state->where.provider, state->where.base, offer->id);
	listing_add_facts(state, catalog, offer);
	listing->count++;
}

/* False with `err` when the page is no list. *next is the query for the one behind it. */
static bool listing_page(struct listing_state *state, struct str *next, struct err *err)
{
	const struct dialect *dialect = state->where.provider->dialect;
	struct str body = str_trim(buf_str(&state->body));
	struct err why = {0};
	struct catalog catalog;
	*next = STR("");
	cJSON *root = json_parse(body, &why);
	const cJSON *list = root != NULL ? dialect->list(root) : NULL, *node;
	if (!cJSON_IsArray(list)) {
		struct complaint complaint;
		cJSON_Delete(root);
		failure_not_a_stream(&complaint, str_part(body, 0, FAILURE_BODY_MAX));
		errand_fail(&state->where, err, ERR_WORLD,
			    "what it sent is no list of models (is the base URL right?): %s",
			    complaint.message);
		return false;
	}
	if (catalog_load(&state->arena, &catalog, err)) {
		cJSON_ArrayForEach(node, list) listing_add(state, &catalog, node);
		catalog_free(&catalog);
		if (dialect->list_next != NULL)
			*next = dialect->list_next(&state->arena, root);
	}
	cJSON_Delete(root);
	return err->kind == ERR_NONE;
}

/* --- the op --- */

static void listing_end(struct listing_state *state)
{
	struct model_listing *listing = state->listing;
	const struct model_offer *preferred =
		listing_find(state->offers, listing->count, state->preferred);
	if (preferred != NULL)
		state->offers[preferred - state->offers].preferred = true;
	listing->offers = state->offers;
	op_end(&listing->op);
}

static void listing_on_bytes(struct fetch *fetch, struct str bytes)
{
	struct listing_state *state = fetch->data;
	if (!buf_add(&state->body, bytes))
		op_cancel(&fetch->op);
}

static bool listing_send(struct listing_state *state, struct str query, struct err *err)
{
	uint64_t gone = loop_now_ms(state->models->loop) - state->began_ms;
	if (gone >= state->total_ms) {
		errand_fail(&state->where, err, ERR_WORLD, "its list of models took too long");
		return false;
	}
	struct errand errand = {
		.path = state->where.provider->dialect->list_path,
		.query = query,
		.total_ms = state->total_ms - gone,
	};
	buf_clear(&state->body);
	state->fetch = (struct fetch){.on_bytes = listing_on_bytes, .data = state};
	state->fetch.op.ended = state->fetched;
	state->fetch.op.owner = state;
	state->pages++;
	return errand_start(state->models, &state->fetch, &state->where, &errand, err);
}

static void listing_fetched(struct op *op)
{
	struct listing_state *state = op->owner;
	struct err *err = &state->listing->op.err;
	struct str next = STR("");
	if (state->body.full)
		errand_fail(&state->where, err, ERR_WORLD,
			    "its list of models is longer than %d bytes", LISTING_BODY_MAX);
	else if (op->err.kind == ERR_CANCELLED)
		*err = op->err;
	else if (op->err.kind != ERR_NONE)
		errand_fail(&state->where, err, op->err.kind, "%s", op->err.text);
	else if (state->fetch.status < 200 || state->fetch.status >= 300)
		errand_refused(&state->where, &state->fetch, buf_str(&state->body),
			       "list of models", err);
	else
		listing_page(state, &next, err);
	fetch_deinit(&state->fetch);
	if (err->kind != ERR_NONE)
		state->listing->count = 0;
	else if (next.len > 0 && state->pages < LISTING_PAGES_MAX && !state->listing->cut) {
		if (listing_send(state, next, err))
			return;
		state->listing->count = 0;
	} else if (next.len > 0)
		state->listing->cut = true;
	listing_end(state);
}

static void listing_cancel(struct op *op)
{
	struct model_listing *listing = (struct model_listing *)(void *)op;
	op_cancel(&listing->state->key.op);
	op_cancel(&listing->state->fetch.op);
}

static void listing_keyed(struct op *op)
{
	struct listing_state *state = op->owner;
	struct err *err = &state->listing->op.err;
	/* Whoever had to unlock a store of keys took their time. */
	state->began_ms = loop_now_ms(state->models->loop);
	if (op->err.kind != ERR_NONE)
		*err = op->err;
	else if (listing_send(state, STR(""), err))
		return;
	listing_end(state);
}

static bool listing_prepare(struct listing_state *state, const struct model_choice *choice,
			    struct err *err)
{
	if (choice->provider->dialect->list_path == NULL)
		return err_set(err, ERR_INPUT, "%s has no list of its models",
			       choice->provider->name);
	if (!errand_where(state->models, choice, &state->arena, &state->where, err))
		return false;
	if (state->listing->keyless)
		state->where.key = NULL;
	if (!reach_key(state->where.provider, state->where.base, state->where.key, err) ||
	    !defaults_load(&state->arena, choice->provider->name, &state->defaults, err))
		return false;
	state->preferred = choice->model.len > 0 ? arena_str(&state->arena, choice->model)
						 : state->defaults.model;
	state->fetched = listing_fetched;
	state->began_ms = loop_now_ms(state->models->loop);
	state->total_ms = choice->total_ms > 0 ? choice->total_ms : LISTING_TOTAL_MS;
	state->offers = arena_array(&state->arena, LISTING_MODELS_MAX + 1, sizeof(*state->offers));
	if (!key_is_missing(state->models, state->where.provider, state->where.key))
		return listing_send(state, STR(""), err);
	state->key.op.owner = state;
	state->key.op.ended = listing_keyed;
	return key_fetch_start(state->models, &state->key, state->where.provider, state->total_ms,
			       err);
}

bool listing_start(struct models *models, struct model_listing *listing,
		   const struct model_choice *choice, struct err *err)
{
	struct listing_state *state = mem_new(sizeof(*state));
	state->models = models;
	state->listing = listing;
	arena_init(&state->arena);
	buf_init(&state->body, LISTING_BODY_MAX);
	listing->state = state;
	listing->provider = choice->provider;
	listing->offers = NULL;
	listing->count = 0;
	listing->cut = false;
	if (listing_prepare(state, choice, err)) {
		op_begin(&listing->op, "listing", listing_cancel);
		return true;
	}
	listing_deinit(listing);
	return false;
}

void listing_deinit(struct model_listing *listing)
{
	struct listing_state *state = listing->state;
	if (state == NULL)
		return;
	buf_deinit(&state->body);
	arena_deinit(&state->arena);
	mem_free(state);
	listing->state = NULL;
	listing->offers = NULL;
	listing->count = 0;
}
