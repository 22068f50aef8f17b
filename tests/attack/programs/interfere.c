/*
 * Traces, reads, stops and kills whoever it can reach: those around it, the one who measures
 * it, a stranger. argv: the stranger's process number.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static void interfere(pid_t pid)
{
	char bytes[64];
	struct iovec here = {bytes, sizeof bytes}, there = {(void *)0x400000, sizeof bytes};
	if (ptrace(PTRACE_ATTACH, pid, 0, 0) == 0 || ptrace(PTRACE_SEIZE, pid, 0, 0) == 0)
		printf("DID trace %d\n", (int)pid);
	if (process_vm_readv(pid, &here, 1, &there, 1, 0) >= 0)
		printf("DID read %d\n", (int)pid);
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (pidfd >= 0) {
		for (int fd = 0; fd < 10; fd++)
			if (syscall(438 /* pidfd_getfd */, pidfd, fd, 0) >= 0)
				printf("DID take descriptor %d of %d\n", fd, (int)pid);
		syscall(SYS_pidfd_send_signal, pidfd, SIGSTOP, NULL, 0);
		close(pidfd);
	}
	/* Process 1 of a namespace hears no signal from inside, so success there means nothing. */
	if (pid != 1 && kill(pid, SIGSTOP) == 0)
		printf("DID stop %d\n", (int)pid);
	syscall(SYS_tgkill, pid, pid, SIGKILL);
	if (pid != 1 && kill(pid, SIGKILL) == 0)
		printf("DID kill %d\n", (int)pid);
}

int main(int argc, char **argv)
{
	pid_t parent = getppid();
	for (int i = 1; i < argc; i++)
		interfere((pid_t)strtol(argv[i], NULL, 10));
	if (parent > 0)
		interfere(parent);
	puts("TRIED");
	return 0;
}
