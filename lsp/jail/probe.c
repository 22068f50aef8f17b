/*
 * A job that says what it finds around it. lsp/io runs it once in each tier and believes
 * in a sandbox only when these lines prove one.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "jail.h"

/* How many network interfaces there are besides loopback. */
static int probe_interfaces(void)
{
	char line[512];
	int found = -2 - 1; /* two lines of heading, one of lo */
	FILE *file = fopen("/proc/self/net/dev", "re");
	if (!file)
		return -1;
	while (fgets(line, sizeof line, file))
		found++;
	fclose(file);
	return found;
}

static void probe_status(void)
{
	char line[512];
	FILE *file = fopen("/proc/self/status", "re");
	if (!file)
		return;
	while (fgets(line, sizeof line, file)) {
		if (strncmp(line, "NoNewPrivs:", 11) == 0 || strncmp(line, "Seccomp:", 8) == 0)
			dprintf(1, "%s", line);
	}
	fclose(file);
}

int probe_main(const char *denied)
{
	char space[64] = "";
	ssize_t len = readlink("/proc/self/ns/pid", space, sizeof space - 1);
	dprintf(1, "pid_ns:\t%.*s\n", len > 0 ? (int)len : 0, space);
	dprintf(1, "interfaces:\t%d\n", probe_interfaces());
	dprintf(1, "opened:\t%d\n", open(denied, O_RDONLY | O_CLOEXEC) >= 0);
	dprintf(1, "netlink:\t%d\n", socket(AF_NETLINK, SOCK_RAW, 0) >= 0);
	probe_status();
	return 0;
}
