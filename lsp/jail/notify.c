/*
 * Calls that tell of a limit. A refused mapping of a gigabyte leaves no trace in what was
 * resident, and the program's own words are not believed; so the kernel asks the parent of the
 * job before it makes such a call (seccomp's user notification, Linux 5.0; "go on" as the
 * answer, 5.5). An answer costs many times the call, and a signal that comes meanwhile ends
 * the call with EINTR, which nobody expects of it, where the kernel cannot be told to let only
 * deadly ones through (5.19). So only calls are asked about that no honest program makes
 * often: a mapping as large as the memory limit, a file as long as the disk limit, space kept
 * for a good part of it, an end with another status than 0. The answer is always "go on": the
 * kernel decides, we only remember. What is remembered is no protection, so the job cannot win
 * anything by a race.
 *
 * Without such a kernel, or below somebody else's listener, all goes on without.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "jail.h"

enum {
	NOTIFY_CODE = 96,
	NOTIFY_ROOM = 512,
	NOTIFY_PART = 16,
	NOTIFY_KILLABLE = 1 << 5, /* SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV */
};

struct notify_code {
	struct sock_filter at[NOTIFY_CODE];
	unsigned short len;
};

static void notify_put(struct notify_code *code, struct sock_filter line)
{
	code->at[code->len++] = line;
}

/* Where half of an argument lies: the order of bytes is the machine's. */
static uint32_t notify_half(unsigned arg, bool upper)
{
	const union {
		uint64_t whole;
		uint32_t half[2];
	} one = {.whole = 1};
	bool second = (one.half[0] == 1) == upper;
	return (uint32_t)(offsetof(struct seccomp_data, args) + arg * 8 + (second ? 4 : 0));
}

/* Ask when this argument of this call is `least` or more. */
static void notify_put_from(struct notify_code *code, long call, unsigned arg, uint64_t least)
{
	const struct sock_filter lines[] = {
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 7),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, notify_half(arg, true)),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, (uint32_t)(least >> 32), 4, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(least >> 32), 0, 2),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, notify_half(arg, false)),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, (uint32_t)least, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
	};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		notify_put(code, lines[i]);
}

/* Ask when this int argument of this call is that value. */
static void notify_put_is(struct notify_code *code, long call, unsigned arg, uint32_t value)
{
	const struct sock_filter lines[] = {
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, notify_half(arg, false)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
	};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		notify_put(code, lines[i]);
}

static void notify_rules(struct notify_code *code, const struct jail_options *options)
{
	notify_put_from(code, SYS_mmap, 1, options->memory);
	notify_put_from(code, SYS_mremap, 2, options->memory);
	notify_put_from(code, SYS_fallocate, 3, options->disk / NOTIFY_PART);
	notify_put_from(code, SYS_ftruncate, 1, options->disk);
	notify_put_from(code, SYS_exit_group, 0, 1);
	notify_put_is(code, SYS_tgkill, 2, SIGABRT);
}

/* Those between the two tables of numbers, and those beyond the newest known, do not exist. */
static void notify_numbers(struct notify_code *code, uint32_t newest)
{
	uint32_t last = SYS_rseq > SYS_kexec_file_load ? SYS_rseq : SYS_kexec_file_load;
	const struct sock_filter lines[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, newest, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, SYS_pidfd_send_signal, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, last, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
	};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		notify_put(code, lines[i]);
}

static int notify_load(struct notify_code *code, unsigned flags)
{
	struct sock_fprog program;
	program = (struct sock_fprog){.len = code->len, .filter = code->at};
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
			    flags | SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program);
}

static bool notify_send(int channel, int fd)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof fd)];
	} control = {.room = {0}};
	char byte = 0;
	struct iovec part = {.iov_base = &byte, .iov_len = 1};
	struct msghdr message = {.msg_iov = &part,
				 .msg_iovlen = 1,
				 .msg_control = control.room,
				 .msg_controllen = sizeof control.room};
	control.head.cmsg_level = SOL_SOCKET;
	control.head.cmsg_type = SCM_RIGHTS;
	control.head.cmsg_len = CMSG_LEN(sizeof fd);
	memcpy(CMSG_DATA(&control.head), &fd, sizeof fd);
	return sendmsg(channel, &message, MSG_NOSIGNAL) == 1;
}

