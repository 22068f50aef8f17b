/*
 * Asking a language model: one call is one question and one streamed answer, the
 * same for every provider. Only this room knows a provider's JSON.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/secret.h"
#include "base/str.h"
#include "io/loop.h"
#include "io/op.h"

/* Somebody who answers questions; private (lsp/model/provider.h). */
struct provider;

/* Who can be asked, and the connections to them; one per process. */
struct models;

/* `secrets` is borrowed; keys are read from it at each call, and those of commands put into it. */
struct models *models_new(struct loop *loop, struct secrets *secrets);
void models_free(struct models *models);

/* Why the user's models.json is not heard; NULL when it is, or when there is none. */
const struct err *models_complaint(const struct models *models);

/* The provider called `name`, or NULL. */
const struct provider *provider_find(const struct models *models, struct str name);
struct str provider_name(const struct provider *provider);
struct str provider_label(const struct provider *provider); /* for people */

/* All of them, in the order in which they are shown; ends with NULL. */
const struct provider *const *provider_all(const struct models *models);

/* True when it could be asked with what `secrets` and the environment hold. */
bool provider_ready(const struct provider *provider, const struct secrets *secrets);

/* What a user must set to make it ready: "ANTHROPIC_API_KEY"; empty when nothing. */
const char *provider_needs(const struct provider *provider);

/* Append "ANTHROPIC_API_KEY, OPENAI_API_KEY, …": any of these makes a provider ready. */
void provider_key_names(const struct models *models, struct buf *buf);

/* It runs on the user's machine, and has the models that were put there. */
bool provider_is_local(const struct provider *provider);

/* … but asks others, elsewhere, what it is asked. */
bool provider_relays(const struct provider *provider);

/* The model that is asked when none is named; empty: there is none. */
struct str provider_model(struct arena *arena, const struct provider *provider);

/* Take every provider's key out of the environment into `secrets`. */
void model_take_keys(struct secrets *secrets);

/* Whom to ask. Strings are borrowed until the call has ended. */
struct model_choice {
	const struct provider *provider;
	struct str model;    /* empty: the provider's default */
	struct str base_url; /* empty: from the environment (*_BASE_URL), else the provider's own */
	struct str folder;   /* replay only: where the recordings are */
	long context;        /* tokens the model can take, as its server lists it; 0: not told */
	bool remote;         /* a server on this machine lists it, and has it answered elsewhere */
	uint64_t connect_ms, first_byte_ms, idle_ms, progress_ms, total_ms; /* 0: defaults */
};

enum model_role { MODEL_USER, MODEL_ASSISTANT };

struct model_turn {
	enum model_role role;
	struct str text;
};

/* Whether a model that can is to think before it answers. */
enum model_thinking { MODEL_THINKING_AS_IT_IS, MODEL_THINKING_OFF, MODEL_THINKING_ON };

/* Strings are borrowed until model_start returns. */
struct model_question {
	struct str system;
	const struct model_turn *turns;
	size_t turn_count;
	size_t number;        /* which it is, from 1, though turns may be left out; 0: counted */
	long max_tokens;      /* 0: the provider's default */
	bool limit_must_hold; /* rather fail (ERR_MONEY) than ask without a limit: a budget counts
				 on it */
	double temperature;   /* negative: not sent */
	long context;         /* tokens that question and answer may have together; 0: unknown */
	enum model_thinking thinking;
	bool logprobs; /* ask for log-probabilities where the provider gives any */
};

enum model_outcome {
	MODEL_PENDING,
	MODEL_COMPLETE,  /* the provider's own terminal marker was seen */
	MODEL_TRUNCATED, /* it ran into a token limit */
	MODEL_REFUSED,
	MODEL_FAILED, /* op.err says how; nothing in the text may be used */
	MODEL_BROKEN, /* the stream ended without its marker: text is a part */
};

/* What an answer took, as far as the provider tells. */
struct model_usage {
	int64_t input, output;         /* tokens that are paid for, all kinds; -1: not told */
	int64_t cached, cache_written; /* of input; -1: not told */
	int64_t reasoning;             /* of output; -1: not told */
	double cost;                   /* USD, in the provider's own words; negative: not told */
	double generation_seconds;     /* of the model alone; 0: not told */
	double logprob_sum;            /* natural logarithms, of … */
	int64_t logprob_count;         /* … so many tokens of the answer; 0: not told */
};

/* Nothing has been told. */
extern const struct model_usage model_usage_none;

struct model_call {
	struct op op;
	uint64_t job; /* set by the owner: for which one it asks, should somebody want to know */
	/* Set by the owner: called when `text` has grown by `delta`. May be NULL. */
	void (*on_text)(struct model_call *call, struct str delta);
	/* … and when a person who waits should know what it is at ("openai is overloaded (503);
	 * trying again in 4 s"). May be NULL. */
	void (*on_news)(struct model_call *call, struct str line);
	void *data;
	struct buf text; /* the answer so far; at most MODEL_ANSWER_MAX */
	enum model_outcome outcome;
	struct str model; /* as the provider names it, in the call's own memory */
	struct model_usage usage;
	uint64_t asked_ns, first_ns, last_ns; /* loop_now_ns; 0: not yet */
	int tries;                            /* requests sent, 1 + retries */
	long limit;                           /* tokens the answer could have; 0: none was set */
	long max_output; /* tokens the model is known to be able to give; 0: unknown */
	bool refused;    /* failed for the question itself: nobody would answer it as it is */
	bool too_long;   /* failed for its length: one with more room may answer it */
	struct model_state *state; /* private */
};

enum { MODEL_ANSWER_MAX = 4 << 20 };

/*
 * Ask. Retries (at most twice, with back-off, honouring Retry-After up to 60 s) while no
 * content has come, a server that is being started for longer; and asks again without a parameter
 * that the server refuses. on_news tells of each. Ends with op.err set unless the outcome is
 * complete or truncated; the message names what to do ("set ANTHROPIC_API_KEY"), never a key or an
 * URL with one.
 */
bool model_start(struct models *models, struct model_call *call, const struct model_choice *choice,
		 const struct model_question *question, struct err *err);

/* Frees what the finished call holds. */
void model_call_deinit(struct model_call *call);

/* A request as it would be sent; strings live in the arena that was given. */
struct model_shown {
	struct str model; /* empty: the one that answers decides */
	struct str url;   /* empty: it goes over no network */
	struct str body;  /* JSON; empty where the text itself is what is handed over … */
	struct str text; /* … here as a program gets it on its stdin; empty: no program is asked */
};

/* What model_start would send first, without sending it; needs no key. */
bool model_show(struct models *models, struct arena *arena, const struct model_choice *choice,
		const struct model_question *question, struct model_shown *shown, struct err *err);
