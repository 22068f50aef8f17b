/*
 * Version managers (pyenv, asdf, mise) put small programs called python3 on PATH that start the
 * version a folder asks for. They cost more than most scripts and need the manager's own files,
 * so the interpreter they would start is looked up instead.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * The python3 that a shim in `folder` (…/shims) would start for `script`; empty when that is for
 * the next entry of PATH to say. The project chooses among the versions that are installed, by
 * name, and nothing else.
 */
struct str shims_python(struct arena *arena, struct str folder, struct str script);
