/*
 * What of an installation outside /usr is shown in the sandbox: its whole folder where that
 * holds nothing else, else only the parts that an interpreter or a compiler is known to need.
 * Nothing is run here.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "step/work.h"

/* What must never be shown as a whole, each by its real path; empty: there is none. */
struct ground {
	struct str home;      /* the user's home folder */
	struct str workspace; /* the project's folder */
};

/*
 * The project is the wider one of `workspace` (empty: not known) and the nearest folder above
 * `script` that is under version control, else the script's own.
 */
struct ground ground_of(struct arena *arena, struct str workspace, struct str script);

/* Whether `path`, as it is written or with its links resolved, lies in the project. */
bool ground_in_workspace(const struct ground *ground, struct arena *arena, struct str path);

/* True when `path` is `folder` or lies below it. */
bool path_below(struct str path, struct str folder);

/* Note down for `tool` what the program at `executable` needs, along all its links. */
void prefix_show(struct arena *arena, const struct ground *ground, struct tool *tool,
		 struct str executable);

/*
 * A virtual environment is a folder with pyvenv.cfg in it, which names the installation it was
 * made from: what that one needs is noted down too. False when `executable` is in no such folder.
 */
bool prefix_show_base(struct arena *arena, const struct ground *ground, struct tool *tool,
		      struct str executable);

/*
 * The same for a line that the interpreter said of itself (lsp/harness/paths.py): a prefix with a
 * Python library in it, a folder of packages, an executable called python in a folder bin.
 * Whatever else it names is passed over.
 */
void prefix_show_said(struct arena *arena, const struct ground *ground, struct tool *tool,
		      struct str line);
