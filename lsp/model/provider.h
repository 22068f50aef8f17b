/*
 * What a provider is: one const struct. How a question is written in its JSON, how
 * the events of its stream are read. Private to model.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/secret.h"
#include "base/str.h"
#include "model/model.h"
#include "reply.h"

/* How the ceiling of the answer's length is called. */
enum ask_limit { ASK_MAX_TOKENS, ASK_MAX_COMPLETION_TOKENS, ASK_NO_LIMIT };

/* A question on its way, with what one repair may have changed. */
struct ask {
	const struct model_question *question;
	struct str model;
	struct str version; /* of the API; from models.json */
	long max_tokens;
	enum ask_limit limit;
	bool no_temperature;
	bool no_stream_options;
};

/* A key may come under several names, each with the header it travels in. */
struct provider_key {
	const char *env;
	const char *header;
	const char *prefix; /* of the header's value: "Bearer " */
};

struct provider {
	const char *name;  /* "anthropic" */
	const char *label; /* "Anthropic (Claude)" */
	const char *url;   /* its own base URL */
	const char *path;  /* behind the base URL */
	const char *base_env;
	const struct provider_key *keys; /* the first that is set counts; ends with a NULL env */
	const char *version_header;      /* NULL: none */
	const char *marker;              /* what ends a whole stream, for messages */
	uint64_t idle_ms;                /* silence that is normal on its connections */
	enum ask_limit limit;            /* at its own URL; elsewhere ASK_MAX_TOKENS */
	/* The request's body. */
	void (*encode)(const struct ask *ask, struct buf *body);
	/* One event of the stream, or a whole body that is no stream. False: nothing more matters.
	 */
	bool (*event)(struct reply *reply, struct str name, struct str bytes);
	/* Instead of all that: answers without a network. */
	bool (*answer)(struct model_call *call, const struct model_choice *choice,
		       const struct model_question *question, struct err *err);
};

extern const struct provider provider_anthropic;
extern const struct provider provider_openai;
extern const struct provider provider_replay;

/* The key to use: NULL when none is set. */
const struct provider_key *provider_key(const struct provider *provider,
					const struct secrets *secrets);

/* Base URL from the choice, else the environment, else the provider's own; no trailing slash. */
struct str provider_base(const struct provider *provider, struct str chosen);

/* True when a call to `base` needs no key. */
bool provider_is_open(struct str base);

/* Append "anthropic (set ANTHROPIC_API_KEY), …": who else could be asked. */
void provider_list(struct buf *buf);
