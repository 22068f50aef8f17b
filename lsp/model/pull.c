/*
 * Ollama's /api/pull: a stream of lines, for each part of the model how much of it has come. It
 * may fail under status 200, and it has succeeded only when it says so.
 */
#include "model/pull.h"

#include "base/hash.h"
#include "base/json.h"
#include "base/mem.h"
#include "catalog.h"
#include "errand.h"
#include "key.h"
#include "reach.h"
#include "sse.h"

enum {
	PULL_PARTS_MAX = 64,
	PULL_LINE_MAX = 64 << 10,
	PULL_IDLE_MS = 120000, /* the server's own connection may stall for a while */
};

/* A part of the model, by the hash of its name. */
struct pull_part {
	uint64_t digest;
	int64_t done, total;
};

struct pull_state {
	struct models *models;
	struct model_pull *pull;
	struct arena arena;
	struct failure_where where;
	struct str model;
	struct key_fetch key; /* when a command of the user's tells it */
	struct fetch fetch;
	struct sse lines;
	struct buf body; /* of an answer that is a refusal */
	struct err failed;
	struct pull_part parts[PULL_PARTS_MAX];
	size_t part_count;
	bool success;
};

bool pull_possible(const struct provider *provider)
{
	/* Whoever serves the whole world has what it has. */
	return provider->dialect == &dialect_ollama &&
	       provider_is_open(provider_base(provider, STR("")));
}

struct str pull_size(struct arena *arena, const struct provider *provider, struct str model)
{
	struct catalog catalog;
	struct err ignored = {0};
	struct str size = STR("");
	const char *name = arena_cstr(arena, model);
	if (!catalog_load(arena, &catalog, &ignored))
		return size;
	for (size_t i = 2; i-- > 0 && size.len == 0;) {
		const cJSON *node =
			json_get(json_get(catalog.roots[i], "providers"), provider->name);
		size = arena_str(arena, json_get_str(json_get(node, "sizes"), name));
	}
	catalog_free(&catalog);
	return size;
}

int pull_percent(const struct model_pull *pull)
{
	if (pull->total <= 0 || pull->done < 0 || pull->done > pull->total)
		return -1;
	return (int)((double)pull->done * 100 / (double)pull->total);
}

/* --- what comes --- */

static void pull_part(struct pull_state *state, const cJSON *root)
{
	struct str digest = json_get_str(root, "digest");
	int64_t total = json_get_int(root, "total", 0);
	int64_t done = json_get_int(root, "completed", 0);
	uint64_t name = hash_bytes(digest);
	size_t i = 0;
	if (digest.len == 0 || total <= 0 || done < 0 || done > total || total > (1ll << 50))
		return;
	while (i < state->part_count && state->parts[i].digest != name)
		i++;
	if (i == PULL_PARTS_MAX)
		return;
	state->part_count += i == state->part_count;
	state->parts[i] = (struct pull_part){name, done, total};
	state->pull->done = state->pull->total = 0;
	for (i = 0; i < state->part_count; i++) {
		state->pull->done += state->parts[i].done;
		state->pull->total += state->parts[i].total;
	}
}

static bool pull_on_line(void *data, struct str name, struct str bytes)
{
	struct pull_state *state = data;
	struct err ignored = {0};
	(void)name;
	cJSON *root = json_parse(bytes, &ignored);
	const cJSON *error = json_get(root, "error");
	if (!cJSON_IsObject(root)) {
		struct complaint complaint;
		failure_not_a_stream(&complaint, str_part(bytes, 0, FAILURE_BODY_MAX));
		errand_fail(&state->where, &state->failed, ERR_WORLD,
			    "what it sent is no news of a download: %s", complaint.message);
	} else if (error != NULL) {
		struct complaint complaint = {.there = true};
		complaint_read(&complaint, error);
		errand_fail(&state->where, &state->failed, ERR_WORLD,
			    "it could not get the model: %s", complaint.message);
	} else {
		struct str status = json_get_str(root, "status");
		state->success = str_eq(status, STR("success"));
		reply_copy(state->pull->status, sizeof(state->pull->status), status);
		pull_part(state, root);
		if (state->pull->on_news != NULL)
			state->pull->on_news(state->pull);
	}
	cJSON_Delete(root);
	return state->failed.kind == ERR_NONE && !state->success;
}

static void pull_on_bytes(struct fetch *fetch, struct str bytes)
{
	struct pull_state *state = fetch->data;
	struct err err = {0};
	if (fetch->status < 200 || fetch->status >= 300) {
		buf_add(&state->body, bytes);
		return;
	}
	if (state->failed.kind != ERR_NONE || state->success)
		return;
	if (!sse_feed(&state->lines, bytes, &err))
		errand_fail(&state->where, &state->failed, ERR_WORLD, "%s", err.text);
	if (state->failed.kind != ERR_NONE || state->success)
		op_cancel(&fetch->op);
}

