/*
 * What counts as starting another program, and what only has such a name.
 */
#include "check.h"

#include "lang/lang.h"

static struct str starts(struct arena *arena, const char *source)
{
	return lang_cpp.starts_program(arena, str_of(source));
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	CHECK_STR(starts(&arena, "int main() { return std::system(\"awk 1\"); }"), "system");
	CHECK_STR(starts(&arena, "FILE *p = popen (\"bc\", \"r\");"), "popen");
	CHECK_STR(starts(&arena, "else execvp(a[0], a);"), "execvp");
	CHECK_STR(starts(&arena, "extern \"C\" int system(const char *); int x = ::system(c);"),
		  "system");
	CHECK_STR(starts(&arena, "posix_spawn(&pid, p, 0, 0, v, e);"), "posix_spawn");
	CHECK_STR(starts(&arena,
			 "// system(\"x\")\nputs(\"system(x)\"); t.system(1); t->popen(2);"),
		  "");
	CHECK_STR(starts(&arena, "double system(double t) { return t; } double x = system(2.0);"),
		  "");
	CHECK_STR(starts(&arena, "int systems(int); auto x = execute(1); int system = 3;"), "");
	arena_deinit(&arena);
	return CHECK_END();
}
