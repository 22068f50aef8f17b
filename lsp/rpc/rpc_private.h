/*
 * For the files of this room only: what a struct rpc holds, and what both directions
 * need of each other.
 */
#pragma once

#include <stddef.h>

#include "base/buf.h"
#include "rpc/frame.h"
#include "rpc/rpc.h"

/* Messages that can be written at once: a log line may become one while another is begun. */
enum { RPC_NESTED = 2 };

/* A request of ours that was not answered yet. */
struct rpc_asked {
	struct rpc_asked *next;
	int64_t id;
	uint64_t tag;
	void *data;
	void (*on_reply)(void *data, uint64_t tag, const cJSON *result, const cJSON *error);
};

/* One message on its way out. */
struct rpc_writer {
	struct buf out;
	struct json json;
	bool discard; /* nobody wants it: written, not sent */
};

struct rpc {
	struct frame frame;
	struct rpc_events events;
	void *data;
	const struct log *log;
	struct rpc_writer writers[RPC_NESTED];
	size_t writing;          /* how many are in use */
	struct rpc_asked *asked; /* oldest first */
	size_t asked_count;
	int64_t last_id;
};

/* An error as the answer to the request `id` (raw JSON; empty: null). */
void rpc_send_error(struct rpc *rpc, struct str id, enum rpc_code code, struct str text);

/* Take our request `id` off the list; false when there is none. Id 0: the oldest. */
bool rpc_take_asked(struct rpc *rpc, int64_t id, struct rpc_asked *taken);
