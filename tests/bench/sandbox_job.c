/*
 * What sandbox.c runs inside and outside the sandbox.
 *
 *	sandbox_job pi             a loop of some 0.3 s; prints the processor time it took
 *	sandbox_job hostile MARK   200 processes that do not want to die; prints READY
 *
 * The hostile ones end by themselves 15 s after their start, whatever becomes of the sandbox.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { JOB_DEAF = 149, JOB_HOPPING = 6, JOB_FILLING = 4, JOB_FILL = 9, JOB_SECONDS = 15 };

static double job_time(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double job_now(void)
{
	return job_time(CLOCK_MONOTONIC);
}

static int job_pi(void)
{
	double start = job_time(CLOCK_PROCESS_CPUTIME_ID), total = 0, sign = 1;
	for (long k = 0; k < 200 * 1000 * 1000; k++) {
		total += sign / (double)(2 * k + 1);
		sign = -sign;
	}
	printf("%.9f\n%.12f\n", job_time(CLOCK_PROCESS_CPUTIME_ID) - start, 4 * total);
	return 0;
}

static void job_wait(double end)
{
	while (job_now() < end)
		sleep(1);
	_exit(0);
}

/* Every other one in a session of its own, twice forked. */
static void job_deaf(int number, double end)
{
	if (fork() != 0)
		return;
	if (number % 2 == 0) {
		setsid();
		if (fork() != 0)
			_exit(0);
	}
	job_wait(end);
}

/* Never the same process for long: whoever looks finds only where it was. */
static void job_hop(double end)
{
	struct timespec pause = {.tv_nsec = 100000};
	if (fork() != 0)
		return;
	while (job_now() < end) {
		nanosleep(&pause, NULL);
		if (fork() > 0)
			_exit(0);
	}
	_exit(0);
}

/* Puts another in the place of each of its children that is killed. */
static void job_fill(double end)
{
	struct timespec pause = {.tv_nsec = 100000};
	int alive = 0;
	if (fork() != 0)
		return;
	signal(SIGCHLD, SIG_DFL);
	while (job_now() < end) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			alive--;
		if (alive < JOB_FILL) {
			if (fork() == 0)
				job_wait(end);
			alive++;
		}
		nanosleep(&pause, NULL);
	}
	_exit(0);
}

static int job_hostile(void)
{
	double end = job_now() + JOB_SECONDS;
	/* Nobody waits for these: no place is lost to a zombie. */
	for (int number = 1; number < 32; number++)
		signal(number, SIG_IGN);
	for (int i = 0; i < JOB_DEAF; i++)
		job_deaf(i, end);
	for (int i = 0; i < JOB_HOPPING; i++)
		job_hop(end);
	for (int i = 0; i < JOB_FILLING; i++)
		job_fill(end);
	usleep(100000);
	puts("READY");
	fflush(stdout);
	job_wait(end);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "pi") == 0)
		return job_pi();
	if (argc == 3 && strcmp(argv[1], "hostile") == 0)
		return job_hostile();
	fputs("sandbox_job pi | hostile MARK\n", stderr);
	return 2;
}
