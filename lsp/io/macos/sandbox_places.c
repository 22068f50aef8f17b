/*
 * Places of macOS that are not shown in the sandbox, whoever asks for them. They are compared
 * with true paths, which those through the links /etc, /home, /tmp and /var are not.
 * Interpreters live in /Library and projects on other disks, so these are refused only as a
 * whole. Written from documentation, not run on a Mac yet.
 */
#include "sandbox_private.h"

/* /.vol names any file by its number, and /System/Volumes holds the user's disk once more. */
const char *const sandbox_places_system[] = {
	"/.vol",
	"/dev",
	"/System/Volumes",
	"/Library/Keychains",
	"/private/var/db",
	"/private/var/run",
	NULL,
};

const char *const sandbox_places_homes[] = {
	"/Library",          "/System",      "/Users",
	"/Volumes",          "/private",     "/private/etc",
	"/private/tmp",      "/private/var", "/private/var/folders",
	"/private/var/root", NULL,
};
