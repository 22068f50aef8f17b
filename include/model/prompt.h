/*
 * Prompts are Markdown files, embedded at build and overridable on disk: a head between
 * two lines "---" that says what the prompt is for, then named sections ("# system",
 * "# user", "# repair") with {{fields}}.
 */
#pragma once

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "model/model.h"

/* What a prompt's head says. Strings live in the arena that was given. */
struct prompt_head {
	struct str title;     /* of the code action; a user's file may change it */
	struct str kind;      /* its CodeActionKind */
	struct str languages; /* those it is for, by their LSP ids, with commas between */
	long max_tokens;      /* of an answer; 0: not said */
	double temperature;   /* negative: not said */
	enum model_thinking thinking;
};

/*
 * The head of the prompt `file` ("translate.md"): what a user's file says on top of what the
 * embedded one says. False with `err` naming file and line when it cannot be understood.
 */
bool prompt_head(struct arena *arena, struct str folder, const char *file, struct prompt_head *head,
		 struct err *err);

/*
 * Read the head of `bytes` over what `head` holds; `where` names the file in messages. `body` is
 * what follows; all of it when there is no head.
 */
bool prompt_head_read(struct arena *arena, struct str bytes, const char *where,
		      struct prompt_head *head, struct str *body, struct err *err);

struct prompt_field {
	const char *name;
	struct str value;
};

/*
 * The section `section` of the prompt `file`, fields filled in; values are never searched for
 * fields again. It is looked for in `folder` (may be empty), then in the user's own
 * $XDG_CONFIG_HOME/kadane/prompts, then among the embedded files. Fails when file or section is
 * missing, or when a field in it is not given.
 */
bool prompt_fill(struct arena *arena, struct str folder, const char *file, const char *section,
		 const struct prompt_field *fields, size_t count, struct str *text,
		 struct err *err);
