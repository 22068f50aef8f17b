/*
 * What an installation looks like from outside. A project can make a link of any name to any
 * folder, but it cannot put an interpreter's library into a folder that is not its own.
 */
#include <sys/stat.h>
#include <unistd.h>

#include "ground.h"
#include "io/file.h"

enum { INSTALL_DEPTH = 3 }; /* lib/python3.12/site-packages */

/* The folders of an installation that hold what a program needs. */
static const char *const install_parts[] = {"Cellar",
					    "Frameworks",
					    "aarch64-conda-linux-gnu",
					    "bin",
					    "include",
					    "lib",
					    "lib64",
					    "libexec",
					    "opt",
					    "pyvenv.cfg",
					    "share",
					    "ssl",
					    "x86_64-conda-linux-gnu"};

static bool install_holds(struct arena *arena, struct str folder, const char *name)
{
	return file_exists(arena_fmt(arena, "%.*s/%s", STR_ARG(folder), name).at);
}

/* A library of Python with its first module in it. */
static bool install_has_python(struct arena *arena, struct str prefix)
{
	static const char *const folders[] = {"lib", "lib64"};
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		struct str *names;
		size_t count = 0;
		struct err ignored = {0};
		struct str folder = arena_fmt(arena, "%.*s/%s", STR_ARG(prefix), folders[i]);
		if (!file_list(arena, folder.at, "", &names, &count, &ignored))
			continue;
		for (size_t n = 0; n < count; n++)
			if ((str_starts(names[n], STR("python3")) ||
			     str_starts(names[n], STR("pypy3"))) &&
			    file_exists(arena_fmt(arena, "%.*s/%.*s/os.py", STR_ARG(folder),
						  STR_ARG(names[n]))
						.at))
				return true;
	}
	return false;
}

static bool install_has_compiler(struct arena *arena, struct str prefix)
{
	static const char *const programs[] = {"bin/g++", "bin/clang++", "bin/c++"};
	static const char *const libraries[] = {"lib/clang", "lib/gcc", "lib64/gcc", "libexec/gcc"};
	bool program = false, library = false;
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		program = program || install_holds(arena, prefix, programs[i]);
	for (size_t i = 0; program && i < sizeof(libraries) / sizeof(libraries[0]); i++)
		library = library || install_holds(arena, prefix, libraries[i]);
	return library;
}

bool install_is_prefix(struct arena *arena, struct str real)
{
	return ground_is_system(real) || str_eq(real, STR("/nix/store")) ||
	       str_eq(real, STR("/gnu/store")) || install_holds(arena, real, "pyvenv.cfg") ||
	       install_holds(arena, real, "conda-meta") || install_holds(arena, real, "Cellar") ||
	       install_holds(arena, real, "Frameworks/Python.framework") ||
	       install_has_python(arena, real) || install_has_compiler(arena, real);
}

bool install_is_part(struct arena *arena, struct str real)
{
	if (ground_is_system(real) || file_within(real, STR("/nix/store")) ||
	    file_within(real, STR("/gnu/store")) || install_is_prefix(arena, real))
		return true;
	struct str prefix = real;
	for (int depth = 0; depth < INSTALL_DEPTH && prefix.len > 1; depth++) {
		struct str name = file_base(prefix);
		bool known = false;
		prefix = file_dir(prefix);
		for (size_t i = 0; i < sizeof(install_parts) / sizeof(install_parts[0]); i++)
			known = known || str_eq(name, str_of(install_parts[i]));
		if (known && install_is_prefix(arena, prefix))
			return true;
	}
	return false;
}
