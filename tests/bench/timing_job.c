/*
 * The program that tests/bench/timing.c runs: so many steps of a chain in which each needs the
 * one before, so that work is proportional to the number, and a ratio is known beforehand.
 * The last value is printed, so that no compiler can leave anything out.
 *
 *	timing_job STEPS
 *	timing_job load       computes until it is killed, or for ten minutes
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { JOB_LOAD_SECONDS = 600, JOB_LOAD_STEPS = 1000000 };

static uint64_t job_chain(uint64_t steps)
{
	uint64_t x = steps;
	for (uint64_t i = 0; i < steps; i++)
		x = x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return x;
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("timing_job STEPS | load\n", stderr);
		return 2;
	}
	if (strcmp(argv[1], "load") == 0) {
		uint64_t sum = 0;
		for (time_t end = time(NULL) + JOB_LOAD_SECONDS; time(NULL) < end;)
			sum += job_chain(JOB_LOAD_STEPS + sum % 2);
		return (int)(sum & 1);
	}
	printf("%llu\n", (unsigned long long)job_chain(strtoull(argv[1], NULL, 10)));
	return 0;
}
