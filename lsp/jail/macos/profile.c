/*
 * The profile that confines a job, in the language of sandbox-exec: everything is denied but
 * what stands here. Restricted, written from documentation, not run on a Mac yet.
 *
 * Each allowance has a reason; what Chromium's and Codex's profiles allow besides (preferences,
 * graphics, terminals, services of the system) a compiler and a script do without. No service
 * can be looked up at all: libSystem starts without any, and the one most often allowed tells
 * the names and home folders of the machine's users. Whole trees are avoided where something
 * private lies in them: /System/Volumes/Data is the user's disk under another name, and
 * /usr/local/etc and /usr/local/var hold settings and databases.
 *
 * Paths come from outside: a file may be called `x"))(allow default)`. They stand in strings,
 * whose two special characters are escaped; what has control characters in it is refused,
 * since how those are read is not written down anywhere. The kernel compares the true path of a
 * file, but /tmp, /var and /etc are links that programs name, so both spellings are given.
 */
#include "jail.h"

#include <stdio.h>
#include <string.h>

enum { PROFILE_PATH = 1024 };

struct text {
	char *at;
	size_t size, len;
	bool failed;
};

/* Read, mapped and executed: programs and what they are made of. */
static const char profile_use[] =
	"(allow file-read* file-test-existence file-map-executable process-exec*";

static const char *const profile_system[] = {
	"/bin",
	"/usr/bin",
	"/usr/lib",
	"/usr/libexec",
	"/usr/share",
	"/Library/Apple/System/Library",
	"/Library/Apple/usr/lib",
	"/Library/Developer/CommandLineTools",
	"/System/Cryptexes/OS",
	"/System/Library",
	"/System/Volumes/Preboot/Cryptexes/OS",
	"/private/var/db/timezone",
	"/private/var/select/sh",
};

/* Of a prefix full of programs: all but its etc and var. */
static const char *const profile_prefix[] = {
	"Cellar", "Frameworks", "bin", "include", "lib", "libexec", "opt", "share",
};

/* What programs ask of the machine when they start; none tells of other processes. */
static const char *const profile_sysctl[] = {
	"hw.activecpu",
	"hw.busfrequency_compat",
	"hw.byteorder",
	"hw.cacheconfig",
	"hw.cachelinesize",
	"hw.cachelinesize_compat",
	"hw.cpufamily",
	"hw.cpufrequency",
	"hw.cpufrequency_compat",
	"hw.cpusubtype",
	"hw.cputype",
	"hw.l1dcachesize",
	"hw.l1dcachesize_compat",
	"hw.l1icachesize",
	"hw.l1icachesize_compat",
	"hw.l2cachesize",
	"hw.l2cachesize_compat",
	"hw.l3cachesize",
	"hw.l3cachesize_compat",
	"hw.logicalcpu",
	"hw.logicalcpu_max",
	"hw.machine",
	"hw.memsize",
	"hw.model",
	"hw.ncpu",
	"hw.nperflevels",
	"hw.packages",
	"hw.pagesize",
	"hw.pagesize_compat",
	"hw.physicalcpu",
	"hw.physicalcpu_max",
	"hw.tbfrequency",
	"hw.tbfrequency_compat",
	"hw.vectorunit",
	"kern.argmax",
	"kern.hostname",
	"kern.maxfilesperproc",
	"kern.osproductversion",
	"kern.osrelease",
	"kern.ostype",
	"kern.osvariant_status",
	"kern.osversion",
	"kern.secure_kernel",
	"kern.sysv.semmni",
	"kern.usrstack64",
	"kern.version",
	"machdep.cpu.brand_string",
	"sysctl.proc_cputype",
	"sysctl.proc_translated",
};

static void text_add(struct text *text, const char *more)
{
	size_t len = strlen(more);
	if (text->failed || len >= text->size - text->len) {
		text->failed = true;
		return;
	}
	memcpy(text->at + text->len, more, len + 1);
	text->len += len;
}

