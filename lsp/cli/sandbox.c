/*
 * kadane sandbox: run any command just as generated code is run, to see for oneself
 * what it can and cannot do. Output and exit status are passed on.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "io/file.h"
#include "sandbox_json.h"
#include "session.h"

enum { SANDBOX_RO = 32, SANDBOX_STDIN_MAX = 64 << 20 };

/* Beside the command's own, as env(1), timeout(1) and the shell have it. */
enum { SANDBOX_EXIT_FAILED = 125, SANDBOX_EXIT_CANNOT = 126, SANDBOX_EXIT_ABSENT = 127 };

static const char sandbox_help[] =
	"Usage: kadane sandbox [options] [--] COMMAND [ARGUMENT…]\n"
	"\n"
	"Run COMMAND just as generated code is run: no network, no home folder, an environment\n"
	"built from nothing, hard limits, a private empty work folder /job; nothing is left\n"
	"behind. COMMAND is looked up in /usr/local/bin, /usr/bin and /bin, or is a path, which\n"
	"is then visible inside. Other files must be shown with --ro.\n"
	"\n"
	"Options:\n"
	"  --ro PATH             show a file or folder at the same path, read-only (repeatable)\n"
	"  --out FILE            let the command write this one file; made if it is not there\n"
	"  --limit NAME=VALUE    wall (seconds), memory, disk, output (bytes; K, M, G),\n"
	"                        processes (repeatable)\n"
	"  --tier full|restricted  demand this sandbox: bubblewrap, or Landlock and seccomp\n"
	"  --json                print the result as one JSON object instead of the output:\n"
	"                        status, signal, limit (null: none), wall_seconds, user_seconds,\n"
	"                        system_seconds, peak_memory (bytes), stdout_truncated,\n"
	"                        stderr_truncated, tier, sandbox, masked, stdout, stderr,\n"
	"                        files_truncated, files (in /job: name, kind, mode, size)\n"
	"  --help                this text\n"
	"\n"
	"Standard input is passed on unless it is a terminal.\n"
	"\n"
	"Exit status: the command's own; 128+N when signal N ended it (limits: 137);\n"
	"125 bad usage, or no sandbox works here; 126 COMMAND cannot be run; 127 it is not "
	"there.\n";

struct sandbox_call {
	struct session session;
	struct sandbox_run run;
	bool json;
	enum sandbox_tier tier; /* demanded; SANDBOX_NONE: the best there is */
	struct sandbox_mount mounts[SANDBOX_RO];
	size_t mount_count;
	const char *out;
	struct sandbox_command command;
	bool ended;
};

static bool sandbox_complain(const char *what, const char *which)
{
	fprintf(stderr, "kadane sandbox: %s%s\n", what, which);
	return false;
}

static bool sandbox_limit(struct sandbox_limits *limits, const char *text)
{
	struct str rest = str_of(text), name;
	long long number;
	struct {
		const char *name;
		uint64_t *bytes;
	} const sizes[] = {
		{"disk", &limits->disk},
		{"memory", &limits->memory},
		{"output", &limits->output},
	};
	if (!str_split(&rest, '=', &name))
		return false;
	if (str_eq(name, STR("wall")))
		return str_to_double(rest, &limits->wall_s) && limits->wall_s > 0 &&
		       limits->wall_s <= 86400;
	if (str_eq(name, STR("processes"))) {
		if (!str_to_int(rest, &number) || number < 1)
			return false;
		limits->processes = (uint64_t)number;
		return true;
	}
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		if (str_eq(name, str_of(sizes[i].name)))
			return settings_bytes(rest, sizes[i].bytes) && *sizes[i].bytes > 0;
	return false;
}

/* The same path inside: as the user wrote it, made absolute. */
static const char *sandbox_absolute(struct arena *arena, const char *path)
{
	char here[4096];
	if (path[0] == '/' || getcwd(here, sizeof(here)) == NULL)
		return arena_cstr(arena, str_of(path));
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	return arena_fmt(arena, "%s/%s", here, path).at;
}

static bool sandbox_show(struct sandbox_call *call, const char *path)
{
	if (call->mount_count == SANDBOX_RO)
		return sandbox_complain("too many paths to show: ", path);
	struct sandbox_mount *mount = &call->mounts[call->mount_count++];
	mount->host = sandbox_absolute(&call->session.arena, path);
	mount->masked = true;
	return true;
}

