/*
 * Which limit a program failed by. Most limits are the kernel's to keep, and it tells the
 * program only: a call was refused. So it is worked out from what is seen while the program
 * still lives: the large calls it makes and how things stand when it ends with another status
 * than 0 (notify.c), and what was left when it had. In doubt no limit is named: to be told of
 * a limit that was none sends whoever reads it the wrong way.
 */
#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "jail.h"

enum {
	LIMITS_LOOK_NS = 5000000, /* at the least, between looks that cost something */
	LIMITS_HEAP =
		64 << 20, /* the address space glibc reserves for an arena; first twice that */
	LIMITS_REFUSED_NS = 1000000000, /* what a program lived on with, it survived */
	LIMITS_PART = 4,                /* of the memory limit: what is refused unseen */
	LIMITS_LINES = 16384,           /* of a list of mappings */
	LIMITS_TASKS_UNSEEN = 2,        /* of ours, which /proc does not show as the user's */
	LIMITS_INODE = 4096,  /* bytes of the allowance that a file costs, empty or not … */
	LIMITS_INODES = 1024, /* … but for some that everybody may have */
};

static int64_t limits_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

uint64_t limits_space(const struct jail_options *options)
{
	return options->sparse ? RLIM_INFINITY : options->memory + options->memory / 2;
}

/* All threads add up: a program that keeps every core busy may do so until the deadline. */
uint64_t limits_cpu_s(const struct jail_options *options)
{
	cpu_set_t cpus;
	uint64_t count = 1;
	if (sched_getaffinity(0, sizeof cpus, &cpus) == 0)
		count = (uint64_t)CPU_COUNT(&cpus);
	return (options->wall_ms / 1000 + 2) * count;
}

/* The user's tasks everywhere: without a namespace of our own the kernel counts them all. */
uint64_t limits_user_tasks(void)
{
	uint64_t tasks = 0;
	DIR *proc = opendir("/proc");
	if (!proc)
		return 0;
	for (struct dirent *entry; (entry = readdir(proc));) {
		char path[300];
		struct stat info;
		snprintf(path, sizeof path, "%s/task", entry->d_name);
		if (strtol(entry->d_name, NULL, 10) <= 0 ||
		    fstatat(dirfd(proc), path, &info, 0) < 0)
			continue;
		if (info.st_uid == getuid() && info.st_nlink > 2)
			tasks += info.st_nlink - 2;
	}
	closedir(proc);
	return tasks;
}

/* RLIMIT_NPROC does not bind root; there the control group or the supervisor tells. */
static bool limits_tasks_full(const struct limits *limits)
{
	uint64_t full = limits->options->processes;
	if (getuid() == 0)
		return false;
	if (limits->options->tier != JAIL_FULL)
		full += limits->tasks_before - LIMITS_TASKS_UNSEEN;
	return limits_user_tasks() >= full;
}

/* In memory a name without a page takes room too, and these file systems bound pages only. */
static bool limits_names_full(const struct jail_options *options, const struct statvfs *fs)
{
	return fs->f_files > fs->f_ffree &&
	       fs->f_files - fs->f_ffree > options->disk / LIMITS_INODE + LIMITS_INODES;
}

/* Not a page or not a name is left, or the one file that comes out is as long as a file may be. */
static bool limits_disk_full(const struct limits *limits)
{
	static const char *const folders[] = {"/job", "/tmp", "/dev/shm"};
	const struct jail_options *options = limits->options;
	struct statvfs fs;
	struct stat file;
	if (options->artifact && stat(options->artifact, &file) == 0 &&
	    (uint64_t)file.st_size >= options->disk)
		return true;
	if (options->tier != JAIL_FULL)
		return options->work && work_used(options->work, options->disk) >= options->disk;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		if (statvfs(folders[i], &fs) == 0 &&
		    (fs.f_bavail == 0 || limits_names_full(options, &fs)))
			return true;
	}
	return false;
}

bool limits_passed(const struct jail_options *options)
{
	static const char *const folders[] = {"/job", "/tmp", "/dev/shm"};
	struct statvfs fs;
	for (size_t i = 0; options->tier == JAIL_FULL && i < sizeof folders / sizeof *folders; i++)
		if (statvfs(folders[i], &fs) == 0 && limits_names_full(options, &fs))
			return true;
	return false;
}

static void limits_read(pid_t pid, const char *name, char *text, size_t size)
{
	char path[40];
	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, text, size - 1);
	if (fd >= 0)
		close(fd);
	text[got > 0 ? got : 0] = '\0';
}

/* The most address space a process ever had; the figure is the process's, not the thread's. */
static uint64_t limits_peak_space(pid_t pid)
{
	char text[4096];
	limits_read(pid, "status", text, sizeof text);
	const char *peak = strstr(text, "\nVmPeak:");
	return peak ? strtoull(peak + 8, NULL, 10) * 1024 : 0;
}

