/*
 * The life of one call over the network: checks before anything is sent, requests
 * with a bounded number of retries while no word of the answer has come, clocks over
 * progress and over the whole, one end. The owner hears of it through the call's op.
 */
#include "asking.h"

#include <stdarg.h>

#include "reach.h"
#include "retry.h"

/* From here on a status is no success. */
enum { ASKING_REFUSED_STATUS = 300 };
/* A server that is starting is asked again that often. */
enum { ASKING_START_MS = 2000, ASKING_START_MOST_MS = 10000, ASKING_NEWS_MAX = 300 };

/* --- the end --- */

/* The call ends when nothing of it runs any more. */
static void asking_settle(struct asking *asking)
{
	if (asking->over && !asking->fetch.op.running && !asking->clock.op.running &&
	    !asking->pause.op.running && !asking->key.op.running)
		op_end(&asking->call->op);
}

static void asking_end(struct asking *asking, enum model_outcome outcome, const struct err *err)
{
	if (asking->over)
		return;
	asking->over = true;
	asking->call->outcome = outcome;
	/* What was told so far counts, too, of an answer that is broken off. */
	if (asking->call->tries > 0)
		asking->call->usage = asking->reply.usage;
	if (err != NULL)
		asking->call->op.err = *err;
	op_cancel(&asking->fetch.op);
	op_cancel(&asking->pause.op);
	op_cancel(&asking->key.op);
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

/* See what has run out; the milliseconds to the next moment to look. */
static uint64_t asking_check(struct asking *asking)
{
	struct patience *patience = &asking->patience;
	uint64_t now = loop_now_ms(asking->models->loop), next;
	struct err err;
	patience->fetching = asking->fetch.op.running;
	if (patience->refused == 0 && asking->fetch.status >= ASKING_REFUSED_STATUS)
		patience->refused = now;
	switch (patience_look(patience, now, &next)) {
	case PATIENCE_TOTAL:
		err_set(&err, ERR_WORLD,
			"%s at %.*s: no whole answer within %.3g seconds (setting timeouts.total)",
			asking->provider->name, STR_ARG(failure_place(asking->where.base)),
			(double)patience->total_ms / 1e3);
		asking_end(asking, asking->call->text.len > 0 ? MODEL_BROKEN : MODEL_FAILED, &err);
		break;
	case PATIENCE_MARKER:
		op_cancel(&asking->fetch.op);
		break;
	case PATIENCE_PROGRESS:
		attempt_stop(asking, ERR_WORLD,
			     "no word of the answer for %.3g seconds (setting timeouts.progress)",
			     (double)patience->progress_ms / 1e3);
		break;
	case PATIENCE_QUIET:
		patience->told = true;
		asking_news(asking, "has not answered yet: it may be loading the model");
		break;
	case PATIENCE_RUN:
		break;
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

void asking_news(struct asking *asking, const char *format, ...)
{
	struct model_call *call = asking->call;
	struct buf line;
	buf_init(&line, ASKING_NEWS_MAX);
	buf_addf(&line, "%s ", asking->provider->name);
	va_list args;
	va_start(args, format);
	buf_addv(&line, format, args);
	va_end(args);
	if (call->on_news != NULL && !asking->over)
		call->on_news(call, buf_str(&line));
	buf_deinit(&line);
}

/* Change what the provider did not like; false when nothing can be done. */
static bool asking_fix(struct asking *asking, const struct failure *failure)
{
	struct buf what;
	if (!failure->refused || asking->fixes >= REPAIR_TIMES)
		return false;
	buf_init(&what, ASKING_NEWS_MAX);
	bool fixed = repair_ask(&asking->ask, &asking->repairs, &failure->complaint,
				asking->provider->dialect->limit_is_required, &what);
	asking->fixes++;
	if (fixed) {
		log_line(loop_log(asking->models->loop), LOG_INFO, "%s; asking again %.*s",
			 failure->err.text, STR_ARG(buf_str(&what)));
		asking_news(asking, "refused the request; asking again %.*s",
			    STR_ARG(buf_str(&what)));
	}
	buf_deinit(&what);
	return fixed;
}

/* Wait as the provider asked, else by the back-off of the official clients. */
static void asking_wait(struct asking *asking, const struct failure *failure)
{
	uint64_t ms = failure->wait_ms;
	if (failure->starting) {
		if (ms == 0 && asking->starts < ASKING_START_MOST_MS / ASKING_START_MS)
			ms = (uint64_t)ASKING_START_MS * (uint64_t)(asking->starts + 1);
		else if (ms == 0)
			ms = ASKING_START_MOST_MS;
		asking->starts++;
	} else {
		if (ms == 0)
			ms = retry_backoff(asking->retries,
					   (double)(loop_now_ns() / 1000 % 1000) / 1e3);
		asking->retries++;
	}
	log_line(loop_log(asking->models->loop), LOG_INFO, "%s; try %d in %.1f s",
		 failure->err.text, asking->call->tries + 1, (double)ms / 1e3);
	asking_news(asking, "%s; trying again in %llu s", failure->brief,
		    ms < 1500 ? 1ull : (unsigned long long)(ms + 500) / 1000);
	attempt_deinit(asking);
	timer_start(asking->models->loop, &asking->pause, ms);
}

/* May it be asked again? A server that is starting may be for as long as a first byte may take. */
static bool asking_may_retry(const struct asking *asking, const struct failure *failure)
{
	uint64_t now = loop_now_ms(asking->models->loop);
	if (failure->starting)
		return now - asking->patience.started < asking->patience.start_ms;
	return failure->retry && asking->retries < RETRY_TIMES;
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

static void asking_keyed(struct op *op)
{
	struct asking *asking = op->owner;
	bool same = asking->key_again && !asking->key.changed;
	if (!asking->over && (op->err.kind != ERR_NONE || same))
		asking_end(asking, MODEL_FAILED,
			   op->err.kind != ERR_NONE ? &op->err : &asking->key_refused);
	else if (!asking->over)
		asking_send(asking);
	asking_settle(asking);
}

/* A command's key that was refused may have been changed since: ask the command once more. */
static bool asking_renew_key(struct asking *asking, const struct failure *failure)
{
	struct err err;
	if (asking->fetch.status != 401 || asking->key_again ||
	    !key_is_command(asking->provider, asking->where.key))
		return false;
	asking->key_again = true;
	asking->key_refused = failure->err;
	return key_fetch_start(asking->models, &asking->key, asking->provider,
			       asking->patience.first_byte_ms, &err);
}

/* It would answer if it were asked without a limit, which is what nobody wants to pay for. */
static void asking_bar(const struct asking *asking, struct err *err)
{
	log_line(loop_log(asking->models->loop), LOG_INFO, "%s", err->text);
	err_set(err, ERR_MONEY,
		"%s at %.*s does not take the limit on the length of its answer (%ld tokens), and "
		"without it no budget can hold: ask another provider or model, or set maxTokens",
		asking->provider->name, STR_ARG(failure_place(asking->where.base)),
		asking->ask.max_tokens);
}

static void asking_failed(struct asking *asking, const struct failure *failure)
{
	struct err err = failure->err;
	if (asking_renew_key(asking, failure)) {
		attempt_deinit(asking);
		return;
	}
	bool content = asking->reply.content;
	if (!content && asking_fix(asking, failure)) {
		attempt_deinit(asking);
		asking_send(asking);
		return;
	}
	if (!content && asking_may_retry(asking, failure)) {
		asking_wait(asking, failure);
		return;
	}
	/* A reported error voids the text; a stream that broke leaves a part of it. */
	bool broke = content && !asking->reply.complaint.there;
	asking->call->refused = failure->refused && !failure->too_long;
	asking->call->too_long = failure->too_long;
	/* Another may take it: it is the budget's no, not the question's. */
	if (asking->repairs.wants_no_limit) {
		asking->call->refused = false;
		asking_bar(asking, &err);
	}
	attempt_deinit(asking);
	asking_end(asking, broke ? MODEL_BROKEN : MODEL_FAILED, &err);
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
	repair_remember(&asking->models->repairs, repair_key(asking->where.base, asking->ask.model),
			&asking->repairs);
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
	if (!reach_base(choice->provider, asking->where.base, err) ||
	    !reach_key(choice->provider, asking->where.base, asking->where.key, err) ||
	    !asking_compose(asking, choice, question, err))
		return false;
	patience_choose(&asking->patience, choice, asking->where.base);
	asking->clock.op.ended = asking_clocked;
	asking->clock.op.owner = asking;
	asking->pause.op.ended = asking_paused;
	asking->pause.op.owner = asking;
	asking->patience.started = loop_now_ms(asking->models->loop);
	asking->key.op.ended = asking_keyed;
	asking->key.op.owner = asking;
	bool begun = key_is_missing(asking->models, asking->provider, asking->where.key)
			     ? key_fetch_start(asking->models, &asking->key, asking->provider,
					       asking->patience.first_byte_ms, err)
			     : attempt_start(asking, err);
	if (!begun)
		return false;
	timer_start(asking->models->loop, &asking->clock, asking_check(asking));
	op_begin(&call->op, "model", asking_cancel);
	return true;
}
