/*
 * C++ as a target. The flags are those that changed no output of a right program when
 * measured: no -ffast-math, no -Ofast, and no fused multiply-add, which may round differently
 * from the original's arithmetic.
 */
#include "lang/lang.h"

static const char *const cpp_suffixes[] = {".cpp", ".cc", ".cxx", ".c++", NULL};

static const char *const cpp_fence_words[] = {
	"cpp",   "c++",   "cc",    "cxx", "cplusplus", "cpp17", "cpp20", "cpp23",
	"c++17", "c++20", "c++23", "hpp", "h++",       "hxx",   "h",     NULL,
};

static const char *const cpp_marks[] = {
	"int main", "auto main", "signed main", "int32_t main", NULL,
};

enum { CPP_ARGS = 16 };

/* gcc and clang name the limit on errors differently; the program's name tells them apart. */
static bool cpp_is_clang(const char *compiler)
{
	struct str name = str_of(compiler);
	for (size_t i = name.len; i > 0; i--)
		if (name.at[i - 1] == '/')
			return str_has(str_part(name, i, name.len), STR("clang"));
	return str_has(name, STR("clang"));
}

static const char *const *cpp_compile(struct arena *arena, const char *compiler, const char *source,
				      const char *program)
{
	const char **argv = arena_array(arena, CPP_ARGS, sizeof(*argv));
	size_t n = 0;
	argv[n++] = arena_cstr(arena, str_of(compiler));
	argv[n++] = "-std=c++20";
	argv[n++] = "-O3";
	argv[n++] = "-march=native";
	argv[n++] = "-ffp-contract=off";
	argv[n++] = "-pipe";
	argv[n++] = cpp_is_clang(compiler) ? "-ferror-limit=20" : "-fmax-errors=20";
	argv[n++] = "-o";
	argv[n++] = arena_cstr(arena, str_of(program));
	argv[n++] = arena_cstr(arena, str_of(source));
	argv[n] = NULL;
	return argv;
}

const struct language lang_cpp = {
	.id = "cpp",
	.name = "C++",
	.suffix = ".cpp",
	.suffixes = cpp_suffixes,
	.fence_words = cpp_fence_words,
	.marks = cpp_marks,
	.compile = cpp_compile,
};
