/*
 * What of an installation outside /usr is shown in the sandbox: its whole folder where that
 * holds nothing else, else only the parts that an interpreter or a compiler is known to need.
 * Nothing is run here.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "ground.h"
#include "step/work.h"

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
