/* project: the style that a project's own configuration asks for. */
#include "check.h"
#include "lang/project.h"

static void test_row(const char *text, const char *convention, size_t width)
{
	struct arena arena;
	struct project project = {0};
	arena_init(&arena);
	project_read(&arena, str_of(text), &project);
	CHECK_STR(project.convention, convention);
	CHECK_INT(project.width, width);
	arena_deinit(&arena);
}

int main(void)
{
	CHECK_BEGIN();
	test_row("[tool.ruff]\nline-length = 100\n\n[tool.ruff.lint.pydocstyle]\n"
		 "convention = \"google\"  # ours\n",
		 "google", 100);
	test_row("[tool.black]\nline-length=88\n[tool.pydocstyle]\nconvention = 'numpy'\n", "numpy",
		 88);
	test_row("[tool.pydoclint]\nstyle = 'sphinx'\n", "sphinx", 0);
	test_row("line-length = 120\n[lint.pydocstyle]\nconvention = \"pep257\"\n", "pep257", 120);
	test_row("[flake8]\nmax-line-length = 99 # wide\ndocstring-convention = google\n", "google",
		 99);
	test_row("[pycodestyle]\r\nmax_line_length = 90\r\n[pydocstyle]\r\nconvention = numpy\r\n",
		 "numpy", 90);
	test_row("[tool.other]\nconvention = 'x'\nline-length = 9\n# [tool.ruff]\n", "", 0);
	test_row("[tool.ruff]\nline-length = 5\n", "", 0);
	test_row("[tool.ruff]\nline-length = \"many\"\n[\n]x=\n=\n", "", 0);
	test_row("", "", 0);
	/* The nearer file was heard first. */
	struct arena arena;
	arena_init(&arena);
	struct project project = {0};
	project_read(&arena, STR("[tool.ruff]\nline-length = 100\n"), &project);
	project_read(&arena, STR("[flake8]\nmax-line-length = 79\ndocstring-style = numpy\n"),
		     &project);
	CHECK_INT(project.width, 100);
	CHECK_STR(project.convention, "numpy");
	arena_deinit(&arena);
	return CHECK_END();
}
