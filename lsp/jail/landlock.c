/*
 * Landlock: the kernel itself refuses paths we did not allow. In the restricted tier it
 * is what hides the disk; in the full tier it stands behind the mounts and keeps signals
 * inside. The numbers are written out because Debian 12's header stops at ABI 2.
 * (Documentation/userspace-api/landlock.rst)
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "jail.h"

enum {
	LANDLOCK_CREATE = 444,
	LANDLOCK_ADD_RULE = 445,
	LANDLOCK_RESTRICT = 446,
	LANDLOCK_PATH_BENEATH = 1,
	LANDLOCK_VERSION = 1,
};

struct landlock_rules {
	uint64_t files;  /* ABI 1 */
	uint64_t net;    /* ABI 4 */
	uint64_t scoped; /* ABI 6 */
};

struct landlock_beneath {
	uint64_t allowed;
	int32_t parent;
} __attribute__((packed));

#define LANDLOCK_EXECUTE    (UINT64_C(1) << 0)
#define LANDLOCK_WRITE      (UINT64_C(1) << 1)
#define LANDLOCK_READ       (UINT64_C(1) << 2)
#define LANDLOCK_READ_DIR   (UINT64_C(1) << 3)
#define LANDLOCK_REFER      (UINT64_C(1) << 13)
#define LANDLOCK_TRUNCATE   (UINT64_C(1) << 14)
#define LANDLOCK_IOCTL_DEV  (UINT64_C(1) << 15)
#define LANDLOCK_MAKE_CHAR  (UINT64_C(1) << 6)
#define LANDLOCK_MAKE_BLOCK (UINT64_C(1) << 11)

/* What a rule on a file, not a folder, may name. */
#define LANDLOCK_FILE                                                                              \
	(LANDLOCK_EXECUTE | LANDLOCK_WRITE | LANDLOCK_READ | LANDLOCK_TRUNCATE | LANDLOCK_IOCTL_DEV)
#define LANDLOCK_LOOK (LANDLOCK_EXECUTE | LANDLOCK_READ | LANDLOCK_READ_DIR)

int landlock_abi(void)
{
	long abi = syscall(LANDLOCK_CREATE, NULL, 0, LANDLOCK_VERSION);
	return abi < 0 ? 0 : (int)abi;
}

/* Every file right this ABI knows: what is not handled would stay allowed. */
static uint64_t landlock_files(int abi)
{
	static const unsigned rights[] = {0, 13, 14, 15, 15, 16};
	unsigned known = rights[abi > 5 ? 5 : abi];
	return (UINT64_C(1) << known) - 1;
}

struct landlock_set {
	int fd;
	uint64_t handled;
	bool failed;
};

/* A path that is not there needs no rule. */
static void landlock_allow(struct landlock_set *set, const char *path, uint64_t rights)
{
	struct landlock_beneath rule = {.parent = open(path, O_PATH | O_CLOEXEC)};
	struct stat info;
	if (rule.parent < 0)
		return;
	if (fstat(rule.parent, &info) < 0 || !S_ISDIR(info.st_mode))
		rights &= LANDLOCK_FILE;
	rule.allowed = rights & set->handled;
	if (syscall(LANDLOCK_ADD_RULE, set->fd, LANDLOCK_PATH_BENEATH, &rule, 0) < 0)
		set->failed = true;
	close(rule.parent);
}

static void landlock_devices(struct landlock_set *set)
{
	static const char *const devices[] = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random",
					      "/dev/urandom"};
	for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
		landlock_allow(set, devices[i],
			       LANDLOCK_WRITE | LANDLOCK_READ | LANDLOCK_IOCTL_DEV);
}

/* Behind the mounts: all that is to be seen may be read, only the sized places written. */
static void landlock_full(struct landlock_set *set, uint64_t write)
{
	landlock_allow(set, "/", LANDLOCK_LOOK);
	landlock_allow(set, "/job", write);
	landlock_allow(set, "/tmp", write);
	landlock_allow(set, "/dev/shm", write);
}

/* In place of the mounts. */
static void landlock_restricted(struct landlock_set *set, const struct jail_options *options,
				uint64_t write)
{
	static const char *const system[] = {
		"/usr",
		"/bin",
		"/sbin",
		"/lib",
		"/lib32",
		"/lib64",
		"/libx32",
		"/etc/ld.so.cache",
		"/etc/alternatives",
		"/proc/self",
		"/proc/cpuinfo",
		"/proc/meminfo",
	};
	char path[4096];
	size_t len = strlen(options->work);
	for (size_t i = 0; i < sizeof system / sizeof *system; i++)
		landlock_allow(set, system[i], LANDLOCK_LOOK);
	for (size_t i = 0; i < options->mount_count; i++)
		landlock_allow(set, options->mounts[i].host, LANDLOCK_LOOK);
	landlock_allow(set, options->self, LANDLOCK_EXECUTE | LANDLOCK_READ);
	if (len + 8 > sizeof path) {
		set->failed = true;
		return;
	}
	memcpy(path, options->work, len);
	memcpy(path + len, "/job", 5);
	landlock_allow(set, path, write);
	memcpy(path + len, "/tmp", 5);
	landlock_allow(set, path, write);
}

bool landlock_confine(const struct jail_options *options, int abi)
{
	struct landlock_set set = {.handled = landlock_files(abi)};
	struct landlock_rules rules = {.files = set.handled};
	size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
	uint64_t write = set.handled & ~(LANDLOCK_MAKE_CHAR | LANDLOCK_MAKE_BLOCK);
	/* In the full tier the network namespace is empty; loopback in it harms nobody. */
	if (abi >= 4 && options->tier == JAIL_RESTRICTED)
		rules.net = 3;
	if (abi >= 6)
		rules.scoped = 3;
	set.fd = (int)syscall(LANDLOCK_CREATE, &rules, size, 0);
	if (set.fd < 0)
		return false;
	landlock_devices(&set);
	if (options->tier == JAIL_FULL)
		landlock_full(&set, write);
	else
		landlock_restricted(&set, options, write);
	if (options->artifact)
		landlock_allow(&set, options->artifact, LANDLOCK_FILE);
	bool ok = !set.failed && syscall(LANDLOCK_RESTRICT, set.fd, 0) == 0;
	close(set.fd);
	return ok;
}
