/*
 * What a trial must have shown on Linux: the jail's probe opened nothing it may not, and the
 * kernel's own words for it are that there are new name spaces, or Landlock, and seccomp.
 */
#include <unistd.h>

#include "sandbox_private.h"

/* The process namespace must be another than ours, which is what we can see from here. */
static bool proof_other_namespace(struct sandbox *sandbox)
{
	char ours[64];
	ssize_t len = readlink("/proc/self/ns/pid", ours, sizeof(ours));
	if (len <= 0 || !str_starts(sandbox_out(&sandbox->trial), STR("pid_ns:\tpid:[")))
		return false;
	struct str line = arena_fmt(&sandbox->arena, "pid_ns:\t%.*s", (int)len, ours);
	return !sandbox_probe_says(&sandbox->trial, line.at);
}

/* In both tiers. */
static bool proof_confined(const struct sandbox_run *trial)
{
	return sandbox_probe_says(trial, "opened:\t0") &&
	       sandbox_probe_says(trial, "netlink:\t0") &&
	       sandbox_probe_says(trial, "NoNewPrivs:\t1") &&
	       sandbox_probe_says(trial, "Seccomp:\t2");
}

bool sandbox_proof_full(struct sandbox *sandbox)
{
	return proof_confined(&sandbox->trial) &&
	       sandbox_probe_says(&sandbox->trial, "interfaces:\t0") &&
	       proof_other_namespace(sandbox);
}

bool sandbox_proof_restricted(struct sandbox *sandbox)
{
	return proof_confined(&sandbox->trial) && sandbox->trial.result.landlock > 0;
}

struct str sandbox_proof_describe(struct sandbox *sandbox)
{
	return arena_fmt(&sandbox->arena, "restricted (Landlock ABI %d)",
			 sandbox->trial.result.landlock);
}

/* Known places only: a PATH could lead into the workspace. */
const char *sandbox_proof_bwrap(void)
{
	static const char *const paths[] = {"/usr/bin/bwrap", "/usr/local/bin/bwrap",
					    "/run/current-system/sw/bin/bwrap"};
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (access(paths[i], X_OK) == 0)
			return paths[i];
	return NULL;
}
