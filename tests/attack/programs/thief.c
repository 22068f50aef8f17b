/*
 * Reads its own output away from under whoever relays it, in the moment between "there is
 * something" and reading it: who then waits for more, waits in vain, and watches nothing else.
 * Whether it worked shows in the other stream: nobody empties it. Then takes memory in several
 * processes. argv: a mark to find it by.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { PROCESSES = 8, EACH = 50 << 20, TRIES = 3000 };

static int in_pipe(int fd)
{
	int bytes = 0;
	ioctl(fd, FIONREAD, &bytes);
	return bytes;
}

static void wait_until_empty(int fd, int tries)
{
	for (int i = 0; i < tries && in_pipe(fd); i++)
		usleep(500);
}

/* Much on the one stream keeps it busy a little, before it comes to the other. */
static int steal(int own, unsigned delay)
{
	static char much[32 << 10];
	char byte;
	wait_until_empty(1, 100);
	memset(much, 'o', sizeof much);
	(void)!write(1, much, sizeof much);
	(void)!write(2, "e", 1);
	for (volatile unsigned i = 0; i < delay; i++)
		;
	return read(own, &byte, 1) == 1;
}

static int stuck(void)
{
	(void)!write(1, "o", 1);
	wait_until_empty(1, 60);
	return in_pipe(1) != 0;
}

int main(void)
{
	int own = open("/proc/self/fd/2", O_RDONLY | O_NONBLOCK);
	time_t end = time(NULL) + 3;
	int worked = 0;
	alarm(15);
	for (unsigned i = 0; own >= 0 && !worked && i < TRIES && time(NULL) < end; i++)
		worked = steal(own, i % 200 * 100) && stuck();
	for (int i = 0; i < PROCESSES; i++) {
		if (fork() != 0)
			continue;
		alarm(15);
		volatile char *at = malloc(EACH);
		for (size_t k = 0; at && k < EACH; k += 4096)
			at[k] = 1;
		sleep(5);
		_exit(0);
	}
	sleep(2);
	printf("TRIED %s\nSURVIVED\n", worked ? "stole" : "stole nothing");
	return 0;
}
