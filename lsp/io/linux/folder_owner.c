/*
 * Whose a job's folder is, on Linux: /proc knows when a process was started and in which name
 * space it is counted.
 */
#include "folder_private.h"

#include <sys/stat.h>

#include "io/file.h"

enum { FOLDER_STAT_MAX = 4096 };

/* In the kernel's ticks. */
unsigned long long folder_start_of(struct arena *arena, long pid, bool *dead)
{
	struct err err;
	struct str line, field;
	const char *path = arena_fmt(arena, "/proc/%ld/stat", pid).at;
	*dead = false;
	if (!file_read(arena, path, FOLDER_STAT_MAX, &line, &err))
		return 0;
	/* The second field is the program's name in parentheses, and may hold anything. */
	size_t end = line.len;
	while (end > 0 && line.at[end - 1] != ')')
		end--;
	struct str rest = str_part(line, end, line.len);
	long long start = 0;
	for (int i = 2; i <= 22 && str_split(&rest, ' ', &field); i++) {
		if (i == 3)
			*dead = str_eq(field, STR("Z")) || str_eq(field, STR("X"));
		if (i == 22 && !str_to_int(field, &start))
			return 0;
	}
	return (unsigned long long)start;
}

unsigned long long folder_space(void)
{
	struct stat status;
	return stat("/proc/self/ns/pid", &status) == 0 ? status.st_ino : 0;
}
