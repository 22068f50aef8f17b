/*
 * Changes, leases and locks files by other means than writing to them, also through a
 * descriptor opened for neither reading nor writing, which is allowed on any file of one's own.
 * argv: files, hidden or shown.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

static void change(const char *path, int mode)
{
	int flags = 0;
	struct fsxattr more = {0};
	int fd = open(path, mode);
	if (fd < 0)
		return;
	if (mode == O_ACCMODE && flock(fd, LOCK_EX | LOCK_NB) == 0)
		printf("DID lock %s\n", path);
	if (ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0) {
		flags |= FS_NODUMP_FL;
		if (ioctl(fd, FS_IOC_SETFLAGS, &flags) == 0)
			printf("DID set flags of %s\n", path);
	}
	if (ioctl(fd, FS_IOC_FSGETXATTR, &more) == 0) {
		more.fsx_xflags |= FS_XFLAG_NOATIME;
		if (ioctl(fd, FS_IOC_FSSETXATTR, &more) == 0)
			printf("DID set more flags of %s\n", path);
	}
	if (fcntl(fd, F_SETLEASE, F_RDLCK) == 0)
		printf("DID lease %s\n", path);
	close(fd);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		change(argv[i], O_RDONLY);
		change(argv[i], O_ACCMODE);
	}
	puts("TRIED");
	return 0;
}
