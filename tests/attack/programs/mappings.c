/*
 * Makes looking dear: processes with very many mappings each. Behind them files are written, or
 * memory is taken, 400 MB of each at most.
 * argv: a mark; "disk" or "memory".
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
	MAPPINGS_PROCESSES = 24,
	MAPPINGS_EACH = 30000,
	MAPPINGS_MOST_MB = 400,
	MAPPINGS_GROWERS = 5,
	MAPPINGS_SECONDS = 12,
};

static void crowd(int ready)
{
	char *at = mmap(NULL, (size_t)MAPPINGS_EACH * 8192, PROT_NONE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	for (size_t i = 0; at != MAP_FAILED && i < MAPPINGS_EACH; i++)
		mprotect(at + i * 8192, 4096, PROT_READ);
	write(ready, "x", 1);
	alarm(MAPPINGS_SECONDS);
	pause();
	_exit(0);
}

static void grow(int ready)
{
	size_t size = (size_t)MAPPINGS_MOST_MB / MAPPINGS_GROWERS << 20;
	char *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (at != MAP_FAILED)
		memset(at, 1, size);
	write(ready, "x", 1);
	alarm(MAPPINGS_SECONDS);
	pause();
	_exit(0);
}

static void wait_for(int ready, int count)
{
	char byte;
	for (int i = 0; i < count; i++)
		if (read(ready, &byte, 1) != 1)
			return;
}

static void write_files(void)
{
	static char bytes[1 << 20];
	for (int i = 0; i < MAPPINGS_MOST_MB; i++) {
		char name[20];
		snprintf(name, sizeof name, "f%d", i);
		int fd = open(name, O_CREAT | O_WRONLY, 0600);
		if (fd < 0 || write(fd, bytes, sizeof bytes) < 0)
			return;
		close(fd);
		printf("WROTE %d\n", i + 1);
		fflush(stdout);
	}
}

int main(int argc, char **argv)
{
	int ready[2];
	(void)argc;
	if (pipe(ready) < 0)
		return 1;
	for (int i = 0; i < MAPPINGS_PROCESSES; i++)
		if (fork() == 0)
			crowd(ready[1]);
	wait_for(ready[0], MAPPINGS_PROCESSES);
	puts("TRIED");
	fflush(stdout);
	usleep(300000);
	if (strcmp(argv[2], "disk") == 0) {
		write_files();
	} else {
		for (int i = 0; i < MAPPINGS_GROWERS; i++)
			if (fork() == 0)
				grow(ready[1]);
		wait_for(ready[0], MAPPINGS_GROWERS);
	}
	sleep(2);
	puts("SURVIVED");
	return 0;
}
