/*
 * How much waits in the sockets and pipes of one process, after it asked for more room in each;
 * it stops at a quarter of a gigabyte.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

enum { QUEUES_MOST = 256 << 20 };

static long filled;

static void fill(int fd)
{
	static char bytes[65536];
	ssize_t wrote;
	fcntl(fd, F_SETFL, O_NONBLOCK);
	while (filled < QUEUES_MOST && (wrote = write(fd, bytes, sizeof bytes)) > 0)
		filled += wrote;
}

int main(void)
{
	static const int names[] = {SO_SNDBUF, SO_RCVBUF, SO_SNDBUFFORCE, SO_RCVBUFFORCE};
	int ends[2], room = 1 << 30;
	for (int pairs = 0; pairs < 60 && socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0; pairs++) {
		for (int i = 0; i < 4; i++)
			setsockopt(ends[i % 2], SOL_SOCKET, names[i], &room, sizeof room);
		fill(ends[0]);
	}
	printf("SOCKETS %ld\n", filled);
	filled = 0;
	for (int pipes = 0; pipes < 16 && pipe(ends) == 0; pipes++) {
		fcntl(ends[0], F_SETPIPE_SZ, 1 << 20);
		fcntl(ends[1], F_SETPIPE_SZ, 1 << 18);
		fill(ends[1]);
	}
	printf("PIPES %ld\nTRIED\n", filled);
	return 0;
}
