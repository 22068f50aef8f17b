/*
 * A project lays links and files so that folders of the user's would be shown with its
 * interpreter: what counts is where they really lead, and what is there.
 */
#include "judge/verdict.h"
#include "toolchain_scene.h"

/* Whether something that is shown lays `path` open. */
static bool links_sees(struct scene *scene, const char *path)
{
	struct str real = path_real(&scene->arena, str_of(scene_at(scene, path)));
	for (size_t i = 0; i < scene->tool.shown_count; i++)
		if (file_within(real, path_real(&scene->arena, str_of(scene->tool.shown[i]))))
			return true;
	return false;
}

static void links_say(struct scene *scene, const char *kind, const char *path)
{
	struct str line = arena_fmt(&scene->arena, "%s %s", kind, scene_at(scene, path));
	prefix_show_said(&scene->arena, &scene->ground, &scene->tool, line);
}

static void links_home(struct scene *scene, const char *venv, const char *home)
{
	scene_put(scene, arena_fmt(&scene->arena, "%s/pyvenv.cfg", venv).at,
		  arena_fmt(&scene->arena, "home = %s\n", scene_at(scene, home)).at, PLAIN);
}

static void links_venv(struct scene *scene, const char *venv)
{
	struct arena *arena = &scene->arena;
	scene_link(scene, arena_fmt(arena, "%s/bin/python3", venv).at,
		   "=home/.pyenv/versions/3.12.1/bin/python3");
	scene_put(scene, arena_fmt(arena, "%s/lib/python3.12/site-packages/x.py", venv).at, "",
		  PLAIN);
	links_home(scene, venv, "home/.pyenv/versions/3.12.1/bin");
}

static const char *const links_base = "home/.pyenv/versions/3.12.1";

static void links_init(struct scene *scene, const char *home)
{
	scene_init(scene, home);
	scene_program(scene, "home/.pyenv/versions/3.12.1/bin/python3");
	scene_put(scene, "home/.pyenv/versions/3.12.1/lib/python3.12/os.py", "", PLAIN);
	scene_put(scene, "home/.pyenv/.git/config", "", PLAIN);
	scene_put(scene, "home/.config/gh/hosts.yml", "secret", PLAIN);
	scene_program(scene, "home/private/run");
	links_venv(scene, "ws/.venv");
	scene_env(scene, "VIRTUAL_ENV", "ws/.venv");
	scene_env(scene, "PATH", "none");
}

/* "..", behind a link: by its text it is another folder than the kernel's. */
static void test_home_line(struct scene *scene)
{
	scene_put(scene, "ws/a/b/x", "", PLAIN);
	scene_link(scene, "ws/d", "a/b");
	scene_link(scene, "ws/real", "=home/.config/gh");
	scene_link(scene, "ws/other", "=home/private");
	scene_link(scene, "ws/a/real/python3", "/bin/sh");
	scene_link(scene, "ws/a/other/python3", "/bin/sh");
	static const char *const homes[] = {"ws/d/../real", "ws/d/../other", "ws/real", "ws/other"};
	for (size_t i = 0; i < sizeof(homes) / sizeof(homes[0]); i++) {
		links_home(scene, "ws/.venv", homes[i]);
		CHECK(scene_python(scene));
		CHECK(!links_sees(scene, "home/.config/gh/hosts.yml"));
		CHECK(!links_sees(scene, "home/private/diary"));
		CHECK(links_sees(scene, "ws/.venv/lib"));
	}
	/* A program that is there by that name does not make its folder an installation. */
	scene_program(scene, "home/diaries/bin/python3");
	scene_put(scene, "home/diaries/diary", "secret", PLAIN);
	scene_program(scene, "ws/conf/python3");
	scene_put(scene, "ws/conf/keys.json", "secret", PLAIN);
	links_home(scene, "ws/.venv", "home/diaries/bin");
	CHECK(scene_python(scene));
	CHECK(!links_sees(scene, "home/diaries/diary"));
	links_home(scene, "ws/.venv", "ws/conf");
	CHECK(scene_python(scene));
	CHECK(!links_sees(scene, "ws/conf/keys.json"));
	CHECK_STR(path_plain(&scene->arena, str_of(scene_at(scene, "ws/d/../real/."))),
		  scene_at(scene, "ws/a/real"));
}

