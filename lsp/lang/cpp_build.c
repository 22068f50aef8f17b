/*
 * How C++ is built. The flags of what is delivered are those that changed no output of a right
 * program when measured: no -ffast-math, no -Ofast, and no fused multiply-add, which may round
 * differently from the original's arithmetic.
 */
#include "cpp_build.h"

#include "base/embedded.h"

#include "cpp_tokens.h"

enum { CPP_ARGS = 64, CPP_OWN = 8 };

/* The first is what is compiled first, and delivered unless another proves to be faster. */
static const char *const cpp_native[] = {"-O3", "-march=native", NULL};
static const char *const cpp_linked[] = {"-O3", "-march=native", "-flto", NULL};
static const char *const cpp_unrolled[] = {"-O3", "-march=native", "-funroll-loops", NULL};
static const char *const cpp_portable[] = {"-O3", NULL};
static const char *const cpp_careful[] = {"-O2", "-march=native", NULL};

const char *const *const cpp_tunings[] = {cpp_native,   cpp_careful, cpp_portable,
					  cpp_unrolled, cpp_linked,  NULL};

/*
 * More than -O1 blurs which line it was. A null pointer for no bytes is left out, for it harms
 * nobody; a number that does not fit the integer it becomes is undefined, but not in the list.
 * Position-independent code would lie where new kernels and old runtimes get into each other's way.
 */
static const char *const cpp_reports[] = {
	"-O1", "-g1", "-fno-omit-frame-pointer", "-no-pie", "-D_GLIBCXX_ASSERTIONS", NULL};
static const char *const cpp_undefined[] = {
	"-fsanitize=undefined,float-cast-overflow",
	"-fno-sanitize=nonnull-attribute,returns-nonnull-attribute",
	"-fno-sanitize-recover=all",
	NULL,
};
static const char *const cpp_addresses[] = {"-fsanitize=address", NULL};
static const char *const cpp_races[] = {"-fsanitize=thread", NULL};

/* gcc and clang name the limit on errors differently; the program's name tells them apart. */
static bool cpp_is_clang(const char *compiler)
{
	struct str name = str_of(compiler);
	for (size_t i = name.len; i > 0; i--)
		if (name.at[i - 1] == '/')
			return str_has(str_part(name, i, name.len), STR("clang"));
	return str_has(name, STR("clang"));
}

static void cpp_add(const char **argv, size_t *n, const char *const *flags)
{
	for (size_t i = 0; flags != NULL && flags[i] != NULL && *n + CPP_OWN < CPP_ARGS; i++)
		argv[(*n)++] = flags[i];
}

static void cpp_add_watch(const char **argv, size_t *n, const struct build *build)
{
	switch (build->watch) {
	case BUILD_UNWATCHED:
		cpp_add(argv, n, build->tuning != NULL ? build->tuning : cpp_native);
		return;
	case BUILD_RACES:
		cpp_add(argv, n, cpp_reports);
		cpp_add(argv, n, cpp_races);
		return;
	case BUILD_ADDRESSES:
	case BUILD_UNDEFINED:
		break;
	}
	cpp_add(argv, n, cpp_reports);
	cpp_add(argv, n, cpp_undefined);
	cpp_add(argv, n, build->watch == BUILD_ADDRESSES ? cpp_addresses : NULL);
}

static void cpp_add_fill(const char **argv, size_t *n, enum build_fill fill)
{
	if (fill == BUILD_FILL_PATTERN)
		argv[(*n)++] = "-ftrivial-auto-var-init=pattern";
	if (fill == BUILD_FILL_ZERO)
		argv[(*n)++] = "-ftrivial-auto-var-init=zero";
}

const char *const *cpp_compile(struct arena *arena, const struct build *build, const char *source,
			       const char *program)
{
	static const char *const warn[] = {"-Wall", "-Wextra", NULL};
	const char **argv = arena_array(arena, CPP_ARGS, sizeof(*argv));
	size_t n = 0;
	argv[n++] = arena_cstr(arena, str_of(build->compiler));
	argv[n++] = "-std=c++20";
	cpp_add_watch(argv, &n, build);
	cpp_add_fill(argv, &n, build->fill);
	argv[n++] = build->fast_math ? "-ffast-math" : "-ffp-contract=off";
	argv[n++] = "-pipe";
	argv[n++] = cpp_is_clang(build->compiler) ? "-ferror-limit=20" : "-fmax-errors=20";
	cpp_add(argv, &n, build->warn ? warn : NULL);
	cpp_add(argv, &n, build->extra);
	argv[n++] = "-o";
	argv[n++] = arena_cstr(arena, str_of(program));
	argv[n++] = arena_cstr(arena, str_of(source));
	argv[n] = NULL;
	return argv;
}

