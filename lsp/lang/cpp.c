/*
 * C++ as a target. How it is built: cpp_build.c.
 */
#include "cpp_build.h"
#include "cpp_opening.h"
#include "cpp_starts.h"
#include "lang/lang.h"

static const char *const cpp_suffixes[] = {".cpp", ".cc", ".cxx", ".c++", NULL};

static const char *const cpp_fence_words[] = {
	"cpp",   "c++",   "cc",    "cxx", "cplusplus", "cpp17", "cpp20", "cpp23",
	"c++17", "c++20", "c++23", "hpp", "h++",       "hxx",   "h",     NULL,
};

static const char *const cpp_marks[] = {
	"int main", "auto main", "signed main", "int32_t main", NULL,
};

const struct language lang_cpp = {
	.id = "cpp",
	.name = "C++",
	.suffix = ".cpp",
	.suffixes = cpp_suffixes,
	.fence_words = cpp_fence_words,
	.marks = cpp_marks,
	.compile = cpp_compile,
	.uses_threads = cpp_uses_threads,
	.uses_floats = cpp_uses_floats,
	.reads_other_clocks = cpp_reads_other_clocks,
	.source = cpp_source,
	.opening = cpp_opening,
	.precompile = cpp_precompile,
	.tunings = cpp_tunings,
	.constants = cpp_constants,
	.open_constants = cpp_open_constants,
	.starts_program = cpp_starts_program,
};
