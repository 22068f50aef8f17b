/*
 * Which tier works on this machine? Asked by doing: a small program is run in each, best
 * first, and says what it finds around it. What is installed, configured or promised
 * counts for nothing; a sandbox that cannot prove itself is none.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/secret.h"
#include "io/file.h"
#include "proc.h"
#include "sandbox_private.h"

enum { SANDBOX_PROBE_MS = 10000, SANDBOX_PROBE_TEXT = 8192 };

/* What a trial run left: what it printed, and the supervisor's report. */
struct probe {
	struct buf texts[3]; /* out, err, report */
	struct jail_report report;
	bool whole;
};

/* Start the supervisor with our ends of its pipes in `ends`: out, err, report, control. */
static bool probe_spawn(const char *path, const struct sandbox_line *line, int ends[4], pid_t *pid,
			struct err *err)
{
	int theirs[PROC_FDS] = {-1, -1, -1, -1, -1};
	bool ok = true;
	for (int i = 0; i < 4; i++) {
		int pipe[2];
		ok = ok && proc_pipe(pipe, err);
		if (!ok)
			break;
		/* The last one runs the other way. */
		ends[i] = pipe[i == 3];
		theirs[i + 1] = pipe[i != 3];
	}
	ok = ok && proc_spawn(path, line->argv, line->env, theirs, PROC_FDS, pid, err);
	for (int i = 0; i < PROC_FDS; i++)
		proc_close(&theirs[i]);
	for (int i = 0; i < 4 && !ok; i++)
		proc_close(&ends[i]);
	return ok;
}

/* Run the jail's own probe in `tier`. What it must fail to open lies in `folder`. */
static bool probe_run(struct sandbox *sandbox, enum sandbox_tier tier, const char *folder,
		      struct probe *probe, struct err *err)
{
	struct str denied = arena_fmt(&sandbox->arena, "%s/denied", folder);
	const char *const argv[] = {"/jail", "probe", denied.at, NULL};
	struct sandbox_command command = {.argv = argv, .limits = sandbox_run_limits};
	struct sandbox_line line;
	int ends[4] = {-1, -1, -1, -1};
	pid_t pid;
	command.limits.wall_s = SANDBOX_PROBE_MS / 2000.0;
	if (!file_write_new(denied.at, STR("secret\n"), err) ||
	    !sandbox_line(sandbox, tier, &command, folder, &sandbox->arena, &line, err) ||
	    !probe_spawn(sandbox->jail, &line, ends, &pid, err))
		return false;
	proc_collect(pid, ends, probe->texts, 3, SANDBOX_PROBE_MS);
	for (int i = 0; i < 4; i++)
		proc_close(&ends[i]);
	probe->whole = sandbox_report(buf_str(&probe->texts[2]), &probe->report);
	return true;
}

static bool probe_says(const struct probe *probe, const char *line)
{
	struct str rest = buf_str(&probe->texts[0]), said;
	while (str_line(&rest, &said))
		if (str_eq(said, str_of(line)))
			return true;
	return false;
}

/* The process namespace must be another than ours, which is what we can see from here. */
static bool probe_other_namespace(struct sandbox *sandbox, const struct probe *probe)
{
	char ours[64];
	ssize_t len = readlink("/proc/self/ns/pid", ours, sizeof(ours));
	if (len <= 0 || !str_starts(buf_str(&probe->texts[0]), STR("pid_ns:\tpid:[")))
		return false;
	struct str line = arena_fmt(&sandbox->arena, "pid_ns:\t%.*s", (int)len, ours);
	return !probe_says(probe, line.at);
}

static bool probe_holds(struct sandbox *sandbox, enum sandbox_tier tier, const struct probe *probe)
{
	if (!probe->whole || probe->report.error[0] || probe->report.status != 0 ||
	    probe->report.signal != 0)
		return false;
	if (!probe_says(probe, "opened:\t0") || !probe_says(probe, "netlink:\t0") ||
	    !probe_says(probe, "NoNewPrivs:\t1") || !probe_says(probe, "Seccomp:\t2"))
		return false;
	if (tier == SANDBOX_FULL)
		return probe_says(probe, "interfaces:\t0") && probe_other_namespace(sandbox, probe);
	return probe->report.landlock > 0;
}

