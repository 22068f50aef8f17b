/*
 * What decides how a program comes out, as text: two builds with the same one come out alike.
 */
#pragma once

#include "lang/build.h"
#include "step/work.h"

/*
 * The compiler (path, version, and when its files and the system's headers were last changed), the
 * machine, and the flags of `build`, one a line; in the job's arena. Flags that only choose
 * what is said are in it `with_warnings` only.
 */
struct str build_key(struct work *work, const struct tool *compiler, const struct build *build,
		     bool with_warnings);
