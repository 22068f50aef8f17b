/*
 * The secrets in a folder that is shown inside: a package is needed whole to test it, but
 * what it can read may leave the machine. What is a secret is told by its name alone. The
 * supervisor looks before the box is made; bwrap.c covers what was found, landlock.c leaves
 * it out. Sockets and FIFOs are hidden as well. Links are not followed, only what a link named like
 * a secret leads to is hidden as well; a hard link under another name cannot be told from any other
 * file.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "jail.h"

enum {
	MASK_DEPTH = 64,
	MASK_ENTRIES = 200000,
	MASK_SECONDS = 5,
	MASK_BYTES = 256 << 10, /* of all their paths: a command line has an end */
};

enum mask_kind { MASK_SHOWN, MASK_FILE, MASK_FOLDER };

struct mask_pattern {
	const char *name;
	enum mask_kind kind;
	const char *parent; /* only in a folder of this name; NULL: anywhere */
};

/* The first that fits decides. Case does not matter. */
static const struct mask_pattern mask_patterns[] = {
	/* Named like secrets, but made to be read. */
	{"*.pub", MASK_SHOWN, NULL},
	{".env*.dist", MASK_SHOWN, NULL},
	{".env*.example", MASK_SHOWN, NULL},
	{".env*.sample", MASK_SHOWN, NULL},
	{".env*.template", MASK_SHOWN, NULL},
	{"ca-bundle.pem", MASK_SHOWN, NULL},
	{"ca-certificates.pem", MASK_SHOWN, NULL},
	{"cacert.pem", MASK_SHOWN, NULL},
	{"example.env", MASK_SHOWN, NULL},
	{"sample.env", MASK_SHOWN, NULL},
	{"template.env", MASK_SHOWN, NULL},

	{".aws", MASK_FOLDER, NULL},
	{".azure", MASK_FOLDER, NULL},
	{".bzr", MASK_FOLDER, NULL},
	{".docker", MASK_FOLDER, NULL},
	{".gcloud", MASK_FOLDER, NULL},
	{".git", MASK_FOLDER, NULL},
	{".gnupg", MASK_FOLDER, NULL},
	{".hg", MASK_FOLDER, NULL},
	{".jj", MASK_FOLDER, NULL},
	{".kube", MASK_FOLDER, NULL},
	{".password-store", MASK_FOLDER, NULL},
	{".ssh", MASK_FOLDER, NULL},
	{".svn", MASK_FOLDER, NULL},
	{".terraform", MASK_FOLDER, NULL},
	{".vault", MASK_FOLDER, NULL},
	{"gcloud", MASK_FOLDER, ".config"},
	{"gh", MASK_FOLDER, ".config"},

	{"*.env", MASK_FILE, NULL},
	{"*.jks", MASK_FILE, NULL},
	{"*.kdbx", MASK_FILE, NULL},
	{"*.key", MASK_FILE, NULL},
	{"*.keystore", MASK_FILE, NULL},
	{"*.p12", MASK_FILE, NULL},
	{"*.pem", MASK_FILE, NULL},
	{"*.pfx", MASK_FILE, NULL},
	{"*.ppk", MASK_FILE, NULL},
	{"*.tfstate", MASK_FILE, NULL},
	{"*.tfstate.*", MASK_FILE, NULL},
	{"*.tfvars", MASK_FILE, NULL},
	{"*.tfvars.json", MASK_FILE, NULL},
	{".*_history", MASK_FILE, NULL},
	{".boto", MASK_FILE, NULL},
	{".dockercfg", MASK_FILE, NULL},
	{".env.*", MASK_FILE, NULL},
	{".envrc", MASK_FILE, NULL},
	{".git-credentials", MASK_FILE, NULL},
	{".htpasswd", MASK_FILE, NULL},
	{".lesshst", MASK_FILE, NULL},
	{".my.cnf", MASK_FILE, NULL},
	{".mylogin.cnf", MASK_FILE, NULL},
	{".netrc", MASK_FILE, NULL},
	{".npmrc", MASK_FILE, NULL},
	{".pgpass", MASK_FILE, NULL},
	{".pypirc", MASK_FILE, NULL},
	{".s3cfg", MASK_FILE, NULL},
	{".vault-token", MASK_FILE, NULL},
	{".viminfo", MASK_FILE, NULL},
	{"_netrc", MASK_FILE, NULL},
	{"client_secret*.json", MASK_FILE, NULL},
	{"credentials", MASK_FILE, NULL},
	{"credentials.ini", MASK_FILE, NULL},
	{"credentials.json", MASK_FILE, NULL},
	{"credentials.toml", MASK_FILE, NULL},
	{"credentials.yaml", MASK_FILE, NULL},
	{"credentials.yml", MASK_FILE, NULL},
	{"id_dsa*", MASK_FILE, NULL},
	{"id_ecdsa*", MASK_FILE, NULL},
	{"id_ed25519*", MASK_FILE, NULL},
	{"id_rsa*", MASK_FILE, NULL},
	{"kubeconfig", MASK_FILE, NULL},
	{"secrets.ini", MASK_FILE, NULL},
	{"secrets.json", MASK_FILE, NULL},
	{"secrets.toml", MASK_FILE, NULL},
	{"secrets.yaml", MASK_FILE, NULL},
	{"secrets.yml", MASK_FILE, NULL},
	{"service-account*.json", MASK_FILE, NULL},
};

