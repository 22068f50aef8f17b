/*
 * Whose a job's folder is: what folder.c asks the system, and each system tells in its own way.
 * The answers stand in linux/folder_owner.c and macos/folder_owner.c.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"

/*
 * When process `pid` was started, in the system's own units; 0 when that cannot be found out.
 * *dead when it has ended and only waits for its parent to notice.
 */
unsigned long long folder_start_of(struct arena *arena, long pid, bool *dead);

/* The name space our process number is counted in; 0: unknown, or there is but one. */
unsigned long long folder_space(void);
