/*
 * The system calls a job does not get. A deny list: what a compiler, Python or a
 * program needs is broad, what is dangerous is known. Anything newer than the list is
 * answered "no such call", so that a new kernel brings no new way out.
 *
 * Arguments the kernel reads as int are compared in their lower 32 bits only: the upper
 * ones are the caller's to choose (CVE-2019-7303).
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "jail.h"

/*
 * The newest call that is let through: set_mempolicy_home_node, Linux 5.17. Those up to 6.18
 * (cachestat to file_setattr, 451 to 469) were looked at: libraries have an older way for each
 * that a job needs, and fchmodat2, setxattrat, file_setattr, open_tree_attr and their kin are
 * new doors to what is denied below.
 */
enum { SECCOMP_NEWEST = 450 };

/* Bytes a pipe holds unless told otherwise; it may be told to hold less. */
enum { SECCOMP_PIPE = 65536 };

/*
 * The kinds of ioctl (its second byte) that change a file behind its permissions: attributes,
 * projects, verity and encryption keys, space beyond the end (XFS's, which all file systems
 * know), shared extents and subvolumes (btrfs), and those of f2fs and bcachefs.
 */
static const uint64_t seccomp_file_ioctls[] = {'f', 'v', 'X', 0x94, 0xf5, 0xbc};

#define SECCOMP_CALL(name) SCMP_SYS(name)

static const int seccomp_denied[] = {
	/* other processes */
	SECCOMP_CALL(ptrace),
	SECCOMP_CALL(process_vm_readv),
	SECCOMP_CALL(process_vm_writev),
	SECCOMP_CALL(kcmp),
	SECCOMP_CALL(pidfd_getfd),
	SECCOMP_CALL(process_madvise),
	SECCOMP_CALL(process_mrelease),
	/* mounts and namespaces */
	SECCOMP_CALL(mount),
	SECCOMP_CALL(umount2),
	SECCOMP_CALL(umount),
	SECCOMP_CALL(pivot_root),
	SECCOMP_CALL(chroot),
	SECCOMP_CALL(setns),
	SECCOMP_CALL(unshare),
	SECCOMP_CALL(open_tree),
	SECCOMP_CALL(move_mount),
	SECCOMP_CALL(fsopen),
	SECCOMP_CALL(fsconfig),
	SECCOMP_CALL(fsmount),
	SECCOMP_CALL(fspick),
	SECCOMP_CALL(mount_setattr),
	/* kernel surface */
	SECCOMP_CALL(bpf),
	SECCOMP_CALL(perf_event_open),
	SECCOMP_CALL(userfaultfd),
	SECCOMP_CALL(keyctl),
	SECCOMP_CALL(add_key),
	SECCOMP_CALL(request_key),
	SECCOMP_CALL(init_module),
	SECCOMP_CALL(finit_module),
	SECCOMP_CALL(delete_module),
	SECCOMP_CALL(kexec_load),
	SECCOMP_CALL(kexec_file_load),
	SECCOMP_CALL(reboot),
	SECCOMP_CALL(syslog),
	SECCOMP_CALL(iopl),
	SECCOMP_CALL(ioperm),
	SECCOMP_CALL(vhangup),
	SECCOMP_CALL(modify_ldt),
	SECCOMP_CALL(lookup_dcookie),
	SECCOMP_CALL(nfsservctl),
	SECCOMP_CALL(uselib),
	SECCOMP_CALL(sysfs),
	SECCOMP_CALL(ustat),
	/* memory that no limit and no sum of resident pages sees */
	SECCOMP_CALL(memfd_create),
	SECCOMP_CALL(memfd_secret),
	SECCOMP_CALL(shmget),
	SECCOMP_CALL(shmat),
	SECCOMP_CALL(semget),
	SECCOMP_CALL(msgget),
	SECCOMP_CALL(mq_open),
	/* files by other means than their path */
	SECCOMP_CALL(open_by_handle_at),
	SECCOMP_CALL(name_to_handle_at),
	SECCOMP_CALL(fanotify_init),
	SECCOMP_CALL(fanotify_mark),
	SECCOMP_CALL(quotactl),
	SECCOMP_CALL(quotactl_fd),
	SECCOMP_CALL(acct),
	SECCOMP_CALL(swapon),
	SECCOMP_CALL(swapoff),
	/* the machine's clock and name */
	SECCOMP_CALL(settimeofday),
	SECCOMP_CALL(clock_settime),
	SECCOMP_CALL(stime),
	SECCOMP_CALL(adjtimex),
	SECCOMP_CALL(clock_adjtime),
	SECCOMP_CALL(sethostname),
	SECCOMP_CALL(setdomainname),
	SECCOMP_CALL(migrate_pages),
	SECCOMP_CALL(move_pages),
};

