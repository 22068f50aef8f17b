/*
 * The life of one call over the network: checks before anything is sent, requests
 * with a bounded number of retries while no word of the answer has come, clocks over
 * progress and over the whole, one end. The owner hears of it through the call's op.
 */
#include "asking.h"

#include <stdlib.h>
#include <string.h>

#include "url.h"

enum {
	ASKING_RETRIES = 2,
	ASKING_BACKOFF_MS = 500,
	ASKING_BACKOFF_MAX_MS = 8000,
	ASKING_CONNECT_MS = 10000,
	ASKING_FIRST_BYTE_MS = 120000,
	ASKING_FIRST_BYTE_LOCAL_MS = 600000, /* it may have to load the model first */
	ASKING_IDLE_MS = 300000,
	ASKING_PROGRESS_MS = 300000,
	ASKING_TOTAL_MS = 1500000,
	ASKING_GRACE_MS = 100,   /* from the last marker to the end of the connection */
	ASKING_LINGER_MS = 3000, /* from the reason for stopping to the last marker */
};

/* --- the end --- */

/* The call ends when nothing of it runs any more. */
static void asking_settle(struct asking *asking)
{
	if (asking->over && !asking->fetch.op.running && !asking->clock.op.running &&
	    !asking->pause.op.running)
		op_end(&asking->call->op);
}

static void asking_end(struct asking *asking, enum model_outcome outcome, const struct err *err)
{
	if (asking->over)
		return;
	asking->over = true;
	asking->call->outcome = outcome;
	if (err != NULL)
		asking->call->op.err = *err;
	op_cancel(&asking->fetch.op);
	op_cancel(&asking->pause.op);
	op_cancel(&asking->clock.op);
}

static void asking_cancel(struct op *op)
{
	struct model_call *call = (struct model_call *)(void *)op;
	struct err err;
	err_set(&err, ERR_CANCELLED, "cancelled");
	asking_end(call->state->asking, MODEL_FAILED, &err);
}

/* --- clocks --- */

static bool asking_passed(uint64_t since, uint64_t limit, uint64_t now, uint64_t *next)
{
	uint64_t end = since + limit;
	if (end <= now)
		return true;
	if (end - now < *next)
		*next = end - now;
	return false;
}

/* See what has run out; the milliseconds to the next moment to look. */
static uint64_t asking_check(struct asking *asking)
{
	uint64_t now = loop_now_ms(asking->models->loop), next = asking->total_ms;
	bool fetching = asking->fetch.op.running;
	if (asking_passed(asking->started, asking->total_ms, now, &next)) {
		struct err err;
		err_set(&err, ERR_WORLD, "%s at %.*s: no whole answer within %.3g seconds",
			asking->provider->name, STR_ARG(failure_place(asking->where.base)),
			(double)asking->total_ms / 1e3);
		asking_end(asking, asking->call->text.len > 0 ? MODEL_BROKEN : MODEL_FAILED, &err);
	} else if (fetching && asking->marker != 0) {
		uint64_t limit = asking->reply.done ? ASKING_GRACE_MS : ASKING_LINGER_MS;
		if (asking_passed(asking->marker, limit, now, &next))
			op_cancel(&asking->fetch.op);
	} else if (fetching && asking->progress != 0 &&
		   asking_passed(asking->progress, asking->progress_ms, now, &next)) {
		attempt_stop(asking, ERR_WORLD, "no word of the answer for %.3g seconds",
			     (double)asking->progress_ms / 1e3);
	}
	return next;
}

static void asking_clocked(struct op *op)
{
	struct asking *asking = op->owner;
	if (!asking->over) {
		uint64_t next = asking_check(asking);
		if (!asking->over) {
			timer_start(asking->models->loop, &asking->clock, next);
			return;
		}
	}
	asking_settle(asking);
}

void asking_hurry(struct asking *asking)
{
	/* Its end looks at all the clocks again. */
	op_cancel(&asking->clock.op);
}

/* --- the requests --- */

void asking_show(struct asking *asking)
{
	struct model_call *call = asking->call;
	struct str delta = str_part(buf_str(&call->text), asking->shown, call->text.len);
	if (delta.len == 0 || asking->over)
		return;
	asking->shown = call->text.len;
	call->last_ns = loop_now_ns();
	if (call->first_ns == 0)
		call->first_ns = call->last_ns;
	if (call->on_text != NULL)
		call->on_text(call, delta);
}

/* The wait before the next try: as the provider asked, else doubling, with some jitter. */
static uint64_t asking_backoff(const struct asking *asking, const struct failure *failure)
{
	if (failure->wait_ms > 0)
		return failure->wait_ms;
	uint64_t ms = (uint64_t)ASKING_BACKOFF_MS << asking->retries;
	if (ms > ASKING_BACKOFF_MAX_MS)
		ms = ASKING_BACKOFF_MAX_MS;
	return ms - ms / 4 * (loop_now_ns() / 1000 % 1000) / 1000;
}

