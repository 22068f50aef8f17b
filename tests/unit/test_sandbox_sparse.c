/*
 * A command that reserves far more addresses than it uses, as sanitizers do: it may, where it is
 * asked for, and memory in use stays bounded all the same.
 */
#include "sandbox_trial.h"

static const char *const reserve[] = {
	"/usr/bin/python3", "-c",
	"import mmap\n"
	"held = mmap.mmap(-1, 1 << 40, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000)\n"
	"print('reserved')",
	NULL};

/* Slowly enough to be seen, and never more than the machine bears. */
static const char *const take[] = {"/usr/bin/python3", "-c",
				   "import time\n"
				   "held = []\n"
				   "for i in range(100):\n"
				   "    held.append(b'x' * (8 << 20))\n"
				   "    time.sleep(0.05)",
				   NULL};

static void test_sparse(const char *name, enum sandbox_tier tier, enum sandbox_tier minimum)
{
	struct trial trial;
	struct err err = {0};
	trial_init(&trial, name, minimum);
	if (sandbox_tier(trial.sandbox) != tier) {
		trial_deinit(&trial);
		return; /* test_sandbox.c says so */
	}
	struct sandbox_command command = {.argv = reserve, .limits = sandbox_run_limits};
	CHECK(trial_run(&trial, &command, &err));
	CHECK(trial.run.result.status != 0);
	sandbox_run_deinit(&trial.run);

	command.sparse = true;
	CHECK(trial_run(&trial, &command, &err));
	CHECK_INT(trial.run.result.status, 0);
	CHECK_STR(sandbox_out(&trial.run), "reserved\n");
	sandbox_run_deinit(&trial.run);

	command.argv = take;
	command.limits.memory = 64 << 20;
	CHECK(trial_run(&trial, &command, &err));
	CHECK_INT(trial.run.result.limit, SANDBOX_LIMIT_MEMORY);
	sandbox_run_deinit(&trial.run);
	trial_deinit(&trial);
}

int main(int argc, char **argv)
{
	(void)argc;
	CHECK_BEGIN();
	place_jail(argv[0]);
	test_sparse("full", SANDBOX_FULL, SANDBOX_RESTRICTED);
	test_sparse("restricted", SANDBOX_RESTRICTED, SANDBOX_RESTRICTED);
	return CHECK_END();
}
