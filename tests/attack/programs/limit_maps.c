/*
 * Maps without touching, in the way and of the size it is told, until it has a gigabyte or is
 * refused; then ends with 0 or badly, as told.
 * argv: "malloc", "grow", "reserve" or "heap"; KiB at a time; KiB in all; "exit", "abort" or
 * "survive".
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* What is stored here cannot be optimised away. */
static void *volatile kept;

static void *get(const char *how, size_t size)
{
	static char *grown;
	static size_t has;
	void *at;
	if (strcmp(how, "malloc") == 0)
		return malloc(size);
	if (strcmp(how, "heap") == 0) {
		at = sbrk((intptr_t)size);
		return at == (void *)-1 ? NULL : at;
	}
	if (strcmp(how, "grow") == 0) {
		at = has ? mremap(grown, has, has + size, MREMAP_MAYMOVE)
			 : mmap(NULL, size, PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (at == MAP_FAILED)
			return NULL;
		grown = at;
		has += size;
		return at;
	}
	at = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	return at == MAP_FAILED ? NULL : at;
}

int main(int argc, char **argv)
{
	size_t step = strtoul(argv[2], NULL, 10) << 10, all = strtoul(argv[3], NULL, 10) << 10;
	size_t got = 0;
	(void)argc;
	while (got < all && (kept = get(argv[1], step)))
		got += step;
	printf("GOT %zu KiB\n", got >> 10);
	fflush(stdout);
	if (strcmp(argv[4], "abort") == 0)
		abort();
	return strcmp(argv[4], "survive") == 0 ? 0 : 3;
}