/* ` (FILTER "VALUE")`, where the value stays one string whatever it holds. */
static void text_filter(struct text *text, const char *filter, const char *prefix,
			const char *value)
{
	text_add(text, "\n  (");
	text_add(text, filter);
	text_add(text, " \"");
	text_add(text, prefix);
	for (const char *at = value; *at; at++) {
		if (*at == '"' || *at == '\\')
			text_add(text, "\\");
		text_add(text, (char[]){*at, '\0'});
	}
	text_add(text, "\")");
}

static bool path_begins(const char *path, const char *folder)
{
	size_t len = strlen(folder);
	return strncmp(path, folder, len) == 0 && path[len] == '/';
}

/* Absolute, and plain names all the way: what is compared is what is written here. */
static bool path_sayable(const char *path)
{
	if (path[0] != '/' || strlen(path) > PROFILE_PATH)
		return false;
	for (const char *at = path; *at; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			return false;
	for (const char *at = path; *at;) {
		size_t len = strcspn(++at, "/");
		/* Nothing, one dot, or two. */
		if (len <= 2 && strncmp(at, "..", len) == 0)
			return false;
		at += len;
	}
	return true;
}

/* A single name shows half a disk; the last two hold the user's disk and every device. */
static bool path_showable(const char *path)
{
	const char *rest = path_begins(path, "/private") ? path + strlen("/private") : path;
	return path_sayable(path) && strchr(rest + 1, '/') &&
	       !path_begins(path, "/System/Volumes") && !path_begins(path, "/dev");
}

/* The path, and its other spelling where it has one. */
static void text_path(struct text *text, const char *filter, const char *path)
{
	static const char *const linked[] = {"/tmp", "/var", "/etc"};
	if (!path_sayable(path)) {
		text->failed = true;
		return;
	}
	text_filter(text, filter, "", path);
	for (size_t i = 0; i < sizeof linked / sizeof *linked; i++) {
		if (path_begins(path, linked[i]))
			text_filter(text, filter, "/private", path);
		if (path_begins(path, "/private") &&
		    path_begins(path + strlen("/private"), linked[i]))
			text_filter(text, filter, "", path + strlen("/private"));
	}
}

/* A prefix is shown without what is private in it. */
static void text_prefix(struct text *text, const char *prefix)
{
	for (size_t i = 0; i < sizeof profile_prefix / sizeof *profile_prefix; i++) {
		char path[64];
		snprintf(path, sizeof path, "%s/%s", prefix, profile_prefix[i]);
		text_path(text, "subpath", path);
	}
}

static void profile_processes(struct text *text)
{
	text_add(text, "(version 1)\n(deny default)\n"
		       "(allow process-fork)\n"
		       "(allow signal (target same-sandbox))\n"
		       "(allow process-info* (target same-sandbox))\n"
		       /* The locks of Python's multiprocessing. */
		       "(allow ipc-posix-sem (ipc-posix-name-prefix \"/mp-\"))\n"
		       "(allow sysctl-read\n  (sysctl-name-prefix \"hw.optional.\")\n"
		       "  (sysctl-name-prefix \"hw.perflevel\")\n"
		       "  (sysctl-name-prefix \"kern.posix.sem.\")");
	for (size_t i = 0; i < sizeof profile_sysctl / sizeof *profile_sysctl; i++)
		text_filter(text, "sysctl-name", "", profile_sysctl[i]);
	text_add(text, ")\n");
}

/* The loader of macOS 26 wants to read the root folder itself: its names, nothing below. */
static void profile_devices(struct text *text)
{
	text_add(text, "(allow file-read* file-test-existence\n  (literal \"/\")\n"
		       "  (literal \"/dev/null\")\n  (literal \"/dev/random\")\n"
		       "  (literal \"/dev/urandom\")\n  (literal \"/dev/zero\"))\n"
		       "(allow file-read-data file-write-data (subpath \"/dev/fd\"))\n"
		       "(allow file-write-data (literal \"/dev/null\") (literal \"/dev/zero\"))\n"
		       "(allow file-read-metadata file-test-existence\n  (literal \"/dev\")\n"
		       "  (literal \"/etc\")\n  (literal \"/tmp\")\n  (literal \"/var\"))\n");
}

/* A prefix as a whole is shown like one of its programs: without what is private in it. */
static void profile_visible(struct text *text, const struct profile *profile)
{
	static const char local[] = "/usr/local", homebrew[] = "/opt/homebrew";
	bool brewed = false;
	text_add(text, profile_use);
	for (size_t i = 0; i < sizeof profile_system / sizeof *profile_system; i++)
		text_path(text, "subpath", profile_system[i]);
	text_prefix(text, local);
	for (size_t i = 0; i < profile->visible_count; i++) {
		const char *path = profile->visible[i];
		brewed = brewed || path_begins(path, homebrew) || strcmp(path, homebrew) == 0;
		if (strcmp(path, homebrew) == 0 || strcmp(path, local) == 0)
			continue;
		text->failed = text->failed || !path_showable(path);
		text_path(text, "subpath", path);
	}
	/* Its programs lean on one another's libraries. */
	if (brewed)
		text_prefix(text, homebrew);
	if (profile->developer)
		text_path(text, "subpath", profile->developer);
	text_path(text, "literal", profile->self);
	text_add(text, ")\n");
}

/*
 * What is secret in a folder that is shown; the last rule that fits decides. What was asked for
 * by name is shown all the same, whatever it is called.
 */
static void profile_hidden(struct text *text, const struct profile *profile)
{
	for (size_t i = 0; i < profile->hidden_count; i++) {
		text_add(text, "(deny file-read* file-map-executable process-exec*");
		text_path(text, "subpath", profile->hidden[i]);
		text_add(text, ")\n");
	}
	for (size_t i = 0; i < profile->visible_count * profile->hidden_count; i++) {
		const char *path = profile->visible[i / profile->hidden_count];
		const char *secret = profile->hidden[i % profile->hidden_count];
		if (!path_begins(path, secret))
			continue;
		text_add(text, profile_use);
		text_path(text, "subpath", path);
		text_add(text, ")\n");
	}
}

/* Of the folders above what is shown: that they are there, not what is in them. */
static void profile_above(struct text *text, const struct profile *profile)
{
	text_add(text, "(allow file-read-metadata file-test-existence");
	for (size_t i = 0; i < sizeof profile_system / sizeof *profile_system; i++)
		text_path(text, "path-ancestors", profile_system[i]);
	text_path(text, "path-ancestors", "/opt/homebrew/bin");
	text_path(text, "path-ancestors", "/usr/local/bin");
	for (size_t i = 0; i < profile->visible_count; i++)
		text_path(text, "path-ancestors", profile->visible[i]);
	if (profile->developer)
		text_path(text, "path-ancestors", profile->developer);
	if (profile->artifact)
		text_path(text, "path-ancestors", profile->artifact);
	text_path(text, "path-ancestors", profile->self);
	text_path(text, "path-ancestors", profile->work);
	text_path(text, "literal", profile->work);
	text_add(text, ")\n");
}

static void profile_writable(struct text *text, const struct profile *profile)
{
	static const char *const folders[] = {"job", "tmp"};
	text_add(text, profile_use);
	text_add(text, " file-write*");
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		char path[PROFILE_PATH + 8];
		int len = snprintf(path, sizeof path, "%s/%s", profile->work, folders[i]);
		if (len < 0 || (size_t)len >= sizeof path)
			text->failed = true;
		else
			text_path(text, "subpath", path);
	}
	text_add(text, ")\n");
	if (profile->artifact) {
		text_add(text, "(allow file-read* file-test-existence file-write-data "
			       "file-write-mode");
		text_path(text, "literal", profile->artifact);
		text_add(text, ")\n");
	}
	/*
	 * The last rule that fits decides: no rule above may soften these. A second name for a
	 * file that may only be read would lie where everything may be written.
	 */
	text_add(text, "(deny file-link)\n(deny file-write-setugid)\n(deny network*)\n");
}

bool profile_write(char *to, size_t size, const struct profile *profile)
{
	struct text text = {.at = to, .size = size};
	if (size == 0)
		return false;
	to[0] = '\0';
	profile_processes(&text);
	profile_devices(&text);
	profile_visible(&text, profile);
	profile_hidden(&text, profile);
	profile_above(&text, profile);
	profile_writable(&text, profile);
	if (text.failed)
		to[0] = '\0';
	return !text.failed;
}
