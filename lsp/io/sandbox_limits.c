/*
 * What a run may use unless somebody says otherwise, and how it is said that one of these
 * limits was met: with its figure, for "it used too much memory" helps nobody.
 */
#include "io/sandbox.h"

const struct sandbox_limits sandbox_compile_limits = {
	.wall_s = 60,
	.memory = UINT64_C(2) << 30,
	.disk = UINT64_C(512) << 20,
	.output = UINT64_C(1) << 20,
	.processes = 64,
};

const struct sandbox_limits sandbox_run_limits = {
	.wall_s = 60,
	.memory = UINT64_C(1) << 30,
	.disk = UINT64_C(128) << 20,
	.output = UINT64_C(256) << 20,
	.processes = 64,
};

const char *sandbox_limit_name(enum sandbox_limit limit)
{
	static const char *const names[] = {
		[SANDBOX_NO_LIMIT] = "",
		[SANDBOX_LIMIT_WALL] = "wall",
		[SANDBOX_LIMIT_CPU] = "cpu",
		[SANDBOX_LIMIT_MEMORY] = "memory",
		[SANDBOX_LIMIT_DISK] = "disk",
		[SANDBOX_LIMIT_OUTPUT] = "output",
		[SANDBOX_LIMIT_PROCESSES] = "processes",
	};
	return names[limit];
}

/* "1 GiB", "1536 MiB", "1000 bytes": the largest unit that says it exactly. */
static struct str limit_bytes(struct arena *arena, uint64_t bytes)
{
	static const char *const units[] = {"bytes", "KiB", "MiB", "GiB"};
	size_t unit = 0;
	while (unit < 3 && bytes > 0 && bytes % 1024 == 0) {
		bytes /= 1024;
		unit++;
	}
	return arena_fmt(arena, "%llu %s", (unsigned long long)bytes, units[unit]);
}

struct str sandbox_limit_text(struct arena *arena, enum sandbox_limit limit,
			      const struct sandbox_limits *limits)
{
	struct str size = STR("");
	switch (limit) {
	case SANDBOX_NO_LIMIT:
		return STR("no limit was met");
	case SANDBOX_LIMIT_WALL:
		return arena_fmt(arena, "more than %g s", limits->wall_s);
	case SANDBOX_LIMIT_CPU:
		return arena_fmt(arena, "more processor time than %g s on every core",
				 limits->wall_s);
	case SANDBOX_LIMIT_MEMORY:
		size = limit_bytes(arena, limits->memory);
		return arena_fmt(arena, "more than %.*s of memory", STR_ARG(size));
	case SANDBOX_LIMIT_DISK:
		size = limit_bytes(arena, limits->disk);
		return arena_fmt(arena, "more than %.*s written to disk", STR_ARG(size));
	case SANDBOX_LIMIT_OUTPUT:
		size = limit_bytes(arena, limits->output);
		return arena_fmt(arena, "more than %.*s of output", STR_ARG(size));
	case SANDBOX_LIMIT_PROCESSES:
		break;
	}
	return arena_fmt(arena, "more than %llu processes", (unsigned long long)limits->processes);
}
