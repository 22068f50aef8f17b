/*
 * Looks a file up in the table that the Makefile writes (build/gen/embedded_files.c).
 */
#include "base/embedded.h"

struct str embedded_file(const char *name)
{
	for (const struct embedded *file = embedded_files; file->name != NULL; file++)
		if (str_eq(str_of(file->name), str_of(name)))
			return file->bytes;
	return STR("");
}
