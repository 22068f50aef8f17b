/*
 * What the body of an error says. Private to model.
 */
#pragma once

#include "reply.h"

/* The "error" member, or whatever text there is; never empty. */
void failure_body_read(struct complaint *complaint, struct str body);

/*
 * The first words for a reader in JSON of whatever shape: without tags, and never JSON themselves.
 * Empty when there are none.
 */
void failure_body_words(const cJSON *node, char *into, size_t size);
