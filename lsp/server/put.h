/*
 * LSP's small structures, written into a message.
 */
#pragma once

#include "base/json.h"
#include "base/text.h"

/* Member `name`: a Position. */
void put_position(struct json *out, const char *name, struct text_position at);

/* Member "range". */
void put_range(struct json *out, struct text_position start, struct text_position end);

/* A MessageActionItem. */
void put_message_action(struct json *out, const char *title);
