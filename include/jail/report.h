/*
 * What kadane-jail says about a run: lines of "name=number", then perhaps
 * "error=text", then "end=1". The first program inside the box tells the supervisor,
 * the supervisor tells lsp/io, each on a descriptor the job never has. A report
 * without its end line is no report.
 *
 * The descriptors a supervisor is started with: 0 is the job's; 1 and 2 take its output,
 * pipes or files; 3 takes the report; 4 is the control pipe, whose end of file means: kill
 * everything and leave; 5, a file, takes what the job left in its work folder.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { JAIL_REPORT_FD = 3, JAIL_CONTROL_FD = 4, JAIL_FILES_FD = 5, JAIL_REPORT_MAX = 4096 };

/* What is listed at the most: names, the length of one, folders within folders. */
enum { JAIL_FILES_MAX = 10000, JAIL_FILES_NAME = 4096, JAIL_FILES_DEPTH = 64 };

/*
 * What comes over JAIL_FILES_FD, in the order in which folders list it: for each name this head,
 * then the name, then the bytes. Nothing else and no more of them than the report says.
 */
struct jail_file {
	uint64_t bytes;
	uint32_t name;
	uint32_t mode; /* permissions */
	uint32_t kind; /* 'f' file, 'd' folder, 'l' link (bytes: where to), 'o' other (which) */
	uint32_t zero;
};

/* How a run is confined; the order of enum sandbox_tier. */
enum jail_tier { JAIL_NONE, JAIL_RESTRICTED, JAIL_FULL };

/* Which limit ended a run; the order of enum sandbox_limit. */
enum jail_limit {
	JAIL_NO_LIMIT,
	JAIL_LIMIT_WALL,
	JAIL_LIMIT_CPU,
	JAIL_LIMIT_MEMORY,
	JAIL_LIMIT_DISK,
	JAIL_LIMIT_OUTPUT,
	JAIL_LIMIT_PROCESSES,
};

struct jail_report {
	int64_t status;             /* exit status, when signal is 0 */
	int64_t signal;             /* 0, or what ended the program */
	int64_t limit;              /* enum jail_limit */
	int64_t wall_ns;            /* from just before its exec to its end */
	int64_t user_ns, system_ns; /* with the children it waited for */
	int64_t peak_bytes;         /* the most memory resident at once */
	int64_t out_cut, err_cut;   /* 1: that stream hit the output limit */
	int64_t landlock;           /* the ABI in force, 0: the kernel has none */
	int64_t files;              /* listed of what was left in the work folder */
	int64_t files_cut;          /* 1: there was more, or in one of them */
	int64_t masked;             /* secrets hidden in what was shown */
	int64_t end;                /* 1: this report is whole */
	char error[512];            /* the jail itself failed: why; empty when it did not */
};

struct jail_field {
	const char *name;
	size_t offset;
};

/* Every number in a report; add a line here, and both sides know it. */
static const struct jail_field jail_fields[] = {
	{"end", offsetof(struct jail_report, end)},
	{"err_cut", offsetof(struct jail_report, err_cut)},
	{"files", offsetof(struct jail_report, files)},
	{"files_cut", offsetof(struct jail_report, files_cut)},
	{"landlock", offsetof(struct jail_report, landlock)},
	{"limit", offsetof(struct jail_report, limit)},
	{"masked", offsetof(struct jail_report, masked)},
	{"out_cut", offsetof(struct jail_report, out_cut)},
	{"peak_bytes", offsetof(struct jail_report, peak_bytes)},
	{"signal", offsetof(struct jail_report, signal)},
	{"status", offsetof(struct jail_report, status)},
	{"system_ns", offsetof(struct jail_report, system_ns)},
	{"user_ns", offsetof(struct jail_report, user_ns)},
	{"wall_ns", offsetof(struct jail_report, wall_ns)},
};

enum { JAIL_FIELDS = sizeof jail_fields / sizeof *jail_fields };
