/*
 * Where a job's control group is made: chosen in trees of folders that look like the kernel's,
 * for each shape of machine. And that it is swept: it is named after the supervisor and its name
 * space. Groups of dead supervisors are swept; those of another name space, whose numbers mean
 * nothing here, are left alone: a container that shares the hierarchy may just have made one.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../lsp/jail/cgroup.c"

#include "check.h"

/* A number no process has. */
enum { NOBODY = 4194000 };

static const char base[] = "/sys/fs/cgroup/pids";

static void group_path(char path[200], unsigned long long space)
{
	snprintf(path, 200, "%s/kadane-%d-%llu", base, (int)NOBODY, space);
}

/* What kadane-jail does to the groups beside its own, while it runs a program. */
static void run_jail(const char *jail)
{
	char work[] = "/tmp/kadane-cgroup-XXXXXX";
	CHECK(mkdtemp(work) != NULL);
	pid_t child = fork();
	if (child == 0) {
		execl(jail, jail, "supervise", "--tier", "none", "--wall-ms", "5000", "--memory",
		      "67108864", "--disk", "1048576", "--output", "1000", "--processes", "9",
		      "--work", work, "--", "/bin/true", (char *)NULL);
		_exit(127);
	}
	int status = 0;
	CHECK(waitpid(child, &status, 0) == child);
	CHECK_INT(status, 0);
	rmdir(work);
}

/* Below `top`: a folder with the files the kernel would put there. */
static void plant(const char *top, const char *group, const char *handed, const char *type)
{
	char folder[CGROUP_PATH], path[CGROUP_PATH + 64];
	snprintf(folder, sizeof(folder), "%s%s", top, group);
	CHECK(mkdir(folder, 0755) == 0 || errno == EEXIST);
	const char *const files[][2] = {{"cgroup.controllers", "cpu memory pids\n"},
					{"cgroup.procs", ""},
					{"cgroup.subtree_control", handed},
					{"cgroup.type", type}};
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		if (!files[i][1])
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, files[i][0]);
		FILE *file = fopen(path, "w");
		CHECK(file != NULL);
		if (!file)
			return;
		fputs(files[i][1], file);
		fclose(file);
	}
}

static void lay_trees(const char *top)
{
	static const char *const hybrid[] = {"/h", "/h/pids", "/bare"};
	char folder[CGROUP_PATH];
	/* Version 2 alone; the session hands on nothing, the slice above it does. */
	plant(top, "/v2", "cpu memory pids\n", NULL);
	plant(top, "/v2/user", "memory pids\n", "domain\n");
	plant(top, "/v2/user/app", "memory pids\n", "domain\n");
	plant(top, "/v2/user/app/editor", "", "domain\n");
	/* Only tasks; only memory, which is not enough; threads only. */
	plant(top, "/v2/tasks", "pids\n", "domain\n");
	plant(top, "/v2/tasks/memory", "memory hugetlb_pids\n", "domain\n");
	plant(top, "/v2/tasks/threads", "memory pids\n", "domain threaded\n");
	/* Both versions: 2 has its own folder and hands on nothing of use. */
	for (size_t i = 0; i < sizeof(hybrid) / sizeof(*hybrid); i++) {
		snprintf(folder, sizeof(folder), "%s%s", top, hybrid[i]);
		CHECK(mkdir(folder, 0755) == 0);
	}
	plant(top, "/h/unified", "hugetlb\n", NULL);
}

static void choose(const char *top, const char *tree, const char *membership, const char *wants)
{
	char root[CGROUP_PATH], want[CGROUP_PATH];
	struct cgroup cgroup = {.path = ""};
	snprintf(root, sizeof(root), "%s%s", top, tree);
	bool found = cgroup_choose(&cgroup, root, membership);
	CHECK(found == (wants != NULL));
	snprintf(want, sizeof(want), "%s%s", root, wants ? wants : "");
	if (found) {
		CHECK_STR(str_of(cgroup.path), want);
		CHECK(cgroup.tasks);
	}
}

