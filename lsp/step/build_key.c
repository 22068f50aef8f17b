/*
 * The key of a build. Folders change their time when a package puts a file into them, so few of
 * them stand for all headers, the assembler and the linker. The machine is in it because
 * -march=native is, and because a home folder may be shared by several.
 */
#include "build_key.h"

#include <sys/stat.h>
#include <sys/utsname.h>

#include "base/hash.h"
#include "io/file.h"

enum { KEY_FORM = 1, KEY_MAX = 64 << 10, KEY_CPU_MAX = 4 << 20 };

static void key_add_stamp(struct buf *key, struct str path)
{
	struct arena scratch;
	struct stat status;
	arena_init(&scratch);
	if (stat(arena_cstr(&scratch, path), &status) == 0)
		buf_addf(key, "%.*s %lld %lld %llu\n", STR_ARG(path), (long long)status.st_mtime,
			 S_ISREG(status.st_mode) ? (long long)status.st_size : 0,
			 (unsigned long long)status.st_ino);
	arena_deinit(&scratch);
}

/* A folder of headers, and those in its c++ folder: one for each version. */
static void key_add_headers(struct buf *key, struct str folder)
{
	struct arena scratch;
	struct str *names;
	size_t count = 0;
	struct err ignored = {0};
	arena_init(&scratch);
	key_add_stamp(key, folder);
	struct str inner = arena_fmt(&scratch, "%.*s/c++", STR_ARG(folder));
	key_add_stamp(key, inner);
	if (file_list(&scratch, inner.at, "", &names, &count, &ignored))
		for (size_t i = 0; i < count; i++)
			key_add_stamp(key, arena_fmt(&scratch, "%.*s/%.*s", STR_ARG(inner),
						     STR_ARG(names[i])));
	arena_deinit(&scratch);
}

/* What the processor can do: -march=native looks at that. */
static void key_add_machine(struct buf *key)
{
	struct arena scratch;
	struct utsname machine;
	struct str text, line;
	struct err ignored = {0};
	arena_init(&scratch);
	if (uname(&machine) == 0)
		buf_addf(key, "machine %s %s %s\n", machine.sysname, machine.nodename,
			 machine.machine);
	if (file_read(&scratch, "/proc/cpuinfo", KEY_CPU_MAX, &text, &ignored)) {
		uint64_t sum = hash_bytes(STR(""));
		/* Of the first processor; some lines are measurements. */
		while (str_line(&text, &line) && line.len > 0)
			if (!str_has(line, STR("MHz")) && !str_has(line, STR("mips")))
				sum = hash_more(sum, line);
		buf_addf(key, "processor %016llx\n", (unsigned long long)sum);
	}
	arena_deinit(&scratch);
}

static void key_add_compiler(struct buf *key, struct arena *arena, const struct tool *compiler)
{
	struct str path = str_of(compiler->path), real = path;
	struct err ignored = {0};
	buf_addf(key, "compiler %s\nversion %.*s\n", compiler->path, STR_ARG(compiler->version));
	if (!file_real_path(arena, compiler->path, &real, &ignored))
		real = path;
	key_add_stamp(key, path);
	key_add_stamp(key, real);
	key_add_stamp(key, file_dir(path));
	key_add_stamp(key, file_dir(real));
	struct str prefix = file_dir(file_dir(real));
	key_add_headers(key, STR("/usr/include"));
	if (!str_eq(prefix, STR("/usr")))
		key_add_headers(key, arena_fmt(arena, "%.*s/include", STR_ARG(prefix)));
}

struct str build_key(struct work *work, const struct tool *compiler, const struct build *build,
		     bool with_warnings)
{
	struct arena *arena = &work->job.arena;
	struct buf key;
	buf_init(&key, KEY_MAX);
	buf_addf(&key, "kadane build %d\n", KEY_FORM);
	key_add_compiler(&key, arena, compiler);
	key_add_machine(&key);
	buf_addf(&key, "sandbox %.*s\n",
		 STR_ARG(sandbox_tier_name(sandbox_tier(work->kit->sandbox))));
	const char *const *argv = work->to->compile(arena, build, "/job/", "/job/");
	for (size_t i = 1; argv[i] != NULL; i++) {
		struct str flag = str_of(argv[i]);
		bool said = str_starts(flag, STR("-W")) || str_starts(flag, STR("-fmax-errors")) ||
			    str_starts(flag, STR("-ferror-limit"));
		if (with_warnings || !said)
			buf_addf(&key, "flag %s\n", argv[i]);
	}
	struct str kept = key.full ? STR("") : arena_str(arena, buf_str(&key));
	buf_deinit(&key);
	return kept;
}
