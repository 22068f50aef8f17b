/*
 * From a sandbox_command to kadane-jail's command line. Here it is decided what may be
 * shown inside: a mount that would bring the home folder, the whole disk or the kernel's
 * own file systems with it is refused.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "io/file.h"
#include "sandbox_private.h"

enum { SANDBOX_MOUNTS = 120, SANDBOX_PLAIN = 48 };

/* Built from nothing: what the user's environment holds stays outside. */
static const char *const sandbox_env[] = {
	"HOME=/nonexistent",
	"LANG=C.UTF-8",
	"PATH=/usr/local/bin:/usr/bin:/bin",
	"PYTHONDONTWRITEBYTECODE=1",
	"PYTHONHASHSEED=0",
	"PYTHONNOUSERSITE=1",
	"TMPDIR=/tmp",
};

struct sandbox_words {
	struct arena *arena;
	char **at;
	size_t count;
};

static void words_add(struct sandbox_words *words, const char *word)
{
	words->at[words->count++] = arena_cstr(words->arena, str_of(word));
}

static void words_add_text(struct sandbox_words *words, const char *name, const char *value)
{
	words_add(words, name);
	words_add(words, value);
}

static void words_add_number(struct sandbox_words *words, const char *name, uint64_t number)
{
	struct str text = arena_fmt(words->arena, "%llu", (unsigned long long)number);
	words_add_text(words, name, text.at);
}

static bool path_within(const char *path, const char *folder)
{
	return file_within(str_of(path), str_of(folder));
}

/* Whether a home folder, by its name or in truth, lies in `real`. */
static bool mount_holds(const char *real, struct str home, struct arena *arena)
{
	struct str real_home;
	struct err ignored;
	if (home.len == 0)
		return false;
	return file_within(home, str_of(real)) ||
	       (file_real_path(arena, home.at, &real_home, &ignored) &&
		file_within(real_home, str_of(real)));
}

const char *sandbox_danger(struct arena *arena, const char *real)
{
	struct stat info;
	if (strcmp(real, "/") == 0)
		return "it is the whole disk";
	/* A socket or FIFO is a way to whoever holds its other end. */
	if (stat(real, &info) != 0 || !(S_ISREG(info.st_mode) || S_ISDIR(info.st_mode)))
		return "it is neither a file nor a folder";
	for (const char *const *place = sandbox_places_system; *place; place++)
		if (path_within(real, *place))
			return "it belongs to the system";
	for (const char *const *place = sandbox_places_homes; *place; place++)
		if (strcmp(real, *place) == 0)
			return "it holds homes or settings of the system";
	if (mount_holds(real, file_home(arena), arena) ||
	    mount_holds(real, file_account_home(arena), arena))
		return "it holds the home folder";
	return NULL;
}

/* Without what means nothing in a path: "//", "/./", a slash at the end. */
static const char *inside_plain(struct arena *arena, const char *path)
{
	char *plain = arena_cstr(arena, str_of(path));
	size_t len = 0;
	for (const char *at = path; *at;) {
		size_t name = strcspn(at, "/");
		bool nothing = name == 0 || (name == 1 && *at == '.' && at > path);
		if (!nothing || at == path) {
			if (at > path)
				plain[len++] = '/';
			memmove(plain + len, at, name);
			len += name;
		}
		at += name + (at[name] == '/');
	}
	if (len == 0 && path[0] == '/')
		plain[len++] = '/';
	plain[len] = '\0';
	return plain;
}

/* A place inside that does not cover what the sandbox itself needs; the path is plain. */
static bool inside_allowed(const char *inside)
{
	static const char *const taken[] = {
		"/proc",
		"/sys",
		"/dev",
		"/jail",
		"/usr",
		"/bin",
		"/sbin",
		"/lib",
		"/lib32",
		"/lib64",
		"/libx32",
		"/etc/alternatives",
		"/etc/ld.so.cache",
		"/etc/ld.so.preload",
	};
	static const char *const exact[] = {"/", "/job", "/tmp", "/etc"};
	if (inside[0] != '/' || strstr(inside, "/../") || str_ends(str_of(inside), STR("/..")))
		return false;
	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		if (path_within(inside, taken[i]))
			return false;
	for (size_t i = 0; i < sizeof(exact) / sizeof(exact[0]); i++)
		if (strcmp(inside, exact[i]) == 0)
			return false;
	return true;
}

/*
 * The system's own, which is there already. What lies in /usr/src is where containers keep the
 * user's program: shown once more, it is shown without its secrets.
 */
