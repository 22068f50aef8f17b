/*
 * Folders of the user's cache ($XDG_CACHE_HOME/kadane/NAME, else ~/.cache/kadane/NAME) for what
 * can be made again: the user's alone, bounded, without links. Whatever goes wrong here costs time
 * and nothing else. Who reads must be able to tell whole contents from damaged ones.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/*
 * The path of the folder NAME, made where it is missing. False when there is no place for it, or
 * it is not a folder that the user owns and nobody else can write.
 */
bool cache_open(struct arena *arena, const char *name, struct str *folder, struct err *err);

/* The same for a folder in such a folder. */
bool cache_open_in(struct arena *arena, struct str parent, struct str name, struct str *folder,
		   struct err *err);

/*
 * A file of such a folder: false when it is not there, no plain file of the user's own, or longer
 * than `max`.
 */
bool cache_read(struct arena *arena, struct str folder, struct str name, size_t max,
		struct str *bytes);

/* The length of such a file; -1 when it is not there or none of the user's own. */
int64_t cache_size(struct str folder, struct str name);

/* Say that an entry was of use just now: file or folder. */
void cache_touch(struct str folder, struct str name);

void cache_remove(struct str folder, struct str name);

/*
 * Remove entries, the longest unused first, until at most `count` are left that take at most
 * `bytes`; with them goes what a killed process left half-written. Folders count with their files.
 */
void cache_trim(struct str folder, size_t count, uint64_t bytes);
