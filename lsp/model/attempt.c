/*
 * One request of a call: its headers and body on the way out; on the way in the
 * bytes, which become events, which become text; and in the end what it all meant.
 */
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include "asking.h"
#include "price.h"

enum {
	ATTEMPT_QUESTION_MAX = 64 << 20,
	ATTEMPT_EVENT_MAX = 8 << 20,
	ATTEMPT_HEADERS = 5,
};

void attempt_stop(struct asking *asking, enum err_kind kind, const char *format, ...)
{
	if (asking->stopped.kind != ERR_NONE)
		return;
	va_list args;
	va_start(args, format);
	err_setv(&asking->stopped, kind, format, args);
	va_end(args);
	op_cancel(&asking->fetch.op);
}

/* --- coming in --- */

static bool attempt_on_event(void *data, struct str name, struct str bytes)
{
	struct asking *asking = data;
	if (str_trim(bytes).len == 0)
		return true;
	return asking->provider->dialect->event(&asking->reply, name, bytes);
}

static bool attempt_is_good(const struct asking *asking)
{
	return asking->fetch.status >= 200 && asking->fetch.status < 300;
}

/* Look at what the last bytes told. */
static void attempt_look(struct asking *asking)
{
	struct reply *reply = &asking->reply;
	uint64_t now = loop_now_ms(asking->models->loop);
	struct patience *patience = &asking->patience;
	if (patience->progress == 0 || reply->progress)
		patience->progress = now;
	/* Some say in every piece why they will have stopped: then more may come. */
	if (patience->marker != 0 && reply->progress && !reply->done)
		patience->marker = now;
	reply->progress = false;
	asking_show(asking);
	if (asking->over)
		return;
	if (asking->call->text.full)
		attempt_stop(asking, ERR_WORLD, "the answer is longer than %d bytes",
			     MODEL_ANSWER_MAX);
	else if (reply->complaint.there)
		attempt_stop(asking, ERR_WORLD, "the provider reported an error");
	/*
	 * Some servers keep the connection open long after the end. The last marker may come in a
	 * packet of its own behind the reason for stopping: then there is less to wait for.
	 */
	bool stopped = patience->marker == 0 && reply->outcome != MODEL_PENDING;
	if (stopped || (reply->done && !patience->last)) {
		patience->last = reply->done;
		patience->marker = now;
		asking_hurry(asking);
	}
}

static void attempt_on_bytes(struct fetch *fetch, struct str bytes)
{
	struct asking *asking = fetch->data;
	if (asking->over || asking->stopped.kind != ERR_NONE)
		return;
	if (!attempt_is_good(asking)) {
		buf_add(&asking->body, str_part(bytes, 0, FAILURE_BODY_MAX - asking->body.len));
		/* What comes behind that changes nothing, and may have no end. */
		if (asking->body.len >= FAILURE_BODY_MAX)
			op_cancel(&asking->fetch.op);
		return;
	}
	if (asking->sse.events == 0)
		buf_add(&asking->body, bytes);
	bool first = asking->patience.progress == 0;
	struct err err;
	if (!sse_feed(&asking->sse, bytes, &err))
		attempt_stop(asking, ERR_WORLD, "%s", err.text);
	attempt_look(asking);
	if (first && !asking->over)
		asking_hurry(asking);
}

/* --- going out --- */

static struct str attempt_accept(const struct dialect *dialect)
{
	return dialect->framing == FRAMING_NDJSON ? STR("application/x-ndjson")
						  : STR("text/event-stream");
}

bool attempt_start(struct asking *asking, struct err *err)
{
	const struct dialect *dialect = asking->provider->dialect;
	struct buf body, key;
	buf_init(&body, ATTEMPT_QUESTION_MAX);
	buf_init(&key, 64 << 10);
	dialect->encode(&asking->ask, &body);
	struct fetch_header headers[ATTEMPT_HEADERS];
	size_t count = 0;
	headers[count++] = (struct fetch_header){STR("content-type"), STR("application/json")};
	headers[count++] = (struct fetch_header){STR("accept"), attempt_accept(dialect)};
	if (dialect->version_header != NULL)
		headers[count++] =
			(struct fetch_header){str_of(dialect->version_header), asking->ask.version};
	if (asking->where.key != NULL) {
		const struct provider_key *name = asking->where.key;
		bool own = name->header != NULL;
		buf_add(&key, str_of(own ? name->prefix : dialect->key_prefix));
		buf_add(&key, str_trim(secrets_get(asking->models->secrets, name->env)));
		headers[count++] =
			(struct fetch_header){str_of(own ? name->header : dialect->key_header),
					      buf_str(&key)};
	}
	asking->fetch = (struct fetch){.on_bytes = attempt_on_bytes, .data = asking};
	asking->fetch.op.ended = asking_fetched;
	asking->fetch.op.owner = asking;
	struct fetch_request request = {
		.url = asking->url,
		.headers = headers,
		.header_count = count,
		.body = buf_str(&body),
		.connect_ms = asking->patience.connect_ms,
		.first_byte_ms = asking->patience.first_byte_ms,
		.idle_ms = asking->patience.idle_ms,
	};
	bool ok = body.full ? err_set(err, ERR_INPUT, "the question is longer than %d bytes",
				      ATTEMPT_QUESTION_MAX)
			    : fetch_start(asking->models->fetcher, &asking->fetch, &request, err);
	buf_wipe(&key);
	buf_deinit(&body);
	if (!ok)
		return false;
	reply_init(&asking->reply, &asking->call->text);
	sse_init(&asking->sse, ATTEMPT_EVENT_MAX, attempt_on_event, asking);
	asking->sse.lines = dialect->framing == FRAMING_NDJSON;
	buf_init(&asking->body, ATTEMPT_EVENT_MAX);
	err_clear(&asking->stopped);
	patience_ask(&asking->patience, loop_now_ms(asking->models->loop));
	asking_hurry(asking);
	asking->shown = 0;
	buf_clear(&asking->call->text);
	asking->call->limit = asking->ask.limit == ASK_NO_LIMIT ? 0 : asking->ask.max_tokens;
	asking->call->tries++;
	asking->call->asked_ns = loop_now_ns();
	return true;
}

