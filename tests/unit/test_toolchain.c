/*
 * Where interpreters and compilers are found, and what of them is shown: made-up trees of the
 * usual version managers. Nothing is run.
 */
#include "toolchain_scene.h"

static void test_ground(struct scene *scene)
{
	CHECK_STR(scene->ground.workspace, scene_at(scene, "ws"));
	CHECK_STR(scene->ground.home, scene_at(scene, "home"));
	struct str script = str_of(scene_at(scene, "home/pi.py"));
	CHECK_STR(ground_of(&scene->arena, STR(""), script).workspace, "");
	script = str_of(scene_at(scene, "ws/src/pi.py"));
	struct str part = str_of(scene_at(scene, "ws/src")), whole = str_of(scene->root);
	CHECK_STR(ground_of(&scene->arena, part, script).workspace, scene_at(scene, "ws"));
	CHECK_STR(ground_of(&scene->arena, whole, script).workspace, "");
	setenv("HOME", "/nonexistent", 1);
	CHECK_STR(ground_of(&scene->arena, whole, script).workspace, scene->root);
	CHECK_STR(ground_of(&scene->arena, STR(""), STR("/tmp/a.py")).workspace, "/tmp");
	scene_env(scene, "HOME", "home");
	CHECK(file_within(STR("/a/b"), STR("/a")) && file_within(STR("/a"), STR("/a")));
	CHECK(!file_within(STR("/ab"), STR("/a")) && !file_within(STR("/a"), STR("")));
	const char *out = scene_at(scene, "ws/src/../../home");
	CHECK(!ground_in_workspace(&scene->ground, &scene->arena, str_of(out)));
	const char *in = scene_at(scene, "home/../ws/x");
	CHECK(ground_in_workspace(&scene->ground, &scene->arena, str_of(in)));
}

/* The project may choose among the user's versions by name, and nothing else. */
static void test_pyenv(struct scene *scene)
{
	scene_program(scene, "home/.pyenv/shims/python3");
	scene_program(scene, "home/.pyenv/versions/3.11.7/bin/python3.11");
	scene_link(scene, "home/.pyenv/versions/3.11.7/bin/python3", "python3.11");
	scene_program(scene, "home/.pyenv/versions/3.11.10/bin/python3");
	scene_program(scene, "home/.pyenv/versions/3.9.1/bin/python3");
	scene_program(scene, "home/.pyenv/bin/python3");
	scene_put(scene, "home/.pyenv/version", "3.9.1\n", PLAIN);
	scene_env(scene, "PATH", "home/.pyenv/shims");
	CHECK(scene_python(scene));
	CHECK_TOOL(scene, "home/.pyenv/versions/3.9.1/bin/python3", "home/.pyenv/versions/3.9.1");
	scene_put(scene, "ws/.python-version", "# ours\n3.11.7\n3.9.1\n", PLAIN);
	CHECK(scene_python(scene));
	CHECK_TOOL(scene, "home/.pyenv/versions/3.11.7/bin/python3.11",
		   "home/.pyenv/versions/3.11.7");
	scene_put(scene, "ws/.python-version", "3.11\n", PLAIN);
	CHECK(scene_python(scene));
	CHECK_TOOL(scene, "home/.pyenv/versions/3.11.10/bin/python3",
		   "home/.pyenv/versions/3.11.10");
	setenv("PYENV_VERSION", "3.9.1", 1);
	CHECK(scene_python(scene));
	CHECK_STR(str_of(scene->tool.path),
		  scene_at(scene, "home/.pyenv/versions/3.9.1/bin/python3"));
	unsetenv("PYENV_VERSION");
	static const char *const bad[] = {"..", "../../../ws/evil", "/tmp", "system", "."};
	scene_program(scene, "ws/evil/bin/python3");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		scene_put(scene, "ws/.python-version", bad[i], PLAIN);
		CHECK(!scene_python(scene));
		CHECK(str_has(str_of(scene->err.text), STR("no python3 on PATH")));
	}
	unlink(scene_at(scene, "ws/.python-version"));
}

