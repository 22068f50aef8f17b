/* Forks without end, each process in a session of its own. argv: a mark to find it by. */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	puts("TRIED");
	fflush(stdout);
	for (;;) {
		if (fork() == 0)
			setsid();
	}
}
