/*
 * How much a model can read at once, and how much a text is of that. Nobody but the
 * model's own tokenizer knows exactly, so there are two bounds: what a text may become,
 * for deciding whether it fits, and what it must become at least, for finding out
 * whether a server has read all of it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "model/model.h"

/*
 * At most so many tokens, nearly always: one for each digit and for each character beyond ASCII,
 * two for every five other bytes. Of 208 files of Python's library the tokenizers of GPT-4,
 * GPT-4o and Llama 3 made more of two, by a third at most.
 */
size_t window_tokens(struct str text);

/* At least so many: a fifth of the bytes, where a run of the same sign or blank counts as one. */
size_t window_tokens_least(struct str text);

/* The same of a whole question, with what a chat template adds. */
size_t window_question(const struct model_question *question);
size_t window_question_least(const struct model_question *question);

enum window_source {
	WINDOW_UNKNOWN, /* nothing is known: no limit */
	WINDOW_SET,     /* the user said it */
	WINDOW_KNOWN,   /* models.json knows the model */
	WINDOW_TOLD,    /* its server lists it */
	WINDOW_ASSUMED, /* a server of the user's own that cuts without a word, perhaps */
};

struct window {
	struct str provider, model; /* whose it is */
	long context; /* tokens that question and answer may have together; 0: unknown */
	long answer;  /* the most of them an answer may have */
	enum window_source source;
};

/*
 * What is taken for true of a server on this machine, or reached by plain http, of which nothing is
 * known. Ollama is told how
 * much a question needs and refuses what it cannot take; others may cut it in silence.
 */
enum {
	WINDOW_ASSUMED_TOKENS = 8192,
	WINDOW_OLLAMA_TOKENS = 32768,
	WINDOW_ANSWER_LEAST = 1024,
};

/* The window of the chosen model; `context` and `answer` are the user's own word, 0: none. */
bool window_of(struct arena *arena, const struct model_choice *choice, long context, long answer,
	       struct window *window, struct err *err);

/*
 * The tokens a question may have when a text of `source_tokens` is to be rewritten: a quarter more
 * than that is kept for the answer, at least 1,024 and at most what an answer may have. SIZE_MAX:
 * no limit.
 */
size_t window_room(const struct window *window, size_t source_tokens);

/* The ceiling of the answer to a question of so many tokens; `wanted` where nothing forbids it. */
long window_answer(const struct window *window, size_t question_tokens, long wanted);

/*
 * True when a server that counted `read` tokens cannot have read a question of `least` or more;
 * zero or less: it did not tell.
 */
bool window_is_cut(size_t least, int64_t read);
