/*
 * What a server did not like in a question, and how the question goes without: one
 * parameter is dropped, renamed or made smaller, and what helped is remembered for the
 * life of the process. Private to model; knows no network.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "dialect.h"

/* So many parameters of one question may be found wrong, one after the other. */
enum { REPAIR_TIMES = 3 };

/* What has been done to a question. */
struct repairs {
	uint32_t done; /* bits, private */
	long most;     /* tokens of an answer that the server takes; 0: not told */
	/* That held for a question of this length only. */
	bool passing;
	/* It would go without a limit of its answer, and must have one. */
	bool wants_no_limit;
};

/*
 * Change what the complaint is about. True with a few words about it in `what` ("without
 * temperature"); false when nothing can be done, or has been. A limit that must hold is made
 * smaller or renamed, and never dropped: `wants_no_limit` says that this is why nothing was done.
 */
bool repair_ask(struct ask *ask, struct repairs *repairs, const struct complaint *complaint,
		bool limit_is_required, struct buf *what);

/* What earlier questions to the same model taught. */
enum { REPAIR_KNOWN_MAX = 64 };

struct repair_memory {
	struct {
		uint64_t key;
		struct repairs repairs;
	} known[REPAIR_KNOWN_MAX];
	size_t count; /* also of those that had to make room */
};

/* One key for one model of one server. */
uint64_t repair_key(struct str base, struct str model);
void repair_remember(struct repair_memory *memory, uint64_t key, const struct repairs *repairs);

/* Do to the question what helped before; `repairs` then says what that was. */
void repair_recall(const struct repair_memory *memory, uint64_t key, struct ask *ask,
		   struct repairs *repairs);
