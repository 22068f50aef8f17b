/*
 * Asks for a socket of every family and kind: directly, with the upper half of the register
 * filled, by the x32 and the 32-bit doors. Says which it got.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FAMILIES = 64, KINDS = 11 };

static void plain(void)
{
	static const unsigned long high[] = {0, 1UL << 32, ~0UL << 32};
	for (long family = 0; family < FAMILIES; family++)
		for (long kind = 1; kind < KINDS; kind++)
			for (size_t i = 0; i < sizeof high / sizeof *high; i++)
				for (long protocol = 0; protocol < 2; protocol++) {
					long fd = syscall(SYS_socket, family | high[i], kind,
							  protocol);
					if (fd < 0)
						continue;
					printf("GOT %ld\n", family);
					close((int)fd);
				}
}

/* In a process of its own each, for the wrong door may be the end of it. */
static void other_doors(void)
{
#ifdef __x86_64__
	for (int door = 0; door < 3; door++) {
		int status = 0;
		pid_t pid = fork();
		if (pid == 0) {
			long got = -1;
			unsigned args[] = {AF_UNIX, SOCK_DGRAM, 0};
			if (door == 0)
				got = syscall(SYS_socket | 0x40000000, AF_UNIX, SOCK_DGRAM, 0);
			if (door == 1) /* socket */
				__asm__ volatile("int $0x80"
						 : "=a"(got)
						 : "a"(359), "b"(1), "c"(2), "d"(0)
						 : "memory");
			if (door == 2) /* socketcall; its list is on the stack, too high for it */
				__asm__ volatile("int $0x80"
						 : "=a"(got)
						 : "a"(102), "b"(1), "c"(args)
						 : "memory");
			_exit((int)got >= 0 ? 42 : 0);
		}
		waitpid(pid, &status, 0);
		if (WIFEXITED(status) && WEXITSTATUS(status) == 42)
			printf("GOT door %d\n", door);
	}
#endif
}

int main(void)
{
	plain();
	fflush(stdout);
	other_doors();
	puts("TRIED");
	return 0;
}
