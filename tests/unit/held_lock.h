/*
 * A lock that another process holds and does not give back.
 */
#pragma once

#include <unistd.h>

#include "check.h"
#include "io/file.h"

/* For some seconds; the number of the process, to be killed and waited for. */
static inline pid_t held_lock(const char *path)
{
	int ready[2];
	char byte = 0;
	CHECK_INT(pipe(ready), 0);
	pid_t child = fork();
	if (child == 0) {
		struct err err = {0};
		char held = file_lock(path, &err) >= 0 ? 'y' : 'n';
		(void)!write(ready[1], &held, 1);
		sleep(5);
		_exit(0);
	}
	CHECK(read(ready[0], &byte, 1) == 1 && byte == 'y');
	close(ready[0]);
	close(ready[1]);
	return child;
}
