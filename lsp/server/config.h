/*
 * What the user has set, for each workspace folder. Later sources win: built in, the
 * user's file, initializationOptions, what the editor pushed, what it was asked for.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "action/action.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "place.h"
#include "step/settings.h"

struct server;

struct folder {
	struct folder *next;
	struct arena arena; /* of the place */
	struct place place;
	struct buf pulled;   /* what the editor said of this folder, as JSON; empty: nothing */
	struct arena values; /* of the settings' strings */
	struct settings settings;
	struct str titles[ACTIONS_MAX]; /* what the actions are called there */
};

struct config {
	struct folder *folders;     /* in the editor's order */
	struct folder elsewhere;    /* for documents in no folder */
	struct buf options, pushed; /* as JSON; empty: nothing */
	bool untrusted;             /* the editor says that nothing from here may be run */
	uint64_t user;              /* the state of config.json that was read */
	struct err complaint;       /* config.json is not understood: nothing is run */
	struct err told;            /* what the user was told of that */
	uint64_t pull;              /* the number of the last question to the editor */
};

void config_init(struct config *config);
void config_deinit(struct config *config);

/* Take folders and initializationOptions from the params of `initialize`. */
void config_begin(struct server *server, const cJSON *params);

/* `initialized` has come: register for changes and ask for the configuration. */
void config_ask(struct server *server);

/*
 * Before a job: read config.json again if it holds something else by now. False with `err` when it
 * is not understood; then settings are not what the user wants, and nothing may be run.
 */
bool config_understood(struct server *server, struct err *err);

/* The workspace folder that a document lies in, the innermost; the empty str: in none. */
struct str config_folder(const struct config *config, const struct place *place);

/* What an action is called for a document; good until the next message. */
struct str config_title(const struct config *config, const struct place *place, size_t action);

/* The settings for a document; good until the next message. */
const struct settings *config_for(const struct config *config, const struct place *place);
