/*
 * Keeps programs in the user's cache. An entry's first line holds lengths and a sum over the rest:
 * the whole key with the code in it, so that no other program can be taken for this one; what the
 * compiler said; the program. It is run in the sandbox and nowhere else, like one just built.
 */
#include "build_cache.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "io/cache.h"
#include "io/file.h"
#include "toolchain.h"

enum {
	BUILDS_COUNT = 200,
	BUILDS_BYTES = 64 << 20,
	BUILD_ENTRY_MAX = 16 << 20,
	BUILD_PROGRAM_MAX = 8 << 20,
	BUILD_LOG_MAX = 256 << 10,
	BUILD_MODE = 0744
};

static const char build_head[] = "kadane program 1 %zu %zu %zu %016llx\n";

void build_cache_failed(struct work *work, const struct err *err)
{
	struct toolchain *tools = work->kit->tools;
	if (!tools->cache_told)
		log_line(loop_log(work->kit->loop), LOG_WARNING,
			 "nothing is kept for later builds: %s", err->text);
	tools->cache_told = true;
}

bool build_cache_open(struct work *work, const char *name, struct str *folder)
{
	struct arena *arena = &work->job.arena;
	struct err err = {0};
	if (!work->settings.cache_enabled)
		return false;
	if (!cache_open(arena, name, folder, &err)) {
		build_cache_failed(work, &err);
		return false;
	}
	/* What comes with a project was not put there by us. */
	struct ground ground = ground_of(arena, work->workspace, work->path);
	return !ground_in_workspace(&ground, arena, *folder);
}

struct str build_cache_key(struct work *work, struct str key, struct str code)
{
	static const char *const clocks[] = {"__DATE__", "__TIME__", "__TIMESTAMP__"};
	if (!work->settings.cache_enabled || key.len == 0)
		return STR("");
	for (size_t i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++)
		if (str_has(code, str_of(clocks[i])))
			return STR("");
	return arena_fmt(&work->job.arena, "%.*s\n%.*s", STR_ARG(key), STR_ARG(code));
}

static struct str build_name(struct arena *arena, struct str key)
{
	return arena_fmt(arena, "%016llx", (unsigned long long)hash_bytes(key));
}

/* Take the next `len` bytes off the front. */
static bool build_part(struct str *rest, size_t len, struct str *part)
{
	if (len > rest->len)
		return false;
	*part = str_part(*rest, 0, len);
	*rest = str_part(*rest, len, rest->len);
	return true;
}

/* Take an entry apart: false unless it is whole and that of `key`. */
static bool build_parse(struct str bytes, struct str key, struct str *log, struct str *program)
{
	struct str head, own;
	size_t key_len, log_len, program_len;
	unsigned long long sum;
	char text[120];
	if (!str_line(&bytes, &head) || head.len + 1 >= sizeof(text))
		return false;
	snprintf(text, sizeof(text), "%.*s\n", STR_ARG(head));
	return sscanf(text, build_head, &key_len, &log_len, &program_len, &sum) == 4 &&
	       hash_bytes(bytes) == sum && build_part(&bytes, key_len, &own) && str_eq(own, key) &&
	       build_part(&bytes, log_len, log) && build_part(&bytes, program_len, program) &&
	       bytes.len == 0 && program->len > 0;
}

bool build_cache_take(struct work *work, struct str key, const char *program, struct str *log)
{
	struct arena scratch;
	struct str folder, bytes, said, built;
	struct err err = {0};
	if (key.len == 0 || !build_cache_open(work, "builds", &folder))
		return false;
	arena_init(&scratch);
	struct str name = build_name(&scratch, key);
	bool there = cache_read(&scratch, folder, name, BUILD_ENTRY_MAX, &bytes);
	bool good = there && build_parse(bytes, key, &said, &built);
	if (there && !good)
		cache_remove(folder, name);
	good = good && file_replace(program, built, &err) && chmod(program, BUILD_MODE) == 0;
	if (good) {
		cache_touch(folder, name);
		*log = arena_str(&work->job.arena, said);
	}
	arena_deinit(&scratch);
	return good;
}

void build_cache_put(struct work *work, struct str key, const char *program, struct str log)
{
	struct arena scratch;
	struct str folder, built;
	struct err err = {0};
	if (key.len == 0 || log.len > BUILD_LOG_MAX || !build_cache_open(work, "builds", &folder))
		return;
	arena_init(&scratch);
	struct buf entry;
	buf_init(&entry, BUILD_ENTRY_MAX);
	if (file_read(&scratch, program, BUILD_PROGRAM_MAX, &built, &err)) {
		uint64_t sum = hash_more(hash_more(hash_bytes(key), log), built);
		buf_addf(&entry, build_head, key.len, log.len, built.len, (unsigned long long)sum);
		buf_add(&entry, key);
		buf_add(&entry, log);
		buf_add(&entry, built);
		struct str path = arena_fmt(&scratch, "%.*s/%.*s", STR_ARG(folder),
					    STR_ARG(build_name(&scratch, key)));
		cache_trim(folder, BUILDS_COUNT - 1, BUILDS_BYTES - BUILD_ENTRY_MAX);
		if (!entry.full && !file_replace(path.at, buf_str(&entry), &err))
			build_cache_failed(work, &err);
	}
	buf_deinit(&entry);
	arena_deinit(&scratch);
}
