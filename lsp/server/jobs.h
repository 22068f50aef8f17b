/*
 * The jobs that run, as the editor knows them. They live outside requests: a request
 * starts one and is answered; what comes of it is told by progress and reports.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "action/action.h"
#include "ask_input.h"
#include "ask_pull.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "consent.h"
#include "documents.h"
#include "place.h"
#include "progress.h"
#include "step/work.h"

struct server;

/* One running job. Others hold its id, never a pointer to it. */
struct ticket {
	struct ticket *next;
	struct server *server;
	uint64_t id;
	struct arena arena;
	struct place place;
	const struct action *action;
	struct work *work;
	struct consent_wait consent;
	struct input_wait input;
	struct pull_wait pull;
	uint32_t line;   /* where its result will be shown, moved by edits above it */
	bool stale;      /* the document was edited since */
	bool cancelling; /* it will end soon */
	bool shown;      /* a result that is not final has been shown */
	uint64_t shown_ms;
	struct progress progress;
};

struct jobs {
	struct ticket *first;
	uint64_t last_id;
};

/* What a job is ordered for. `document` is NULL when it is not open; then `source` is its text. */
struct order {
	const struct action *action;
	struct place place;
	const struct document *document;
	struct str source;
	size_t point; /* the byte of the document that an action at one place is about */
};

/* Start a job; NULL with `err` when it cannot be done. The caller answers, then begins progress. */
struct ticket *jobs_start(struct server *server, const struct order *order, struct err *err);

/* The running job of an action (NULL: of any) on a document that is not being cancelled. */
struct ticket *jobs_find(const struct jobs *jobs, struct str key, const struct action *action);

/* By its number; NULL when it has ended. */
struct ticket *jobs_by_id(const struct jobs *jobs, uint64_t id);

/* End it soon. Idempotent. */
void jobs_cancel(struct ticket *ticket);

/* `range` (NULL: all) of a document was replaced by `with`. */
void jobs_edited(struct jobs *jobs, struct str key, const struct text_range *range,
		 struct str with);

/* A document was opened while jobs on it run: theirs is its text, or it has become another. */
void jobs_opened(struct jobs *jobs, const struct document *document);