/* Change what the provider did not like; false when that has been tried, or cannot help. */
static bool asking_fix(struct asking *asking, enum failure_fix fix)
{
	struct ask *ask = &asking->ask;
	if (asking->fixed || fix == FIX_NOTHING)
		return false;
	asking->fixed = true;
	if (fix == FIX_TEMPERATURE) {
		bool sent = asking->question.temperature >= 0;
		ask->no_temperature = true;
		return sent;
	}
	if (fix == FIX_STREAM_OPTIONS)
		ask->no_stream_options = true;
	else if (fix == FIX_LIMIT)
		ask->limit = ASK_NO_LIMIT;
	else
		ask->limit =
			ask->limit == ASK_MAX_TOKENS ? ASK_MAX_COMPLETION_TOKENS : ASK_MAX_TOKENS;
	/* Who demands its limit knows no other name for it, and no options. */
	return !asking->provider->dialect->limit_is_required;
}

static void asking_send(struct asking *asking)
{
	struct err err;
	if (!attempt_start(asking, &err))
		asking_end(asking, MODEL_FAILED, &err);
}

static void asking_paused(struct op *op)
{
	struct asking *asking = op->owner;
	if (!asking->over)
		asking_send(asking);
	asking_settle(asking);
}

static void asking_failed(struct asking *asking, const struct failure *failure)
{
	const struct log *log = loop_log(asking->models->loop);
	if (asking_fix(asking, failure->fix)) {
		log_line(log, LOG_INFO, "%s; asking again without it", failure->err.text);
		attempt_deinit(asking);
		asking_send(asking);
		return;
	}
	bool content = asking->reply.content;
	if (failure->retry && !content && asking->retries < ASKING_RETRIES) {
		uint64_t ms = asking_backoff(asking, failure);
		asking->retries++;
		log_line(log, LOG_INFO, "%s; retry %d in %.1f s", failure->err.text,
			 asking->retries, (double)ms / 1e3);
		attempt_deinit(asking);
		timer_start(asking->models->loop, &asking->pause, ms);
		return;
	}
	/* A reported error voids the text; a stream that broke leaves a part of it. */
	bool broke = content && !asking->reply.complaint.there;
	attempt_deinit(asking);
	asking_end(asking, broke ? MODEL_BROKEN : MODEL_FAILED, &failure->err);
}

static void asking_finished(struct asking *asking)
{
	struct reply *reply = &asking->reply;
	struct model_call *call = asking->call;
	call->usage = reply->usage;
	if (reply->model[0] != '\0')
		call->model = arena_str(&call->state->arena, str_of(reply->model));
	struct err err = {.kind = ERR_NONE};
	if (reply->outcome == MODEL_REFUSED)
		err_set(&err, ERR_WORLD, "the model refused to answer%s%s",
			reply->note[0] != '\0' ? ": " : "", reply->note);
	else if (reply->outcome == MODEL_BROKEN)
		err_set(&err, ERR_WORLD, "the model stopped for a reason that is no end: %s",
			reply->note);
	enum model_outcome outcome = reply->outcome;
	attempt_deinit(asking);
	asking_end(asking, outcome, &err);
}

void asking_fetched(struct op *op)
{
	struct asking *asking = op->owner;
	struct failure failure;
	if (asking->over)
		attempt_deinit(asking);
	else if (attempt_judge(asking, &failure))
		asking_finished(asking);
	else if (!asking->over)
		asking_failed(asking, &failure);
	else
		attempt_deinit(asking);
	asking_settle(asking);
}

/* --- the start --- */

static bool asking_check_base(const struct asking *asking, struct err *err)
{
	struct str base = asking->where.base;
	const char *base_env = provider_address(asking->provider);
	if (base.len == 0)
		return err_set(err, ERR_INPUT, "where is %s? Set %s", asking->provider->label,
			       base_env);
	if (!str_starts(base, STR("http://")) && !str_starts(base, STR("https://")))
		return err_set(err, ERR_INPUT,
			       "the base URL (%s) must begin with http:// or https://", base_env);
	for (size_t i = 0; i < base.len; i++)
		if ((unsigned char)base.at[i] <= ' ' || strchr("@?#\\\"<>\x7f", base.at[i]) != NULL)
			return err_set(err, ERR_INPUT,
				       "the base URL (%s) must be plain: scheme, host, port and "
				       "path, no name, password, query or blank",
				       base_env);
	return true;
}