/* The words the kernel's refusals are known by. */
static bool probe_refused_namespaces(struct str text)
{
	static const char *const words[] = {
		"No permissions to create a new namespace",
		"setting up uid map: Permission denied",
		"loopback: Failed RTM_NEWADDR",
		"loopback: Failed RTM_NEWLINK",
		"Creating new namespace failed",
		"Failed to make / slave",
		"Can't mount proc",
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_has(text, str_of(words[i])))
			return true;
	return false;
}

static bool probe_apparmor(struct arena *arena)
{
	struct str value;
	struct err ignored;
	const char *path = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns";
	return file_read(arena, path, 16, &value, &ignored) && str_starts(value, STR("1"));
}

static struct str probe_advice(struct sandbox *sandbox, const struct probe *probe,
			       const struct err *err)
{
	struct arena *arena = &sandbox->arena;
	struct str text = buf_str(&probe->texts[1]), line = {NULL, 0};
	if (sandbox->bwrap == NULL)
		return STR("bubblewrap is not installed; install it with: "
			   "sudo apt install bubblewrap");
	if (probe_refused_namespaces(text) && probe_apparmor(arena))
		return STR(
			"AppArmor keeps bubblewrap from creating namespaces (Ubuntu 23.10 and "
			"later); allow it with: sudo apt install apparmor-profiles && sudo "
			"install -m 644 /usr/share/apparmor/extra-profiles/bwrap-userns-restrict "
			"/etc/apparmor.d/ && sudo apparmor_parser -r "
			"/etc/apparmor.d/bwrap-userns-restrict");
	if (probe_refused_namespaces(text) &&
	    (file_exists("/.dockerenv") || file_exists("/run/.containerenv")))
		return STR(
			"this container does not let bubblewrap create namespaces; start it with: "
			"docker run --security-opt seccomp=unconfined --security-opt "
			"apparmor=unconfined --security-opt systempaths=unconfined");
	if (probe_refused_namespaces(text))
		return STR("this system does not let ordinary users create namespaces; allow it "
			   "with: sudo sysctl kernel.unprivileged_userns_clone=1");
	if (str_has(text, STR("Unknown option --size")))
		return STR("this bubblewrap is too old, 0.7 or later is needed; update it with: "
			   "sudo apt install bubblewrap");
	str_line(&text, &line);
	if (line.len == 0)
		line = str_of(probe->report.error[0] ? probe->report.error : err->text);
	if (line.len == 0)
		line = STR("the trial run did not prove a sandbox");
	return arena_fmt(arena, "bubblewrap does not work here: %.*s", STR_ARG(line));
}

/* "bubblewrap 0.8.0" */
static struct str probe_version(struct sandbox *sandbox)
{
	char *const argv[] = {(char *)sandbox->bwrap, "--version", NULL};
	char *const env[] = {"LANG=C.UTF-8", NULL};
	struct buf text;
	struct err ignored;
	int pipe[2];
	pid_t pid;
	if (!proc_pipe(pipe, &ignored))
		return STR("");
	buf_init(&text, 128);
	int fds[2] = {-1, pipe[1]};
	bool ok = proc_spawn(sandbox->bwrap, argv, env, fds, 2, &pid, &ignored);
	proc_close(&pipe[1]);
	if (ok)
		proc_collect(pid, &pipe[0], &text, 1, SANDBOX_PROBE_MS);
	proc_close(&pipe[0]);
	struct str version = arena_str(&sandbox->arena, str_trim(buf_str(&text)));
	buf_deinit(&text);
	return version;
}

/* --disable-userns came with 0.8.0. */
static bool probe_has_no_userns(struct str version)
{
	struct str rest = version, word;
	long long major = 0, minor = 0;
	str_split(&rest, ' ', &word);
	if (!str_split(&rest, '.', &word) || !str_to_int(word, &major) ||
	    !str_split(&rest, '.', &word) || !str_to_int(word, &minor))
		return false;
	return major > 0 || minor >= 8;
}