static bool sandbox_option(struct sandbox_call *call, const char *name, const char *value)
{
	if (strcmp(name, "--ro") == 0)
		return sandbox_show(call, value);
	if (strcmp(name, "--out") == 0) {
		call->out = value;
		return true;
	}
	if (strcmp(name, "--tier") == 0) {
		if (sandbox_tier_of(str_of(value), &call->tier) && call->tier != SANDBOX_NONE)
			return true;
		return sandbox_complain("--tier is full or restricted, not ", value);
	}
	if (strcmp(name, "--limit") == 0) {
		if (sandbox_limit(&call->command.limits, value))
			return true;
		return sandbox_complain("--limit makes no sense: ", value);
	}
	return sandbox_complain("unknown option (see kadane sandbox --help): ", name);
}

/* Read the options; argv[*at] is the command then. False when it makes no sense. */
static bool sandbox_options(struct sandbox_call *call, int argc, char **argv, int *at)
{
	for (; *at < argc && argv[*at][0] == '-'; ++*at) {
		char name[32];
		const char *word = argv[*at];
		size_t len = strcspn(word, "=");
		if (strcmp(word, "--") == 0) {
			++*at;
			break;
		}
		if (strcmp(word, "--json") == 0) {
			call->json = true;
			continue;
		}
		snprintf(name, sizeof(name), "%.*s", (int)len, word);
		const char *value = word[len] ? word + len + 1 : NULL;
		if (value == NULL && *at + 1 == argc)
			return sandbox_complain("unknown option, or one without its value: ", word);
		if (value == NULL)
			value = argv[++*at];
		if (!sandbox_option(call, name, value))
			return false;
	}
	if (*at < argc)
		return true;
	return sandbox_complain("which command? See kadane sandbox --help", "");
}

/* Where the command is, as seen inside; the exit status when it cannot be run, else 0. */
static int sandbox_find(struct sandbox_call *call, const char *name, const char **path)
{
	static const char *const folders[] = {"/usr/local/bin", "/usr/bin", "/bin"};
	struct stat info;
	if (strchr(name, '/')) {
		*path = sandbox_absolute(&call->session.arena, name);
		/* What is not on this side may still be there inside: let it be tried. */
		bool inside = str_starts(str_of(*path), STR("/usr/")) ||
			      str_starts(str_of(*path), STR("/bin/")) ||
			      str_starts(str_of(*path), STR("/job/"));
		if (!inside && stat(*path, &info) != 0)
			goto absent;
		if (!inside && !sandbox_show(call, name))
			return SANDBOX_EXIT_FAILED;
		return 0;
	}
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		*path = arena_fmt(&call->session.arena, "%s/%s", folders[i], name).at;
		if (access(*path, X_OK) == 0)
			return 0;
	}
absent:
	sandbox_complain("command not found inside the sandbox: ", name);
	return SANDBOX_EXIT_ABSENT;
}

/* A pipe is handed on as it is; other input is read here, so that the file itself is not. */
static bool sandbox_stdin(struct sandbox_call *call)
{
	struct stat info;
	struct str *bytes = &call->command.stdin_bytes;
	if (isatty(STDIN_FILENO) || fstat(STDIN_FILENO, &info) != 0)
		return true;
	call->command.stdin_pipe = S_ISFIFO(info.st_mode);
	if (call->command.stdin_pipe)
		return true;
	struct buf read_buf;
	char chunk[16384];
	ssize_t got;
	buf_init(&read_buf, SANDBOX_STDIN_MAX);
	while ((got = read(STDIN_FILENO, chunk, sizeof(chunk))) > 0 && !read_buf.full)
		buf_add(&read_buf, (struct str){chunk, (size_t)got});
	*bytes = arena_str(&call->session.arena, buf_str(&read_buf));
	bool full = read_buf.full;
	buf_deinit(&read_buf);
	return !full || sandbox_complain("standard input is longer than 64 MB", "");
}