/* The interpreter itself is a link to a program among secrets. */
static void test_program(struct scene *scene)
{
	scene_link(scene, "ws/evil/bin/python3", "=home/private/run");
	links_home(scene, "ws/evil", "ws/evil/bin");
	scene_env(scene, "VIRTUAL_ENV", "ws/evil");
	CHECK(scene_python(scene));
	CHECK(!links_sees(scene, "home/private/diary"));
	CHECK(links_sees(scene, "ws/evil/pyvenv.cfg"));
	CHECK(str_has(scene->tool.hidden, STR("does not look like an installation")));
	/* The same without a pyvenv.cfg, and within the project. */
	static const char *const programs[] = {"=home/private/run", "=ws/conf/run",
					       "=home/.local/bin/run"};
	scene_program(scene, "ws/conf/run");
	scene_put(scene, "ws/conf/keys.json", "secret", PLAIN);
	scene_program(scene, "home/.local/bin/run");
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		const char *folder = arena_fmt(&scene->arena, "ws/fake%zu", i).at;
		scene_link(scene, arena_fmt(&scene->arena, "%s/bin/python3", folder).at,
			   programs[i]);
		scene_env(scene, "VIRTUAL_ENV", folder);
		for (int venv = 0; venv < 2; venv++) {
			CHECK(scene_python(scene));
			CHECK(!links_sees(scene, "home/private/diary"));
			CHECK(!links_sees(scene, "ws/conf/keys.json"));
			CHECK(!links_sees(scene, "home/.local/bin/run"));
			links_home(scene, folder, "ws/conf");
		}
	}
	/* uv puts its Pythons there, by links. */
	scene_link(scene, "home/.local/bin/python3.12", "=home/.pyenv/versions/3.12.1/bin/python3");
	scene_link(scene, "ws/uv/bin/python3", "=home/.local/bin/python3.12");
	links_home(scene, "ws/uv", "home/.local/bin");
	scene_env(scene, "VIRTUAL_ENV", "ws/uv");
	CHECK(scene_python(scene));
	CHECK(links_sees(scene, "home/.local/bin/run") && links_sees(scene, links_base));
	/* A link to an environment that lies elsewhere is what it says. */
	links_venv(scene, "home/venvs/true");
	scene_link(scene, "ws/linked", "=home/venvs/true");
	scene_env(scene, "VIRTUAL_ENV", "ws/linked");
	CHECK(scene_python(scene));
	CHECK(links_sees(scene, "home/venvs/true/lib") && links_sees(scene, links_base));
}

static void test_said(struct scene *scene)
{
	scene_link(scene, "ws/l/site-packages", "=home/.config/gh");
	scene_link(scene, "ws/m/site-packages", "=home/private");
	scene_put(scene, "home/notes/site-packages/diary", "secret", PLAIN);
	scene_link(scene, "ws/n/bin/python3", "=home/private/run");
	scene_link(scene, "ws/o/lib/python3zz", "=home/private");
	scene_link(scene, "ws/p", "=home/private");
	scene_put(scene, "home/.pyenv/versions/3.12.1/share/x", "", PLAIN);
	scene_link(scene, "ws/q/site-packages", "=home/.pyenv/versions/3.12.1/share");
	scene->tool = (struct tool){.path = NULL};
	links_say(scene, "path", "ws/l/site-packages");
	links_say(scene, "path", "ws/m/site-packages");
	links_say(scene, "path", "ws/q/site-packages");
	links_say(scene, "path", "home/notes/site-packages");
	links_say(scene, "executable", "ws/n/bin/python3");
	links_say(scene, "prefix", "ws/o");
	links_say(scene, "prefix", "ws/p");
	CHECK_INT(scene->tool.shown_count, 0);
	links_say(scene, "path", "ws/.venv/lib/python3.12/site-packages");
	links_say(scene, "prefix", links_base);
	CHECK_INT(scene->tool.shown_count, 2);
}

/* python -m venv . in the project: its parts, and none that leads elsewhere. */
static void test_parts(struct scene *scene)
{
	links_venv(scene, "ws");
	scene_link(scene, "ws/lib/python3zz", "=home/.config/gh");
	scene_link(scene, "ws/lib/python3yy", "=home/private");
	scene_link(scene, "ws/lib/python3xx", "../src");
	scene_put(scene, "home/python3-diary/d", "secret", PLAIN);
	scene_link(scene, "ws/lib/python3-diary", "=home/python3-diary");
	scene_link(scene, "ws/lib64", "lib");
	scene_env(scene, "VIRTUAL_ENV", "ws");
	CHECK(scene_python(scene));
	CHECK_TOOL(scene, "ws/bin/python3",
		   "home/.pyenv/versions/3.12.1 ws/pyvenv.cfg ws/lib/python3.12 "
		   "ws/lib64/python3.12 ws/bin");
}

