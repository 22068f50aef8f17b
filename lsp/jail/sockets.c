/*
 * A socket in a folder that is shown inside can be connected to, read-only or not: the
 * network namespace does not cover Unix sockets that have a path, and Landlock before
 * ABI 9 does not either. An agent's or a container engine's socket would be a way out.
 * So where a live one lies below a mount, the job gets no Unix sockets at all.
 */
#include <stdio.h>
#include <string.h>

#include "jail.h"

/* The eighth column of /proc/net/unix, where it is a path. */
static char *sockets_path(char *line)
{
	char *path = strchr(line, '/');
	if (path)
		path[strcspn(path, "\n")] = '\0';
	return path;
}

static bool sockets_within(const char *path, const char *folder)
{
	size_t len = strlen(folder);
	return strncmp(path, folder, len) == 0 && path[len] == '/';
}

bool sockets_below_mounts(const struct jail_options *options)
{
	char line[512];
	bool found = false;
	if (!options->mount_count)
		return false;
	FILE *file = fopen("/proc/net/unix", "re");
	/* What cannot be seen cannot be ruled out. */
	if (!file)
		return true;
	while (!found && fgets(line, sizeof line, file)) {
		const char *path = sockets_path(line);
		for (size_t i = 0; path && i < options->mount_count; i++)
			found = found || sockets_within(path, options->mounts[i].host);
	}
	fclose(file);
	return found;
}
