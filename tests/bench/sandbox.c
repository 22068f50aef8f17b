/*
 * What the sandbox costs, measured over the path the server takes: from the spawn of the
 * supervisor to its exit. Everything is run in turn, A B C D A B C D, so that drift falls on all.
 *
 *	sandbox KADANE-JAIL SANDBOX-JOB
 */
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sandbox_start.h"

enum { SANDBOX_ROUNDS = 80, SANDBOX_LOOPS = 15, SANDBOX_KILLS = 15, SANDBOX_MOST = 100 };
enum { SANDBOX_TREE = 200, SANDBOX_LIMIT = 400 };

static const double SANDBOX_AIM_MS = 3, SANDBOX_AIM_KILL_MS = 10, SANDBOX_AIM_RATIO = 0.01;

static const char *const sandbox_names[] = {"plain", "bubblewrap alone", "restricted", "full"};

static const char *const sandbox_env[] = {"HOME=/nonexistent",
					  "LANG=C.UTF-8",
					  "PATH=/usr/local/bin:/usr/bin:/bin",
					  "PYTHONDONTWRITEBYTECODE=1",
					  "PYTHONHASHSEED=0",
					  "PYTHONNOUSERSITE=1",
					  "TMPDIR=/tmp",
					  NULL};

struct sample {
	double at[SANDBOX_MOST];
	size_t count;
};

static int sample_order(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;
	return (left > right) - (left < right);
}

static void sample_add(struct sample *sample, double value)
{
	sample->at[sample->count++] = value;
}

static double sample_rank(const struct sample *sample, double share)
{
	struct sample sorted = *sample;
	qsort(sorted.at, sorted.count, sizeof *sorted.at, sample_order);
	return sorted.at[(size_t)(share * (double)(sorted.count - 1) + 0.5)];
}

static const char *sandbox_met(bool met)
{
	return met ? "met" : "missed";
}

/* A run of this kind is asked for a zero status; in the sandbox the report says it. */
static void sandbox_check(const struct started *run, int status)
{
	const char *report = run->text[START_REPORT];
	bool inside = run->way < WAY_RESTRICTED ||
		      (strstr(report, "\nstatus=0\n") && strstr(report, "\nsignal=0\n") &&
		       strstr(report, "\nend=1\n") && !strstr(report, "error="));
	if (status == 0 && inside)
		return;
	fprintf(stderr, "sandbox: %s: status %d\n%s%s", sandbox_names[run->way], status,
		run->text[2], report);
	exit(1);
}

static bool sandbox_has(const struct start *start, enum way way)
{
	return start->bwrap != NULL || way == WAY_PLAIN || way == WAY_RESTRICTED;
}

/* Where we may, ahead of whatever else runs on the machine. */
static bool sandbox_ahead(int policy)
{
	struct sched_param how = {.sched_priority = policy == SCHED_FIFO};
	return sched_setscheduler(0, policy, &how) == 0;
}

/* From the start to the end of one run, in each way. */
static void sandbox_spawns(const struct start *start, const char *title, const char *const *argv)
{
	struct sample took[WAY_COUNT] = {0}, more[WAY_COUNT] = {0};
	struct started run;
	for (int round = -2; round < SANDBOX_ROUNDS; round++) {
		double plain = 0;
		for (enum way way = WAY_PLAIN; way < WAY_COUNT; way++) {
			if (!sandbox_has(start, way))
				continue;
			double begun = start_now();
			start_begin(start, &run, way, argv, 64);
			int status = start_end(&run);
			double ms = (start_now() - begun) * 1e3;
			sandbox_check(&run, status);
			plain = way == WAY_PLAIN ? ms : plain;
			if (round < 0)
				continue;
			sample_add(&took[way], ms);
			sample_add(&more[way], ms - plain);
		}
	}
	for (enum way way = WAY_PLAIN; way < WAY_COUNT; way++) {
		if (!took[way].count)
			continue;
		double median = sample_rank(&more[way], 0.5);
		printf("run %-20s %-19s %10.2f ms (p90 %.2f)", title, sandbox_names[way],
		       sample_rank(&took[way], 0.5), sample_rank(&took[way], 0.9));
		if (way != WAY_PLAIN)
			printf(", %.2f more than plain", median);
		if (way == WAY_FULL)
			printf("  (aim %.0f ms more: %s)", SANDBOX_AIM_MS,
			       sandbox_met(median <= SANDBOX_AIM_MS));
		putchar('\n');
	}
}

/* The processor time a loop says it took, inside against outside. */
static void sandbox_loop(const struct start *start, const char *title, const char *const *argv)
{
	struct sample ratios[WAY_COUNT] = {0}, plains = {0};
	struct started run;
	for (int round = 0; round < SANDBOX_LOOPS; round++) {
		double plain[2], inside[WAY_COUNT] = {0};
		/* Plain before and after: a machine that slows down slows both sides. */
		for (int i = 0; i < 2; i++) {
			start_begin(start, &run, WAY_PLAIN, argv, 64);
			sandbox_check(&run, start_end(&run));
			plain[i] = strtod(run.text[1], NULL);
			sample_add(&plains, plain[i] * 1e3);
			for (enum way way = WAY_RESTRICTED; i == 0 && way < WAY_COUNT; way++) {
				if (!sandbox_has(start, way))
					continue;
				start_begin(start, &run, way, argv, 64);
				sandbox_check(&run, start_end(&run));
				inside[way] = strtod(run.text[1], NULL);
			}
		}
		for (enum way way = WAY_RESTRICTED; way < WAY_COUNT; way++)
			if (inside[way] > 0)
				sample_add(&ratios[way], inside[way] / ((plain[0] + plain[1]) / 2));
	}
	for (enum way way = WAY_RESTRICTED; way < WAY_COUNT; way++) {
		if (!ratios[way].count)
			continue;
		double median = sample_rank(&ratios[way], 0.5);
		printf("%-24s %-19s %10.4fx of plain's %.0f ms (quartiles %.4f to %.4f)  "
		       "(aim within 1 %%: %s)\n",
		       title, sandbox_names[way], median, sample_rank(&plains, 0.5),
		       sample_rank(&ratios[way], 0.25), sample_rank(&ratios[way], 0.75),
		       sandbox_met(fabs(median - 1) <= SANDBOX_AIM_RATIO));
	}
}