/* A project need not be under version control. */
static void test_plain_project(struct scene *scene)
{
	struct ground ground = scene->ground;
	scene->ground.workspace = str_of(scene_at(scene, "plain"));
	scene_link(scene, "plain/fake/bin/python3", "=home/private/run");
	scene_env(scene, "VIRTUAL_ENV", "plain/fake");
	CHECK(scene_python(scene));
	CHECK(!links_sees(scene, "home/private/diary"));
	scene->ground = ground;
	/* Nor has an environment to lie in one. */
	links_home(scene, "plain/fake", "none");
	CHECK(scene_python(scene));
	CHECK(!links_sees(scene, "home/private/diary"));
}

/* Another project than this one is a project, too. */
static void test_other_project(struct scene *scene)
{
	links_venv(scene, "home/other");
	scene_put(scene, "home/other/.env", "secret", PLAIN);
	scene_put(scene, "home/other/.git/config", "", PLAIN);
	links_venv(scene, "home/loose");
	scene_put(scene, "home/loose/keys.json", "secret", PLAIN);
	scene_env(scene, "VIRTUAL_ENV", "home/other");
	CHECK(scene_python(scene));
	CHECK(!links_sees(scene, "home/other/.env"));
	CHECK(links_sees(scene, "home/other/lib/python3.12") && links_sees(scene, links_base));
	CHECK(str_has(scene->tool.hidden, STR("it is a project")));
	scene_env(scene, "VIRTUAL_ENV", "home/loose");
	CHECK(scene_python(scene));
	CHECK(!links_sees(scene, "home/loose/keys.json"));
	CHECK(links_sees(scene, "home/loose/lib/python3.12/site-packages/x.py"));
	/* What tools leave in an environment does not make it one. */
	links_venv(scene, "home/other/.venv");
	scene_put(scene, "home/other/.venv/.gitignore", "*\n", PLAIN);
	scene_put(scene, "home/other/.venv/CACHEDIR.TAG", "", PLAIN);
	scene_env(scene, "VIRTUAL_ENV", "home/other/.venv");
	CHECK(scene_python(scene));
	CHECK_TOOL(scene, "home/other/.venv/bin/python3",
		   "home/.pyenv/versions/3.12.1 home/other/.venv");
	unsetenv("VIRTUAL_ENV");
	/* A clone that looks like an installation is a project still. */
	scene_program(scene, "home/clone/bin/python3");
	scene_put(scene, "home/clone/lib/python3.12/os.py", "", PLAIN);
	scene_put(scene, "home/clone/.hg/x", "", PLAIN);
	scene_put(scene, "home/clone/keys.json", "secret", PLAIN);
	scene_env(scene, "PATH", "home/clone/bin");
	CHECK(scene_python(scene));
	CHECK(!links_sees(scene, "home/clone/keys.json"));
	CHECK(links_sees(scene, "home/clone/lib/python3.12/os.py"));
	scene_env(scene, "PATH", "none");
}

static bool links_editor(struct scene *scene, const char *python)
{
	scene->settings.python = str_of(scene_at(scene, python));
	scene->settings.python_by_editor = true;
	bool good = scene_python(scene);
	scene->settings.python = STR("");
	return good;
}

/* What an editor may choose among is the user's: PATH, and what is installed. */
static void test_editor(struct scene *scene)
{
	CHECK(!links_editor(scene, "home/other/.venv/bin/python3"));
	CHECK(str_has(str_of(scene->err.text), STR("which lies in a project")));
	CHECK(!links_editor(scene, "home/private/run"));
	CHECK(links_editor(scene, "home/venvs/true/bin/python3"));
	CHECK(links_editor(scene, "home/.pyenv/versions/3.12.1/bin/python3"));
	scene_program(scene, "home/own/python3.12");
	CHECK(!links_editor(scene, "home/own/python3.12"));
	scene_env(scene, "PATH", "home/own");
	CHECK(links_editor(scene, "home/own/python3.12"));
	/* A link of the user's to a program of the project. */
	scene_link(scene, "home/own/python3", "=ws/evil/python3");
	scene_program(scene, "ws/evil/python3");
	CHECK(!scene_python(scene));
	scene_program(scene, "ws/evil/gpp");
	scene_link(scene, "home/own/g++", "=ws/evil/gpp");
	CHECK(!scene_compiler(scene));
	scene->settings.compiler_by_editor = true;
	scene_program(scene, "gcc/bin/g++");
	scene->settings.compiler = str_of(scene_at(scene, "gcc/bin/g++"));
	CHECK(!scene_compiler(scene));
	scene_put(scene, "gcc/lib/gcc/x/crtbegin.o", "", PLAIN);
	CHECK(scene_compiler(scene));
	scene->settings.compiler = STR("");
}

