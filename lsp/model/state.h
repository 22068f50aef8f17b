/*
 * What a running call holds, by the way in which it is answered. Private to model.
 */
#pragma once

#include "base/arena.h"
#include "base/secret.h"
#include "io/fetch.h"
#include "io/loop.h"
#include "model/editor.h"
#include "model/model.h"
#include "provider.h"
#include "repair.h"

struct models {
	struct loop *loop;
	struct fetcher *fetcher;
	struct secrets *secrets;
	struct registry registry;
	struct repair_memory repairs; /* what servers did not like */
	struct key_fetch *key_fetch;  /* the one that runs its command now; or NULL */
	struct model_editor editor;   /* who answers for the provider "editor" */
	struct chat *chats;           /* what it has been asked */
	uint64_t last_chat;
};

struct model_state {
	struct models *models;
	struct arena arena;          /* lives as long as the call */
	struct asking *asking;       /* over the network (asking.c), in the arena; or NULL */
	struct replaying *replaying; /* from a recording (replay.c), in the arena; or NULL */
	struct program *program;     /* by a program (program.c), in the arena; or NULL */
	struct chat *chat;           /* by the editor (chat.c), in the arena; or NULL */
};

/* Ask over the network; the call's state and text are there already. */
bool asking_start(struct model_call *call, const struct model_choice *choice,
		  const struct model_question *question, struct err *err);

/*
 * What a program gets on its stdin: the system text, an empty line, the question. Of a longer
 * conversation each turn stands behind a line "======== question 1 ========" or
 * "======== answer 1 ========".
 */
void program_compose(const struct model_question *question, struct buf *out);
