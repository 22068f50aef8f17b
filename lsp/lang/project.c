/*
 * Reads the few keys that matter out of TOML and INI files. Both have "[section]" and "key =
 * value" on lines of their own, and that is all that is looked at: a project with its style in
 * another form is one that does not say.
 */
#include "lang/project.h"

const char *const project_files[] = {
	"pyproject.toml", "ruff.toml", ".ruff.toml",  "setup.cfg",
	"tox.ini",        ".flake8",   ".pydocstyle", NULL,
};

/* Where a key means something: in which section, "" for a file that has none. */
struct project_key {
	const char *section, *key;
	bool width; /* else a convention */
};

static const struct project_key project_keys[] = {
	{"tool.pydocstyle", "convention", false},
	{"tool.ruff.lint.pydocstyle", "convention", false},
	{"tool.ruff.pydocstyle", "convention", false},
	{"lint.pydocstyle", "convention", false},
	{"pydocstyle", "convention", false},
	{"tool.pydoclint", "style", false},
	{"flake8", "docstring-convention", false},
	{"flake8", "docstring_convention", false},
	{"flake8", "docstring-style", false},
	{"tool.ruff.lint.pycodestyle", "max-doc-length", true},
	{"tool.ruff", "line-length", true},
	{"tool.black", "line-length", true},
	{"flake8", "max-doc-length", true},
	{"flake8", "max-line-length", true},
	{"flake8", "max_line_length", true},
	{"pycodestyle", "max_line_length", true},
	{"pycodestyle", "max-line-length", true},
	{"", "line-length", true},
};

enum { PROJECT_WIDTH_MIN = 20, PROJECT_WIDTH_MAX = 1000 };

/* The value without quotes and without a comment behind it. */
static struct str project_value(struct str value)
{
	value = str_trim(value);
	if (value.len > 0 && (value.at[0] == '"' || value.at[0] == '\'')) {
		struct str quote = str_part(value, 0, 1), rest = str_part(value, 1, value.len);
		return str_part(rest, 0, str_find(rest, quote));
	}
	return str_trim(str_part(value, 0, str_find(value, STR("#"))));
}

static void project_take(struct arena *arena, struct str section, struct str key, struct str value,
			 struct project *project)
{
	for (size_t i = 0; i < sizeof(project_keys) / sizeof(project_keys[0]); i++) {
		const struct project_key *known = &project_keys[i];
		long long width;
		if (!str_eq(section, str_of(known->section)) || !str_eq(key, str_of(known->key)))
			continue;
		if (!known->width && project->convention.len == 0)
			project->convention = arena_str(arena, value);
		if (known->width && project->width == 0 && str_to_int(value, &width) &&
		    width >= PROJECT_WIDTH_MIN && width <= PROJECT_WIDTH_MAX)
			project->width = (size_t)width;
	}
}

void project_read(struct arena *arena, struct str text, struct project *project)
{
	struct str section = STR(""), rest = text, line;
	while (str_line(&rest, &line)) {
		line = str_trim(line);
		size_t equals = str_find(line, STR("="));
		if (str_starts(line, STR("[")) && str_has(line, STR("]")))
			section = str_trim(str_part(line, 1, str_find(line, STR("]")) - 1));
		else if (equals < line.len && line.at[0] != '#' && line.at[0] != ';')
			project_take(arena, section, str_trim(str_part(line, 0, equals)),
				     project_value(str_part(line, equals + 1, line.len)), project);
	}
}
