/*
 * Locks between processes: a record lock on a file that holds nothing. It goes with the process
 * that holds it, however that ends.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "io/file.h"

enum { LOCK_MODE = 0600 };

int file_lock(const char *path, struct err *err)
{
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	int lock = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, LOCK_MODE);
	int rc = lock < 0 ? -1 : fcntl(lock, F_SETLKW, &whole);
	while (rc < 0 && lock >= 0 && errno == EINTR)
		rc = fcntl(lock, F_SETLKW, &whole);
	if (rc == 0)
		return lock;
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
