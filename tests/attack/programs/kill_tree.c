/*
 * 200 processes, half of them in sessions of their own, twice forked, deaf; then waits for the
 * deadline. argv: a mark to find it by.
 */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	for (int number = 1; number < 32; number++)
		signal(number, SIG_IGN);
	for (int i = 0; i < 200; i++) {
		if (fork() != 0)
			continue;
		if (i % 2) {
			setsid();
			if (fork() != 0)
				_exit(0);
		}
		for (;;)
			pause();
	}
	puts("TRIED");
	fflush(stdout);
	for (;;)
		pause();
}
