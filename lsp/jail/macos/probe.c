/*
 * A job that says what it finds around it. lsp/io runs it once and believes in a sandbox only
 * when these lines prove one: a file it may not read, a place it may not write, an address it
 * may not use, a process it may not signal.
 */
#include "jail.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "supervise.h"

/* Not whether a socket can be made, but whether an address can be had. */
static bool probe_network(void)
{
	struct sockaddr_in any = {.sin_len = sizeof any,
				  .sin_family = AF_INET,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	return fd >= 0 && bind(fd, (const struct sockaddr *)&any, sizeof any) == 0;
}

static bool probe_written(const char *denied)
{
	char path[4096];
	snprintf(path, sizeof path, "%s.new", denied);
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0)
		unlink(path);
	return fd >= 0;
}

int probe_main(const char *denied)
{
	printf("opened:\t%d\n", open(denied, O_RDONLY | O_CLOEXEC) >= 0);
	printf("written:\t%d\n", probe_written(denied));
	printf("network:\t%d\n", probe_network());
	printf("signalled:\t%d\n", kill(getppid(), 0) == 0);
	return 0;
}
