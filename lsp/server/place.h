/*
 * Where a document lives: its URI as the editor writes it, and the file behind it.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

struct place {
	struct str uri;  /* as the editor wrote it */
	struct str path; /* of a local file, percent-decoded; empty for every other scheme */
	struct str key;  /* tells documents apart: the path, or the URI where there is none */
};

/* Everything is copied into the arena. */
struct place place_of(struct arena *arena, struct str uri);

/* Of a file at an absolute path. */
struct place place_of_path(struct arena *arena, struct str path);

struct place place_copy(struct arena *arena, const struct place *place);

/* "pi.py"; for what is no file the last part of its URI. */
struct str place_name(const struct place *place);
