/*
 * Programs that were built before: the same code, built the same way by the same compiler, need
 * not be compiled again. One file for each, whole or not there.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "step/work.h"

/*
 * The name of what `code` becomes under `key` (build_key); empty where it is not kept: the user
 * does not want it, or it would come out differently at another time.
 */
struct str build_cache_key(struct work *work, struct str key, struct str code);

/* Put the program that was kept at the host path `program`, and what its compiler said in `log`. */
bool build_cache_take(struct work *work, struct str key, const char *program, struct str *log);

/* Keep the program at `program`. */
void build_cache_put(struct work *work, struct str key, const char *program, struct str log);

/* The folder NAME of the cache; false when there is none to be had, which the log hears once. */
bool build_cache_open(struct work *work, const char *name, struct str *folder);

/* Something there cannot be written: the log hears it once. */
void build_cache_failed(struct work *work, const struct err *err);