static void test_asdf_and_mise(struct scene *scene)
{
	scene_program(scene, "home/.asdf/shims/python3");
	scene_program(scene, "home/.asdf/installs/python/3.12.0/bin/python3");
	scene_env(scene, "PATH", "home/.asdf/shims");
	CHECK(!scene_python(scene));
	scene_put(scene, "ws/.tool-versions", "nodejs 20\npython 3.12.0 3.9\n", PLAIN);
	CHECK(scene_python(scene));
	CHECK_TOOL(scene, "home/.asdf/installs/python/3.12.0/bin/python3",
		   "home/.asdf/installs/python/3.12.0");
	unlink(scene_at(scene, "ws/.tool-versions"));

	scene_link(scene, "home/.local/share/mise/shims/python3", "/bin/sh");
	scene_program(scene, "home/.local/share/mise/installs/python/3.12.4/bin/python3");
	scene_program(scene, "home/.local/share/mise/installs/python/3.13.0/bin/python3");
	scene_link(scene, "home/.local/share/mise/installs/python/latest", "3.13.0");
	scene_env(scene, "PATH", "home/.local/share/mise/shims");
	CHECK(scene_python(scene));
	CHECK_TOOL(scene, "home/.local/share/mise/installs/python/3.13.0/bin/python3",
		   "home/.local/share/mise/installs/python/3.13.0");
	scene_put(scene, "ws/mise.toml", "[tools]\nnode = \"20\"\npython = \"3.12\"\n", PLAIN);
	CHECK(scene_python(scene));
	CHECK_TOOL(scene, "home/.local/share/mise/installs/python/3.12.4/bin/python3",
		   "home/.local/share/mise/installs/python/3.12.4");
	unlink(scene_at(scene, "ws/mise.toml"));
}

static void test_environments(struct scene *scene)
{
	/* uv: the venv leads to its Python through a link that stands for the newest 3.12. */
	scene_program(scene, "home/.local/share/uv/python/cpython-3.12.3/bin/python3.12");
	scene_link(scene, "home/.local/share/uv/python/cpython-3.12.3/bin/python3", "python3.12");
	scene_link(scene, "home/.local/share/uv/python/cpython-3.12", "cpython-3.12.3");
	scene_link(scene, "ws/.venv/bin/python",
		   "=home/.local/share/uv/python/cpython-3.12/bin/python3.12");
	scene_link(scene, "ws/.venv/bin/python3", "python");
	scene_put(scene, "ws/.venv/pyvenv.cfg",
		  arena_fmt(&scene->arena, "home = %s\n",
			    scene_at(scene, "home/.local/share/uv/python/cpython-3.12.3/bin"))
			  .at,
		  PLAIN);
	scene_put(scene, "home/.local/share/uv/python/cpython-3.12.3/lib/python3.12/os.py", "",
		  PLAIN);
	/* What lies there is not taken because it lies there … */
	scene_env(scene, "PATH", "ws/.venv/bin");
	CHECK(!scene_python(scene));
	/* … but because the user says so. */
	scene_env(scene, "VIRTUAL_ENV", "ws/.venv");
	CHECK(scene_python(scene));
	CHECK_TOOL(scene, "ws/.venv/bin/python3",
		   "ws/.venv home/.local/share/uv/python/cpython-3.12 "
		   "home/.local/share/uv/python/cpython-3.12.3");
	/* A venv that names a folder of secrets does not get it shown. */
	scene_put(scene, "ws/.venv/pyvenv.cfg",
		  arena_fmt(&scene->arena, "home = %s/bin\n", scene_at(scene, "home/private")).at,
		  PLAIN);
	CHECK(scene_python(scene));
	CHECK_INT(scene->tool.shown_count, 3);
	unsetenv("VIRTUAL_ENV");

	/* conda: an environment is active; the root holds tokens beside its programs. */
	scene_put(scene, "home/conda/conda-meta/history", "", PLAIN);
	scene_put(scene, "home/conda/.condarc", "token", PLAIN);
	scene_program(scene, "home/conda/bin/python3");
	scene_put(scene, "home/conda/lib/libz.so", "", PLAIN);
	scene_put(scene, "home/conda/envs/e/conda-meta/history", "", PLAIN);
	scene_program(scene, "home/conda/envs/e/bin/python3");
	scene_env(scene, "PATH", "home/conda/bin");
	CHECK(scene_python(scene));
	CHECK_TOOL(scene, "home/conda/bin/python3", "home/conda/bin home/conda/lib");
	/* A part that holds the project is not shown either. */
	struct ground ground = scene->ground;
	scene->ground.workspace = str_of(scene_at(scene, "home/conda/lib/project"));
	CHECK(scene_python(scene));
	CHECK_TOOL(scene, "home/conda/bin/python3", "home/conda/bin");
	scene->ground = ground;
	scene_env(scene, "CONDA_PREFIX", "home/conda/envs/e");
	CHECK(scene_python(scene));
	CHECK_TOOL(scene, "home/conda/envs/e/bin/python3", "home/conda/envs/e/bin");
	unsetenv("CONDA_PREFIX");
}

