/*
 * Which interpreter and which compiler this machine has, and where they live.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "io/sandbox.h"
#include "prefix.h"
#include "step/kit.h"
#include "step/settings.h"
#include "step/work.h"

/* Room for a tool's own and for a step's. */
enum { TOOLCHAIN_MOUNTS = TOOL_SHOWN + 6, TOOLCHAIN_KNOWN = 8 };

/* What tools said of themselves, by path. */
struct toolchain {
	struct {
		const char *path;
		struct str said;
	} known[TOOLCHAIN_KNOWN];
	size_t count;
	bool cache_told;          /* that nothing can be kept was said */
	bool preparing;           /* headers, in one job at a time */
	uint64_t headers_refused; /* those the compiler would not prepare; 0: none */
	struct str cpu; /* what the processor can do, as models read it; empty: not looked */
};

/*
 * The interpreter to run `script` with: the setting, the active environment (VIRTUAL_ENV, or
 * CONDA_PREFIX unless it is the base), or the first python3 on PATH; shims are resolved to the
 * interpreter they would start, because a shim costs more than most scripts. What lies in the
 * project is taken from the user's own settings and environment only. False with a clear `err`
 * when there is none.
 */
bool toolchain_python(struct arena *arena, const struct settings *settings,
		      const struct ground *ground, struct str script, struct tool *tool,
		      struct err *err);

/* The C++ compiler: the setting, else g++, clang++ or c++ on PATH; never a caching wrapper. */
bool toolchain_compiler(struct arena *arena, const struct settings *settings,
			const struct ground *ground, struct tool *tool, struct err *err);

/*
 * The compilers that other builds are tried with, at most `max`, each once: those of the setting
 * builds.compilers, else g++ and clang++ where they are on PATH. Returns how many; what is set and
 * cannot be had is left out, and the last of these is told in `err`.
 */
size_t toolchain_compilers(struct arena *arena, const struct settings *settings,
			   const struct ground *ground, struct tool *tools, size_t max,
			   struct err *err);

/* What must be visible for `tool` to run, appended to `mounts` of TOOLCHAIN_MOUNTS. */
void toolchain_mounts(const struct tool *tool, struct sandbox_mount *mounts, size_t *count);

/* What a tool said of itself earlier; empty when nobody asked yet. */
struct str toolchain_said(const struct toolchain *tools, const char *path);
void toolchain_learn(struct kit *kit, const char *path, struct str said);
