/*
 * Takes memory in one of many ways, and touches it; 1 GB at the most. argv: a mark to find it
 * by, and how.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { ALL = 1 << 30, STEP = 4 << 20, PROCESSES = 8 };

static int is(const char *what, const char *how)
{
	return strcmp(what, how) == 0;
}

static void take(size_t bytes, unsigned pause)
{
	for (size_t i = 0; i < bytes; i += STEP) {
		char *at = malloc(STEP);
		if (!at)
			_exit(1);
		memset(at, 1, STEP);
		usleep(pause);
	}
}

/* The same pages in all of them; written to, so that they are there. */
static void share(size_t bytes)
{
	char *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (at == MAP_FAILED)
		_exit(1);
	for (int i = 1; i < PROCESSES; i++)
		if (fork() == 0)
			break;
	for (size_t i = 0; i < bytes; i += 4096) {
		at[i] = 1;
		if (i % STEP == 0)
			usleep(1000);
	}
}

/* Files in memory, mapped, where there are such. */
static void files(size_t bytes)
{
	static const char *const names[] = {"/dev/shm/a", "/tmp/a", "/job/a"};
	int fd = (int)syscall(SYS_memfd_create, "x", 0);
	for (size_t i = 0; fd < 0 && i < sizeof names / sizeof *names; i++)
		fd = open(names[i], O_RDWR | O_CREAT, 0600);
	if (fd < 0 || ftruncate(fd, (off_t)bytes) < 0)
		_exit(1);
	char *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (at == MAP_FAILED)
		_exit(1);
	for (size_t i = 0; i < bytes; i += 4096)
		at[i] = 1;
}

int main(int argc, char **argv)
{
	const char *how = argc > 2 ? argv[2] : "";
	puts("TRIED");
	fflush(stdout);
	alarm(15);
	if (is(how, "huge")) {
		char *at = malloc(ALL);
		if (!at)
			return 1;
		memset(at, 1, ALL);
	} else if (is(how, "slow")) {
		take(ALL, 4000);
	} else if (is(how, "many")) {
		for (int i = 1; i < PROCESSES; i++)
			if (fork() == 0)
				break;
		alarm(15);
		take(ALL / PROCESSES, 1000);
	} else if (is(how, "shared")) {
		share(360 << 20);
	} else if (is(how, "files")) {
		files(360 << 20);
	}
	sleep(2);
	puts("SURVIVED");
	return 0;
}
