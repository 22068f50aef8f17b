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
	bool limit_must_hold; /* it is not asked without */
	/* What the server does not take. */
	bool no_temperature, no_stream_options, no_store, no_truncate, no_thinking;
	bool logprobs; /* ask for log-probabilities */
	/* OpenAI's own service: it has options that others refuse. */
	bool genuine;
	/* The system text is the developer's: what OpenAI's reasoning models call it. */
	bool developer;
	enum model_thinking thinking;
	/* How the turns become one text, for dialects that want one. */
	const struct chat_template *template;
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
	bool remote;                      /* it is answered by another machine */
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
	bool needs_template;    /* it takes one text, not turns */
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
	/* … and whether it could; NULL: when it has an address. */
	bool (*ready)(const struct provider *provider);
};

extern const struct dialect dialect_anthropic;
extern const struct dialect dialect_command;
extern const struct dialect dialect_editor;
extern const struct dialect dialect_gemini;
extern const struct dialect dialect_ollama;
extern const struct dialect dialect_openai;
extern const struct dialect dialect_replay;
extern const struct dialect dialect_responses;
extern const struct dialect dialect_tgi;

/* The list of models as OpenAI and its like give it; shared by the dialects that have it. */
const cJSON *openai_list(const cJSON *root);
bool openai_list_entry(const cJSON *node, struct model_entry *entry);