static bool links_forbids(struct scene *scene, struct ground ground, struct str home,
			  const char *path)
{
	struct str real = arena_fmt(&scene->arena, "%.*s/%s", STR_ARG(home), path);
	return ground_forbids(&ground, &scene->arena, real) != NULL;
}

static void test_forbidden(struct scene *scene)
{
	static const char *const secret[] = {
		".ssh",
		".ssh/keys",
		".gnupg/private-keys-v1.d",
		".aws/sso",
		".config",
		".config/gh",
		".kube/cache",
		".docker/x",
		".mozilla/ff",
		".thunderbird/p",
		".password-store/bank",
		".azure/x",
		".gcloud/x",
		".netrc",
		".local/share/keyrings/x",
		"Desktop/x",
		"Documents/x",
		"Downloads/x",
		"Library/Keychains",
		".local/share",
	};
	struct str home = scene->ground.home;
	for (size_t i = 0; i < sizeof(secret) / sizeof(secret[0]); i++)
		check_note(links_forbids(scene, scene->ground, home, secret[i]), __FILE__, __LINE__,
			   secret[i]);
	CHECK(!links_forbids(scene, scene->ground, home, ".local/share/uv"));
	CHECK(!links_forbids(scene, scene->ground, home, "private"));
	/* An installation is one there, too; a secret place holds none. */
	scene_put(scene, "home/Library/py/lib/python3.12/os.py", "", PLAIN);
	scene_put(scene, "home/.ssh/py/lib/python3.12/os.py", "", PLAIN);
	CHECK(!links_forbids(scene, scene->ground, home, "Library/py"));
	CHECK(!links_forbids(scene, scene->ground, home, "Library/py/lib/python3.12"));
	CHECK(links_forbids(scene, scene->ground, home, ".ssh/py"));
	/* Without HOME, or with another, the one that the system knows is protected as well. */
	struct str script = str_of(scene_at(scene, "ws/src/pi.py"));
	unsetenv("HOME");
	struct ground bare = ground_of(&scene->arena, STR(""), script);
	struct str account = path_real(&scene->arena, file_account_home(&scene->arena));
	CHECK_STR(bare.home, arena_cstr(&scene->arena, account));
	setenv("HOME", "/nonexistent", 1);
	struct ground moved = ground_of(&scene->arena, STR(""), script);
	CHECK_STR(moved.home, "/nonexistent");
	if (account.len < 2)
		return;
	CHECK(links_forbids(scene, bare, account, ".ssh/x"));
	CHECK(links_forbids(scene, moved, account, ".ssh/x"));
	CHECK(links_forbids(scene, moved, STR("/nonexistent"), ".ssh/x"));
}

/* What was visible is told to the end, however many folders it were. */
static void test_report(struct scene *scene)
{
	struct verdict verdict = {.visible = STR("pi.py")};
	for (int i = 0; i < 100; i++)
		verdict.visible =
			arena_fmt(&scene->arena, "%.*s, ~/folder-%d", STR_ARG(verdict.visible), i);
	CHECK(str_has(verdict_markdown(&scene->arena, &verdict), STR("~/folder-99")));
	CHECK(str_has(verdict_plain(&scene->arena, &verdict), STR("~/folder-99")));
}

int main(void)
{
	CHECK_BEGIN();
	struct scene scene;
	links_init(&scene, getenv("HOME"));
	test_home_line(&scene);
	test_program(&scene);
	test_said(&scene);
	test_parts(&scene);
	test_plain_project(&scene);
	test_other_project(&scene);
	test_editor(&scene);
	test_forbidden(&scene);
	test_report(&scene);
	scene_deinit(&scene);
	return CHECK_END();
}