void attempt_deinit(struct asking *asking)
{
	fetch_deinit(&asking->fetch);
	sse_deinit(&asking->sse);
	buf_deinit(&asking->body);
}

/* --- what it meant --- */

/* A last event without its blank line counts, unless it is only the beginning of one. */
static void attempt_flush_event(struct asking *asking)
{
	struct reply *reply = &asking->reply;
	struct err err;
	if (!sse_end(&asking->sse, &err))
		attempt_stop(asking, ERR_WORLD, "%s", err.text);
	if (str_eq(str_of(reply->complaint.type), STR("garbage")))
		reply->complaint = (struct complaint){.there = false};
}

/* What came instead of events, without what only keeps a stream alive. */
static struct str attempt_body(const struct asking *asking)
{
	static const char *const signs[] = {":", "event:", "id:", "retry:", NULL};
	struct str rest = str_trim(buf_str(&asking->body)), body = rest, line;
	bool alive = !asking->sse.lines;
	while (alive && str_line(&rest, &line)) {
		line = str_trim(line);
		alive = line.len == 0;
		for (const char *const *sign = signs; *sign != NULL && !alive; sign++)
			alive = str_starts(line, str_of(*sign));
		if (alive)
			body = rest;
	}
	return str_trim(body);
}

/* Look at what is left when the connection has ended well. */
static void attempt_flush(struct asking *asking)
{
	struct reply *reply = &asking->reply;
	bool well = asking->stopped.kind == ERR_NONE && asking->fetch.op.err.kind == ERR_NONE;
	if (well && !reply->complaint.there)
		attempt_flush_event(asking);
	struct str body = attempt_body(asking);
	if (well && asking->sse.events == 0 && body.len > 0) {
		/* It never was a stream; it may be an answer all the same. */
		if (body.at[0] == '{')
			asking->provider->dialect->event(reply, STR(""), body);
		else
			failure_not_a_stream(&reply->complaint, body);
	}
	reply_end(reply);
	asking_show(asking);
}

/* No word of the provider's about an end: what happened to the stream instead. */
static void attempt_broke(struct asking *asking, struct failure *failure)
{
	/* A cancel is ours: after the last marker nobody waits for the server to hang up. */
	const struct err *network = &asking->fetch.op.err;
	bool cut = network->kind != ERR_NONE && network->kind != ERR_CANCELLED;
	const char *brief =
		asking->fetch.status == 0 ? "does not answer" : "broke off before the first word";
	enum err_kind kind = ERR_WORLD;
	bool retry = asking->fetch.passing;
	struct buf text;
	buf_init(&text, sizeof(failure->err.text));
	if (asking->stopped.kind != ERR_NONE) {
		retry = false;
		kind = asking->stopped.kind;
		buf_addf(&text, "%s", asking->stopped.text);
	} else if (cut && !asking->reply.content) {
		kind = network->kind;
		buf_addf(&text, "%s", network->text);
		if (asking->fetch.late)
			buf_addf(&text, " (setting timeouts.%s)",
				 asking->fetch.status == 0 ? "firstByte" : "idle");
	} else {
		retry = true;
		buf_addf(&text, "the answer ");
		if (asking->reply.content)
			buf_addf(&text, "broke off after %zu bytes", asking->call->text.len);
		else
			buf_addf(&text, "%s", brief);
		buf_addf(&text, ", without %s%s%s", asking->provider->dialect->marker,
			 cut ? ": " : "", cut ? network->text : "");
	}
	failure_of_world(failure, &asking->where, kind, buf_str(&text));
	failure->retry = retry;
	snprintf(failure->brief, sizeof(failure->brief), "%s", brief);
	buf_deinit(&text);
}

bool attempt_judge(struct asking *asking, struct failure *failure)
{
	const struct fetch *fetch = &asking->fetch;
	struct reply *reply = &asking->reply;
	if (fetch->status != 0 && !attempt_is_good(asking)) {
		struct failure_hints hints = {
			.retry_after = fetch_header(fetch, "retry-after"),
			.retry_after_ms = fetch_header(fetch, "retry-after-ms"),
			.should_retry = fetch_header(fetch, "x-should-retry"),
			.location = fetch_header(fetch, "location"),
		};
		failure_of_status(failure, &asking->where, fetch->status, buf_str(&asking->body),
				  &hints, (int64_t)time(NULL));
		return false;
	}
	if (fetch->status != 0)
		attempt_flush(asking);
	if (reply->complaint.there) {
		failure_of_complaint(failure, &asking->where, &reply->complaint);
		return false;
	}
	if (reply->outcome == MODEL_PENDING || asking->stopped.kind != ERR_NONE) {
		attempt_broke(asking, failure);
		return false;
	}
	/* LiteLLM says it at the front, where the stream does not. */
	if (reply->usage.cost < 0)
		reply->usage.cost = price_told(fetch_header(fetch, "x-litellm-response-cost"));
	/* A server that says "stop" although it ran into the limit. */
	if (reply->outcome == MODEL_COMPLETE && asking->call->limit > 0 &&
	    reply->usage.output >= asking->call->limit)
		reply->outcome = MODEL_TRUNCATED;
	return true;
}