/* Answered "no such call", so that libraries take their older way. */
static const int seccomp_absent[] = {
	SECCOMP_CALL(clone3),
	SECCOMP_CALL(io_uring_setup),
	SECCOMP_CALL(io_uring_enter),
	SECCOMP_CALL(io_uring_register),
	SECCOMP_CALL(openat2),
	/* There are few for a user, or for the machine: who holds them all takes them from others.
	 */
	SECCOMP_CALL(inotify_init),
	SECCOMP_CALL(inotify_init1),
	SECCOMP_CALL(io_setup),
};

/* Changes Landlock does not mediate: without mounts they would reach the user's own files. */
static const int seccomp_unmediated[] = {
	SECCOMP_CALL(chmod),
	SECCOMP_CALL(fchmod),
	SECCOMP_CALL(fchmodat),
	SECCOMP_CALL(chown),
	SECCOMP_CALL(fchown),
	SECCOMP_CALL(fchownat),
	SECCOMP_CALL(lchown),
	SECCOMP_CALL(utime),
	SECCOMP_CALL(utimes),
	SECCOMP_CALL(futimesat),
	SECCOMP_CALL(setxattr),
	SECCOMP_CALL(lsetxattr),
	SECCOMP_CALL(fsetxattr),
	SECCOMP_CALL(removexattr),
	SECCOMP_CALL(lremovexattr),
	SECCOMP_CALL(fremovexattr),
	SECCOMP_CALL(utimensat),
	/* Tells the names of files in folders that may not be listed. */
	SECCOMP_CALL(inotify_add_watch),
};

static const int seccomp_signals[] = {
	SECCOMP_CALL(tkill),
	SECCOMP_CALL(rt_sigqueueinfo),
	SECCOMP_CALL(rt_tgsigqueueinfo),
	SECCOMP_CALL(pidfd_send_signal),
};

static bool seccomp_deny(scmp_filter_ctx ctx, const int *calls, size_t count, uint32_t answer)
{
	for (size_t i = 0; i < count; i++) {
		int rc = seccomp_rule_add(ctx, answer, calls[i], 0);
		/* A call this machine never had cannot be made. */
		if (rc < 0 && rc != -EDOM)
			return false;
	}
	return true;
}

static bool seccomp_deny_if(scmp_filter_ctx ctx, int call, struct scmp_arg_cmp when)
{
	int rc = seccomp_rule_add_array(ctx, SCMP_ACT_ERRNO(EPERM), call, 1, &when);
	/* A call this machine never had, as above. */
	return rc == 0 || rc == -EDOM;
}

static struct scmp_arg_cmp seccomp_int_is(unsigned arg, uint64_t value)
{
	return SCMP_CMP64(arg, SCMP_CMP_MASKED_EQ, 0xffffffff, value);
}

/*
 * No new namespaces by clone (which reads the lower half of its flags only); the keystrokes of
 * a terminal cannot be forged.
 */
static bool seccomp_arguments(scmp_filter_ctx ctx)
{
	static const uint64_t spaces[] = {CLONE_NEWNS,  CLONE_NEWCGROUP, CLONE_NEWUTS,
					  CLONE_NEWIPC, CLONE_NEWUSER,   CLONE_NEWPID,
					  CLONE_NEWNET};
	static const uint64_t terminal[] = {TIOCSTI, TIOCLINUX, TIOCSCTTY};
	bool ok = true;
	for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
		ok = ok && seccomp_deny_if(ctx, SCMP_SYS(clone),
					   SCMP_CMP64(0, SCMP_CMP_MASKED_EQ, spaces[i], spaces[i]));
	for (size_t i = 0; i < sizeof terminal / sizeof *terminal; i++)
		ok = ok && seccomp_deny_if(ctx, SCMP_SYS(ioctl), seccomp_int_is(1, terminal[i]));
	return ok;
}

/*
 * Files. Space may be kept beyond a file's end without a look at RLIMIT_FSIZE: that would fill
 * the host's disk through the one file that comes out. And a file opened for neither reading
 * nor writing (access mode 3, an old way to reach a device's ioctls) is none that Landlock
 * looks at, while ioctls, leases and locks work on it. Answers are those of a file system that
 * has no such thing.
 */
