/*
 * Small files, read and written at once: a script, a configuration, an artefact.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* The whole of a regular file of at most `max` bytes. */
bool file_read(struct arena *arena, const char *path, size_t max, struct str *bytes,
	       struct err *err);

/*
 * Write a file that did not exist; never follows a link, never overwrites, and either the
 * whole file is there afterwards or nothing. With ERR_INPUT when something is there already.
 */
bool file_write_new(const char *path, struct str bytes, struct err *err);

/* Replace a file of ours as a whole (temporary file, then rename). */
bool file_replace(const char *path, struct str bytes, struct err *err);

/*
 * Put `bytes` in the place of `then`, the whole of a file of the user's: as one step, with the
 * mode it has. False with ERR_INPUT when it holds something else by now; it is untouched then.
 */
bool file_edit(const char *path, struct str then, struct str bytes, struct err *err);

bool file_exists(const char *path);

/* True when `path` is `folder` or lies below it, by their texts; nothing lies in the empty one. */
bool file_within(struct str path, struct str folder);

/* A path without its last part; "." when it has one part only. */
struct str file_dir(struct str path);
struct str file_base(struct str path);

/* The absolute path with links resolved. */
bool file_real_path(struct arena *arena, const char *path, struct str *real, struct err *err);

/* The names in a folder that end with `suffix`, sorted. */
bool file_list(struct arena *arena, const char *folder, const char *suffix, struct str **names,
	       size_t *count, struct err *err);

/*
 * A new folder, readable by us alone, for the files of one job, below the user's cache
 * folder ($XDG_CACHE_HOME/kadane/jobs, $HOME/.cache/…, else below /tmp). Folders there whose
 * process has died are swept first.
 */
bool file_job_folder(struct arena *arena, struct str *path, struct err *err);

/* Remove a folder made by file_job_folder with all that is in it; follows no links. */
void file_remove_folder(const char *path);

/* What can be made again: $XDG_CACHE_HOME/kadane/NAME or ~/.cache/kadane/NAME. */
struct str file_cache_path(struct arena *arena, const char *name);

/* Where the user's configuration lives: $XDG_CONFIG_HOME/kadane/NAME or ~/.config/kadane/NAME. */
struct str file_config_path(struct arena *arena, const char *name);

/* What is remembered from run to run: $XDG_STATE_HOME/kadane/NAME or ~/.local/state/kadane/NAME. */
struct str file_state_path(struct arena *arena, const char *name);

/* Make a folder of the user's own, and those above it that are missing, for the user alone. */
bool file_make_folder(const char *path, struct err *err);

/*
 * Hold the lock at `path`, a file that is made for it; -1 with `err`, also when another process has
 * not given it back within some 50 ms. For changes that take less than that: this thread stands
 * still meanwhile.
 */
int file_lock(const char *path, struct err *err);

/* Give it back; -1 is none. */
void file_unlock(int lock);

/* A variable of the user's environment, borrowed; the empty str when it is not set. */
struct str file_env(const char *name);

/*
 * The user's home folder: HOME, or where that says nothing the one that the system knows, which
 * file_account_home gives in any case. Empty: there is none.
 */
struct str file_home(struct arena *arena);
struct str file_account_home(struct arena *arena);

/* The executable `name` on PATH as an absolute path; the empty str when there is none. */
struct str file_on_path(struct arena *arena, const char *name);
