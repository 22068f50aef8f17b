/*
 * What a dialect is: one const struct. How a question is written in the JSON of one
 * API, how the events of its stream are read. Several providers may speak the same.
 * Private to model.
 */
#pragma once

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"
#include "model/model.h"
#include "reply.h"

/* How the ceiling of the answer's length is called. */
enum ask_limit { ASK_MAX_TOKENS, ASK_MAX_COMPLETION_TOKENS, ASK_NO_LIMIT };

/* A question on its way, with what repairs may have changed. */
struct ask {
	const struct model_question *question;
	struct str model;
	struct str version; /* of the API; from models.json */
	long max_tokens;
	long context; /* tokens that question and answer may have; 0: unknown */
	enum ask_limit limit;
	bool no_temperature;
	bool no_stream_options;
	bool logprobs; /* ask for log-probabilities */
	bool no_thinking;
};

/* How a stream is cut into events. */
enum dialect_framing {
	FRAMING_SSE,
	FRAMING_NDJSON, /* one JSON object a line; events have no name */
};

/* What a provider says of one of its models. Strings are borrowed from the JSON. */
struct model_entry {
	struct str id;
	int64_t context, max_output;      /* tokens; 0: not told */
	double input_price, output_price; /* USD per million tokens; negative: not told */
};

struct dialect {
	const char *name; /* "anthropic" */
	/* Behind the base URL; "{model}" stands for the model's name. NULL: no network. */
	const char *path;
	const char *version_header; /* NULL: none */
	const char *key_header;     /* the header a key travels in … */
	const char *key_prefix;     /* … and what stands before it: "Bearer " */
	const char *marker;         /* what ends a whole stream, for messages */
	enum dialect_framing framing;
	bool limit_is_required; /* a question without a limit is refused */
	/* The request's body. */
	void (*encode)(const struct ask *ask, struct buf *body);
	/* One event of the stream, or a whole body that is no stream. False: nothing more matters.
	 */
	bool (*event)(struct reply *reply, struct str name, struct str bytes);
	/* GET this for the list of models; NULL: there is none. */
	const char *list_path;
	/* The array of models in the answer, or NULL, … */
	const cJSON *(*list)(const cJSON *root);
	/* … one of them; false: not one that answers questions … */
	bool (*list_entry)(const cJSON *node, struct model_entry *entry);
	/* … and the query that gets the next page ("after_id=x"), empty at the end. May be NULL. */
	struct str (*list_next)(struct arena *arena, const cJSON *root);
	/* Instead of all that: answers without a network. */
	bool (*answer)(struct model_call *call, const struct model_choice *choice,
		       const struct model_question *question, struct err *err);
};

extern const struct dialect dialect_anthropic;
extern const struct dialect dialect_openai;
extern const struct dialect dialect_replay;
