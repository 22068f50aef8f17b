/*
 * Prepared headers and kept programs, with the machine's own compilers in the sandbox: they are
 * used, they change nothing of what a program means, and damaged ones are never believed.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../lsp/step/build_cache.h"
#include "../../lsp/step/build_key.h"
#include "../../lsp/step/compile.h"
#include "../../lsp/step/headers.h"
#include "../../lsp/step/toolchain.h"
#include "base/secret.h"
#include "check.h"
#include "io/cache.h"
#include "io/file.h"
#include "jail_beside.h"

static char root[] = "/tmp/kadane-test-headers-XXXXXX";

static const char good[] = "#include <vector>\n#include <cstdio>\n"
			   "int main()\n{\n\tstd::vector<int> v{1, 2};\n"
			   "\tint unused;\n\tstd::printf(\"%zu\\n\", v.size());\n}\n";
static const char forgets[] = "#include <cstdio>\n"
			      "int main()\n{\n\tstd::vector<int> v{1, 2};\n"
			      "\tstd::printf(\"%zu\\n\", v.size());\n}\n";
static const char too_late[] = "#include <cstdio>\n"
			       "int main()\n{\n\tstd::vector<int> v{1, 2};\n"
			       "\tstd::printf(\"%zu\\n\", v.size());\n}\n#include <vector>\n";

struct bench {
	struct arena arena;
	struct secrets secrets;
	struct loop *loop;
	struct kit kit;
	struct settings settings;
	struct work *work;
	const char *program;
};

static void bench_ended(struct op *op)
{
	(void)op;
}

static void bench_init(struct bench *bench, const char *compiler, const char *tier)
{
	static const struct log log = {.level = LOG_WARNING};
	struct err err = {0};
	setenv("KADANE_SANDBOX", tier, 1);
	*bench = (struct bench){.loop = loop_new(&log)};
	arena_init(&bench->arena);
	kit_init(&bench->kit, bench->loop, &bench->secrets);
	settings_init(&bench->settings);
	bench->settings.compiler = str_of(compiler);
	struct sandbox_look look = {.op = {.ended = bench_ended}};
	sandbox_look(bench->kit.sandbox, &look);
	loop_run(bench->loop);
	struct work *work = bench->work = work_new(&bench->kit, &bench->settings, 1);
	struct arena *arena = &work->job.arena;
	struct str path = arena_fmt(arena, "%s/project/a.py", root);
	CHECK(work_about(work, STR(""), path, &lang_python, STR("print(2)\n"), 1, &err));
	work->to = &lang_cpp;
	struct ground ground = ground_of(arena, work->workspace, work->path);
	CHECK(toolchain_compiler(arena, &work->settings, &ground, &work->compiler, &err));
	CHECK(file_job_folder(arena, &work->folder, &err));
	bench->program = arena_fmt(arena, "%.*s/program", STR_ARG(work->folder)).at;
}

static void bench_deinit(struct bench *bench)
{
	file_remove_folder(bench->work->folder.at);
	work_free(bench->work);
	kit_deinit(&bench->kit);
	loop_free(bench->loop);
	arena_deinit(&bench->arena);
}

static struct build bench_build(const struct bench *bench)
{
	return (struct build){.compiler = bench->work->compiler.path, .warn = true};
}

/* Whether `code` is built; run->err tells what was said. */
static bool bench_compile(struct bench *bench, const char *code)
{
	struct work *work = bench->work;
	struct build build = bench_build(bench);
	work->code = str_of(code);
	CHECK_INT(compile_run(work, &work->build, &work->compiler, &build, bench->program), WAIT);
	CHECK(work->build.op.running);
	loop_run(bench->loop);
	CHECK(!work->build.op.running);
	CHECK_INT(work->build.op.err.kind, ERR_NONE);
	return compile_succeeded(&work->build);
}

static bool bench_find(struct bench *bench, const char *code, struct headers *headers)
{
	struct build build = bench_build(bench);
	return headers_find(bench->work, &bench->work->compiler, &build, str_of(code), headers);
}

