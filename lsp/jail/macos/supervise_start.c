/*
 * Brings the job to life: its streams, its limits, and the process that becomes sandbox-exec,
 * which takes the profile upon itself and becomes the first program inside. The macOS twin;
 * restricted, written from documentation, not run on a Mac yet.
 *
 * Apple's compiler needs to be told where its headers are when it is started by its true name:
 * /usr/bin/clang++ is a stand-in that looks for the true one at each start.
 */
#include "supervise.h"

#include <errno.h>
#include <fcntl.h>
#include <libproc.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/event.h>
#include <sys/stat.h>
#include <unistd.h>

#include "jail.h"

enum { START_WORDS = 8, START_SETTINGS = 2, START_FDS = 1024, START_FILES = 256, START_OWN = 3 };

struct start {
	char **argv, **env;
	const char *folder;
	uint64_t tasks; /* of the user, before the job */
};

/* Command Line Tools if they are there, else what xcode-select points to; NULL: neither. */
static const char *start_developer(struct pool *pool)
{
	static const char tools[] = "/Library/Developer/CommandLineTools";
	char real[PATH_MAX];
	if (access("/Library/Developer/CommandLineTools/usr/bin/clang", X_OK) == 0)
		return tools;
	if (!realpath("/var/db/xcode_select_link", real) ||
	    strncmp(real, "/Applications/", strlen("/Applications/")) != 0)
		return NULL;
	return pool_fmt(pool, "%s", real);
}

static bool start_has(char *const *env, const char *name)
{
	size_t len = strlen(name);
	for (; *env; env++)
		if (strncmp(*env, name, len) == 0 && (*env)[len] == '=')
			return true;
	return false;
}

/* The environment as the job sees it, and where Apple's compiler and its headers are. */
static char **start_env(struct supervise *s, const char *developer)
{
	extern char **environ;
	struct pool *pool = &s->pool;
	size_t count = 0;
	while (environ[count])
		count++;
	char **env = (char **)(void *)pool_add(pool, (count + START_SETTINGS + 1) * sizeof *env);
	for (size_t i = 0; i < count; i++)
		env[i] = work_rewrite(s->options, pool, environ[i]);
	env[count] = NULL;
	if (!developer)
		return env;
	bool tools = strncmp(developer, "/Library/", strlen("/Library/")) == 0;
	const char *platform = tools ? "" : "/Platforms/MacOSX.platform/Developer";
	if (!start_has(environ, "DEVELOPER_DIR"))
		env[count++] = pool_fmt(pool, "DEVELOPER_DIR=%s", developer);
	if (!start_has(environ, "SDKROOT"))
		env[count++] = pool_fmt(pool, "SDKROOT=%s%s/SDKs/MacOSX.sdk", developer, platform);
	env[count] = NULL;
	return env;
}

/* What the job sees of the host: all mounts but the files that were copied for it. */
static bool start_profile(struct supervise *s, const char *developer, char *text)
{
	const struct jail_options *options = s->options;
	const char *visible[JAIL_MOUNTS + 1], *hidden[JAIL_MASKS];
	struct profile profile = {.work = options->work,
				  .artifact = options->artifact,
				  .self = options->self,
				  .developer = developer,
				  .visible = visible,
				  .hidden = hidden};
	for (size_t i = 0; i < options->mount_count; i++) {
		const struct jail_mount *mount = &options->mounts[i];
		struct stat info;
		bool same = strcmp(mount->host, mount->inside) == 0;
		if (same || (stat(mount->host, &info) == 0 && S_ISDIR(info.st_mode)))
			visible[profile.visible_count++] = mount->host;
	}
	visible[profile.visible_count++] = pool_fmt(&s->pool, "%s/beside", options->work);
	while (profile.hidden_count < options->mask_count) {
		hidden[profile.hidden_count] = options->masks[profile.hidden_count].path;
		profile.hidden_count++;
	}
	return profile_write(text, PROFILE_MAX, &profile);
}

/* sandbox-exec -p PROFILE kadane-jail start COMMAND…; without a sandbox, only the latter. */
static bool start_command(struct supervise *s, struct start *start, char error[512])
{
	struct pool *pool = &s->pool;
	const char *developer = start_developer(pool);
	size_t words = 0, count = 0;
	while (s->options->argv[words])
		words++;
	char **argv = (char **)(void *)pool_add(pool, (words + START_WORDS) * sizeof *argv);
	if (s->options->tier == JAIL_RESTRICTED) {
		char *profile = pool_add(pool, PROFILE_MAX);
		if (!start_profile(s, developer, profile)) {
			snprintf(error, 512,
				 "a path is none that can be shown or hidden in the sandbox");
			return false;
		}
		argv[count++] = pool_fmt(pool, "/usr/bin/sandbox-exec");
		argv[count++] = pool_fmt(pool, "-p");
		argv[count++] = profile;
	}
	argv[count++] = pool_fmt(pool, "%s", s->options->self);
	argv[count++] = pool_fmt(pool, "start");
	for (size_t i = 0; i < words; i++)
		argv[count++] = i == 0 ? work_program(s->options, pool)
				       : work_rewrite(s->options, pool, s->options->argv[i]);
	argv[count] = NULL;
	*start = (struct start){.argv = argv,
				.env = start_env(s, developer),
				.folder = pool_fmt(pool, "%s/job", s->options->work),
				.tasks = census_user()};
	return true;
}

