/*
 * What the stream of one answer has told so far, the same for every dialect.
 * Private to model.
 */
#pragma once

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "model/model.h"

/* An error in the provider's words. */
struct complaint {
	bool there;
	int status;       /* of HTTP, when the body names one; else 0 */
	uint64_t wait_ms; /* how long it asks to wait; 0: it does not say */
	char type[80], code[80], param[80];
	char message[400];
};

enum reply_think { REPLY_OUTSIDE, REPLY_INSIDE };

struct reply {
	struct buf *text;           /* the visible answer */
	enum model_outcome outcome; /* MODEL_PENDING until the provider has said why it stopped */
	bool done;                  /* the last marker came: nothing more will */
	bool progress;              /* text or reasoning came; whoever looks clears it */
	bool content;               /* text or reasoning came at all */
	bool refusal;               /* words of refusal came */
	char note[200];             /* why it stopped, in the provider's words */
	char model[120];
	struct model_usage usage;
	struct complaint complaint;

	/* private: the filter that drops <think> blocks */
	enum reply_think think;
	size_t held;     /* bytes of a tag that may be beginning */
	bool skip_blank; /* a block has just gone from the start of the text */
};

void reply_init(struct reply *reply, struct buf *text);

/*
 * The answer has grown. Invalid UTF-8 becomes U+FFFD; a <think> block, which local models put
 * into their text, is dropped. A tag counts at the start of the text or behind a blank only, since
 * a program may hold vector<think>.
 */
void reply_text(struct reply *reply, struct str bytes);

/* The model thinks aloud elsewhere: a sign of life. */
void reply_thought(struct reply *reply);

/* The whole of the answer, in place of what came in pieces. */
void reply_replace(struct reply *reply, struct str bytes);

/* Words of a refusal, in pieces. */
void reply_refuse(struct reply *reply, struct str words);

/* A number of tokens; `absent` when it is not there, or no such number. */
int64_t reply_tokens(const cJSON *object, const char *name, int64_t absent);

/* The log-probabilities called `name` in the objects of an array, one for each token. */
void reply_logprobs(struct reply *reply, const cJSON *array, const char *name);

/* The log-probability of one token. */
void reply_logprob(struct reply *reply, double logprob);

/* Nothing more comes: what was held back as a possible tag is text. */
void reply_end(struct reply *reply);

/* Why it stopped. */
void reply_note(struct reply *reply, struct str words);

/* The model as the provider names it. */
void reply_model(struct reply *reply, struct str name);

/* Read an "error" member: an object of any known shape, or a string. Always returns false. */
bool reply_complain(struct reply *reply, const cJSON *error);

/* The event is not what the protocol allows. Always returns false. */
bool reply_garbage(struct reply *reply, struct str bytes);

/* Fill in `complaint` from an "error" member. */
void complaint_read(struct complaint *complaint, const cJSON *error);

/* Copy text from outside into `size` bytes: plain, cut at a character, NUL-terminated. */
void reply_copy(char *into, size_t size, struct str from);
