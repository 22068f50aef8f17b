/*
 * An editor that can ask a language model by itself: the provider "editor". The face
 * that speaks with it hands two functions over and tells what comes back; how that
 * travels is none of this room's business.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/model.h"

struct model_editor {
	/*
	 * Pass a question on under the number `chat`, asked for the job `job` (0: none); all is
	 * borrowed for the call. False with `err` when the editor cannot be asked.
	 */
	bool (*ask)(void *data, uint64_t chat, uint64_t job, struct str model,
		    const struct model_question *question, struct err *err);
	/* The answer is not wanted any more; nobody listens to what still comes. */
	void (*cancel)(void *data, uint64_t chat);
	void *data;
};

/* The editor has said that it answers: from now on the provider "editor" is ready. */
void models_attach(struct models *models, const struct model_editor *editor);

/* The answer to a question grows. Numbers that nobody waits for are passed over, here and below. */
void model_editor_said(struct models *models, uint64_t chat, struct str text);

/* It has ended: complete, truncated or refused, or failed with `err`. `model` may be empty. */
void model_editor_ended(struct models *models, uint64_t chat, enum model_outcome outcome,
			struct str model, const struct err *err);
