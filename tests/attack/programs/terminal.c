/* Types into the terminal it was started from, and takes it over. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	int tty = open("/dev/tty", O_RDWR);
	if (tty >= 0)
		puts("GOT /dev/tty");
	for (int fd = 0; fd < 10; fd++) {
		for (const char *c = "echo typed\n"; *c; c++) {
			if (ioctl(fd, TIOCSTI, c) == 0)
				puts("GOT TIOCSTI");
			if (syscall(SYS_ioctl, fd, TIOCSTI | (1UL << 32), c) == 0)
				puts("GOT TIOCSTI with a high bit");
		}
		char paste[] = {3 /* paste the selection */, 0};
		if (ioctl(fd, TIOCLINUX, paste) == 0)
			puts("GOT TIOCLINUX");
		if (ioctl(fd, TIOCSCTTY, 1) == 0)
			puts("GOT a controlling terminal");
	}
	puts("TRIED");
	return 0;
}
