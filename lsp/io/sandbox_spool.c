/*
 * What a run prints and leaves behind goes into files without a name that the supervisor writes:
 * nothing of it passes through this process, so that much of it costs neither memory nor time
 * here, and when we die it is gone. Read back, little is copied and much is mapped.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"
#include "proc.h"
#include "sandbox_private.h"

/* What is not worth a mapping. */
enum { SPOOL_COPIED = 256 << 10, SPOOL_MODE = 0600 };

/* Its name is gone before anything is in it. */
static bool spool_make(const char *folder, struct arena *arena, int *fd, struct err *err)
{
	struct str path = arena_fmt(arena, "%s/spool", folder);
	*fd = open(path.at, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, SPOOL_MODE);
	if (*fd >= 0 && unlink(path.at) == 0)
		return true;
	err_set(err, ERR_WORLD, "no file can be made in %s: %s", folder, strerror(errno));
	proc_close(fd);
	return false;
}

bool sandbox_spools_open(struct sandbox_spools *spools, unsigned which, struct err *err)
{
	struct arena arena;
	struct str folder;
	for (size_t i = 0; i < SANDBOX_SPOOLS; i++)
		spools->of[i] = (struct sandbox_spool){.fd = -1, .bytes = {"", 0}};
	arena_init(&arena);
	bool ok = file_job_folder(&arena, &folder, err);
	for (size_t i = 0; i < SANDBOX_SPOOLS && ok; i++)
		if (which & 1U << i)
			ok = spool_make(folder.at, &arena, &spools->of[i].fd, err);
	if (folder.len > 0)
		file_remove_folder(folder.at);
	arena_deinit(&arena);
	return ok;
}

static bool spool_read(struct sandbox_spool *spool, size_t size)
{
	size_t got = 0;
	spool->copy = mem_new(size > 0 ? size : 1);
	while (got < size) {
		ssize_t more = pread(spool->fd, spool->copy + got, size - got, (off_t)got);
		if (more < 0 && errno == EINTR)
			continue;
		if (more <= 0)
			return false;
		got += (size_t)more;
	}
	spool->bytes = (struct str){spool->copy, size};
	return true;
}

static bool spool_take(struct sandbox_spool *spool)
{
	struct stat info;
	if (fstat(spool->fd, &info) != 0)
		return false;
	size_t size = (size_t)info.st_size;
	if (size <= SPOOL_COPIED)
		return spool_read(spool, size);
	if ((uintmax_t)info.st_size > SIZE_MAX / 2) {
		errno = EFBIG;
		return false;
	}
	void *map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, spool->fd, 0);
	if (map == MAP_FAILED)
		return false;
	spool->map = map;
	spool->bytes = (struct str){map, size};
	return true;
}

bool sandbox_spools_take(struct sandbox_spools *spools, struct err *err)
{
	bool ok = true;
	for (size_t i = 0; i < SANDBOX_SPOOLS; i++) {
		struct sandbox_spool *spool = &spools->of[i];
		if (spool->fd < 0)
			continue;
		errno = EIO;
		if (ok && !spool_take(spool))
			ok = err_set(err, ERR_WORLD, "what a run printed cannot be read: %s",
				     strerror(errno));
		proc_close(&spool->fd);
	}
	return ok;
}

void sandbox_spools_free(struct sandbox_spools *spools)
{
	for (size_t i = 0; spools != NULL && i < SANDBOX_SPOOLS; i++) {
		struct sandbox_spool *spool = &spools->of[i];
		if (spool->map != NULL)
			munmap(spool->map, spool->bytes.len);
		mem_free(spool->copy);
		proc_close(&spool->fd);
	}
	mem_free(spools);
}
