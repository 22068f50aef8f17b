/*
 * The clocks of one call. A connection may live while the model makes no progress, and
 * a model may think while its connection is silent: so there is a clock for each, one for
 * the first byte and one for the whole. Private to model; reads no clock itself.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "provider.h"

struct patience {
	/* Milliseconds. Silence of the connection is watched by io/fetch. */
	uint64_t connect_ms, first_byte_ms, idle_ms, progress_ms, total_ms;
	uint64_t start_ms; /* for a server that says it is being started */
	uint64_t quiet_ms; /* with no byte for so long, the user is told; 0: never */

	uint64_t started; /* at the first request */
	/* The request under way. */
	bool fetching;
	bool told;         /* that it is quiet */
	bool last;         /* the last marker has come: the server may hang up */
	uint64_t asked;    /* when it was sent */
	uint64_t progress; /* last sign of progress; 0: no byte yet */
	uint64_t refused;  /* when a status that is no success was seen; 0: not yet */
	uint64_t marker;   /* when the end was announced; 0: not yet */
};

enum patience_word {
	PATIENCE_RUN,
	PATIENCE_QUIET,    /* no byte yet: say so */
	PATIENCE_PROGRESS, /* no progress for too long */
	PATIENCE_MARKER,   /* all has been said: no need to wait for the server to hang up */
	PATIENCE_TOTAL,    /* the whole takes too long */
};

/* What the user chose, else what suits a provider at `base`. */
void patience_choose(struct patience *patience, const struct model_choice *choice, struct str base);

/* A request is sent. */
void patience_ask(struct patience *patience, uint64_t now);

/* What has run out at `now`; *next is the milliseconds to the next moment to look. */
enum patience_word patience_look(const struct patience *patience, uint64_t now, uint64_t *next);