static void test_homebrew(struct scene *scene)
{
	scene_program(scene, "brew/Cellar/python@3.12/3.12.1/bin/python3.12");
	scene_link(scene, "brew/bin/python3", "../Cellar/python@3.12/3.12.1/bin/python3.12");
	scene_link(scene, "brew/opt/python", "../Cellar/python@3.12/3.12.1");
	scene_put(scene, "brew/lib/libssl.so", "", PLAIN);
	scene_put(scene, "brew/var/postgres/data", "secret", PLAIN);
	scene_env(scene, "PATH", "brew/bin");
	CHECK(scene_python(scene));
	CHECK_TOOL(scene, "brew/Cellar/python@3.12/3.12.1/bin/python3.12",
		   "brew/Cellar brew/bin brew/opt brew/lib");
}

/* What a too wide prefix holds is not shown with it. */
static void test_too_wide(struct scene *scene)
{
	scene_program(scene, "home/bin/python3");
	scene_put(scene, "home/lib/python3.12/os.py", "", PLAIN);
	scene_put(scene, "home/lib/python3.9/site-packages/x.py", "", PLAIN);
	scene_put(scene, "home/lib/secret", "", PLAIN);
	scene_env(scene, "PATH", "home/bin");
	CHECK(scene_python(scene));
	CHECK_TOOL(scene, "home/bin/python3", "home/lib/python3.12 home/bin/python3");
	CHECK(str_has(scene->tool.hidden, STR("it holds your home folder")));

	scene_put(scene, "home/.local/share/keyrings/k", "secret", PLAIN);
	scene_program(scene, "home/.local/bin/python3");
	scene_env(scene, "PATH", "home/.local/bin");
	CHECK(scene_python(scene));
	CHECK_TOOL(scene, "home/.local/bin/python3", "home/.local/bin");
	CHECK(str_has(scene->tool.hidden, STR("other programs")));

	/* python -m venv . */
	scene_program(scene, "ws/bin/python3");
	scene_put(scene, "ws/pyvenv.cfg", "home = /usr/bin\n", PLAIN);
	scene_put(scene, "ws/lib/python3.12/site-packages/x.py", "", PLAIN);
	scene_env(scene, "VIRTUAL_ENV", "ws");
	CHECK(scene_python(scene));
	CHECK_TOOL(scene, "ws/bin/python3", "ws/pyvenv.cfg ws/lib/python3.12 ws/bin");
	CHECK(str_has(scene->tool.hidden, STR("it holds the project")));
	unsetenv("VIRTUAL_ENV");
}

static void test_settings(struct scene *scene)
{
	scene_env(scene, "PATH", "home/bin");
	scene->settings.python = str_of(scene_at(scene, "ws/evil/bin/python3"));
	scene->settings.python_by_editor = true;
	CHECK(!scene_python(scene));
	CHECK(str_has(str_of(scene->err.text), STR("lies in the project")));
	scene->settings.python_by_editor = false;
	CHECK(scene_python(scene));
	/* By another name. */
	scene_link(scene, "home/away", "=ws/evil");
	scene->settings.python_by_editor = true;
	scene->settings.python = str_of(scene_at(scene, "home/away/bin/python3"));
	CHECK(!scene_python(scene));
	scene->settings.python = str_of(scene_at(scene, "home/../ws/evil/bin/python3"));
	CHECK(!scene_python(scene));
	scene->settings.python = STR("~/.pyenv/versions/3.9.1/bin/python3");
	CHECK(!scene_python(scene));
	CHECK(str_has(str_of(scene->err.text), STR("in no installation")));
	scene_put(scene, "home/.pyenv/versions/3.9.1/lib/python3.9/os.py", "", PLAIN);
	CHECK(scene_python(scene));
	scene->settings.python = STR("evil/bin/python3");
	CHECK(!scene_python(scene));
	CHECK(str_has(str_of(scene->err.text), STR("absolute path")));
	scene->settings.python = STR("");
	/* Entries of PATH that mean where the editor was started, or what the project brings. */
	CHECK(chdir(scene_at(scene, "ws/evil/bin")) == 0);
	setenv("PATH", arena_fmt(&scene->arena, ".::bin:%s", scene_at(scene, "ws/evil/bin")).at, 1);
	CHECK(!scene_python(scene));
	CHECK(chdir("/") == 0);
}