static bool seccomp_files(scmp_filter_ctx ctx)
{
	const struct scmp_arg_cmp mode =
		SCMP_CMP64(1, SCMP_CMP_MASKED_EQ, FALLOC_FL_KEEP_SIZE, FALLOC_FL_KEEP_SIZE);
	const uint32_t none = SCMP_ACT_ERRNO(EOPNOTSUPP), unknown = SCMP_ACT_ERRNO(ENOTTY);
	bool ok = seccomp_rule_add(ctx, none, SCMP_SYS(fallocate), 1, mode) == 0;
	for (size_t i = 0; i < sizeof seccomp_file_ioctls / sizeof *seccomp_file_ioctls; i++) {
		const struct scmp_arg_cmp kind =
			SCMP_CMP64(1, SCMP_CMP_MASKED_EQ, 0xff00, seccomp_file_ioctls[i] << 8);
		ok = ok && seccomp_rule_add(ctx, unknown, SCMP_SYS(ioctl), 1, kind) == 0;
	}
	ok = ok && seccomp_deny_if(ctx, SCMP_SYS(fcntl), seccomp_int_is(1, F_SETLEASE));
	ok = ok && seccomp_deny_if(ctx, SCMP_SYS(fcntl), seccomp_int_is(1, F_NOTIFY));
	ok = ok && seccomp_deny_if(ctx, SCMP_SYS(open),
				   SCMP_CMP64(1, SCMP_CMP_MASKED_EQ, O_ACCMODE, O_ACCMODE));
	return ok && seccomp_deny_if(ctx, SCMP_SYS(openat),
				     SCMP_CMP64(2, SCMP_CMP_MASKED_EQ, O_ACCMODE, O_ACCMODE));
}

/*
 * The limits and the schedule of others, which the same user may change and Landlock does not
 * mediate: whoever starves the editor need not send it a signal. The caller itself is 0.
 */
static bool seccomp_others(scmp_filter_ctx ctx)
{
	static const struct {
		int call;
		unsigned who;
	} calls[] = {
		{SCMP_SYS(prlimit64), 0},          {SCMP_SYS(setpriority), 0},
		{SCMP_SYS(setpriority), 1},        {SCMP_SYS(ioprio_set), 1},
		{SCMP_SYS(sched_setaffinity), 0},  {SCMP_SYS(sched_setattr), 0},
		{SCMP_SYS(sched_setscheduler), 0}, {SCMP_SYS(sched_setparam), 0},
	};
	bool ok = true;
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		ok = ok && seccomp_deny_if(ctx, calls[i].call,
					   SCMP_CMP64(calls[i].who, SCMP_CMP_NE, 0, 0));
	/* 1: one process, not a group or all of the user's. */
	return ok && seccomp_deny_if(ctx, SCMP_SYS(ioprio_set), SCMP_CMP64(0, SCMP_CMP_NE, 1, 0));
}

/*
 * What waits in sockets and pipes is memory that no limit and no sum of resident pages sees:
 * their room stays as the kernel gives it. A program that asks a socket for more is told that
 * it has it, as the kernel tells one that asks for too much.
 */
static bool seccomp_queues(scmp_filter_ctx ctx)
{
	static const uint64_t room[] = {SO_SNDBUF, SO_RCVBUF, SO_SNDBUFFORCE, SO_RCVBUFFORCE};
	bool ok = true;
	for (size_t i = 0; i < sizeof room / sizeof *room; i++) {
		const struct scmp_arg_cmp when[] = {seccomp_int_is(1, SOL_SOCKET),
						    seccomp_int_is(2, room[i])};
		ok = ok && seccomp_rule_add_array(ctx, SCMP_ACT_ERRNO(0), SCMP_SYS(setsockopt), 2,
						  when) == 0;
	}
	const struct scmp_arg_cmp pipe[] = {seccomp_int_is(1, F_SETPIPE_SZ),
					    SCMP_CMP64(2, SCMP_CMP_GT, SECCOMP_PIPE, 0)};
	return ok &&
	       seccomp_rule_add_array(ctx, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(fcntl), 2, pipe) == 0;
}

