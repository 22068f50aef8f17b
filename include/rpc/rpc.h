/*
 * JSON-RPC 2.0 over frames: ids, one answer to each request, cancel, and our own
 * requests with their replies. Knows no method but $/cancelRequest.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/log.h"
#include "base/str.h"

/* LSP 3.17, ErrorCodes. */
enum rpc_code {
	RPC_PARSE_ERROR = -32700,
	RPC_INVALID_REQUEST = -32600,
	RPC_METHOD_NOT_FOUND = -32601,
	RPC_INVALID_PARAMS = -32602,
	RPC_INTERNAL_ERROR = -32603,
	RPC_SERVER_NOT_INITIALIZED = -32002,
	RPC_REQUEST_FAILED = -32803,
	RPC_REQUEST_CANCELLED = -32800,
};

struct rpc;

/*
 * One message from the editor, alive for the call of its handler. `params` may be NULL.
 * A request must be answered during the call by rpc_reply or rpc_fail, once, or be kept; a second
 * answer is dropped and a forgotten one is given as an internal error (both are logged).
 */
struct rpc_message {
	struct rpc *rpc;
	struct str method;
	const cJSON *params;
	bool request;       /* has an id: wants an answer */
	bool answered;      /* private */
	struct str id;      /* private: the id as raw JSON */
	struct arena arena; /* dies after the handler */
};

struct rpc_events {
	void (*on_message)(void *data, struct rpc_message *message);
	/* Hand bytes to the other side; in order. */
	void (*send)(void *data, struct str bytes);
	/* The stream cannot be understood any more. */
	void (*on_broken)(void *data, const struct err *why);
};

/* `events` and `log` are borrowed for life. */
struct rpc *rpc_new(const struct rpc_events *events, void *data, const struct log *log);
void rpc_free(struct rpc *rpc);

/* Bytes from the other side, in any pieces. */
void rpc_feed(struct rpc *rpc, struct str bytes);

/*
 * Begin the result of a request, write one value into the returned writer, then rpc_reply_end.
 * The writer belongs to the rpc; nothing else may be sent in between.
 */
struct json *rpc_reply(struct rpc_message *message);
void rpc_reply_end(struct rpc_message *message);

/* The result null. */
void rpc_reply_null(struct rpc_message *message);

/* Answer with an error: one line, no secrets. */
void rpc_fail(struct rpc_message *message, enum rpc_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Keep a request, to be answered after its handler has returned: a copy without params. Answer it
 * as above, then let go of it, which gives the answer that was forgotten. Before the rpc is freed.
 */
struct rpc_message *rpc_keep(struct rpc_message *message);
void rpc_let_go(struct rpc_message *message);

/* A notification: write params as one value into the returned writer, then rpc_notify_end. */
struct json *rpc_notify(struct rpc *rpc, const char *method);
void rpc_notify_end(struct rpc *rpc);

/*
 * A request of ours: as above. `on_reply` (may be NULL) is called once, with the result, or with
 * `error` not NULL; both borrowed for the call. It is not called when the rpc is freed first.
 */
struct json *rpc_request(struct rpc *rpc, const char *method,
			 void (*on_reply)(void *data, uint64_t tag, const cJSON *result,
					  const cJSON *error),
			 void *data, uint64_t tag);
void rpc_request_end(struct rpc *rpc);

/*
 * Tell the other side that the answer to a request of ours is not wanted any more; the request is
 * known by its `on_reply` and `tag`. Whatever the other side then answers is still handed over.
 */
void rpc_request_cancel(struct rpc *rpc,
			void (*on_reply)(void *data, uint64_t tag, const cJSON *result,
					 const cJSON *error),
			uint64_t tag);
