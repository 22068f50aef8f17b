/* Stops itself and all that it started, so that nobody hears anything. argv: a mark. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	puts("TRIED");
	fflush(stdout);
	for (int i = 0; i < 20; i++)
		if (fork() == 0) {
			if (i % 2)
				setsid();
			raise(SIGSTOP);
			_exit(0);
		}
	kill(0, SIGSTOP);
	raise(SIGSTOP);
	sleep(20);
	return 0;
}
