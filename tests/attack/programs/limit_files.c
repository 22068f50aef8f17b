/*
 * Writes a file in the way and of the size it is told, and ends with 3 when it could not, or
 * with 0, as told. argv: path, "write", "grow", "space" (fallocate) or "beyond" (space beyond
 * the end, which RLIMIT_FSIZE does not bind); KiB; "exit" or "survive".
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* As XFS has it; every file system that can keep space knows this ioctl. */
struct space {
	short type, whence;
	long long start, len;
	int system;
	unsigned process;
	int pad[4];
};

static int put(int fd, const char *how, off_t size)
{
	static char block[1 << 16];
	if (strcmp(how, "grow") == 0)
		return ftruncate(fd, size);
	if (strcmp(how, "space") == 0)
		return fallocate(fd, 0, 0, size);
	if (strcmp(how, "beyond") == 0) {
		struct space space = {.len = size};
		int made = fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, size);
		if (ioctl(fd, _IOW('X', 42, struct space), &space) == 0 || made == 0)
			puts("DID keep space beyond the end");
		return made;
	}
	for (off_t done = 0; done < size; done += (off_t)sizeof block)
		if (write(fd, block, sizeof block) != (ssize_t)sizeof block)
			return -1;
	return 0;
}

int main(int argc, char **argv)
{
	(void)argc;
	signal(SIGXFSZ, SIG_IGN);
	int fd = open(argv[1], O_RDWR | O_CREAT, 0600);
	int done = fd < 0 ? -1 : put(fd, argv[2], (off_t)strtoul(argv[3], NULL, 10) << 10);
	if (done < 0)
		perror("refused");
	puts("TRIED");
	return done < 0 && strcmp(argv[4], "survive") != 0 ? 3 : 0;
}