/* How many processes have the mark on their command line. */
static int sandbox_alive(const char *mark)
{
	int found = 0;
	DIR *proc = opendir("/proc");
	if (proc == NULL)
		start_fail("/proc");
	for (struct dirent *entry; (entry = readdir(proc)) != NULL;) {
		char path[300], text[256];
		if (strtol(entry->d_name, NULL, 10) <= 0)
			continue;
		snprintf(path, sizeof path, "/proc/%s/cmdline", entry->d_name);
		FILE *file = fopen(path, "re");
		size_t got = file ? fread(text, 1, sizeof text, file) : 0;
		if (file)
			fclose(file);
		found += memmem(text, got, mark, strlen(mark)) != NULL;
	}
	closedir(proc);
	return found;
}

/* From the close of the control pipe to the supervisor's end; then nothing may be there. */
static void sandbox_kills(const struct start *start)
{
	struct sample took[WAY_COUNT] = {0};
	int least = SANDBOX_TREE;
	struct started run;
	for (int round = 0; round < SANDBOX_KILLS; round++) {
		for (enum way way = WAY_RESTRICTED; way < WAY_COUNT; way++) {
			char mark[64];
			const char *const argv[START_ARGS] = {"job", "hostile", mark};
			if (!sandbox_has(start, way))
				continue;
			snprintf(mark, sizeof mark, "mark-%d-%d-%d", (int)getpid(), round, way);
			start_begin(start, &run, way, argv, SANDBOX_LIMIT);
			start_until(&run, "READY");
			/* Some hop while we look, so a few may be missed; the supervisors count
			 * too. */
			int alive = sandbox_alive(mark);
			least = alive < least ? alive : least;
			double begun = start_now();
			close(run.ends[START_CONTROL]);
			run.ends[START_CONTROL] = -1;
			start_end(&run);
			sample_add(&took[way], (start_now() - begun) * 1e3);
			int left = sandbox_alive(mark);
			if (left) {
				fprintf(stderr, "sandbox: %s: %d processes outlived it\n",
					sandbox_names[way], left);
				exit(1);
			}
		}
	}
	for (enum way way = WAY_RESTRICTED; way < WAY_COUNT; way++) {
		if (!took[way].count)
			continue;
		double median = sample_rank(&took[way], 0.5);
		printf("kill %d hostile %-9s %-19s %10.2f ms (p90 %.2f)  (aim %.0f ms: %s)\n",
		       least, "", sandbox_names[way], median, sample_rank(&took[way], 0.9),
		       SANDBOX_AIM_KILL_MS, sandbox_met(median <= SANDBOX_AIM_KILL_MS));
	}
}

/* bubblewrap, where it works; with the option that came with 0.8.0, where it has that. */
static void sandbox_find_bwrap(struct start *start)
{
	const char *const argv[START_ARGS] = {"/bin/true"};
	struct started run;
	start->bwrap = "/usr/bin/bwrap";
	for (int i = 0; i < 2 && access(start->bwrap, X_OK) == 0; i++) {
		start->no_userns = i == 0;
		start_begin(start, &run, WAY_BWRAP, argv, 64);
		if (start_end(&run) == 0)
			return;
	}
	puts("the full sandbox does not work here: its aims are not measured");
	start->bwrap = NULL;
}

int main(int argc, char **argv)
{
	const char *const nothing[START_ARGS] = {"/bin/true"};
	const char *const python[START_ARGS] = {"/usr/bin/python3", "-c", "pass"};
	const char *const pi[START_ARGS] = {"job", "pi"};
	const char *const loop[START_ARGS] = {"/usr/bin/python3", "-c",
					      "import time\nstart = time.monotonic()\ntotal = 0\n"
					      "for i in range(3000000):\n    total += i % 7\n"
					      "print(time.monotonic() - start)\n"};
	char folder[] = "/tmp/kadane-bench-XXXXXX";
	if (argc != 3) {
		fputs("sandbox KADANE-JAIL SANDBOX-JOB\n", stderr);
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	struct start start = {.jail = argv[1], .job = argv[2], .env = sandbox_env};
	start.folder = mkdtemp(folder);
	if (start.folder == NULL)
		start_fail("mkdtemp");
	sandbox_find_bwrap(&start);
	if (sandbox_ahead(SCHED_FIFO))
		puts("all but the kills run ahead of whatever else the machine does (SCHED_FIFO)");
	sandbox_spawns(&start, "/bin/true", nothing);
	sandbox_spawns(&start, "python3 -c pass", python);
	sandbox_loop(&start, "a loop in C", pi);
	sandbox_loop(&start, "a loop in Python", loop);
	/* Those who are to be killed may not come before whoever kills them. */
	sandbox_ahead(SCHED_OTHER);
	sandbox_kills(&start);
	return rmdir(start.folder);
}
