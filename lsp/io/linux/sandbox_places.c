/*
 * Places of Linux that are not shown in the sandbox, whoever asks for them.
 */
#include "sandbox_private.h"

const char *const sandbox_places_system[] = {"/proc", "/sys", "/dev", "/run", "/boot", NULL};

const char *const sandbox_places_homes[] = {"/home", "/root", "/var", "/etc", NULL};