static void test_compiler(struct scene *scene)
{
	scene_program(scene, "tools/ccache");
	scene_link(scene, "cache/g++", "../tools/ccache");
	scene_program(scene, "gcc/bin/g++");
	setenv("PATH",
	       arena_fmt(&scene->arena, "%s:%s:%s", scene_at(scene, "ws/evil"),
			 scene_at(scene, "cache"), scene_at(scene, "gcc/bin"))
		       .at,
	       1);
	scene_program(scene, "ws/evil/g++");
	CHECK(scene_compiler(scene));
	CHECK_TOOL(scene, "gcc/bin/g++", "gcc");
	scene->settings.compiler = str_of(scene_at(scene, "cache/g++"));
	CHECK(scene_compiler(scene));
	CHECK_TOOL(scene, "gcc/bin/g++", "gcc");
	scene->settings.compiler = str_of(scene_at(scene, "ws/evil/g++"));
	scene->settings.compiler_by_editor = true;
	CHECK(!scene_compiler(scene));
	/* The name says which language: it is kept where a link loses it. */
	scene_program(scene, "llvm-17/bin/clang-17");
	scene_link(scene, "llvm-17/bin/clang++", "clang-17");
	scene_link(scene, "home/bin/clang++", "=llvm-17/bin/clang-17");
	scene->settings.compiler = str_of(scene_at(scene, "home/bin/clang++"));
	CHECK(scene_compiler(scene));
	CHECK_TOOL(scene, "llvm-17/bin/clang++", "llvm-17");
	scene->settings.compiler = STR("");
}

/* Lines of an interpreter are data: what they name must look the part. */
static void test_said(struct scene *scene)
{
	static const char *const bad[] = {
		"prefix /",
		"prefix home/.ssh",
		"prefix home/private",
		"prefix home",
		"path home/.ssh",
		"path ws/src",
		"executable home/.ssh/id",
		"executable ws/evil/g++",
		"prefix",
		"nonsense home/.pyenv/versions/3.9.1",
	};
	scene->tool = (struct tool){.path = NULL};
	scene_program(scene, "home/.ssh/key");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct str line = str_of(bad[i]), kind;
		str_split(&line, ' ', &kind);
		line = arena_fmt(&scene->arena, "%.*s %s", STR_ARG(kind),
				 scene_at(scene, arena_cstr(&scene->arena, line)));
		prefix_show_said(&scene->arena, &scene->ground, &scene->tool, line);
	}
	/* Of all these the home folder has a Python in it: its parts, and no more. */
	for (size_t i = 0; i < scene->tool.shown_count; i++)
		CHECK(str_starts(str_of(scene->tool.shown[i]),
				 str_of(scene_at(scene, "home/lib/python3."))));
	scene->tool = (struct tool){.path = NULL};
	scene_put(scene, "far/lib/python3.12/site-packages/x.py", "", PLAIN);
	scene_put(scene, "far/lib/python3.12/os.py", "", PLAIN);
	struct str line = arena_fmt(&scene->arena, "path %s",
				    scene_at(scene, "far/lib/python3.12/site-packages"));
	prefix_show_said(&scene->arena, &scene->ground, &scene->tool, line);
	CHECK_INT(scene->tool.shown_count, 1);
	line = arena_fmt(&scene->arena, "prefix %s", scene_at(scene, "far"));
	prefix_show_said(&scene->arena, &scene->ground, &scene->tool, line);
	CHECK_INT(scene->tool.shown_count, 2);
}

int main(void)
{
	CHECK_BEGIN();
	struct scene scene;
	scene_init(&scene, getenv("HOME"));
	test_ground(&scene);
	test_pyenv(&scene);
	test_asdf_and_mise(&scene);
	test_environments(&scene);
	test_homebrew(&scene);
	test_too_wide(&scene);
	test_settings(&scene);
	test_compiler(&scene);
	test_said(&scene);
	scene_deinit(&scene);
	return CHECK_END();
}
