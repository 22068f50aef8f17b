/*
 * What the bodies of several dialects have in common: turns as {"role", "content"}.
 * Private to model.
 */
#pragma once

#include "base/json.h"
#include "base/str.h"
#include "model/model.h"

/* One turn. */
void body_turn(struct json *json, struct str role, struct str text);

/* The turns as the elements of an array, roles "user" and "assistant"; the system text first, in
 * the role `system`, unless that or the text is empty. */
void body_turns(struct json *json, const struct model_question *question, struct str system);