/* May this provider be asked there with this key, or without? */
static bool asking_check_key(const struct asking *asking, struct err *err)
{
	const struct provider *provider = asking->provider;
	struct str base = asking->where.base;
	if (asking->where.key == NULL && !provider_is_open(base))
		return err_set(err, ERR_AUTH,
			       "%s needs a key: set %s, or point %s at a local server",
			       provider->label, provider_key_name(provider),
			       provider_address(provider));
	const char *allow = getenv("KADANE_ALLOW_PLAIN_HTTP");
	if (asking->where.key != NULL && str_starts(base, STR("http://")) &&
	    !fetch_is_loopback(base) && (allow == NULL || strcmp(allow, "1") != 0))
		return err_set(err, ERR_INPUT,
			       "%.*s would carry the key in %s over the network in the clear: use "
			       "https, or unset the key, or set KADANE_ALLOW_PLAIN_HTTP=1 if you "
			       "trust every machine on the way",
			       STR_ARG(base), asking->where.key->env);
	return true;
}

/* Our own copy of the question, and of how to put it. */
static bool asking_prepare(struct asking *asking, const struct model_choice *choice,
			   const struct model_question *question, struct err *err)
{
	struct arena *arena = &asking->call->state->arena;
	const struct provider *provider = asking->provider;
	struct defaults defaults;
	if (!defaults_load(arena, provider->name, &defaults, err))
		return false;
	struct model_turn *turns = arena_array(arena, question->turn_count, sizeof(*turns));
	for (size_t i = 0; i < question->turn_count; i++) {
		turns[i].role = question->turns[i].role;
		turns[i].text = arena_str(arena, question->turns[i].text);
	}
	asking->question = *question;
	asking->question.system = arena_str(arena, question->system);
	asking->question.turns = turns;
	bool own = provider_is_home(provider, asking->where.base);
	struct str model = choice->model.len > 0 ? choice->model : defaults.model;
	long limit = own ? defaults.limit : defaults.compatible_limit;
	asking->ask = (struct ask){
		.question = &asking->question,
		.model = arena_str(arena, model),
		.version = defaults.version,
		.max_tokens = question->max_tokens > 0 ? question->max_tokens : limit,
		.limit = own ? provider->limit : ASK_MAX_TOKENS,
		.logprobs = question->logprobs,
	};
	asking->where.model = asking->ask.model;
	asking->call->model = asking->ask.model;
	return true;
}

static uint64_t asking_or(uint64_t ms, uint64_t otherwise)
{
	return ms > 0 ? ms : otherwise;
}

static void asking_set_clocks(struct asking *asking, const struct model_choice *choice)
{
	bool local = fetch_is_loopback(asking->where.base);
	bool own = provider_is_home(asking->provider, asking->where.base);
	asking->connect_ms = asking_or(choice->connect_ms, ASKING_CONNECT_MS);
	asking->first_byte_ms = asking_or(choice->first_byte_ms, local ? ASKING_FIRST_BYTE_LOCAL_MS
								       : ASKING_FIRST_BYTE_MS);
	asking->idle_ms = asking_or(choice->idle_ms,
				    own ? asking_or(asking->provider->idle_ms, ASKING_IDLE_MS)
					: ASKING_IDLE_MS);
	asking->progress_ms = asking_or(choice->progress_ms, ASKING_PROGRESS_MS);
	asking->total_ms = asking_or(choice->total_ms, ASKING_TOTAL_MS);
}

bool asking_start(struct model_call *call, const struct model_choice *choice,
		  const struct model_question *question, struct err *err)
{
	struct model_state *state = call->state;
	struct asking *asking = arena_new(&state->arena, sizeof(*asking));
	state->asking = asking;
	asking->call = call;
	asking->models = state->models;
	asking->provider = choice->provider;
	struct str base = provider_base(choice->provider, choice->base_url);
	asking->where = (struct failure_where){
		.provider = choice->provider,
		.base = arena_str(&state->arena, base),
		.key = provider_key(choice->provider, state->models->secrets),
		.secrets = state->models->secrets,
	};
	if (!asking_check_base(asking, err) || !asking_check_key(asking, err) ||
	    !asking_prepare(asking, choice, question, err))
		return false;
	asking->url = url_of(&state->arena, asking->where.base, choice->provider->dialect->path,
			     asking->ask.model);
	asking_set_clocks(asking, choice);
	asking->clock.op.ended = asking_clocked;
	asking->clock.op.owner = asking;
	asking->pause.op.ended = asking_paused;
	asking->pause.op.owner = asking;
	asking->started = loop_now_ms(asking->models->loop);
	if (!attempt_start(asking, err))
		return false;
	timer_start(asking->models->loop, &asking->clock, asking->total_ms);
	op_begin(&call->op, "model", asking_cancel);
	return true;
}