static bool mount_is_system(const struct sandbox_mount *mount, const char *real)
{
	bool users = path_within(real, "/usr/src") && strcmp(real, "/usr/src") != 0;
	return path_within(real, "/usr") && !(users && mount->masked);
}

static void words_add_mount(struct sandbox_words *words, bool masked, const char *host,
			    const char *inside)
{
	words_add(words, masked ? "--masked" : "--mount");
	words_add_text(words, host, inside);
}

/* A file that the program finds as its own. */
static bool words_copy(struct sandbox_words *words, const char *real, const char *inside,
		       struct err *err)
{
	struct stat info;
	if (stat(real, &info) != 0 || !S_ISREG(info.st_mode))
		return err_set(err, ERR_INPUT,
			       "%s cannot be copied into the sandbox: it is no regular file", real);
	if (!path_within(inside, "/job") || !inside_allowed(inside))
		return err_set(err, ERR_INPUT, "%s is not a place for a copy in the sandbox",
			       inside);
	words_add(words, "--copy");
	words_add_text(words, real, inside);
	return true;
}

/* A device stands in its place, which cannot be opened there. */
static bool words_hide(struct sandbox_words *words, const char *real, enum sandbox_tier tier,
		       struct err *err)
{
	struct stat info;
	if (!path_within(real, "/usr") || stat(real, &info) != 0 || !S_ISREG(info.st_mode))
		return err_set(err, ERR_INPUT,
			       "%s cannot be hidden in the sandbox: it is no file of the system",
			       real);
	if (tier == SANDBOX_FULL)
		words_add_mount(words, false, "/dev/null", real);
	return true;
}

static bool words_mount(struct sandbox_words *words, const struct sandbox_mount *mount,
			enum sandbox_tier tier, struct err *err)
{
	struct str real;
	const char *inside =
		inside_plain(words->arena, mount->inside ? mount->inside : mount->host);
	if (mount->host[0] != '/')
		return err_set(err, ERR_INPUT,
			       "%s must be an absolute path to be seen in the sandbox",
			       mount->host);
	if (!file_real_path(words->arena, mount->host, &real, err))
		return false;
	const char *danger = sandbox_danger(words->arena, real.at);
	if (danger)
		return err_set(err, ERR_INPUT, "%s may not be shown in the sandbox: %s",
			       mount->host, danger);
	if (mount->hidden)
		return words_hide(words, real.at, tier, err);
	if (mount->copied)
		return words_copy(words, real.at, inside, err);
	/* The system is there already. */
	bool system = mount_is_system(mount, real.at);
	bool keeps = mount->inside == NULL || strcmp(mount->inside, mount->host) == 0;
	if (system && keeps)
		return true;
	/* Where the host's name for it has links in it, the true name must lead there as well. */
	bool true_name = mount->inside == NULL && !system;
	bool same = true_name && strcmp(real.at, inside) == 0;
	bool source = same && path_within(inside, "/usr/src");
	if (!source && !(inside_allowed(inside) && (!true_name || inside_allowed(real.at))))
		return err_set(err, ERR_INPUT, "%s is not a place for a file in the sandbox",
			       inside);
	if (true_name)
		words_add_mount(words, mount->masked, real.at, real.at);
	if (!same && (tier == SANDBOX_FULL || mount->inside != NULL))
		words_add_mount(words, mount->masked, real.at, inside);
	return true;
}

static void words_limits(struct sandbox_words *words, const struct sandbox_limits *limits)
{
	static const uint64_t least = UINT64_C(1) << 20;
	double wall = limits->wall_s > 0.001 ? limits->wall_s : 0.001;
	if (wall > 86400)
		wall = 86400;
	words_add_number(words, "--wall-ms", (uint64_t)(wall * 1000));
	words_add_number(words, "--memory",
			 limits->memory > 16 * least ? limits->memory : 16 * least);
	words_add_number(words, "--disk", limits->disk > least ? limits->disk : least);
	words_add_number(words, "--output", limits->output > 0 ? limits->output : 1);
	words_add_number(words, "--processes", limits->processes > 0 ? limits->processes : 1);
}

static bool words_artifact(struct sandbox_words *words, const struct sandbox_command *command,
			   struct err *err)
{
	struct str real;
	const char *inside = command->artifact_inside ? command->artifact_inside : "/job/artifact";
	if (command->artifact == NULL)
		return true;
	if (!file_real_path(words->arena, command->artifact, &real, err))
		return false;
	if (!inside_allowed(inside))
		return err_set(err, ERR_INPUT, "%s is not a place for a file in the sandbox",
			       inside);
	/* Without mounts it is reached by its true name; see work.c. */
	words_add_text(words, "--artifact", real.at);
	if (!str_starts(str_of(inside), STR("/job/")) && strcmp(inside, command->artifact) == 0)
		inside = real.at;
	words_add_text(words, "--artifact-inside", inside);
	return true;
}

