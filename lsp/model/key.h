/*
 * Keys that a command of the user's tells ("cmd:pass show work/llm" in models.json). It
 * is run when the key is first needed and not again before a provider refuses the key;
 * what it prints is kept among the secrets and nowhere else. Private to model.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "io/command.h"
#include "io/timer.h"
#include "provider.h"
#include "state.h"

enum { KEY_WORDS = 32 }; /* of a key's command, at most */

struct key_fetch {
	struct op op; /* ends with op.err set when there is no key */
	bool changed; /* it is another key than before */

	/* private */
	struct models *models;
	const struct provider *provider;
	struct command command;
	struct timer turn; /* waiting while another command runs */
	struct arena arena;
	struct buf output;
	bool cancelled;
	uint64_t before; /* the hash of the key there was */
	uint64_t total_ms;
};

/* True when the key is a command's and the command has not told it yet. */
bool key_is_missing(const struct models *models, const struct provider *provider,
		    const struct provider_key *key);

/* True when the key is a command's: running it again may help. */
bool key_is_command(const struct provider *provider, const struct provider_key *key);

/*
 * Keep the passwords of the proxies that the environment names among the secrets, so that they are
 * struck out of whatever is shown. The variables stay: a program of the user's needs them too.
 */
void key_note_proxies(struct secrets *secrets);

/*
 * Run the command, also when there is a key already, unless another is there when its turn comes:
 * one runs at a time, since it may ask its user something. At most `total_ms`; a minute when that
 * is 0 or more than one.
 */
bool key_fetch_start(struct models *models, struct key_fetch *fetch,
		     const struct provider *provider, uint64_t total_ms, struct err *err);
