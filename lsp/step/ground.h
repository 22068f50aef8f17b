/*
 * The ground that tools stand on: which folders must never be shown as a whole, and which ones
 * are an installation's by what lies in them. All is judged by real paths, as the kernel resolves
 * them: what a name looks like is the project's choice. Nothing is run here.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* What must never be shown as a whole, each by its real path; empty: there is none. */
struct ground {
	struct str home;      /* the user's home folder */
	struct str account;   /* the one that the system knows, where HOME names another */
	struct str workspace; /* the project's folder */
};

/*
 * The project is the wider one of `workspace` (empty: not known) and the nearest folder above
 * `script` that is under version control, else the script's own.
 */
struct ground ground_of(struct arena *arena, struct str workspace, struct str script);

/* Whether `path`, as it is written or with its links resolved, lies in the project. */
bool ground_in_workspace(const struct ground *ground, struct arena *arena, struct str path);

/*
 * Whether a folder above `path`, as it is written or with its links resolved, is under version
 * control. Version managers that are installed by cloning them do not count.
 */
bool ground_is_versioned(const struct ground *ground, struct arena *arena, struct str path);

/* Why the file or folder `real`, a real path, may not be shown whole; NULL: it may. */
const char *ground_forbids(const struct ground *ground, struct arena *arena, struct str real);

/* Whether a folder is somebody's project: a clone, or a virtual environment among other things. */
bool ground_is_project(const struct ground *ground, struct arena *arena, struct str real);

/* Whether a real path belongs to the system's own folders, which are shown anyway. */
bool ground_is_system(struct str path);

/* Whether a folder holds what an installation of Python or of a compiler holds. */
bool install_is_prefix(struct arena *arena, struct str real);

/* Whether a file or folder is such an installation, or a known part of one. */
bool install_is_part(struct arena *arena, struct str real);

/* The real path, or the path itself where there is nothing. */
struct str path_real(struct arena *arena, struct str path);

/* A path without "." and "..", which leads where the kernel goes with it; other links stay. */
struct str path_plain(struct arena *arena, struct str path);
