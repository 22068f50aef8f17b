/*
 * A socket in a folder that is shown inside can be connected to, read-only or not: the
 * network namespace does not cover Unix sockets that have a path, and Landlock before
 * ABI 9 does not either. An agent's or a container engine's socket would be a way out.
 * So where a live one lies below a mount, the job gets no Unix sockets at all.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jail.h"

enum { SOCKETS_PATH_COLUMN = 7 };

/* The eighth column of /proc/net/unix, the last: a path, "@name", or nothing. */
static char *sockets_path(char *line)
{
	for (int column = 0; column < SOCKETS_PATH_COLUMN; column++) {
		line += strspn(line, " ");
		line += strcspn(line, " \n");
	}
	line += strspn(line, " ");
	line[strcspn(line, "\n")] = '\0';
	return *line && *line != '@' ? line : NULL;
}

static bool sockets_within(const struct jail_options *options, const char *path)
{
	for (size_t i = 0; i < options->mount_count; i++) {
		const char *rest = mask_below(path, options->mounts[i].host);
		if (rest && *rest)
			return true;
	}
	return false;
}

bool sockets_below_mounts(const struct jail_options *options)
{
	char line[512], real[PATH_MAX];
	bool found = false;
	if (!options->mount_count)
		return false;
	FILE *file = fopen("/proc/net/unix", "re");
	/* What cannot be seen cannot be ruled out; a heading stands first. */
	if (!file || !fgets(line, sizeof line, file))
		found = true;
	while (!found && fgets(line, sizeof line, file)) {
		const char *path = sockets_path(line);
		if (!path)
			continue;
		/* Bound by a relative name it may lie anywhere; by a link, elsewhere. */
		found = *path != '/' || sockets_within(options, path) ||
			(realpath(path, real) && sockets_within(options, real));
	}
	if (file)
		fclose(file);
	return found;
}
