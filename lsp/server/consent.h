/*
 * Whether code of a workspace may be run. The user is asked once, at the first run, and may allow
 * it for this session or for good (step/trust.h). Everything that can be asked again can also be
 * answered beforehand, by a code action or on the command line: not every editor can ask.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "io/timer.h"
#include "place.h"
#include "step/trust.h"
#include "step/work.h"

struct server;

enum consent_state {
	CONSENT_UNKNOWN,
	CONSENT_SESSION, /* until the server ends, or the sandbox is a weaker one */
	CONSENT_REFUSED, /* not asked again in this session */
};

/* A folder for which it is decided at once: a workspace folder, or that of a lone file. */
struct consent_folder {
	struct consent_folder *next;
	uint64_t id;
	struct str path; /* as documents have it */
	struct str real; /* links resolved, when last looked at; empty: it is not there */
	uint64_t inode;
	enum consent_state state;
	enum sandbox_tier tier; /* what CONSENT_SESSION was given for */
	struct str why;         /* of CONSENT_REFUSED */
	bool asked;             /* a question is open in the editor */
	bool silent;            /* … and nobody answered it in time */
	struct consent_wait *waiting;
};

struct consents {
	struct arena arena;
	struct trust trust;
	struct consent_folder *first;
	uint64_t last_id;
};

/* A job's part: it waits for the answer with others of its folder. */
struct consent_wait {
	struct consent consent; /* first: what the job knows of it */
	struct consent_wait *next;
	struct server *server;
	struct consent_folder *folder;
	const struct place *place;
	struct timer patience;
	bool answered;
};

void consents_init(struct consents *consents);
void consents_deinit(struct consents *consents);

/* `initialized` has come: read what was allowed before. */
void consents_begin(struct server *server);

/* A document was opened: from now on it is known which folder it belongs to. */
void consents_note(struct server *server, const struct place *place);

/* For a job on `place`, which must outlive it. */
void consent_prepare(struct consent_wait *wait, struct server *server, const struct place *place);

/* Whether a job would have to ask, or be refused; false also where nothing is known. No I/O. */
bool consent_is_open(const struct server *server, const struct place *place);

/* What "Allow …" would allow, for its title; good for the arena's life. */
struct str consent_title(const struct server *server, const struct place *place,
			 struct arena *arena);

/* Allow it for good, and say so; forget that it was allowed. */
bool consent_allow(struct server *server, const struct place *place, struct err *err);
bool consent_forget(struct server *server, const struct place *place, struct err *err);