static bool sandbox_artifact(struct sandbox_call *call)
{
	struct err err = {0};
	struct str real;
	if (call->out == NULL)
		return true;
	if (!file_exists(call->out) && !file_write_new(call->out, STR(""), &err))
		return sandbox_complain("", err.text);
	if (!file_real_path(&call->session.arena, call->out, &real, &err))
		return sandbox_complain("", err.text);
	call->command.artifact = real.at;
	call->command.artifact_inside = sandbox_absolute(&call->session.arena, call->out);
	return true;
}

/* As it comes; standard output and error are ours, and may be slow. */
static void sandbox_pass_on(struct sandbox_run *run, bool err, struct str bytes)
{
	(void)run;
	fwrite(bytes.at, 1, bytes.len, err ? stderr : stdout);
	if (!err)
		fflush(stdout);
}

/* After the output, which has been passed on. */
static void sandbox_print_limit(struct sandbox_call *call)
{
	enum sandbox_limit limit = call->run.result.limit;
	if (limit == SANDBOX_NO_LIMIT)
		return;
	struct str met = sandbox_limit_text(&call->session.arena, limit, &call->command.limits);
	fprintf(stderr, "kadane sandbox: stopped: %.*s\n", STR_ARG(met));
}

static void sandbox_ended(struct op *op)
{
	struct sandbox_call *call = op->owner;
	call->ended = true;
	loop_stop(call->session.loop);
}

static int sandbox_run_command(struct sandbox_call *call)
{
	struct err err = {0};
	struct sandbox *sandbox = call->session.kit.sandbox;
	enum sandbox_tier minimum = call->session.settings.sandbox_minimum;
	/* Who demands a tier gets that one or none, whatever the settings allow. */
	if (call->tier != SANDBOX_NONE && minimum == SANDBOX_NONE)
		minimum = SANDBOX_RESTRICTED;
	call->run.op.ended = sandbox_ended;
	call->run.op.owner = call;
	call->run.on_output = call->json ? NULL : sandbox_pass_on;
	call->command.mounts = call->mounts;
	call->command.mount_count = call->mount_count;
	if (!session_look(&call->session))
		return 128 + call->session.signal;
	if (!sandbox_start(sandbox, minimum, &call->run, &call->command, &err)) {
		sandbox_complain("", err.text);
		return SANDBOX_EXIT_FAILED;
	}
	/* A signal stops the loop too: kill the tree, then leave as a command that died of it. */
	while (!call->ended) {
		loop_run(call->session.loop);
		if (call->session.signal != 0)
			op_cancel(&call->run.op);
	}
	if (call->session.signal != 0)
		return 128 + call->session.signal;
	if (call->run.op.err.kind != ERR_NONE) {
		sandbox_complain("", call->run.op.err.text);
		return call->run.result.status == SANDBOX_EXIT_ABSENT ? SANDBOX_EXIT_CANNOT
								      : SANDBOX_EXIT_FAILED;
	}
	if (call->json)
		sandbox_put_json(sandbox, &call->run);
	else
		sandbox_print_limit(call);
	const struct sandbox_result *result = &call->run.result;
	return result->signal != 0 ? 128 + result->signal : result->status;
}

int cli_sandbox(int argc, char **argv)
{
	struct sandbox_call call = {0};
	int at = 0, status = SANDBOX_EXIT_FAILED;
	if (argc > 0 && (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "-h") == 0)) {
		fputs(sandbox_help, stdout);
		return CLI_FINE;
	}
	if (!session_init(&call.session))
		return SANDBOX_EXIT_FAILED;
	call.command.limits = call.session.settings.run;
	if (sandbox_options(&call, argc, argv, &at)) {
		const char *path;
		const char **words =
			arena_array(&call.session.arena, (size_t)(argc - at) + 1, sizeof(*words));
		for (int i = at; i < argc; i++)
			words[i - at] = argv[i];
		call.command.argv = words;
		if (call.tier != SANDBOX_NONE)
			sandbox_demand(call.session.kit.sandbox, call.tier);
		status = sandbox_find(&call, words[0], &path);
		words[0] = path;
		if (status == 0)
			status = sandbox_stdin(&call) && sandbox_artifact(&call)
					 ? sandbox_run_command(&call)
					 : SANDBOX_EXIT_FAILED;
		sandbox_run_deinit(&call.run);
	}
	return session_leave(&call.session, status);
}
