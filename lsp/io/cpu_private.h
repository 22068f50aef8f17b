/*
 * What the twins of this room answer: the system's own words for what its processor can
 * do, with blanks between, in small letters; empty when it does not tell. Private to io.
 */
#pragma once

#include "base/arena.h"
#include "base/str.h"

struct str cpu_words(struct arena *arena);
