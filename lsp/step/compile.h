/*
 * Building the candidate: first as it is delivered, later in other ways.
 */
#pragma once

#include "lang/build.h"
#include "step/work.h"

/*
 * Compile work->code in the way of `build` into the file at the host path `program`, which is made
 * anew. `compiler` is the tool that build->compiler names. WAIT or FAIL, as work_run.
 */
enum next compile_run(struct work *work, struct sandbox_run *run, const struct tool *compiler,
		      const struct build *build, const char *program);

/* Whether a finished run of a compiler left a program. */
bool compile_succeeded(const struct sandbox_run *run);

/* The flags that say what is built: "-std=c++20 -O3 …", in the job's arena. */
struct str compile_flag_line(struct work *work, const struct build *build);

/* What a person would type: "g++ (Debian …) 12.2.0 -std=c++20 -O3 …", in the job's arena. */
struct str compile_command_line(struct work *work, const struct tool *compiler,
				const struct build *build);