/* clang can make the headers' templates once and for all; gcc knows no such flag. */
const char *const *cpp_precompile(struct arena *arena, const struct build *build,
				  const char *header, const char *result)
{
	static const char *const gcc[] = {"-x", "c++-header", NULL};
	static const char *const clang[] = {"-x", "c++-header", "-fpch-instantiate-templates",
					    NULL};
	struct build headers = *build;
	headers.extra = cpp_is_clang(build->compiler) ? clang : gcc;
	return cpp_compile(arena, &headers, header, result);
}

/*
 * What the sanitizers are told stands behind the program: in the environment the program could see
 * it. Leaks harm nobody and looking for them wants to trace; what was allocated is filled as what
 * stands on the stack is.
 */
static struct str cpp_options(struct arena *arena, const struct build *build)
{
	static const char form[] =
		"\n\nextern \"C\" const char *__%s_default_options()\n{\n\treturn \"%s\";\n}\n";
	static const char undefined[] = "print_stacktrace=1:exitcode=89";
	struct str first = arena_fmt(arena, form, "ubsan", undefined);
	struct str heap =
		build->fill == BUILD_FILL_LEFT
			? STR("")
			: arena_fmt(arena, ":max_malloc_fill_size=268435456:malloc_fill_byte=%d",
				    build->fill == BUILD_FILL_ZERO ? 0 : 190);
	struct str addresses =
		arena_fmt(arena,
			  "exitcode=89:detect_leaks=0:handle_abort=1:quarantine_size_mb=64%.*s",
			  STR_ARG(heap));
	switch (build->watch) {
	case BUILD_UNWATCHED:
		break;
	case BUILD_UNDEFINED:
		return first;
	case BUILD_RACES:
		return arena_fmt(arena, form, "tsan", "exitcode=89:halt_on_error=1");
	case BUILD_ADDRESSES:
		return arena_fmt(arena, "%.*s%.*s", STR_ARG(first),
				 STR_ARG(arena_fmt(arena, form, "asan", addresses.at)));
	}
	return STR("");
}

/* glibc fills by itself: what is handed out with the byte's complement. */
static struct str cpp_heap(struct arena *arena, const struct build *build)
{
	bool own = build->watch == BUILD_UNWATCHED || build->watch == BUILD_UNDEFINED;
	if (build->fill == BUILD_FILL_LEFT || !own)
		return STR("");
	return arena_fmt(arena,
			 "\n\n#include <cstdlib>\n#ifdef __GLIBC__\n"
			 "extern \"C\" int mallopt(int, int) noexcept;\n"
			 "namespace\n{\n__attribute__((constructor(101))) void kadane_fill()\n"
			 "{\n\tmallopt(-6, %d);\n}\n}\n#endif\n",
			 build->fill == BUILD_FILL_ZERO ? 255 : 65);
}

struct str cpp_source(struct arena *arena, const struct build *build, struct str code)
{
	struct str options = cpp_options(arena, build), heap = cpp_heap(arena, build);
	struct str clocks = build->clocks ? embedded_file("clocks.cpp") : STR("");
	if (options.len == 0 && heap.len == 0 && clocks.len == 0)
		return code;
	return arena_fmt(arena, "%.*s%.*s%.*s%.*s", STR_ARG(code), STR_ARG(options), STR_ARG(heap),
			 STR_ARG(clocks));
}

static bool cpp_has_one(struct str source, const char *const *words)
{
	for (size_t i = 0; words[i] != NULL; i++)
		if (str_has(source, str_of(words[i])))
			return true;
	return false;
}

/* What a compiler makes of OpenMP synchronises unseen, so nothing can be said of it. */
bool cpp_uses_threads(struct str source)
{
	static const char *const words[] = {"<thread>",     "<future>",
					    "pthread",      "std::thread",
					    "std::jthread", "std::async",
					    "<execution>",  NULL};
	return cpp_has_one(source, words) && !str_has(source, STR("#pragma omp"));
}

/* By their types, their functions, or a literal; too many words for us count as some. */
bool cpp_uses_floats(struct str source)
{
	static const char *const words[] = {"double", "float", "math",    "sqrt",
					    "pow",    "log",   "complex", NULL};
	if (cpp_has_one(source, words))
		return true;
	struct arena arena;
	size_t count = 0;
	arena_init(&arena);
	const struct cpp_token *tokens = cpp_tokens(&arena, source, &count);
	bool found = tokens == NULL;
	for (size_t i = 0; i < count && !found; i++) {
		struct str text = tokens[i].text;
		bool hex = text.len > 1 && (text.at[1] | 32) == 'x';
		found = tokens[i].kind == CPP_NUMBER && !hex &&
			(str_has(text, STR(".")) || str_has(text, STR("e")));
	}
	arena_deinit(&arena);
	return found;
}