/* What editors and cautious people put behind the name of a copy. */
static const char *const mask_copies[] = {"~",     ".backup", ".bak", ".old",
					  ".orig", ".save",   ".swo", ".swp"};

struct mask_walk {
	struct jail_options *options;
	struct pool *pool;
	char path[PATH_MAX];
	size_t entries, bytes;
	struct timespec begun;
	bool many, large; /* more than there is room for; than can be looked through */
};

static bool mask_strip_copy(char *name)
{
	for (size_t i = 0; i < sizeof mask_copies / sizeof *mask_copies; i++) {
		size_t len = strlen(name), end = strlen(mask_copies[i]);
		if (len <= end || strcasecmp(name + len - end, mask_copies[i]) != 0)
			continue;
		name[len - end] = '\0';
		return true;
	}
	return false;
}

bool mask_is_secret(const char *parent, const char *name, bool folder)
{
	char plain[NAME_MAX + 1];
	snprintf(plain, sizeof plain, "%s", name);
	while (!folder && mask_strip_copy(plain))
		;
	for (size_t i = 0; i < sizeof mask_patterns / sizeof *mask_patterns; i++) {
		const struct mask_pattern *pattern = &mask_patterns[i];
		if ((pattern->kind == MASK_FOLDER) != folder ||
		    (pattern->parent && strcasecmp(parent, pattern->parent) != 0))
			continue;
		if (fnmatch(pattern->name, plain, FNM_CASEFOLD) == 0)
			return pattern->kind != MASK_SHOWN;
	}
	return false;
}

const char *mask_below(const char *path, const char *folder)
{
	size_t len = strlen(folder);
	if (strncmp(path, folder, len) != 0 || (path[len] != '/' && path[len] != '\0'))
		return NULL;
	return path + len;
}

/* Whether this secret hides that path: not where something was asked for in between. */
static bool mask_covers(const struct jail_options *options, const char *secret, const char *path)
{
	if (!mask_below(path, secret))
		return false;
	for (size_t i = 0; i < options->mount_count; i++) {
		const char *host = options->mounts[i].host;
		if (!options->mounts[i].copied && mask_below(host, secret) &&
		    mask_below(path, host))
			return false;
	}
	return true;
}

enum mask_state mask_look(const struct jail_options *options, const char *path)
{
	enum mask_state state = MASK_CLEAN;
	for (size_t i = 0; i < options->mask_count; i++) {
		if (mask_covers(options, options->masks[i].path, path))
			return MASK_SECRET;
		if (mask_below(options->masks[i].path, path))
			state = MASK_ABOVE;
	}
	return state;
}

/* Named by whoever asked for the run: shown, whatever it is called. */
static bool mask_is_named(const struct jail_options *options, const char *path)
{
	if (options->artifact && strcmp(options->artifact, path) == 0)
		return true;
	for (size_t i = 0; i < options->mount_count; i++)
		if (!options->mounts[i].copied && strcmp(options->mounts[i].host, path) == 0)
			return true;
	return false;
}

/* Hide one; what lies in a hidden folder is hidden with it. */
static void mask_add(struct mask_walk *walk, const char *path, bool folder)
{
	struct jail_options *options = walk->options;
	size_t kept = 0;
	if (mask_look(options, path) == MASK_SECRET)
		return;
	for (size_t i = 0; i < options->mask_count; i++)
		if (!mask_covers(options, path, options->masks[i].path))
			options->masks[kept++] = options->masks[i];
	options->mask_count = kept;
	walk->bytes += strlen(path);
	walk->many = kept == JAIL_MASKS || walk->bytes > MASK_BYTES;
	if (!walk->many)
		options->masks[options->mask_count++] =
			(struct jail_mask){pool_fmt(walk->pool, "%s", path), folder};
}

/* What a link named like a secret leads to, where that would be seen. */
static void mask_link(struct mask_walk *walk, const char *parent, const char *name)
{
	char real[PATH_MAX];
	struct stat info;
	const struct jail_mount *inner = NULL;
	if (!realpath(walk->path, real) || stat(real, &info) < 0 ||
	    !mask_is_secret(parent, name, S_ISDIR(info.st_mode)) ||
	    mask_is_named(walk->options, real))
		return;
	for (size_t i = 0; i < walk->options->mount_count; i++) {
		const struct jail_mount *mount = &walk->options->mounts[i];
		if (mask_below(real, mount->host) &&
		    (!inner || strlen(mount->host) > strlen(inner->host)))
			inner = mount;
	}
	if (inner && inner->masked)
		mask_add(walk, real, S_ISDIR(info.st_mode));
}

