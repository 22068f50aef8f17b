/*
 * The full sandbox's command line: bubblewrap with every namespace of its own and an
 * allow list of mounts. Whatever can be written lies in sized memory file systems,
 * but for one file that was made beforehand; so nothing is left behind, nothing fills
 * the disk, and no link or FIFO of the job's meets anybody outside.
 *
 * Our helper is process 1 in there: when it ends, the kernel ends the namespace.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "jail.h"

enum { BWRAP_ARGS = 512, BWRAP_MASK_ARGS = 6, BWRAP_MASK = 4096, BWRAP_LEAST = 1 << 20 };

struct bwrap_line {
	char **at;
	size_t count;
	struct pool *pool;
};

static void bwrap_add(struct bwrap_line *line, const char *a, const char *b, const char *c)
{
	const char *const words[] = {a, b, c};
	for (size_t i = 0; i < 3 && words[i]; i++)
		line->at[line->count++] = pool_fmt(line->pool, "%s", words[i]);
}

static void bwrap_number(struct bwrap_line *line, const char *name, uint64_t number)
{
	bwrap_add(line, name, pool_fmt(line->pool, "%llu", (unsigned long long)number), NULL);
}

/* /bin, /lib and their kin: links into /usr on a merged system, folders on an older one. */
static void bwrap_system(struct bwrap_line *line)
{
	static const char *const names[] = {"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"};
	bwrap_add(line, "--ro-bind", "/usr", "/usr");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char target[256];
		ssize_t len = readlink(names[i], target, sizeof target - 1);
		struct stat info;
		if (len > 0) {
			target[len] = '\0';
			bwrap_add(line, "--symlink", target, names[i]);
		} else if (stat(names[i], &info) == 0 && S_ISDIR(info.st_mode)) {
			bwrap_add(line, "--ro-bind", names[i], names[i]);
		}
	}
	bwrap_add(line, "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache");
	bwrap_add(line, "--ro-bind-try", "/etc/alternatives", "/etc/alternatives");
}

static void bwrap_tmpfs(struct bwrap_line *line, const char *where, uint64_t size)
{
	bwrap_number(line, "--size", size < BWRAP_LEAST ? BWRAP_LEAST : size);
	bwrap_add(line, "--tmpfs", where, NULL);
}

/* Whether a mount that comes after this one decides what is seen at that place. */
static bool bwrap_is_covered(const struct jail_options *options, const struct jail_mount *mount,
			     const char *place)
{
	for (size_t i = 0; i < options->mount_count; i++) {
		const struct jail_mount *other = &options->mounts[i];
		if (!other->copied && strlen(other->inside) > strlen(mount->inside) &&
		    mask_below(place, other->inside))
			return true;
	}
	return false;
}

/* Where a secret would be seen below this mount; NULL: it would not. */
static const char *bwrap_mask(const struct bwrap_line *line, const struct jail_options *options,
			      const struct jail_mount *mount, const struct jail_mask *mask)
{
	const char *rest = mask_below(mask->path, mount->host);
	if (!rest || !*rest)
		return NULL;
	/* Nor in a hidden folder, which only another mount opens. */
	for (size_t i = 0; i < options->mask_count; i++) {
		const struct jail_mask *other = &options->masks[i];
		if (other != mask && mask_below(other->path, mount->host) &&
		    mask_below(mask->path, other->path))
			return NULL;
	}
	const char *place = pool_fmt(line->pool, "%s%s", mount->inside, rest);
	return bwrap_is_covered(options, mount, place) ? NULL : place;
}

/* A folder and, over its secrets, what is empty: a device that cannot be opened there, a folder. */
static void bwrap_mount(struct bwrap_line *line, const struct jail_options *options,
			const struct jail_mount *mount)
{
	bwrap_add(line, "--ro-bind", mount->host, mount->inside);
	for (size_t i = 0; i < options->mask_count; i++) {
		const char *place = bwrap_mask(line, options, mount, &options->masks[i]);
		if (place && options->masks[i].folder) {
			bwrap_number(line, "--size", BWRAP_MASK);
			bwrap_add(line, "--tmpfs", place, NULL);
		} else if (place) {
			bwrap_add(line, "--ro-bind", "/dev/null", place);
		}
	}
}