static struct str bench_key(struct bench *bench, const char *code)
{
	struct work *work = bench->work;
	struct build build = bench_build(bench);
	return build_cache_key(work, build_key(work, &work->compiler, &build, true), str_of(code));
}

/* Cut a file, or lay zeros over its second half. */
static void bench_damage(const char *path, bool cut)
{
	struct stat status;
	CHECK(stat(path, &status) == 0);
	CHECK(truncate(path, status.st_size / 2) == 0);
	if (!cut)
		CHECK(truncate(path, status.st_size) == 0);
}

static void bench_prepare(struct bench *bench)
{
	bench->work->preparing = NULL;
	headers_foresee(bench->work, STR("#include <vector>\n#include <cstd"));
	CHECK(bench->work->preparing == NULL);
	headers_foresee(bench->work, str_of(good));
	CHECK(bench->work->preparing != NULL);
	CHECK(bench->work->preparing != NULL && bench->work->preparing->op.running);
	loop_run(bench->loop);
	CHECK(!bench->kit.tools->preparing);
	CHECK(bench->work->job.ops == NULL);
}

static void test_headers(struct bench *bench)
{
	struct headers headers;
	struct arena *arena = &bench->work->job.arena;
	CHECK(!bench_find(bench, good, &headers));
	bench_prepare(bench);
	CHECK(bench_find(bench, good, &headers));
	CHECK(!bench_find(bench, forgets, &headers));
	CHECK(!bench_find(bench, too_late, &headers));
	CHECK(bench_find(bench, good, &headers));
	/* It is there: nothing is prepared again. */
	bench->work->preparing = NULL;
	headers_foresee(bench->work, str_of(good));
	CHECK(bench->work->preparing != NULL && !bench->work->preparing->op.running);

	CHECK(bench_compile(bench, good));
	CHECK(str_has(sandbox_err(&bench->work->build), STR("unused")));
	CHECK(!headers_were_refused(sandbox_err(&bench->work->build)));
	CHECK(bench_find(bench, good, &headers)); /* not dropped: it was of use */
	CHECK(!bench_compile(bench, forgets));
	CHECK(!bench_compile(bench, too_late));

	/* Too short: not taken at all. */
	struct str result = arena_fmt(arena, "%.*s/" HEADERS_RESULT, STR_ARG(headers.folder));
	bench_damage(result.at, true);
	CHECK(!bench_find(bench, good, &headers));
	bench_prepare(bench);
	CHECK(bench_find(bench, good, &headers));
	/* Damaged within: the program is built without, and the set dropped. */
	bench_damage(result.at, false);
	CHECK(bench_find(bench, good, &headers));
	struct str other = arena_fmt(arena, "%s// another\n", good);
	CHECK(bench_compile(bench, other.at));
	CHECK(!bench_find(bench, good, &headers));
}

static void test_builds(struct bench *bench)
{
	struct work *work = bench->work;
	struct arena *arena = &work->job.arena;
	struct err err = {0};
	struct str log, first, again;
	CHECK(bench_compile(bench, good));
	struct str said = arena_str(arena, sandbox_err(&work->build));
	CHECK(file_read(arena, bench->program, 1 << 24, &first, &err));
	CHECK(file_replace(bench->program, STR(""), &err));

	/* The same program and the same words, and it can be run. */
	CHECK(build_cache_take(work, bench_key(bench, good), bench->program, &log));
	CHECK(bench_compile(bench, good));
	CHECK(file_read(arena, bench->program, 1 << 24, &again, &err));
	CHECK(str_eq(first, again));
	CHECK(str_eq(said, sandbox_err(&work->build)));
	CHECK(access(bench->program, X_OK) == 0);
	CHECK_INT(work->build.result.status, 0);

	/* Other code, other flags, another word of the clock: not that program. */
	CHECK(!build_cache_take(work, bench_key(bench, forgets), bench->program, &log));
	struct build build = bench_build(bench);
	static const char *const tuning[] = {"-O1", NULL};
	build.tuning = tuning;
	struct str key = build_key(work, &work->compiler, &build, true);
	CHECK(!build_cache_take(work, build_cache_key(work, key, str_of(good)), bench->program,
				&log));
	CHECK_INT(build_cache_key(work, key, STR("puts(__TIME__);")).len, 0);
	work->settings.cache_enabled = false;
	CHECK_INT(bench_key(bench, good).len, 0);
	work->settings.cache_enabled = true;
}