static bool start_limit(int what, uint64_t soft, uint64_t hard)
{
	struct rlimit limit;
	if (getrlimit(what, &limit) < 0)
		return false;
	/* Never above what we were given ourselves. */
	if (limit.rlim_max > hard)
		limit.rlim_max = hard;
	limit.rlim_cur = soft < limit.rlim_max ? soft : limit.rlim_max;
	return setrlimit(what, &limit) == 0;
}

/* RLIMIT_AS is left alone: the system's own libraries take more than any job should have. */
static bool start_limits(const struct jail_options *options, uint64_t tasks)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	/* All threads add up: a program that keeps every core busy may do so until the deadline. */
	uint64_t cpu = (options->wall_ms / 1000 + 2) * (uint64_t)(cores > 0 ? cores : 1);
	uint64_t processes = options->processes + tasks + START_OWN;
	return start_limit(RLIMIT_CORE, 0, 0) && start_limit(RLIMIT_CPU, cpu, cpu + 1) &&
	       start_limit(RLIMIT_FSIZE, options->disk, options->disk) &&
	       start_limit(RLIMIT_NOFILE, START_FILES, START_FILES) &&
	       start_limit(RLIMIT_NPROC, processes, processes);
}

/* There is no close_range here: ask which there are. */
static void start_close_from(int first)
{
	struct proc_fdinfo fds[START_FDS];
	for (bool again = true; again;) {
		int bytes = proc_pidinfo(getpid(), PROC_PIDLISTFDS, 0, fds, sizeof fds);
		size_t count = bytes > 0 ? (size_t)bytes / sizeof *fds : 0;
		again = false;
		for (size_t i = 0; i < count; i++)
			if (fds[i].proc_fd >= first && close(fds[i].proc_fd) == 0)
				again = count == START_FDS;
	}
}

/* Between fork and exec, in the child. */
static void start_become(struct supervise *s, const struct start *start, int out, int err,
			 int report)
{
	sigset_t none;
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	umask(022);
	if (dup2(out, 1) < 0 || dup2(err, 2) < 0 || dup2(report, JAIL_REPORT_FD) < 0)
		_exit(125);
	start_close_from(JAIL_REPORT_FD + 1);
	if (chdir(start->folder) < 0 || !start_limits(s->options, start->tasks)) {
		dprintf(2, "cannot set the limits: %s\n", strerror(errno));
		_exit(125);
	}
	execve(start->argv[0], start->argv, start->env);
	dprintf(2, "cannot start %s: %s\n", start->argv[0], strerror(errno));
	_exit(125);
}

/* A descriptor that can be read when the child has ended, also when it already has. */
static int start_watch_end(pid_t child)
{
	struct kevent event;
	int queue = kqueue();
	EV_SET(&event, (uintptr_t)child, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, NULL);
	if (queue < 0 || kevent(queue, &event, 1, NULL, 0, NULL) == 0 || errno != ESRCH)
		return queue;
	EV_SET(&event, 0, EVFILT_USER, EV_ADD, 0, 0, NULL);
	kevent(queue, &event, 1, NULL, 0, NULL);
	EV_SET(&event, 0, EVFILT_USER, 0, NOTE_TRIGGER, 0, NULL);
	kevent(queue, &event, 1, NULL, 0, NULL);
	return queue;
}

/* Our ends are out of the job's way: above what dup2 writes over, closed by an exec. */
static bool start_pipe(int ends[2])
{
	int raw[2];
	if (pipe(raw) < 0)
		return false;
	for (int i = 0; i < 2; i++) {
		ends[i] = fcntl(raw[i], F_DUPFD_CLOEXEC, 10);
		close(raw[i]);
	}
	return ends[0] >= 0 && ends[1] >= 0;
}

bool supervise_spawn(struct supervise *s, char error[512])
{
	int out[2], err[2], report[2];
	struct start start;
	if (!start_command(s, &start, error))
		return false;
	if (!start_pipe(out) || !start_pipe(err) || !start_pipe(report)) {
		snprintf(error, 512, "cannot make a pipe: %s", strerror(errno));
		return false;
	}
	s->child = fork();
	if (s->child == 0)
		start_become(s, &start, out[1], err[1], report[1]);
	close(out[1]);
	close(err[1]);
	close(report[1]);
	if (s->child < 0) {
		snprintf(error, 512, "cannot start a process: %s", strerror(errno));
		return false;
	}
	supervise_take_streams(s, out[0], err[0], report[0]);
	s->ended = start_watch_end(s->child);
	if (s->ended < 0)
		snprintf(error, 512, "cannot watch the process: %s", strerror(errno));
	return s->ended >= 0;
}
