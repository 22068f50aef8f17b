/*
 * An action is what a user may ask for: a prompt and a list of checks. A const
 * struct each, one table of all.
 */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "job/job.h"
#include "lang/lang.h"
#include "step/work.h"

struct action {
	const char *name;    /* on the command line: "translate" */
	const char *command; /* LSP command id: "kadane.translate" */
	const char *prompt;  /* the file: "translate.md"; its head agrees with title and kind */
	const char *title;   /* code action: "Translate to C++", unless a user's prompt says else */
	const char *kind;    /* CodeActionKind: "refactor.rewrite.kadane.translate.cpp" */
	const struct language *to; /* what the answer is written in */
	bool at_point;             /* about one definition, not the whole file */
	bool edits;                /* changes the document, and writes no file */
	const struct step *const *steps;

	/* Cheap, no I/O: can it be had on a document of this language? */
	bool (*offer)(const struct language *language);
};

enum { ACTIONS_MAX = 8 };

/* All of them, ends with NULL. */
extern const struct action *const actions[];

/* NULL when there is none of that name, or of that command id. */
const struct action *action_by_name(struct str name);
const struct action *action_by_command(struct str command);

/*
 * What the action is called: by the user's own prompt, looked for in `folder` first, if there is
 * one. In the arena. False with `err` when that cannot be understood; the title is ours then.
 */
bool action_title(const struct action *action, struct arena *arena, struct str folder,
		  struct str *title, struct err *err);

/* The steps of `kadane check`: judge a candidate that exists. */
extern const struct step *const check_steps[];

/*
 * Set up `work` for the action: its steps, target language, the model to ask. The caller sets
 * the sink and starts the job. False with `err` when it cannot be done, e.g. no provider.
 */
bool action_prepare(const struct action *action, struct work *work, struct err *err);