/* The same name: what stands before the '='. */
static bool env_same(const char *a, const char *b)
{
	size_t len = strcspn(a, "=");
	return strcspn(b, "=") == len && strncmp(a, b, len) == 0;
}

/* The command's own settings, then those of ours it does not override. */
static bool words_env(struct sandbox_words *words, const char *const *own, struct err *err)
{
	for (size_t i = 0; own && own[i]; i++) {
		/* The loaders of bubblewrap and sandbox-exec would listen to these, outside. */
		if (!strchr(own[i], '=') || str_starts(str_of(own[i]), STR("LD_")) ||
		    str_starts(str_of(own[i]), STR("DYLD_")) ||
		    str_starts(str_of(own[i]), STR("GLIBC_")))
			return err_set(err, ERR_INPUT, "%s cannot be set in the sandbox", own[i]);
		words_add(words, own[i]);
	}
	for (size_t i = 0; i < sizeof(sandbox_env) / sizeof(sandbox_env[0]); i++) {
		bool overridden = false;
		for (size_t j = 0; own && own[j]; j++)
			overridden = overridden || env_same(own[j], sandbox_env[i]);
		if (!overridden)
			words_add(words, sandbox_env[i]);
	}
	return true;
}

static size_t words_in(const char *const *list)
{
	size_t count = 0;
	while (list && list[count])
		count++;
	return count;
}

bool sandbox_line(const struct sandbox *sandbox, enum sandbox_tier tier,
		  const struct sandbox_command *command, const char *folder, struct arena *arena,
		  struct sandbox_line *line, struct err *err)
{
	size_t args = words_in(command->argv);
	size_t room = SANDBOX_PLAIN + command->mount_count * 6 + args;
	struct sandbox_words words = {arena, arena_array(arena, room, sizeof(char *)), 0};
	struct sandbox_words env = {arena, NULL, 0};
	if (args == 0 || command->argv[0][0] != '/')
		return err_set(err, ERR_INPUT, "the program to run must be an absolute path");
	if (command->mount_count * 2 > SANDBOX_MOUNTS)
		return err_set(err, ERR_INPUT, "too many paths to show in the sandbox: %zu",
			       command->mount_count);
	words_add_text(&words, sandbox->jail, "supervise");
	words_add_text(&words, "--tier", sandbox_tier_name(tier).at);
	words_limits(&words, &command->limits);
	if (tier == SANDBOX_FULL)
		words_add_text(&words, "--bwrap", sandbox->bwrap);
	else
		words_add_text(&words, "--work", folder);
	if (tier == SANDBOX_FULL && sandbox->no_userns)
		words_add(&words, "--no-userns");
	if (command->sparse)
		words_add(&words, "--sparse");
	for (size_t i = 0; i < command->mount_count; i++)
		if (!words_mount(&words, &command->mounts[i], tier, err))
			return false;
	if (!words_artifact(&words, command, err))
		return false;
	words_add(&words, "--");
	for (size_t i = 0; i < args; i++)
		words_add(&words, command->argv[i]);
	room = words_in(command->env) + sizeof(sandbox_env) / sizeof(sandbox_env[0]) + 1;
	env.at = arena_array(arena, room, sizeof(char *));
	line->argv = words.at;
	line->env = env.at;
	return words_env(&env, command->env, err);
}

bool sandbox_report(struct str text, struct jail_report *report)
{
	struct str line;
	memset(report, 0, sizeof(*report));
	while (str_line(&text, &line)) {
		struct str name;
		if (!str_split(&line, '=', &name))
			return false;
		if (str_eq(name, STR("error"))) {
			size_t len = line.len < sizeof(report->error) ? line.len
								      : sizeof(report->error) - 1;
			memcpy(report->error, line.at, len);
			report->error[len] = '\0';
			continue;
		}
		for (size_t i = 0; i < JAIL_FIELDS; i++) {
			long long number;
			if (!str_eq(name, str_of(jail_fields[i].name)))
				continue;
			if (!str_to_int(line, &number))
				return false;
			*(int64_t *)(void *)((char *)report + jail_fields[i].offset) = number;
		}
	}
	return report->end == 1 && report->limit >= 0 && report->limit <= JAIL_LIMIT_PROCESSES;
}