static uint64_t limits_address_space(pid_t pid)
{
	char text[128];
	limits_read(pid, "statm", text, sizeof text);
	return strtoull(text, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* As the kernel reckons. That glibc is refused an arena of its own for a thread hurts nobody. */
static void limits_note_mapping(struct limits *limits, pid_t pid, const uint64_t args[6])
{
	bool reserves = args[2] == PROT_NONE;
	bool arena = args[1] == LIMITS_HEAP || args[1] == 2 * (uint64_t)LIMITS_HEAP;
	uint64_t space = limits_space(limits->options);
	if (args[3] & MAP_FIXED)
		return;
	arena = arena && reserves && !(args[3] & MAP_STACK);
	if (!arena && (args[1] > space || limits_address_space(pid) + args[1] > space))
		limits->memory = limits_now();
}

static void limits_note_growth(struct limits *limits, pid_t pid, const uint64_t args[6])
{
	uint64_t more = args[2] > args[1] ? args[2] - args[1] : 0;
	uint64_t space = limits_space(limits->options);
	if (more > space || limits_address_space(pid) + more > space)
		limits->memory = limits_now();
}

static void limits_note_file(struct limits *limits, pid_t pid, int fd, uint64_t more, uint64_t size)
{
	char path[60];
	struct statvfs fs;
	if (size > limits->options->disk)
		limits->disk = limits_now();
	snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)pid, fd);
	if (limits->options->tier == JAIL_FULL && more && statvfs(path, &fs) == 0 && fs.f_frsize &&
	    more / fs.f_frsize > fs.f_bavail)
		limits->disk = limits_now();
}

/* What is reserved for later (PROT_NONE) counts as address space, but nobody used it. */
static uint64_t limits_reserved_space(pid_t pid)
{
	char path[40], line[8192], access[8];
	unsigned long long begin, end;
	uint64_t sum = 0;
	snprintf(path, sizeof path, "/proc/%d/maps", (int)pid);
	FILE *file = fopen(path, "re");
	if (!file)
		return 0;
	for (int i = 0; i < LIMITS_LINES && fgets(line, sizeof line, file); i++)
		if (sscanf(line, "%llx-%llx %7s", &begin, &end, access) == 3 &&
		    strncmp(access, "---", 3) == 0)
			sum += end - begin;
	fclose(file);
	return sum;
}

/*
 * A process ends badly: how do things stand? Mappings too small to be asked about are known
 * by the sum they came to.
 */
static void limits_note_end(struct limits *limits, pid_t pid)
{
	uint64_t memory = limits->options->memory;
	uint64_t space = limits_space(limits->options) - memory / LIMITS_PART;
	uint64_t peak = limits_peak_space(pid);
	int64_t now = limits_now();
	if (peak >= space && peak >= space + limits_reserved_space(pid))
		limits->memory = now;
	if (pid != limits->child && now - limits->looked < LIMITS_LOOK_NS)
		return;
	if (limits_tasks_full(limits))
		limits->processes = now;
	if (limits_disk_full(limits))
		limits->disk = now;
	limits->looked = limits_now();
}

void limits_note_call(struct limits *limits, pid_t pid, int call, const uint64_t args[6])
{
	switch (call) {
	case SYS_mmap:
		limits_note_mapping(limits, pid, args);
		break;
	case SYS_mremap:
		limits_note_growth(limits, pid, args);
		break;
	case SYS_fallocate:
		limits_note_file(limits, pid, (int)args[0], args[3], args[2] + args[3]);
		break;
	case SYS_ftruncate:
		limits_note_file(limits, pid, (int)args[0], 0, args[1]);
		break;
	case SYS_exit_group:
		if (args[0] & 0xff)
			limits_note_end(limits, pid);
		break;
	default:
		limits_note_end(limits, pid);
	}
}

/* A signal proves nothing, for a program may send it to itself: is there a file of that size? */
static bool limits_file_full(const struct jail_options *options)
{
	static const char *const folders[] = {"/job", "/tmp", "/dev/shm"};
	if (options->tier != JAIL_FULL)
		return options->work && work_holds(options->work, options->disk);
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		if (work_holds(folders[i], options->disk))
			return true;
	return false;
}

/* RLIMIT_CPU's clock and the one we report by may differ by a little. */
static bool limits_cpu_used(const struct jail_options *options, const struct jail_report *report)
{
	int64_t allowed = (int64_t)limits_cpu_s(options) - 1;
	return (report->user_ns + report->system_ns) / 1000000000 >= allowed;
}

/* What was refused at `when` is why it ended now; what it lived on with was handled. */
static bool limits_recent(int64_t when)
{
	return when && limits_now() - when <= LIMITS_REFUSED_NS;
}

enum jail_limit limits_judge(const struct limits *limits, const struct jail_report *report)
{
	const struct jail_options *options = limits->options;
	if (report->status == 0 && report->signal == 0)
		return JAIL_NO_LIMIT;
	if (report->signal == SIGXCPU && limits_cpu_used(options, report))
		return JAIL_LIMIT_CPU;
	if (limits_recent(limits->disk) || limits_disk_full(limits) ||
	    (report->signal == SIGXFSZ && limits_file_full(options)))
		return JAIL_LIMIT_DISK;
	if (limits_recent(limits->memory) || (uint64_t)report->peak_bytes >= options->memory)
		return JAIL_LIMIT_MEMORY;
	return limits_recent(limits->processes) ? JAIL_LIMIT_PROCESSES : JAIL_NO_LIMIT;
}
