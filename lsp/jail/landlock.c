/*
 * Landlock: the kernel itself refuses paths we did not allow. In the restricted tier it
 * is what hides the disk; in the full tier it stands behind the mounts and keeps signals
 * inside. The numbers are written out because Debian 12's header stops at ABI 2.
 * (Documentation/userspace-api/landlock.rst)
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
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
	bool by_name; /* in the folder at hand, what is named like a secret is left out */
	bool failed;
};

static void landlock_rule(struct landlock_set *set, int path, uint64_t rights)
{
	struct landlock_beneath rule = {.parent = path};
	struct stat info;
	if (fstat(path, &info) < 0 || !S_ISDIR(info.st_mode))
		rights &= LANDLOCK_FILE;
	rule.allowed = rights & set->handled;
	if (syscall(LANDLOCK_ADD_RULE, set->fd, LANDLOCK_PATH_BENEATH, &rule, 0) < 0)
		set->failed = true;
}

/* A path that is not there needs no rule. */
static void landlock_allow(struct landlock_set *set, const char *path, uint64_t rights)
{
	int fd = open(path, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return;
	landlock_rule(set, fd, rights);
	close(fd);
}

static void landlock_children(struct landlock_set *set, const struct jail_options *options,
			      int folder, char path[PATH_MAX]);

/*
 * Rules only ever add: a folder with a secret below is not allowed as a whole. It may be
 * listed, and what is clean in it is allowed one by one. A link needs no rule; what it leads
 * to has one, or none for a reason.
 */
static void landlock_show(struct landlock_set *set, const struct jail_options *options, int folder,
			  const char *name, char path[PATH_MAX])
{
	struct stat info;
	enum mask_state state = mask_look(options, path);
	int fd = state == MASK_SECRET ? -1 : openat(folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return;
	if (fstat(fd, &info) < 0) {
		set->failed = true;
	} else if (state == MASK_ABOVE && S_ISDIR(info.st_mode)) {
		landlock_rule(set, fd, LANDLOCK_READ_DIR);
		landlock_children(set, options, fd, path);
	} else if (!S_ISLNK(info.st_mode)) {
		landlock_rule(set, fd, LANDLOCK_LOOK);
	}
	close(fd);
}

/* Looked at anew: what was not there before is told by its name. */
static void landlock_children(struct landlock_set *set, const struct jail_options *options,
			      int folder, char path[PATH_MAX])
{
	size_t len = strlen(path);
	int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *list = fd < 0 ? NULL : fdopendir(fd);
	if (!list) {
		if (fd >= 0)
			close(fd);
		/* What root could look into, the job cannot: nothing to allow. */
		set->failed = set->failed || errno != EACCES;
		return;
	}
	for (struct dirent *entry; (entry = readdir(list));) {
		const char *name = entry->d_name, *parent = strrchr(path, '/') + 1;
		struct stat info;
		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
		    len + strlen(name) + 2 > PATH_MAX ||
		    fstatat(fd, name, &info, AT_SYMLINK_NOFOLLOW) < 0 ||
		    (set->by_name && mask_is_secret(parent, name, S_ISDIR(info.st_mode))))
			continue;
		snprintf(path + len, PATH_MAX - len, "/%s", name);
		landlock_show(set, options, fd, name, path);
		path[len] = '\0';
	}
	closedir(list);
}

static void landlock_mount(struct landlock_set *set, const struct jail_options *options,
			   const char *host, bool masked)
{
	char path[PATH_MAX];
	set->by_name = masked;
	snprintf(path, sizeof path, "%s", host);
	landlock_show(set, options, AT_FDCWD, host, path);
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
	for (size_t i = 0; i < sizeof system / sizeof *system; i++) {
		if (mask_look(options, system[i]) == MASK_ABOVE)
			landlock_mount(set, options, system[i], false);
		else
			landlock_allow(set, system[i], LANDLOCK_LOOK);
	}
	for (size_t i = 0; i < options->mount_count; i++)
		if (!options->mounts[i].copied)
			landlock_mount(set, options, options->mounts[i].host,
				       options->mounts[i].masked);
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
	memcpy(path + len, "/beside", 8);
	landlock_allow(set, path, LANDLOCK_LOOK);
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
