/*
 * With which compilers other builds are tried: those that are set, else those on PATH, each once,
 * and never one that a project chose.
 */
#include "toolchain_scene.h"

enum { COMPILERS = 4 };

static size_t compilers(struct scene *scene, struct tool *tools)
{
	err_clear(&scene->err);
	return toolchain_compilers(&scene->arena, &scene->settings, &scene->ground, tools,
				   COMPILERS, &scene->err);
}

static void test_found(struct scene *scene)
{
	struct tool tools[COMPILERS];
	scene_env(scene, "PATH", "home/bin");
	CHECK_INT(compilers(scene, tools), 0);
	CHECK_INT(scene->err.kind, ERR_NONE);
	scene_program(scene, "home/bin/clang++");
	CHECK_INT(compilers(scene, tools), 1);
	scene_program(scene, "home/bin/g++");
	CHECK_INT(compilers(scene, tools), 2);
	CHECK_STR(str_of(tools[0].path), scene_at(scene, "home/bin/g++"));
	CHECK_STR(str_of(tools[1].path), scene_at(scene, "home/bin/clang++"));
}

static void test_set(struct scene *scene)
{
	struct tool tools[COMPILERS];
	scene->settings.builds_compilers = STR(" clang++ ,,g++,clang++, gone++");
	CHECK_INT(compilers(scene, tools), 2);
	CHECK_STR(str_of(tools[0].path), scene_at(scene, "home/bin/clang++"));
	CHECK(str_has(str_of(scene->err.text), STR("gone++")));
	scene->settings.builds_compilers = STR("clang++");
	CHECK_INT(compilers(scene, tools), 1);
	CHECK_INT(scene->err.kind, ERR_NONE);
	scene_program(scene, "home/bin/a++");
	scene_program(scene, "home/bin/b++");
	scene_program(scene, "home/bin/c++");
	scene->settings.builds_compilers = STR("g++,clang++,a++,b++,c++");
	CHECK_INT(compilers(scene, tools), COMPILERS);
}

static void test_projects(struct scene *scene)
{
	struct tool tools[COMPILERS];
	scene_program(scene, "ws/evil/g++");
	scene->settings.builds_compilers =
		arena_fmt(&scene->arena, "%s,clang++", scene_at(scene, "ws/evil/g++"));
	scene->settings.compilers_by_editor = true;
	CHECK_INT(compilers(scene, tools), 1);
	CHECK_STR(str_of(tools[0].path), scene_at(scene, "home/bin/clang++"));
	CHECK(str_has(str_of(scene->err.text), STR("lies in the project")));
	scene->settings.compilers_by_editor = false;
	CHECK_INT(compilers(scene, tools), 2);
}

int main(void)
{
	CHECK_BEGIN();
	struct scene scene;
	scene_init(&scene, NULL);
	scene_env(&scene, "HOME", "home");
	test_found(&scene);
	test_set(&scene);
	test_projects(&scene);
	scene_deinit(&scene);
	return CHECK_END();
}