static const char *probe_beside(struct sandbox *sandbox, const char *name)
{
	struct str self, path;
	struct err ignored;
	if (!file_real_path(&sandbox->arena, "/proc/self/exe", &self, &ignored))
		return NULL;
	struct str folder = file_dir(self);
	path = arena_fmt(&sandbox->arena, "%.*s/%s", STR_ARG(folder), name);
	if (access(path.at, X_OK) == 0)
		return path.at;
	path = arena_fmt(&sandbox->arena, "%.*s/../libexec/kadane/%s", STR_ARG(folder), name);
	return access(path.at, X_OK) == 0 ? path.at : NULL;
}

/* Known places only: a PATH could lead into the workspace. */
static const char *probe_bwrap(void)
{
	static const char *const paths[] = {"/usr/bin/bwrap", "/usr/local/bin/bwrap",
					    "/run/current-system/sw/bin/bwrap"};
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (access(paths[i], X_OK) == 0)
			return paths[i];
	return NULL;
}

/* Try one tier; when it holds, that is what runs will have. */
static bool probe_tier(struct sandbox *sandbox, enum sandbox_tier tier)
{
	struct probe probe = {0};
	struct str folder;
	struct err err = {0};
	bool holds = false;
	for (int i = 0; i < 3; i++)
		buf_init(&probe.texts[i], SANDBOX_PROBE_TEXT);
	if (file_job_folder(&sandbox->arena, &folder, &err)) {
		if (probe_run(sandbox, tier, folder.at, &probe, &err))
			holds = probe_holds(sandbox, tier, &probe);
		file_remove_folder(folder.at);
	}
	if (holds && tier == SANDBOX_RESTRICTED)
		sandbox->describe = arena_fmt(&sandbox->arena, "restricted (Landlock ABI %d)",
					      (int)probe.report.landlock);
	if (!holds && tier == SANDBOX_FULL)
		sandbox->advice = probe_advice(sandbox, &probe, &err);
	if (!holds && tier == SANDBOX_RESTRICTED && probe.whole && probe.report.error[0])
		sandbox->advice =
			arena_fmt(&sandbox->arena, "%.*s; nor do Landlock and seccomp: %s",
				  STR_ARG(sandbox->advice), probe.report.error);
	for (int i = 0; i < 3; i++)
		buf_deinit(&probe.texts[i]);
	if (holds) {
		sandbox->tier = tier;
		sandbox->usable = tier >= sandbox->minimum;
	}
	return holds;
}

void sandbox_probe(struct sandbox *sandbox)
{
	const char *forced = getenv("KADANE_SANDBOX");
	struct str wanted = str_of(forced);
	bool only_restricted = str_eq(wanted, STR("restricted"));
	bool only_full = str_eq(wanted, STR("full"));
	bool nothing = str_eq(wanted, STR("none"));
	sandbox->probed = true;
	sandbox->tier = SANDBOX_NONE;
	sandbox->describe = STR("none");
	sandbox->jail = probe_beside(sandbox, "kadane-jail");
	sandbox->bwrap = probe_bwrap();
	if (sandbox->jail == NULL) {
		sandbox->advice = STR("kadane-jail is missing: it belongs beside kadane or in "
				      "../libexec/kadane; build it with: make");
		return;
	}
	if (nothing)
		sandbox->advice = STR("KADANE_SANDBOX=none in the environment switches it off");
	else if (only_restricted)
		sandbox->advice = STR("KADANE_SANDBOX=restricted in the environment demands that");
	struct str version = STR("");
	if (sandbox->bwrap != NULL && !nothing && !only_restricted) {
		version = probe_version(sandbox);
		sandbox->no_userns = probe_has_no_userns(version);
	}
	if (!nothing && !only_restricted && sandbox->bwrap == NULL)
		sandbox->advice = probe_advice(sandbox, &(struct probe){0}, &(struct err){0});
	else if (!nothing && !only_restricted && probe_tier(sandbox, SANDBOX_FULL)) {
		sandbox->describe = arena_fmt(&sandbox->arena, "full (%.*s)", STR_ARG(version));
		return;
	}
	if (!nothing && !only_full && probe_tier(sandbox, SANDBOX_RESTRICTED))
		return;
	/* Only who asked for it by name may run without. */
	sandbox->usable = sandbox->minimum == SANDBOX_NONE;
	if (sandbox->usable)
		sandbox->describe = STR("none (running WITHOUT a sandbox)");
}
