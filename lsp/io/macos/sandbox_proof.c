/*
 * What a trial must have shown on macOS, where there is only the restricted tier: a file the
 * jail's probe could not open, a place it could not write, an address it could not have, a
 * process it could not signal. Written from documentation, not run on a Mac yet.
 */
#include "sandbox_private.h"

bool sandbox_proof_full(struct sandbox *sandbox)
{
	(void)sandbox;
	return false;
}

bool sandbox_proof_restricted(struct sandbox *sandbox)
{
	static const char *const lines[] = {"opened:\t0", "written:\t0", "network:\t0",
					    "signalled:\t0"};
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (!sandbox_probe_says(&sandbox->trial, lines[i]))
			return false;
	return true;
}

struct str sandbox_proof_describe(struct sandbox *sandbox)
{
	(void)sandbox;
	return STR("restricted (sandbox-exec, untested)");
}

const char *sandbox_proof_bwrap(void)
{
	return NULL;
}
