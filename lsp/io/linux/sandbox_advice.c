/*
 * Why the full sandbox does not work on this machine, and the one command that would enable
 * it. Told by what bubblewrap said when it was tried; what the system promises only helps to
 * choose the words.
 */
#include <stdlib.h>

#include "base/secret.h"
#include "base/utf8.h"
#include "io/file.h"
#include "sandbox_private.h"

/* The words the kernel's refusals are known by. */
static bool advice_refused_namespaces(struct str text)
{
	static const char *const words[] = {
		"No permissions to create", /* "a new namespace", or Debian's "new namespace" */
		"unshare user ns",
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

static struct str advice_line(struct arena *arena, const char *path)
{
	struct str bytes, line = STR("");
	struct err ignored;
	if (file_read(arena, path, 4096, &bytes, &ignored))
		str_line(&bytes, &line);
	return line;
}

static bool advice_apparmor(struct arena *arena)
{
	return str_eq(advice_line(arena, "/proc/sys/kernel/apparmor_restrict_unprivileged_userns"),
		      STR("1"));
}

static bool advice_container(void)
{
	return file_exists("/.dockerenv") || file_exists("/run/.containerenv") ||
	       getenv("container") != NULL;
}

/* WSL 1 has no namespaces at all; WSL 2 is a Linux like any other. */
static bool advice_wsl1(struct arena *arena)
{
	struct str release = advice_line(arena, "/proc/sys/kernel/osrelease");
	return str_has(release, STR("Microsoft")) && !str_has(release, STR("WSL2"));
}

static struct str advice_namespaces(struct arena *arena)
{
	if (advice_wsl1(arena))
		return STR("WSL 1 has no namespaces; change to WSL 2, in Windows, with: "
			   "wsl --set-version DISTRIBUTION 2");
	if (advice_container())
		return STR(
			"this container does not let bubblewrap create namespaces; start it with: "
			"docker run --security-opt seccomp=unconfined --security-opt "
			"apparmor=unconfined --security-opt systempaths=unconfined");
	if (advice_apparmor(arena))
		return STR(
			"AppArmor keeps bubblewrap from creating namespaces (Ubuntu 23.10 and "
			"later); allow it with: sudo apt update && sudo apt install "
			"apparmor-profiles && sudo "
			"install -m 644 /usr/share/apparmor/extra-profiles/bwrap-userns-restrict "
			"/etc/apparmor.d/ && sudo apparmor_parser -r "
			"/etc/apparmor.d/bwrap-userns-restrict");
	if (str_eq(advice_line(arena, "/proc/sys/kernel/unprivileged_userns_clone"), STR("0")))
		return STR("this system does not let ordinary users create namespaces; allow it "
			   "with: sudo sysctl kernel.unprivileged_userns_clone=1");
	if (str_eq(advice_line(arena, "/proc/sys/user/max_user_namespaces"), STR("0")))
		return STR("this system allows no user namespaces; allow some with: "
			   "sudo sysctl user.max_user_namespaces=10000");
	return STR("this system does not let bubblewrap create namespaces, and does not say why: "
		   "see what this prints: bwrap --unshare-all --ro-bind / / true");
}

struct str sandbox_advice_full(struct sandbox *sandbox, const struct sandbox_run *trial)
{
	struct arena *arena = &sandbox->arena;
	if (trial == NULL)
		return STR("bubblewrap is not installed; install it with: "
			   "sudo apt install bubblewrap");
	struct str text = sandbox_err(trial);
	struct str rest = text, line = STR("");
	if (advice_refused_namespaces(text))
		return advice_namespaces(arena);
	if (str_has(text, STR("not permitted in setuid mode")))
		return STR("this bubblewrap is installed setuid, which it need not be any more; "
			   "change that with: sudo chmod u-s /usr/bin/bwrap");
	if (str_has(text, STR("Unknown option --size")))
		return STR("this bubblewrap is too old, 0.7 or later is needed; update it with: "
			   "sudo apt install bubblewrap");
	str_line(&rest, &line);
	if (line.len == 0 && trial->result.limit == SANDBOX_LIMIT_WALL)
		line = STR("its trial run did not end in time");
	if (line.len == 0)
		line = str_of(trial->op.err.text);
	if (line.len == 0)
		line = STR("the trial run did not prove a sandbox");
	struct buf plain;
	buf_init(&plain, 400);
	utf8_add_plain(&plain, line);
	struct str advice =
		arena_fmt(arena, "bubblewrap does not work here: %.*s", STR_ARG(buf_str(&plain)));
	buf_deinit(&plain);
	return advice;
}

struct str sandbox_advice_restricted(struct sandbox *sandbox, const struct sandbox_run *trial)
{
	if (trial->op.err.kind == ERR_NONE)
		return STR("");
	return arena_fmt(&sandbox->arena, "nor do Landlock and seccomp: %s", trial->op.err.text);
}
