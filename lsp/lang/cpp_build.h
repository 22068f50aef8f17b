/*
 * C++ command lines; see the members of the same names in struct language.
 */
#pragma once

#include "lang/lang.h"

extern const char *const *const cpp_tunings[];

const char *const *cpp_compile(struct arena *arena, const struct build *build, const char *source,
			       const char *program);
struct str cpp_source(struct arena *arena, const struct build *build, struct str code);

/* As struct language's precompile. */
const char *const *cpp_precompile(struct arena *arena, const struct build *build,
				  const char *header, const char *result);
bool cpp_uses_threads(struct str source);
bool cpp_uses_floats(struct str source);
struct str cpp_reads_other_clocks(struct arena *arena, struct str source);
