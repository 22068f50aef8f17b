/*
 * posix_spawn and pipes. What we open ourselves is close-on-exec from its birth; what libraries
 * open (libcurl's sockets, say) and what we were started with is marked before each start. Only
 * this thread opens for longer than a moment, so nothing comes between the marking and the start.
 */
#include "proc.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

/* Above every number the new program is given, so that no dup2 overwrites a source. */
enum { PROC_SOURCE = 10, PROC_STANDARD = 3, PROC_MARK_MAX = 1 << 16 };

/* No open descriptor above the standard ones is inherited by what is started next. */
static void proc_mark_all(void)
{
	DIR *dir = opendir("/dev/fd");
	struct dirent *entry;
	if (dir == NULL) {
		long most = sysconf(_SC_OPEN_MAX);
		most = most < 0 || most > PROC_MARK_MAX ? PROC_MARK_MAX : most;
		for (int fd = PROC_STANDARD; fd < most; fd++)
			fcntl(fd, F_SETFD, FD_CLOEXEC);
		return;
	}
	while ((entry = readdir(dir)) != NULL) {
		long fd = strtol(entry->d_name, NULL, 10);
		if (fd >= PROC_STANDARD)
			fcntl((int)fd, F_SETFD, FD_CLOEXEC);
	}
	closedir(dir);
}

static bool proc_actions(posix_spawn_file_actions_t *actions, int *high, const int *fds,
			 size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int to = (int)i;
		if (fds[i] < 0) {
			if (posix_spawn_file_actions_addopen(actions, to, "/dev/null", O_RDWR, 0))
				return false;
			continue;
		}
		high[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, PROC_SOURCE);
		if (high[i] < 0 || posix_spawn_file_actions_adddup2(actions, high[i], to))
			return false;
	}
	return true;
}

/* What we ignore or block, the program shall not. */
static bool proc_attributes(posix_spawnattr_t *attributes, bool group)
{
	int flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
	flags |= group ? POSIX_SPAWN_SETPGROUP : 0;
	sigset_t none, all;
	sigemptyset(&none);
	sigfillset(&all);
	return posix_spawnattr_setsigmask(attributes, &none) == 0 &&
	       posix_spawnattr_setsigdefault(attributes, &all) == 0 &&
	       posix_spawnattr_setpgroup(attributes, 0) == 0 &&
	       posix_spawnattr_setflags(attributes, (short)flags) == 0;
}

static bool proc_start(const char *path, char *const argv[], char *const env[], const int *fds,
		       size_t count, bool group, pid_t *pid, struct err *err)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int high[PROC_FDS] = {-1, -1, -1, -1, -1, -1};
	int rc = ENOMEM;
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	if (count <= PROC_FDS && proc_actions(&actions, high, fds, count) &&
	    proc_attributes(&attributes, group)) {
		proc_mark_all();
		rc = posix_spawn(pid, path, &actions, &attributes, argv, env);
	}
	for (size_t i = 0; i < PROC_FDS; i++)
		proc_close(&high[i]);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	if (rc == 0)
		return true;
	return err_set(err, ERR_WORLD, "cannot start %s: %s", path, strerror(rc));
}

bool proc_spawn(const char *path, char *const argv[], char *const env[], const int *fds,
		size_t count, pid_t *pid, struct err *err)
{
	return proc_start(path, argv, env, fds, count, false, pid, err);
}

bool proc_spawn_group(const char *path, char *const argv[], char *const env[], const int *fds,
		      size_t count, pid_t *pid, struct err *err)
{
	return proc_start(path, argv, env, fds, count, true, pid, err);
}

void proc_kill_group(pid_t pid)
{
	kill(-pid, SIGKILL);
}

bool proc_pipe(int ends[2], struct err *err)
{
	int rc = uv_pipe(ends, 0, 0);
	if (rc == 0)
		return true;
	ends[0] = ends[1] = -1;
	return err_set(err, ERR_WORLD, "cannot make a pipe: %s", uv_strerror(rc));
}

void proc_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

bool proc_reap_status(pid_t pid, int *status)
{
	int word = 0;
	pid_t got;
	do
		got = waitpid(pid, &word, WNOHANG);
	while (got < 0 && errno == EINTR);
	*status = WIFSIGNALED(word) ? 128 + WTERMSIG(word) : WEXITSTATUS(word);
	/* ECHILD: somebody ignores SIGCHLD, and the kernel has taken note for us. */
	return got != 0;
}

bool proc_reap(pid_t pid)
{
	int status;
	return proc_reap_status(pid, &status);
}
