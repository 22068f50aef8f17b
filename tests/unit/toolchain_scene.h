/*
 * For tests of where tools are found: a folder with a home, a project, and trees as version
 * managers make them.
 */
#pragma once

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../lsp/step/prefix.h"
#include "../../lsp/step/toolchain.h"
#include "base/arena.h"
#include "check.h"
#include "io/file.h"

enum { SCRIPT = 0755, PLAIN = 0644 };

/* A folder with a home, a project and whatever a test puts there. */
struct scene {
	struct arena arena;
	const char *root;
	struct ground ground;
	struct settings settings;
	struct tool tool;
	struct err err;
};

static inline const char *scene_at(struct scene *scene, const char *path)
{
	return path[0] == '/' ? path : arena_fmt(&scene->arena, "%s/%s", scene->root, path).at;
}

static inline void scene_put(struct scene *scene, const char *path, const char *text, unsigned mode)
{
	const char *at = scene_at(scene, path);
	struct err err = {0};
	CHECK(file_make_folder(arena_cstr(&scene->arena, file_dir(str_of(at))), &err));
	CHECK(file_replace(at, str_of(text), &err));
	CHECK(chmod(at, mode) == 0);
}

static inline void scene_program(struct scene *scene, const char *path)
{
	scene_put(scene, path, "#!/bin/sh\n", SCRIPT);
}

/* `target` may begin with '=': then it is a path of the scene, written whole. */
static inline void scene_link(struct scene *scene, const char *path, const char *target)
{
	const char *at = scene_at(scene, path);
	struct err err = {0};
	CHECK(file_make_folder(arena_cstr(&scene->arena, file_dir(str_of(at))), &err));
	CHECK(symlink(target[0] == '=' ? scene_at(scene, target + 1) : target, at) == 0);
}

static inline void scene_env(struct scene *scene, const char *name, const char *path)
{
	setenv(name, scene_at(scene, path), 1);
}

static inline void scene_init(struct scene *scene, const char *home)
{
	static const char *const unset[] = {"CONDA_DEFAULT_ENV", "CONDA_PREFIX", "PYENV_VERSION",
					    "VIRTUAL_ENV"};
	struct str folder;
	*scene = (struct scene){.root = NULL};
	arena_init(&scene->arena);
	for (size_t i = 0; i < sizeof(unset) / sizeof(unset[0]); i++)
		unsetenv(unset[i]);
	if (home != NULL)
		setenv("HOME", home, 1);
	CHECK(file_job_folder(&scene->arena, &folder, &scene->err));
	CHECK(file_real_path(&scene->arena, folder.at, &folder, &scene->err));
	scene->root = folder.at;
	settings_init(&scene->settings);
	scene_put(scene, "home/.ssh/id", "secret", PLAIN);
	scene_put(scene, "home/private/diary", "secret", PLAIN);
	scene_put(scene, "ws/.git/config", "", PLAIN);
	scene_put(scene, "ws/src/pi.py", "", PLAIN);
	scene_env(scene, "HOME", "home");
	scene->ground = ground_of(&scene->arena, STR(""), str_of(scene_at(scene, "ws/src/pi.py")));
}

static inline void scene_deinit(struct scene *scene)
{
	file_remove_folder(scene->root);
	arena_deinit(&scene->arena);
}

static inline bool scene_python(struct scene *scene)
{
	scene->tool = (struct tool){.path = NULL};
	err_clear(&scene->err);
	return toolchain_python(&scene->arena, &scene->settings, &scene->ground,
				str_of(scene_at(scene, "ws/src/pi.py")), &scene->tool, &scene->err);
}

static inline bool scene_compiler(struct scene *scene)
{
	scene->tool = (struct tool){.path = NULL};
	err_clear(&scene->err);
	return toolchain_compiler(&scene->arena, &scene->settings, &scene->ground, &scene->tool,
				  &scene->err);
}

/* Whether the tool is at `path`, and shows exactly the paths of a list with blanks between. */
#define CHECK_TOOL(scene, path, shown) scene_check(scene, path, shown, __LINE__)
static inline void scene_check(struct scene *scene, const char *path, const char *shown, int line)
{
	struct str rest = str_of(shown), part;
	size_t count = 0;
	check_str(str_of(scene->tool.path), str_of(scene_at(scene, path)), __FILE__, line);
	for (; str_split(&rest, ' ', &part); count++) {
		const char *want = scene_at(scene, arena_cstr(&scene->arena, part));
		bool there = false;
		for (size_t i = 0; i < scene->tool.shown_count; i++)
			there = there || strcmp(scene->tool.shown[i], want) == 0;
		check_note(there, __FILE__, line, want);
	}
	check_int((long long)scene->tool.shown_count, (long long)count, __FILE__, line);
}
