/*
 * Traces, reads, slows down, starves, stops and kills whoever it can reach. argv: process
 * numbers; without any, the one who measures it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static void look(pid_t pid)
{
	char bytes[64];
	struct iovec here = {bytes, sizeof bytes}, there = {(void *)0x400000, sizeof bytes};
	if (ptrace(PTRACE_ATTACH, pid, 0, 0) == 0 || ptrace(PTRACE_SEIZE, pid, 0, 0) == 0)
		printf("DID trace %d\n", (int)pid);
	if (process_vm_readv(pid, &here, 1, &there, 1, 0) >= 0)
		printf("DID read %d\n", (int)pid);
	if (process_vm_writev(pid, &here, 1, &there, 1, 0) >= 0)
		printf("DID write %d\n", (int)pid);
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	for (int fd = 0; pidfd >= 0 && fd < 10; fd++)
		if (syscall(438 /* pidfd_getfd */, pidfd, fd, 0) >= 0)
			printf("DID take descriptor %d of %d\n", fd, (int)pid);
	if (pidfd >= 0)
		syscall(SYS_pidfd_send_signal, pidfd, SIGSTOP, NULL, 0);
}

/* What a process may have and how it is scheduled: no signals needed. */
static void starve(pid_t pid)
{
	struct sched_param lowest = {0};
	cpu_set_t one;
	CPU_ZERO(&one);
	CPU_SET(0, &one);
	if (setpriority(PRIO_PROCESS, (id_t)pid, 19) == 0)
		printf("DID slow down %d\n", (int)pid);
	if (sched_setscheduler(pid, SCHED_IDLE, &lowest) == 0)
		printf("DID idle %d\n", (int)pid);
	if (sched_setaffinity(pid, sizeof one, &one) == 0)
		printf("DID bind %d\n", (int)pid);
	if (syscall(SYS_ioprio_set, 1, pid, 3 << 13) == 0)
		printf("DID slow down the disk of %d\n", (int)pid);
	static const int limits[] = {RLIMIT_NOFILE, RLIMIT_AS, RLIMIT_FSIZE, RLIMIT_CPU};
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		if (prlimit(pid, limits[i], &(struct rlimit){0, 0}, NULL) == 0)
			printf("DID take limit %d from %d\n", limits[i], (int)pid);
}

/* A pipe may be told to send whatever signal when something comes in. */
static void send_by_pipe(pid_t pid)
{
	int ends[2];
	if (pipe(ends) < 0)
		return;
	if (fcntl(ends[0], F_SETOWN, pid) == 0 && fcntl(ends[0], F_SETSIG, SIGKILL) == 0 &&
	    fcntl(ends[0], F_SETFL, O_ASYNC | O_NONBLOCK) == 0)
		(void)!write(ends[1], "x", 1);
}

static void interfere(pid_t pid)
{
	look(pid);
	starve(pid);
	send_by_pipe(pid);
	/* Process 1 of a namespace hears no signal from inside, so success there means nothing. */
	if (pid != 1 && kill(pid, SIGSTOP) == 0)
		printf("DID stop %d\n", (int)pid);
	syscall(SYS_tgkill, pid, pid, SIGKILL);
	if (pid != 1 && kill(pid, SIGKILL) == 0)
		printf("DID kill %d\n", (int)pid);
}

int main(int argc, char **argv)
{
	puts("TRIED");
	fflush(stdout);
	for (int i = 1; i < argc; i++)
		interfere((pid_t)strtol(argv[i], NULL, 10));
	if (argc < 2 && getppid() > 0)
		interfere(getppid());
	return 0;
}