static void test_damaged(struct bench *bench)
{
	struct work *work = bench->work;
	struct arena *arena = &work->job.arena;
	struct str folder, *names, log;
	struct err err = {0};
	size_t count = 0;
	struct str key = bench_key(bench, good);
	CHECK(cache_open(arena, "builds", &folder, &err));
	for (int cut = 0; cut < 2; cut++) {
		CHECK(bench_compile(bench, good));
		CHECK(build_cache_take(work, key, bench->program, &log));
		CHECK(file_list(arena, folder.at, "", &names, &count, &err));
		for (size_t i = 0; i < count; i++)
			bench_damage(arena_fmt(arena, "%.*s/%.*s", STR_ARG(folder),
					       STR_ARG(names[i]))
					     .at,
				     cut == 1);
		CHECK(!build_cache_take(work, key, bench->program, &log));
		CHECK(bench_compile(bench, good));
	}
	/* A link is not followed, and a folder that others can write is not used. */
	CHECK(file_list(arena, folder.at, "", &names, &count, &err));
	for (size_t i = 0; i < count; i++) {
		struct str path = arena_fmt(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(names[i]));
		struct str away = arena_fmt(arena, "%s/away-%zu", root, i);
		CHECK(rename(path.at, away.at) == 0 && symlink(away.at, path.at) == 0);
	}
	CHECK(!build_cache_take(work, key, bench->program, &log));
	CHECK(chmod(folder.at, 0777) == 0);
	work->kit->tools->cache_told = true; /* it would be said once */
	CHECK(bench_compile(bench, good));
	CHECK(!build_cache_take(work, key, bench->program, &log));
	CHECK(chmod(folder.at, 0700) == 0);
}

/* Without a place to keep anything all works, only slower. */
static void test_no_place(struct bench *bench)
{
	struct headers headers;
	bench->work->kit->tools->cache_told = true;
	bench->work->preparing = NULL;
	setenv("XDG_CACHE_HOME", "/proc/nowhere", 1);
	headers_foresee(bench->work, str_of(good));
	CHECK(bench->work->preparing == NULL);
	CHECK(!bench_find(bench, good, &headers));
	CHECK(bench_compile(bench, good));
	CHECK(!bench_compile(bench, forgets));
	/* What comes with a project is not believed. */
	setenv("XDG_CACHE_HOME", arena_fmt(&bench->arena, "%s/project/cache", root).at, 1);
	CHECK(!bench_find(bench, good, &headers));
	CHECK(bench_compile(bench, good));
	CHECK(!file_exists(arena_fmt(&bench->arena, "%s/project/cache/kadane/builds/x", root).at));
	setenv("XDG_CACHE_HOME", arena_fmt(&bench->arena, "%s/cache", root).at, 1);
}

static void test_all(const char *compiler, const char *tier)
{
	struct bench bench;
	bench_init(&bench, compiler, tier);
	test_headers(&bench);
	if (strcmp(compiler, "g++") == 0 && strcmp(tier, "full") == 0) {
		test_builds(&bench);
		test_damaged(&bench);
		test_no_place(&bench);
	}
	bench_deinit(&bench);
}

int main(int argc, char **argv)
{
	(void)argc;
	CHECK_BEGIN();
	place_jail(argv[0]);
	CHECK(mkdtemp(root) != NULL);
	struct arena arena;
	struct err err = {0};
	arena_init(&arena);
	setenv("XDG_CACHE_HOME", arena_fmt(&arena, "%s/cache", root).at, 1);
	CHECK(file_make_folder(arena_fmt(&arena, "%s/project", root).at, &err));
	test_all("g++", "full");
	test_all("g++", "restricted");
	if (file_on_path(&arena, "clang++").len > 0)
		test_all("clang++", "full");
	file_remove_folder(root);
	arena_deinit(&arena);
	return CHECK_END();
}
