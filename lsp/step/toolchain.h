/*
 * Which interpreter and which compiler this machine has, and where they live.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "io/sandbox.h"
#include "step/kit.h"
#include "step/work.h"

enum { TOOLCHAIN_MOUNTS = 6, TOOLCHAIN_KNOWN = 8 };

/* Versions that were asked for, by path. */
struct toolchain {
	struct {
		const char *path;
		struct str version;
	} known[TOOLCHAIN_KNOWN];
	size_t count;
};

/*
 * The interpreter to run `script` with: the setting, the active virtual environment, or the
 * first python3 on PATH; pyenv's shims are resolved to the interpreter they would start, because a
 * shim costs more than most scripts. False with a clear `err` when there is none.
 */
bool toolchain_python(struct arena *arena, struct str setting, struct str script, struct tool *tool,
		      struct err *err);

/* The C++ compiler: the setting, else g++, clang++ or c++ on PATH. */
bool toolchain_compiler(struct arena *arena, struct str setting, struct tool *tool,
			struct err *err);

/* What must be visible for `tool` to run, appended to `mounts` of TOOLCHAIN_MOUNTS. */
void toolchain_mounts(const struct tool *tool, struct sandbox_mount *mounts, size_t *count);

/* The version of a tool as it was told earlier; empty when nobody asked yet. */
struct str toolchain_version(const struct toolchain *tools, const char *path);
void toolchain_learn(struct kit *kit, const char *path, struct str version);
