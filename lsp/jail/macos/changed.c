/*
 * When anything about a file last changed; nobody but the kernel can set that of changed_ns. A
 * file of its own because every system calls the fields by another name; the macOS twin.
 */
#include <sys/stat.h>

#include "jail.h"

int64_t changed_ns(const struct stat *info)
{
	return (int64_t)info->st_ctimespec.tv_sec * 1000000000 + info->st_ctimespec.tv_nsec;
}

int64_t written_ns(const struct stat *info)
{
	return (int64_t)info->st_mtimespec.tv_sec * 1000000000 + info->st_mtimespec.tv_nsec;
}