static bool mask_goes_on(struct mask_walk *walk)
{
	if (++walk->entries % 1024 == 0) {
		struct pollfd server = {.fd = JAIL_CONTROL_FD, .events = POLLIN};
		struct timespec now;
		clock_gettime(CLOCK_MONOTONIC, &now);
		walk->large = walk->large || now.tv_sec - walk->begun.tv_sec > MASK_SECONDS;
		/* Nobody waits for the end of this any more. */
		walk->large = walk->large || poll(&server, 1, 0) != 0;
	}
	walk->large = walk->large || walk->entries > MASK_ENTRIES;
	return !walk->large && !walk->many;
}

static bool mask_folder(struct mask_walk *walk, int folder, int depth);

/*
 * A way to somebody outside: whoever listens at a socket or reads a FIFO is reached through a
 * read-only mount, too.
 */
static bool mask_is_door(mode_t type)
{
	return type == S_IFSOCK || type == S_IFIFO || type == S_IFCHR || type == S_IFBLK;
}

/* What the folder says it is saves asking; a vanished one is nothing. */
static mode_t mask_type(int folder, const struct dirent *entry)
{
	struct stat info;
	if (entry->d_type != DT_UNKNOWN)
		return (mode_t)DTTOIF(entry->d_type);
	if (fstatat(folder, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) < 0)
		return 0;
	return info.st_mode & S_IFMT;
}

static void mask_entry(struct mask_walk *walk, int folder, const char *parent,
		       const struct dirent *entry, int depth)
{
	const char *name = entry->d_name;
	mode_t type = mask_type(folder, entry);
	if (type == 0 || mask_is_named(walk->options, walk->path))
		return;
	if (type == S_IFLNK) {
		mask_link(walk, parent, name);
		return;
	}
	bool secret = mask_is_door(type) || mask_is_secret(parent, name, type == S_IFDIR);
	if (!secret && type == S_IFDIR) {
		int inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		secret = !mask_folder(walk, inner, depth + 1) &&
			 faccessat(folder, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
	}
	if (secret)
		mask_add(walk, walk->path, type == S_IFDIR);
}

/* Takes `folder` over. False when not everything in it can be looked at. */
static bool mask_folder(struct mask_walk *walk, int folder, int depth)
{
	char parent[NAME_MAX + 1];
	size_t len = strlen(walk->path);
	DIR *list = folder < 0 ? NULL : fdopendir(folder);
	/* Its names may be listed, but not what they name. */
	bool ok = list && depth < MASK_DEPTH && faccessat(folder, ".", F_OK, 0) == 0;
	snprintf(parent, sizeof parent, "%s", strrchr(walk->path, '/') + 1);
	while (ok && mask_goes_on(walk)) {
		errno = 0;
		const struct dirent *entry = readdir(list);
		if (!entry) {
			ok = errno == 0;
			break;
		}
		const char *name = entry->d_name;
		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
			continue;
		ok = len + strlen(name) + 2 <= sizeof walk->path;
		if (ok) {
			snprintf(walk->path + len, sizeof walk->path - len, "/%s", name);
			mask_entry(walk, folder, parent, entry, depth);
		}
		walk->path[len] = '\0';
	}
	if (list)
		closedir(list);
	else if (folder >= 0)
		close(folder);
	return ok;
}

/* The same folder may be shown at several places. */
static bool mask_is_first(const struct jail_options *options, size_t which)
{
	const struct jail_mount *mount = &options->mounts[which];
	for (size_t i = 0; i < which; i++)
		if (options->mounts[i].masked && strcmp(options->mounts[i].host, mount->host) == 0)
			return false;
	return mount->masked;
}

static const char *mask_complaint(const struct mask_walk *walk)
{
	if (walk->large)
		return "is too large to look through for secrets: show a smaller folder";
	if (walk->many)
		return "has too many secrets in it to hide them: show a smaller folder";
	return "cannot be looked through for secrets";
}

bool mask_find(struct jail_options *options, struct pool *pool, char error[512])
{
	struct mask_walk walk = {.options = options, .pool = pool};
	clock_gettime(CLOCK_MONOTONIC, &walk.begun);
	for (size_t i = 0; i < options->mount_count && options->tier != JAIL_NONE; i++) {
		const char *host = options->mounts[i].host;
		if (!mask_is_first(options, i))
			continue;
		int folder = open(host, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (folder < 0 && errno == ENOTDIR)
			continue;
		snprintf(walk.path, sizeof walk.path, "%s", host);
		if (mask_folder(&walk, folder, 0) && !walk.large && !walk.many)
			continue;
		snprintf(error, 512, "%.300s %s", host, mask_complaint(&walk));
		return false;
	}
	return true;
}
