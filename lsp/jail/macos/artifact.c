/*
 * Apple's linker does not write into an existing file: it makes a new one beside it and renames
 * that over the name. So where the job's folder held a link to the one file that comes out, a
 * file of its own may lie now. What it holds is copied into the file that was held open since
 * before the job began.
 *
 * The job made all this: each name on the way is opened by itself, no link is followed, and
 * only a regular file of a lawful size is read. Nobody of the job runs any more.
 */
#include "jail.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Open WORK/INSIDE name by name; -1 when it is not there, or a link is on the way or in its place.
 */
static int artifact_open(const char *work, const char *inside)
{
	int at = open(work, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	while (at >= 0 && *inside == '/') {
		char name[256];
		size_t len = strcspn(++inside, "/");
		bool last = inside[len] == '\0';
		int next = -1;
		if (len > 0 && len < sizeof name) {
			memcpy(name, inside, len);
			name[len] = '\0';
			next = openat(at, name,
				      O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC |
					      (last ? 0 : O_DIRECTORY));
		}
		close(at);
		at = next;
		inside += len;
	}
	return at;
}

static bool artifact_copy(int from, int to)
{
	char bytes[65536];
	ssize_t got;
	if (ftruncate(to, 0) < 0 || lseek(to, 0, SEEK_SET) < 0)
		return false;
	while ((got = read(from, bytes, sizeof bytes)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || write(to, bytes, (size_t)got) != got)
			return false;
	}
	return true;
}

bool artifact_collect(const char *work, const char *inside, int artifact, uint64_t most)
{
	struct stat info;
	int from = artifact_open(work, inside);
	/* Still the link, or nothing: what was built went through it. */
	if (from < 0)
		return true;
	bool ok = fstat(from, &info) == 0 && S_ISREG(info.st_mode) &&
		  (uint64_t)info.st_size <= most && artifact_copy(from, artifact);
	close(from);
	return ok;
}
