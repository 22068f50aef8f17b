/*
 * The machine's own interpreters in the sandbox, in each tier: what they say of themselves, and
 * virtual environments made of them.
 */
#include "base/embedded.h"
#include "base/log.h"
#include "io/sandbox.h"
#include "jail_beside.h"
#include "toolchain_scene.h"

static void real_ended(struct op *op)
{
	(void)op;
}

/* What `python -c code` prints in the sandbox, into the arena; the empty str when it fails. */
static struct str real_run(struct scene *scene, struct loop *loop, struct sandbox *sandbox,
			   const char *code)
{
	struct sandbox_mount mounts[TOOLCHAIN_MOUNTS];
	size_t count = 0;
	toolchain_mounts(&scene->tool, mounts, &count);
	const char *const argv[] = {scene->tool.path, "-E", "-s", "-c", code, NULL};
	struct sandbox_command command = {.argv = argv,
					  .mounts = mounts,
					  .mount_count = count,
					  .limits = sandbox_run_limits};
	struct sandbox_run run = {.op = {.ended = real_ended}};
	if (!sandbox_start(sandbox, SANDBOX_RESTRICTED, &run, &command, &scene->err)) {
		check_note(false, __FILE__, __LINE__, scene->err.text);
		return STR("");
	}
	loop_run(loop);
	struct str said = arena_str(&scene->arena, sandbox_out(&run));
	if (run.op.err.kind != ERR_NONE || run.result.status != 0)
		check_note(false, __FILE__, __LINE__, arena_cstr(&scene->arena, sandbox_err(&run)));
	sandbox_run_deinit(&run);
	return said;
}

static struct str said_line(struct str said, const char *kind)
{
	struct str line;
	while (str_line(&said, &line))
		if (str_starts(line, str_of(kind)))
			return str_trim(str_part(line, strlen(kind), line.len));
	return STR("");
}

/* A venv by hand, as python -m venv makes them: a link, a file, a folder of packages. */
static void real_venv(struct scene *scene, const char *folder, const char *home, struct str minor)
{
	struct arena *arena = &scene->arena;
	scene_link(scene, arena_fmt(arena, "%s/bin/python3", folder).at,
		   arena_fmt(arena, "%s/python3", home).at);
	scene_put(scene, arena_fmt(arena, "%s/pyvenv.cfg", folder).at,
		  arena_fmt(arena, "home = %s\ninclude-system-site-packages = false\n", home).at,
		  PLAIN);
	scene_put(scene,
		  arena_fmt(arena, "%s/lib/python%.*s/site-packages/greet.py", folder,
			    STR_ARG(minor))
			  .at,
		  arena_fmt(arena, "WORD = \"%s\"\n", folder).at, PLAIN);
}

/* The venv's package is found; `secret` is as hidden as ever. */
static void real_check_venv(struct scene *scene, struct loop *loop, struct sandbox *sandbox,
			    const char *folder, const char *secret)
{
	scene_env(scene, "VIRTUAL_ENV", folder);
	CHECK(scene_python(scene));
	struct str code = arena_fmt(&scene->arena,
				    "import greet\n"
				    "print(greet.WORD)\n"
				    "try: print(open('%s').read())\n"
				    "except OSError: print('hidden')\n",
				    scene_at(scene, secret));
	struct str said = real_run(scene, loop, sandbox, code.at);
	CHECK_STR(said, arena_fmt(&scene->arena, "%s\nhidden\n", folder).at);
	unsetenv("VIRTUAL_ENV");
}

static void test_real(struct scene *scene, const char *path, const char *tier)
{
	static const struct log log = {.level = LOG_WARNING};
	struct arena *arena = &scene->arena;
	setenv("KADANE_SANDBOX", tier, 1);
	setenv("PATH", path, 1);
	struct loop *loop = loop_new(&log);
	struct sandbox *sandbox = sandbox_new(loop);
	struct sandbox_look look = {.op = {.ended = real_ended}};
	sandbox_look(sandbox, &look);
	loop_run(loop);
	CHECK(scene_python(scene));
	struct str said =
		real_run(scene, loop, sandbox, arena_cstr(arena, embedded_file("paths.py")));
	struct str version = said_line(said, "version Python ");
	CHECK(str_starts(version, STR("3.")) && str_starts(said, STR("version Python 3.")));
	struct str prefix = said_line(said, "prefix ");
	CHECK(str_starts(prefix, STR("/")) && said_line(said, "path ").len > 0);
	size_t dot = 2;
	while (dot < version.len && version.at[dot] != '.')
		dot++;
	struct str minor = str_part(version, 0, dot);
	const char *bin = arena_cstr(arena, file_dir(str_of(scene->tool.path)));

	real_venv(scene, "home/venv", bin, minor);
	real_check_venv(scene, loop, sandbox, "home/venv", "home/.ssh/id");
	/* uv: a Python of the user's own, by a link that stands for the newest of its kind. */
	scene_link(scene, "home/.local/share/uv/python/cpython", "=uv/true");
	scene_link(scene, "uv/true/bin/python3", scene->tool.path);
	scene_link(scene, arena_fmt(arena, "uv/true/lib/python%.*s", STR_ARG(minor)).at,
		   arena_fmt(arena, "%.*s/lib/python%.*s", STR_ARG(prefix), STR_ARG(minor)).at);
	real_venv(scene, "home/through", scene_at(scene, "home/.local/share/uv/python/cpython/bin"),
		  minor);
	real_check_venv(scene, loop, sandbox, "home/through", "home/.ssh/id");
	/* python -m venv . in the project. */
	scene->ground.workspace = str_of(scene_at(scene, "project"));
	scene_put(scene, "project/.env", "secret", PLAIN);
	real_venv(scene, "project", bin, minor);
	real_check_venv(scene, loop, sandbox, "project", "project/.env");
	sandbox_free(sandbox);
	loop_free(loop);
}

int main(int argc, char **argv)
{
	(void)argc;
	CHECK_BEGIN();
	place_jail(argv[0]);
	struct scene scene;
	struct arena arena;
	arena_init(&arena);
	const char *path = arena_cstr(&arena, file_env("PATH"));
	const char *home = arena_cstr(&arena, file_env("HOME"));
	static const char *const tiers[] = {"full", "restricted"};
	for (size_t i = 0; i < 2; i++) {
		scene_init(&scene, home);
		test_real(&scene, path, tiers[i]);
		scene_deinit(&scene);
		scene_init(&scene, home);
		test_real(&scene, "/usr/bin:/bin", tiers[i]);
		scene_deinit(&scene);
	}
	arena_deinit(&arena);
	return CHECK_END();
}
