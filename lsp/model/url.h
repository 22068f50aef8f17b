/*
 * Addresses of a provider's API. Private to model.
 */
#pragma once

#include "base/arena.h"
#include "base/str.h"

/*
 * The path behind a base URL, "{model}" in it replaced by the model's name, escaped. "…/v1" and
 * "…" mean the same base when the path begins with /v1; so does the whole address.
 */
struct str url_of(struct arena *arena, struct str base, const char *path, struct str model);

/* "name=value", the value escaped; empty when the value is. */
struct str url_query(struct arena *arena, const char *name, struct str value);

/*
 * The base URL that OLLAMA_HOST means: "host", "host:port", ":port", with a scheme or without, an
 * address to listen on as well. Empty when `host` is.
 */
struct str url_of_ollama(struct arena *arena, struct str host);