static void choices(const char *top)
{
	struct cgroup cgroup = {.path = ""};
	char root[CGROUP_PATH];
	choose(top, "/v2", "0::/user/app/editor\n", "/user/app");
	choose(top, "/v2", "4:memory:/a\n0::/user\n", "/user");
	choose(top, "/v2", "0::/\n", "");
	choose(top, "/v2", "0::/tasks/memory\n", "/tasks");
	choose(top, "/v2", "0::/tasks/threads\n", "/tasks");
	/* Groups that are gone, or seen from another name space; version 1 only; nothing. */
	choose(top, "/v2", "0::/user/gone (deleted)\n", "/user");
	choose(top, "/v2", "0::/../other\n", NULL);
	choose(top, "/v2", "10::/user\n", NULL);
	choose(top, "/v2", "", NULL);
	choose(top, "/h", "8:pids:/\n0::/\n", "/pids");
	choose(top, "/bare", "0::/\n", NULL);
	snprintf(root, sizeof(root), "%s/v2", top);
	CHECK(cgroup_choose(&cgroup, root, "0::/user\n") && cgroup.unified && cgroup.memory);
	CHECK(cgroup_choose(&cgroup, root, "0::/tasks\n") && cgroup.unified && !cgroup.memory);
	snprintf(root, sizeof(root), "%s/h", top);
	CHECK(cgroup_choose(&cgroup, root, "0::/\n") && !cgroup.unified && !cgroup.memory);
}

static void put_file(const char *folder, const char *name, const char *text)
{
	char path[CGROUP_PATH];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	CHECK(file != NULL);
	if (!file)
		return;
	fputs(text, file);
	fclose(file);
}

/* What the kernel counted, as the limit that was met. */
static void events(const char *top)
{
	struct cgroup cgroup = {.memory = true, .tasks = true};
	snprintf(cgroup.path, sizeof(cgroup.path), "%s", top);
	CHECK_INT(cgroup_limit(&cgroup), JAIL_NO_LIMIT);
	put_file(top, "memory.events", "low 0\nmax 7\noom 0\noom_kill 0\noom_group_kill 3\n");
	put_file(top, "pids.events", "max 0\n");
	CHECK_INT(cgroup_limit(&cgroup), JAIL_NO_LIMIT);
	put_file(top, "pids.events", "max 2\n");
	CHECK_INT(cgroup_limit(&cgroup), JAIL_LIMIT_PROCESSES);
	put_file(top, "memory.events", "low 0\noom 1\noom_kill 1\n");
	CHECK_INT(cgroup_limit(&cgroup), JAIL_LIMIT_MEMORY);
	put_file(top, "memory.peak", "12345678\n");
	CHECK(cgroup_peak(&cgroup) == 12345678);
}

static void check_trees(void)
{
	char top[] = "/tmp/kadane-cgroup-XXXXXX";
	struct cgroup cgroup;
	struct jail_options options = {.memory = 1 << 20, .processes = 9};
	CHECK(mkdtemp(top) != NULL);
	lay_trees(top);
	choices(top);
	events(top);
	/* A folder is no group: nothing is made, nothing is left, and it is no failure. */
	cgroup_make(&cgroup, top, &options);
	CHECK_STR(str_of(cgroup.path), "");
	pid_t child = fork();
	if (child == 0) {
		execl("/bin/rm", "rm", "-rf", top, (char *)NULL);
		_exit(127);
	}
	int status = 0;
	CHECK(waitpid(child, &status, 0) == child);
	CHECK_INT(status, 0);
}

int main(int argc, char **argv)
{
	(void)argc;
	CHECK_BEGIN();
	struct stat info;
	char ours[200], foreign[200], jail[4096];
	snprintf(jail, sizeof(jail), "%s", argv[0]);
	for (int parts = 0; parts < 2; parts++) {
		char *slash = jail;
		for (char *c = jail; *c != '\0'; c++)
			slash = *c == '/' ? c : slash;
		*slash = '\0';
	}
	snprintf(jail + strlen(jail), sizeof(jail) - strlen(jail), "/kadane-jail");
	check_trees();
	CHECK(stat("/proc/self/ns/pid", &info) == 0);
	/* Who is not root has no such group, nor needs one. */
	if (getuid() != 0 || access(base, W_OK) != 0)
		return CHECK_END();
	group_path(ours, info.st_ino);
	group_path(foreign, info.st_ino + 1);
	CHECK(mkdir(ours, 0755) == 0 || errno == EEXIST);
	CHECK(mkdir(foreign, 0755) == 0 || errno == EEXIST);
	run_jail(jail);
	CHECK(access(ours, F_OK) != 0);
	CHECK(access(foreign, F_OK) == 0);
	rmdir(foreign);
	return CHECK_END();
}
