/*
 * The first program inside the box. sandbox-exec has put the rules on this process; what is
 * left is to say when the job begins and what its process has used so far, on a descriptor
 * that the exec takes away. What the supervisor does not hear from here did not start.
 */
#include "jail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "supervise.h"

static void start_say(const struct job_page *page)
{
	const char *at = (const char *)page;
	for (size_t left = sizeof *page; left > 0;) {
		ssize_t wrote = write(JAIL_REPORT_FD, at, left);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			_exit(125);
		at += wrote;
		left -= (size_t)wrote;
	}
}

int start_main(char **argv)
{
	extern char **environ;
	struct job_page page;
	memset(&page, 0, sizeof page);
	if (fcntl(JAIL_REPORT_FD, F_SETFD, FD_CLOEXEC) < 0)
		return 125;
	getrusage(RUSAGE_SELF, &page.before);
	clock_gettime(CLOCK_MONOTONIC, &page.start);
	start_say(&page);
	execve(argv[0], argv, environ);
	snprintf(page.error, sizeof page.error, "cannot start %.300s: %s", argv[0],
		 strerror(errno));
	start_say(&page);
	return 127;
}