static int notify_receive(int channel)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {.room = {0}};
	char byte;
	int fd = -1;
	struct iovec part = {.iov_base = &byte, .iov_len = 1};
	struct msghdr message = {.msg_iov = &part,
				 .msg_iovlen = 1,
				 .msg_control = control.room,
				 .msg_controllen = sizeof control.room};
	if (recvmsg(channel, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT) <= 0)
		return -1;
	const struct cmsghdr *head = CMSG_FIRSTHDR(&message);
	if (head && head->cmsg_type == SCM_RIGHTS && head->cmsg_len == CMSG_LEN(sizeof fd))
		memcpy(&fd, CMSG_DATA(head), sizeof fd);
	return fd;
}

bool notify_confine(const struct jail_options *options, uint32_t newest)
{
	static const struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct notify_code code = {.len = 0};
	notify_numbers(&code, newest);
	if (fcntl(NOTIFY_CHANNEL_FD, F_GETFD) >= 0) {
		notify_rules(&code, options);
		notify_put(&code, allow);
		int listener =
			notify_load(&code, SECCOMP_FILTER_FLAG_NEW_LISTENER | NOTIFY_KILLABLE);
		if (listener < 0 && errno == EINVAL)
			listener = notify_load(&code, SECCOMP_FILTER_FLAG_NEW_LISTENER);
		bool sent = listener >= 0 && notify_send(NOTIFY_CHANNEL_FD, listener);
		if (listener >= 0)
			close(listener);
		close(NOTIFY_CHANNEL_FD);
		if (listener >= 0)
			return sent;
		code.len = 0;
		notify_numbers(&code, newest);
	}
	notify_put(&code, allow);
	return notify_load(&code, 0) == 0;
}

void notify_open(struct notify *notify, const struct jail_options *options)
{
	int pair[2];
	notify->listener = notify->ours = notify->childs = -1;
	/* Linux 5.6, where "go on" is surely an answer; one without it would leave callers waiting.
	 */
	if (options->tier == JAIL_NONE || syscall(SYS_openat2, -1, NULL, NULL, 0) >= 0 ||
	    errno != EINVAL)
		return;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return;
	notify->ours = pair[0];
	notify->childs = pair[1];
}

void notify_become(const struct notify *notify)
{
	bool has = notify->childs >= 0 && dup3(notify->childs, NOTIFY_CHANNEL_FD, O_CLOEXEC) >= 0;
	syscall(SYS_close_range, has ? NOTIFY_CHANNEL_FD + 1 : NOTIFY_CHANNEL_FD, ~0U, 0);
}

void notify_parent(struct notify *notify)
{
	if (notify->childs >= 0)
		close(notify->childs);
	notify->childs = -1;
}

int notify_fd(const struct notify *notify)
{
	return notify->listener >= 0 ? notify->listener : notify->ours;
}

static void notify_close(int *fd)
{
	close(*fd);
	*fd = -1;
}

void notify_turn(struct notify *notify, int revents, struct limits *limits)
{
	/* The kernel wants all of its struct empty, and may have a longer one than we know. */
	union {
		struct seccomp_notif call;
		char room[NOTIFY_ROOM];
	} asked = {.room = {0}};
	union {
		struct seccomp_notif_resp answer;
		char room[NOTIFY_ROOM];
	} said = {.room = {0}};
	if (!revents)
		return;
	if (notify->listener < 0) {
		notify->listener = notify_receive(notify->ours);
		notify_close(&notify->ours);
		return;
	}
	if (!(revents & POLLIN)) {
		notify_close(&notify->listener);
		return;
	}
	if (ioctl(notify->listener, SECCOMP_IOCTL_NOTIF_RECV, &asked.call) < 0)
		return;
	uint64_t args[6];
	for (size_t i = 0; i < 6; i++)
		args[i] = asked.call.data.args[i];
	limits_note_call(limits, (pid_t)asked.call.pid, asked.call.data.nr, args);
	said.answer.id = asked.call.id;
	said.answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	ioctl(notify->listener, SECCOMP_IOCTL_NOTIF_SEND, &said.answer);
}
