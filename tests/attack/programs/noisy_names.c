/*
 * Empty files, more than the limit on disk allows, while calls that are asked about keep
 * whoever looks busy. argv: how many.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { NOISE_US = 5000 };

static void *noise(void *size)
{
	for (;;) {
		void *at =
			mmap(NULL, *(size_t *)size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (at != MAP_FAILED)
			munmap(at, *(size_t *)size);
		usleep(NOISE_US);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	size_t size = (size_t)96 << 20;
	pthread_t thread;
	(void)argc;
	/* Said first: on a busy machine it is stopped half-way, and has tried all the same. */
	puts("TRIED");
	fflush(stdout);
	pthread_create(&thread, NULL, noise, &size);
	for (int i = 0; i < strtol(argv[1], NULL, 10); i++) {
		char name[40];
		snprintf(name, sizeof name, "/tmp/%d", i);
		int fd = open(name, O_CREAT | O_WRONLY, 0600);
		if (fd >= 0)
			close(fd);
	}
	sleep(1);
	puts("SURVIVED");
	return 0;
}
