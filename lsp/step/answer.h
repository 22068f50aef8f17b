/*
 * The answer to the last question, also when it took two: what ran into a token limit is asked for
 * once more, with a larger limit or for the rest of it.
 */
#pragma once

#include <stdbool.h>

#include "model/model.h"

struct work;

/* Turns that the extra question may have more. */
enum { ANSWER_TURNS = 2 };

/* Of the question that is being answered; private. */
struct answer {
	bool due;         /* the extra question is to be sent */
	bool extra;       /* it was asked once more … */
	bool rest;        /* … for the rest of it, not for all of it with a larger limit */
	bool lost;        /* … in vain: what came first is all there is */
	struct str begun; /* what came first */
	long limit;       /* tokens that the whole may have; 0: as it is set */
	long context;     /* tokens that question and answer may have together; 0: unknown */
};

/* A question is sent: anew, unless it is the extra one. */
void answer_await(struct work *work, const struct model_question *question);

/* The next question is the extra one. */
bool answer_is_due(const struct work *work);

/* The limit of the extra question; 0: as it is set. */
long answer_limit(const struct work *work);

/*
 * The call has ended at a token limit: is it worth asking once more? Then the next question is the
 * extra one, and the user has been told.
 */
bool answer_extend(struct work *work);

/* What stands behind the turns of the first question when its rest is asked for. */
bool answer_add_turns(struct work *work, struct model_turn *turns, struct model_question *question);

/* No answer came to the extra question: the first one stands, cut off as it is. */
void answer_keep(struct work *work, const char *why);

/* The text so far; in the arena, or borrowed from the call. */
struct str answer_text(struct arena *arena, const struct work *work);

/* It ended at a token limit, and nothing more will come. */
bool answer_is_cut(const struct work *work);

/* It was asked for twice. */
bool answer_was_extended(const struct work *work);
