/*
 * What the body of an error says. Private to model.
 */
#pragma once

#include "reply.h"

/* The "error" member, or whatever text there is; never empty. */
void failure_body_read(struct complaint *complaint, struct str body);
