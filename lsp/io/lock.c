/*
 * Locks between processes: a record lock on a file that holds nothing. It goes with the process
 * that holds it, however that ends.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "io/file.h"

/* Whoever writes a small file is done within this; whoever is not may be stopped or stuck. */
enum { LOCK_MODE = 0600, LOCK_TRIES = 10, LOCK_PAUSE_MS = 5 };

/* F_SETLKW would stop the whole server for as long as somebody else likes. */
static int lock_try(int lock)
{
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	const struct timespec pause = {.tv_nsec = LOCK_PAUSE_MS * 1000000L};
	int rc = fcntl(lock, F_SETLK, &whole);
	for (int i = 0; rc < 0 && (errno == EAGAIN || errno == EACCES) && i < LOCK_TRIES; i++) {
		nanosleep(&pause, NULL);
		rc = fcntl(lock, F_SETLK, &whole);
	}
	return rc;
}

int file_lock(const char *path, struct err *err)
{
	int lock = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, LOCK_MODE);
	if (lock >= 0 && lock_try(lock) == 0)
		return lock;
	if (lock >= 0 && (errno == EAGAIN || errno == EACCES))
		err_set(err, ERR_WORLD, "%s is in use by another program", path);
	else
		err_set(err, ERR_WORLD, "%s cannot be locked: %s", path, strerror(errno));
	if (lock >= 0)
		close(lock);
	return -1;
}

void file_unlock(int lock)
{
	if (lock >= 0)
		close(lock);
}
