/*
 * Forks without end, each process in a session of its own and forking too; says how many came
 * to be. Bounded, so that a sandbox that fails does not take the machine with it.
 * argv: a mark to find it by.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BOUND = 2000 };

int main(void)
{
	atomic_int *born =
		mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t first = getpid();
	alarm(20);
	for (int i = 0; i < 300 && atomic_load(born) < BOUND; i++) {
		if (fork() != 0)
			continue;
		atomic_fetch_add(born, 1);
		alarm(20);
		setsid();
	}
	if (getpid() == first) {
		printf("TRIED %d\n", atomic_load(born));
		fflush(stdout);
	}
	for (;;)
		pause();
}
