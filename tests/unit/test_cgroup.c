/*
 * The process limit for root lives in a control group named after the supervisor and its name
 * space. Groups of dead supervisors are swept; those of another name space, whose numbers mean
 * nothing here, are left alone: a container that shares the hierarchy may just have made one.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

/* A number no process has. */
enum { NOBODY = 4194000 };

static const char base[] = "/sys/fs/cgroup/pids";

static void group_path(char path[200], unsigned long long space)
{
	snprintf(path, 200, "%s/kadane-%d-%llu", base, (int)NOBODY, space);
}

/* What kadane-jail does to the groups beside its own, while it runs a program. */
static void run_jail(const char *jail)
{
	char work[] = "/tmp/kadane-cgroup-XXXXXX";
	CHECK(mkdtemp(work) != NULL);
	pid_t child = fork();
	if (child == 0) {
		execl(jail, jail, "supervise", "--tier", "none", "--wall-ms", "5000", "--memory",
		      "67108864", "--disk", "1048576", "--output", "1000", "--processes", "9",
		      "--work", work, "--", "/bin/true", (char *)NULL);
		_exit(127);
	}
	int status = 0;
	CHECK(waitpid(child, &status, 0) == child);
	CHECK_INT(status, 0);
	rmdir(work);
}

int main(int argc, char **argv)
{
	(void)argc;
	CHECK_BEGIN();
	struct stat info;
	char ours[200], foreign[200], jail[4096];
	snprintf(jail, sizeof(jail), "%s", argv[0]);
	for (int parts = 0; parts < 2; parts++) {
		char *slash = jail;
		for (char *c = jail; *c != '\0'; c++)
			slash = *c == '/' ? c : slash;
		*slash = '\0';
	}
	snprintf(jail + strlen(jail), sizeof(jail) - strlen(jail), "/kadane-jail");
	CHECK(stat("/proc/self/ns/pid", &info) == 0);
	/* Who is not root has no such group, nor needs one. */
	if (getuid() != 0 || access(base, W_OK) != 0)
		return CHECK_END();
	group_path(ours, info.st_ino);
	group_path(foreign, info.st_ino + 1);
	CHECK(mkdir(ours, 0755) == 0 || errno == EEXIST);
	CHECK(mkdir(foreign, 0755) == 0 || errno == EEXIST);
	run_jail(jail);
	CHECK(access(ours, F_OK) != 0);
	CHECK(access(foreign, F_OK) == 0);
	rmdir(foreign);
	return CHECK_END();
}
