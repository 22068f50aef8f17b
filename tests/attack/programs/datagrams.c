/*
 * A pair of datagram sockets is no pair for ever: each can send to, or be connected with,
 * whoever listens. argv: addresses of Unix sockets; "@name" is an abstract one.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

int main(int argc, char **argv)
{
	static const int kinds[] = {SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET, SOCK_STREAM};
	for (int i = 1; i < argc; i++) {
		struct sockaddr_un to = {.sun_family = AF_UNIX};
		socklen_t len = (socklen_t)(sizeof to - sizeof to.sun_path + strlen(argv[i]));
		memcpy(to.sun_path, argv[i], strlen(argv[i]));
		if (argv[i][0] == '@')
			to.sun_path[0] = '\0';
		else
			len++;
		for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
			int pair[2];
			struct sockaddr *at = (struct sockaddr *)&to;
			if (socketpair(AF_UNIX, kinds[k], 0, pair) < 0)
				continue;
			if (kinds[k] != SOCK_STREAM && sendto(pair[0], "leak", 4, 0, at, len) == 4)
				printf("DID send to %s (kind %d)\n", argv[i], kinds[k]);
			if (connect(pair[1], at, len) == 0)
				printf("DID connect to %s (kind %d)\n", argv[i], kinds[k]);
		}
	}
	puts("TRIED");
	return 0;
}