/* What lies in another comes after it, in whatever order they were asked for. */
static void bwrap_mounts(struct bwrap_line *line, const struct jail_options *options)
{
	size_t done = 0;
	for (size_t len = 0, next; done < options->mount_count; len = next + 1) {
		next = SIZE_MAX;
		for (size_t i = 0; i < options->mount_count; i++) {
			size_t own = strlen(options->mounts[i].inside);
			if (own >= len && own < next)
				next = own;
		}
		for (size_t i = 0; i < options->mount_count; i++) {
			if (strlen(options->mounts[i].inside) != next)
				continue;
			if (!options->mounts[i].copied)
				bwrap_mount(line, options, &options->mounts[i]);
			done++;
		}
	}
}

/* Not before all is in its place: a file that was asked for may lie in a hidden folder. */
static void bwrap_close_masks(struct bwrap_line *line, const struct jail_options *options)
{
	for (size_t i = 0; i < options->mount_count * options->mask_count; i++) {
		const struct jail_mask *mask = &options->masks[i / options->mount_count];
		const struct jail_mount *mount = &options->mounts[i % options->mount_count];
		const char *place = mask->folder ? bwrap_mask(line, options, mount, mask) : NULL;
		if (place)
			bwrap_add(line, "--remount-ro", place, NULL);
	}
}

/* Half of the disk limit for /job, the rest for the scratch folders: the sum is the limit. */
static void bwrap_files(struct bwrap_line *line, const struct jail_options *options)
{
	bwrap_add(line, "--proc", "/proc", NULL);
	bwrap_add(line, "--dev", "/dev", NULL);
	bwrap_tmpfs(line, "/dev/shm", options->disk / 8);
	bwrap_tmpfs(line, "/tmp", options->disk / 8 * 3);
	bwrap_tmpfs(line, "/job", options->disk / 2);
	bwrap_mounts(line, options);
	if (options->artifact)
		bwrap_add(line, "--bind", options->artifact, options->artifact_inside);
	bwrap_close_masks(line, options);
	bwrap_add(line, "--ro-bind", options->self, "/jail");
	bwrap_add(line, "--chdir", "/job", NULL);
	/* The file systems bubblewrap makes for itself have no size: nobody may write there. */
	bwrap_add(line, "--remount-ro", "/proc", NULL);
	bwrap_add(line, "--remount-ro", "/dev", NULL);
	bwrap_add(line, "--remount-ro", "/", NULL);
}

static void bwrap_exec(struct bwrap_line *line, const struct jail_options *options)
{
	bwrap_add(line, "/jail", "exec", NULL);
	bwrap_add(line, "--tier", "full", NULL);
	bwrap_number(line, "--wall-ms", options->wall_ms);
	bwrap_number(line, "--memory", options->memory);
	bwrap_number(line, "--disk", options->disk);
	bwrap_number(line, "--output", options->output);
	bwrap_number(line, "--processes", options->processes);
	if (options->artifact) {
		bwrap_add(line, "--artifact", options->artifact_inside, NULL);
		bwrap_add(line, "--artifact-inside", options->artifact_inside, NULL);
	}
	/* In the order of their descriptors. */
	for (size_t i = 0; i < options->mount_count; i++) {
		const struct jail_mount *mount = &options->mounts[i];
		if (mount->copied)
			bwrap_add(line, "--copy", mount->inside, mount->inside);
	}
	if (options->sparse)
		bwrap_add(line, "--sparse", NULL, NULL);
	if (options->no_unix)
		bwrap_add(line, "--no-unix", NULL, NULL);
	bwrap_add(line, "--", NULL, NULL);
}

char **bwrap_command(const struct jail_options *options, struct pool *pool)
{
	size_t words = 0;
	while (options->argv[words])
		words++;
	struct bwrap_line line = {.pool = pool};
	size_t masks = options->mount_count * options->mask_count * BWRAP_MASK_ARGS;
	line.at = (char **)(void *)pool_add(pool, (BWRAP_ARGS + masks + words) * sizeof *line.at);
	bwrap_add(&line, options->bwrap, "--unshare-all", "--unshare-user");
	bwrap_add(&line, "--die-with-parent", "--new-session", "--as-pid-1");
	bwrap_add(&line, "--cap-drop", "ALL", NULL);
	bwrap_add(&line, "--hostname", "kadane", NULL);
	if (options->no_userns)
		bwrap_add(&line, "--disable-userns", NULL, NULL);
	bwrap_system(&line);
	bwrap_files(&line, options);
	bwrap_add(&line, "--", NULL, NULL);
	bwrap_exec(&line, options);
	for (size_t i = 0; i < words; i++)
		line.at[line.count++] = options->argv[i];
	line.at[line.count] = NULL;
	return line.at;
}