/* Full: what an empty network namespace makes harmless. Restricted: no socket at all. */
static bool seccomp_network(scmp_filter_ctx ctx, const struct jail_options *options)
{
	static const uint64_t others[] = {SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET};
	uint32_t deny = SCMP_ACT_ERRNO(EPERM);
	bool ok = true;
	/*
	 * Pairs are for streams: one of another kind may be pointed at any socket of the host, as
	 * syslog's.
	 */
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		ok = ok && seccomp_deny_if(ctx, SCMP_SYS(socketpair),
					   SCMP_CMP64(1, SCMP_CMP_MASKED_EQ, 0xf, others[i]));
	if (options->tier != JAIL_FULL)
		return ok && seccomp_rule_add(ctx, deny, SCMP_SYS(socket), 0) == 0;
	ok = ok && seccomp_deny_if(ctx, SCMP_SYS(socket), SCMP_CMP64(0, SCMP_CMP_GT, AF_INET6, 0));
	for (uint64_t family = 0; family < AF_INET6; family++) {
		bool allowed = family == AF_INET || (family == AF_UNIX && !options->no_unix);
		if (!allowed)
			ok = ok &&
			     seccomp_deny_if(ctx, SCMP_SYS(socket), seccomp_int_is(0, family));
	}
	return ok;
}

/* What Landlock leaves open where there are no namespaces, more so in its early versions. */
static bool seccomp_without_mounts(scmp_filter_ctx ctx, int abi)
{
	uint32_t deny = SCMP_ACT_ERRNO(EPERM);
	bool ok = seccomp_deny(ctx, seccomp_unmediated,
			       sizeof seccomp_unmediated / sizeof *seccomp_unmediated, deny);
	if (abi < 6) {
		uint64_t self = (uint64_t)getpid();
		/* A pipe sends signals, too, to whoever is said to own it. */
		ok = ok && seccomp_deny_if(ctx, SCMP_SYS(fcntl), seccomp_int_is(1, F_SETOWN));
		ok = ok && seccomp_deny_if(ctx, SCMP_SYS(fcntl), seccomp_int_is(1, F_SETOWN_EX));
		ok = ok && seccomp_deny(ctx, seccomp_signals,
					sizeof seccomp_signals / sizeof *seccomp_signals, deny);
		ok = ok &&
		     seccomp_deny_if(ctx, SCMP_SYS(kill), SCMP_CMP64(0, SCMP_CMP_NE, self, 0));
		ok = ok &&
		     seccomp_deny_if(ctx, SCMP_SYS(tgkill), SCMP_CMP64(0, SCMP_CMP_NE, self, 0));
	}
	if (abi < 3) {
		uint64_t mask = O_TRUNC | O_ACCMODE;
		ok = ok && seccomp_rule_add(ctx, deny, SCMP_SYS(truncate), 0) == 0;
		ok = ok && seccomp_deny_if(ctx, SCMP_SYS(open),
					   SCMP_CMP64(1, SCMP_CMP_MASKED_EQ, mask, O_TRUNC));
		ok = ok && seccomp_deny_if(ctx, SCMP_SYS(openat),
					   SCMP_CMP64(2, SCMP_CMP_MASKED_EQ, mask, O_TRUNC));
	}
	return ok;
}

static bool seccomp_rules(scmp_filter_ctx ctx, const struct jail_options *options, int abi)
{
	bool ok = seccomp_deny(ctx, seccomp_denied, sizeof seccomp_denied / sizeof *seccomp_denied,
			       SCMP_ACT_ERRNO(EPERM));
	ok = ok && seccomp_deny(ctx, seccomp_absent, sizeof seccomp_absent / sizeof *seccomp_absent,
				SCMP_ACT_ERRNO(ENOSYS));
	ok = ok && seccomp_arguments(ctx) && seccomp_files(ctx) && seccomp_others(ctx);
	ok = ok && seccomp_queues(ctx) && seccomp_network(ctx, options);
	if (options->tier == JAIL_RESTRICTED)
		ok = ok && seccomp_without_mounts(ctx, abi);
	return ok;
}

bool seccomp_confine(const struct jail_options *options, int abi)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
	if (!ctx)
		return false;
	bool ok = seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0;
	ok = ok && seccomp_attr_set(ctx, SCMP_FLTATR_CTL_NNP, 1) == 0;
	ok = ok && seccomp_rules(ctx, options, abi);
	/* Old kernels slow filtered programs down unless told not to; older libraries cannot say.
	 */
	seccomp_attr_set(ctx, SCMP_FLTATR_CTL_SSB, 1);
	ok = ok && seccomp_load(ctx) == 0;
	seccomp_release(ctx);
	/* libseccomp cannot compare numbers; of two filters the kernel takes the stricter answer.
	 */
	return ok && notify_confine(options, SECCOMP_NEWEST);
}