static void pull_fetched(struct op *op)
{
	struct pull_state *state = op->owner;
	struct err *err = &state->pull->op.err, ignored = {0};
	bool ours = state->success || state->failed.kind != ERR_NONE;
	bool refused = state->fetch.status != 0 &&
		       (state->fetch.status < 200 || state->fetch.status >= 300);
	if (!refused && !ours && op->err.kind == ERR_NONE)
		sse_end(&state->lines, &ignored);
	if (state->failed.kind != ERR_NONE)
		*err = state->failed;
	else if (refused)
		errand_refused(&state->where, &state->fetch, buf_str(&state->body),
			       "way to get models", err);
	else if (!state->success && op->err.kind == ERR_CANCELLED)
		*err = op->err;
	else if (!state->success && op->err.kind != ERR_NONE)
		errand_fail(&state->where, err, op->err.kind, "%s", op->err.text);
	else if (!state->success)
		errand_fail(&state->where, err, ERR_WORLD,
			    "the download broke off; asking again goes on where it stopped");
	fetch_deinit(&state->fetch);
	op_end(&state->pull->op);
}

/* --- the op --- */

static void pull_cancel(struct op *op)
{
	struct model_pull *pull = (struct model_pull *)(void *)op;
	op_cancel(&pull->state->key.op);
	op_cancel(&pull->state->fetch.op);
}

static bool pull_send(struct pull_state *state, struct err *err)
{
	struct buf body;
	struct json json;
	buf_init(&body, 4096);
	json_init(&json, &body);
	json_object(&json);
	json_key(&json, "model");
	json_put_str(&json, state->model);
	json_key(&json, "stream");
	json_put_bool(&json, true);
	json_object_end(&json);
	struct errand errand = {
		.path = "/api/pull",
		.body = buf_str(&body),
		.first_byte_ms = PULL_IDLE_MS,
		.idle_ms = PULL_IDLE_MS,
	};
	state->fetch = (struct fetch){.on_bytes = pull_on_bytes, .data = state};
	state->fetch.op.ended = pull_fetched;
	state->fetch.op.owner = state;
	bool good =
		body.full ? err_set(err, ERR_INPUT, "the model's name is too long")
			  : errand_start(state->models, &state->fetch, &state->where, &errand, err);
	buf_deinit(&body);
	return good;
}

static void pull_keyed(struct op *op)
{
	struct pull_state *state = op->owner;
	struct err *err = &state->pull->op.err;
	if (op->err.kind != ERR_NONE)
		*err = op->err;
	else if (pull_send(state, err))
		return;
	op_end(&state->pull->op);
}

static bool pull_begin(struct pull_state *state, const struct model_choice *choice, struct err *err)
{
	if (!errand_where(state->models, choice, &state->arena, &state->where, err) ||
	    !reach_key(choice->provider, state->where.base, state->where.key, err))
		return false;
	state->model = arena_str(&state->arena, choice->model);
	if (!key_is_missing(state->models, choice->provider, state->where.key))
		return pull_send(state, err);
	state->key.op.owner = state;
	state->key.op.ended = pull_keyed;
	return key_fetch_start(state->models, &state->key, choice->provider, 0, err);
}

bool pull_start(struct models *models, struct model_pull *pull, const struct model_choice *choice,
		struct err *err)
{
	if (!pull_possible(choice->provider))
		return err_set(err, ERR_INPUT, "%s cannot be told to get a model",
			       choice->provider->name);
	struct pull_state *state = mem_new(sizeof(*state));
	state->models = models;
	state->pull = pull;
	arena_init(&state->arena);
	buf_init(&state->body, FAILURE_BODY_MAX);
	sse_init(&state->lines, PULL_LINE_MAX, pull_on_line, state);
	state->lines.lines = true;
	pull->state = state;
	pull->status[0] = '\0';
	pull->done = pull->total = 0;
	if (pull_begin(state, choice, err)) {
		op_begin(&pull->op, "pull", pull_cancel);
		return true;
	}
	pull_deinit(pull);
	return false;
}

void pull_deinit(struct model_pull *pull)
{
	struct pull_state *state = pull->state;
	if (state == NULL)
		return;
	sse_deinit(&state->lines);
	buf_deinit(&state->body);
	arena_deinit(&state->arena);
	mem_free(state);
	pull->state = NULL;
}
