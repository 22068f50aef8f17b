/*
 * The parts that inputs come from; private to step_inputs.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "step/work.h"

enum { INPUT_WORDS = 200, INPUT_BYTES = 64 << 20 };

/* Inputs that were found, in the order in which they will be tried. */
struct inputs {
	struct work_input list[VERDICT_INPUTS];
	size_t count;
};

/* A new input at the end of the list; NULL with `err` when there are too many. */
struct work_input *inputs_add(struct inputs *inputs, struct err *err);

/* The arguments, as words. */
bool inputs_args(struct work *work, struct work_input *input, struct str words, struct err *err);

/* Variables, as words NAME=value; those that would change how programs are loaded are refused. */
bool inputs_env(struct work *work, struct work_input *input, struct str words, struct err *err);

/* Name the file in an err that does not; false, for returning it. */
bool inputs_blame(struct work *work, const char *path, struct err *err);

/* What stdin gives: the bytes of a file. */
bool inputs_stdin(struct work *work, struct work_input *input, const char *path, struct err *err);

/* A file that the program will find under `name` in its work folder; once, if asked twice. */
bool inputs_file(struct work *work, struct work_input *input, const char *host, struct str name,
		 struct err *err);

/*
 * The path of a file that a project names: it must lie beside the script or below, in truth, and
 * not be named like a secret. The empty str with `err` when it must not be shown.
 */
struct str inputs_beside(struct work *work, struct str name, struct err *err);

/* Every "# kadane: …" line of the source is an input. */
bool inputs_from_source(struct work *work, struct inputs *inputs, struct err *err);

/*
 * Every name in a folder is an input: NAME.stdin (or NAME.in), NAME.args, NAME.env; or a folder
 * NAME with stdin, args, env in it, whose other files the program finds in its work folder.
 */
bool inputs_from_folder(struct work *work, const char *folder, struct inputs *inputs,
			struct err *err);

/* The files beside the script that its text names, for every input. */
bool inputs_named_files(struct work *work, struct inputs *inputs, struct err *err);
