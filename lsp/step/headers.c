/*
 * Finds prepared headers. Each set has a folder of its own; its file "ready" tells what it is
 * good for:
 *
 *	<the length of the result> <the linker's name, or ->
 *	#include <…>                  one line for each header
 *
 *	<the key of the builds that may use it>
 */
#include "headers.h"

#include <string.h>

#include "base/hash.h"
#include "build_cache.h"
#include "build_key.h"
#include "io/cache.h"
#include "io/file.h"

enum { HEADERS_READY_MAX = 128 << 10 };

struct str headers_name(struct arena *arena, struct str key, struct str text)
{
	return arena_fmt(arena, "%016llx-%016llx", (unsigned long long)hash_bytes(key),
			 (unsigned long long)hash_bytes(text));
}

struct str headers_ready(struct arena *arena, struct str key, struct str text, int64_t size,
			 struct str linker)
{
	return arena_fmt(arena, "%lld %.*s\n%.*s\n%.*s", (long long)size, STR_ARG(linker),
			 STR_ARG(text), STR_ARG(key));
}

/* The headers of a set as it tells them, and the key behind them. */
static bool headers_parse(struct arena *arena, const struct work *work, struct str ready,
			  struct str key, struct headers *set, int64_t *size)
{
	struct str head, part;
	long long number;
	if (!str_line(&ready, &head) || !str_split(&head, ' ', &part) || !str_to_int(part, &number))
		return false;
	*size = number;
	size_t end = str_find(ready, STR("\n\n"));
	if (end == ready.len || !str_eq(str_part(ready, end + 2, ready.len), key))
		return false;
	work->to->opening(str_part(ready, 0, end + 1), &set->opening);
	size_t n = 0;
	set->flags[n++] = "-Winvalid-pch";
	set->flags[n++] = "-include";
	set->flags[n++] = arena_fmt(arena, "%.*s/" HEADERS_SOURCE, STR_ARG(set->folder)).at;
	if (!str_eq(head, STR("-")))
		set->flags[n++] = arena_fmt(arena, "-fuse-ld=%.*s", STR_ARG(head)).at;
	set->flags[n] = NULL;
	return true;
}

/* The set in the folder `name`, when it is whole and for builds of `key`. */
static bool headers_open(struct arena *arena, const struct work *work, struct str sets,
			 struct str name, struct str key, struct headers *set)
{
	struct str ready;
	struct err ignored = {0};
	int64_t size;
	return cache_open_in(arena, sets, name, &set->folder, &ignored) &&
	       cache_read(arena, set->folder, STR(HEADERS_READY), HEADERS_READY_MAX, &ready) &&
	       headers_parse(arena, work, ready, key, set, &size) && size > 0 &&
	       cache_size(set->folder, STR(HEADERS_RESULT)) == size;
}

bool headers_find(struct work *work, const struct tool *compiler, const struct build *build,
		  struct str code, struct headers *headers)
{
	struct arena *arena = &work->job.arena;
	struct str sets, *names, start;
	struct err ignored = {0};
	struct opening opening;
	size_t count = 0;
	*headers = (struct headers){0};
	if (work->to->opening == NULL || !build_cache_open(work, "headers", &sets) ||
	    !file_list(arena, sets.at, "", &names, &count, &ignored) || count == 0)
		return false;
	work->to->opening(code, &opening);
	struct str key = build_key(work, compiler, build, false);
	start = str_part(headers_name(arena, key, STR("")), 0, 17);
	for (size_t i = 0; i < count && key.len > 0; i++) {
		struct headers set = {0};
		if (str_starts(names[i], start) &&
		    headers_open(arena, work, sets, names[i], key, &set) &&
		    opening_within(&set.opening, &opening) &&
		    set.opening.cost > headers->opening.cost)
			*headers = set;
	}
	if (headers->folder.len > 0)
		cache_touch(sets, file_base(headers->folder));
	return headers->folder.len > 0;
}

void headers_drop(const struct headers *headers)
{
	cache_remove(headers->folder, STR(HEADERS_READY));
}

bool headers_were_refused(struct str log)
{
	return str_has(log, STR("[-Winvalid-pch]"));
}
