/*
 * Who belongs to a job. Its processes are found by descent and by session; one that left both
 * (setsid, a double fork) is given to launchd and would be lost. But it cannot leave its
 * sandbox, and the kernel tells of any process what its sandbox allows: a process that may
 * write this job's folder and may not write beside it runs under this job's profile. Asked at
 * the moment of looking, this also holds when numbers are used again.
 *
 * sandbox_check is in no header of the SDK; it is part of libSystem, and browsers rely on it.
 * Written from documentation, not run on a Mac yet.
 */
#include "jail.h"

#include <libproc.h>
#include <string.h>
#include <sys/proc.h>
#include <sys/proc_info.h>
#include <sys/resource.h>
#include <unistd.h>

enum { CENSUS_FILTER_PATH = 1, CENSUS_NO_REPORT = 0x40000000 };

int sandbox_check(pid_t pid, const char *operation, int filter, ...);

struct census_entry {
	pid_t pid, parent, group;
	bool ours;
};

static size_t census_list(pid_t *pids)
{
	int bytes = proc_listpids(PROC_UID_ONLY, (uint32_t)geteuid(), pids,
				  (int)(CENSUS_MOST * sizeof *pids));
	return bytes > 0 ? (size_t)bytes / sizeof *pids : 0;
}

uint64_t census_user(void)
{
	pid_t pids[CENSUS_MOST];
	return census_list(pids);
}

static bool census_confined(const struct census *census, pid_t pid)
{
	int filter = CENSUS_FILTER_PATH | CENSUS_NO_REPORT;
	return census->denied &&
	       sandbox_check(pid, "file-write-data", filter, census->allowed) == 0 &&
	       sandbox_check(pid, "file-write-data", filter, census->denied) > 0;
}

/* False for what has ended, and for ourselves. */
static bool census_entry(struct census_entry *entry, pid_t pid)
{
	struct proc_bsdinfo info;
	if (pid <= 1 || pid == getpid() ||
	    proc_pidinfo(pid, PROC_PIDTBSDINFO, 0, &info, sizeof info) != (int)sizeof info ||
	    info.pbi_status == SZOMB)
		return false;
	*entry = (struct census_entry){.pid = pid,
				       .parent = (pid_t)info.pbi_ppid,
				       .group = (pid_t)info.pbi_pgid};
	return true;
}

/* Those whose parent is ours are ours, until nothing changes. */
static void census_descend(struct census_entry *entries, size_t count)
{
	for (bool again = true; again;) {
		again = false;
		for (size_t i = 0; i < count; i++) {
			for (size_t j = 0; j < count && !entries[i].ours; j++)
				if (entries[j].ours && entries[j].pid == entries[i].parent)
					entries[i].ours = again = true;
		}
	}
}

static void census_add(struct census *census, pid_t pid)
{
	struct census_process *process = &census->list[census->count++];
	struct proc_taskinfo task;
	struct rusage_info_v2 usage;
	*process = (struct census_process){.pid = pid, .threads = 1};
	if (proc_pidinfo(pid, PROC_PIDTASKINFO, 0, &task, sizeof task) == (int)sizeof task) {
		process->threads = (uint32_t)task.pti_threadnum;
		process->resident = task.pti_resident_size;
	}
	/* Better: without what is shared, and with what is compressed or swapped out. */
	if (proc_pid_rusage(pid, RUSAGE_INFO_V2, (rusage_info_t *)(void *)&usage) == 0)
		process->resident = usage.ri_phys_footprint;
}

void census_take(struct census *census, bool all)
{
	pid_t pids[CENSUS_MOST];
	struct census_entry entries[CENSUS_MOST];
	size_t listed = census_list(pids), count = 0;
	for (size_t i = 0; i < listed; i++) {
		struct census_entry *entry = &entries[count];
		if (!census_entry(entry, pids[i]))
			continue;
		entry->ours = entry->pid == census->child || entry->group == census->child ||
			      getsid(entry->pid) == census->child ||
			      (all && census_confined(census, entry->pid));
		count++;
	}
	census_descend(entries, count);
	census->count = 0;
	for (size_t i = 0; i < count; i++)
		if (entries[i].ours)
			census_add(census, entries[i].pid);
}
