/*
 * When anything about a file last changed; nobody but the kernel can set it. A file of its own
 * because every system calls the field by another name.
 */
#include <sys/stat.h>

#include "jail.h"

int64_t changed_ns(const struct stat *info)
{
	return (int64_t)info->st_ctim.tv_sec * 1000000000 + info->st_ctim.tv_nsec;
}

int64_t written_ns(const struct stat *info)
{
	return (int64_t)info->st_mtim.tv_sec * 1000000000 + info->st_mtim.tv_nsec;
}
