/*
 * Says as whom it runs. It is installed with the set-user-ID bit, and starts others that are:
 * nobody gains anything. argv: a copy of this program that is root's and has the bit; or
 * nothing, in that copy.
 */
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void run(const char *path, char **argv)
{
	pid_t pid = fork();
	if (pid == 0) {
		execv(path, argv);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
}

int main(int argc, char **argv)
{
	if (getuid() != geteuid() || getgid() != getegid())
		printf("GAINED user %d, in fact %d\n", (int)geteuid(), (int)getuid());
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		puts("GAINED the right to gain");
	if (setuid(0) == 0 && getuid() != 0)
		puts("GAINED root");
	if (argc < 2)
		return 0;
	run(argv[1], (char *[]){argv[1], NULL});
	/* Its own copy, made to be somebody else's. */
	run("/bin/sh", (char *[]){"sh", "-c", "cp /proc/$PPID/exe own && chmod 6755 own", NULL});
	run("./own", (char *[]){"own", NULL});
	run("/usr/bin/su", (char *[]){"su", "-c", "echo GAINED su", NULL});
	run("/usr/bin/sudo", (char *[]){"sudo", "-n", "echo", "GAINED sudo", NULL});
	run("/usr/bin/mount", (char *[]){"mount", "-t", "tmpfs", "none", "/tmp", NULL});
	run("/usr/bin/newgrp", (char *[]){"newgrp", "root", NULL});
	run("/usr/bin/passwd", (char *[]){"passwd", "-d", "root", NULL});
	puts("TRIED");
	return 0;
}
