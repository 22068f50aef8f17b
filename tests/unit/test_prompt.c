/* prompt: sections and fields; values are never searched; what is missing is said; the user's file
 * first. */
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "model/prompt.h"

static const char file[] = "Notes for whoever edits this.\n"
			   "\n"
			   "# system\n"
			   "\n"
			   "You write {{target}}.\n"
			   "## Rules\n"
			   "# Not A Section\n"
			   "* none {{ }} {{2}} {{a b}} {x} {{\n"
			   "\n"
			   "# user\n"
			   "{{{code}}} and {{code}}{{ target }}\n"
			   "```sh\n"
			   "# comment\n"
			   "```\n"
			   "end\n"
			   "# repair\n"
			   "{{unknown}}\n"
			   "# empty\n";

struct prompts {
	struct arena arena;
	struct str folder;
	struct str text;
	struct err err;
};

static bool fill(struct prompts *prompts, const char *name, const char *section)
{
	struct prompt_field fields[] = {
		{"target", STR("C++ {{code}}")},
		{"code", STR("a {{target}} \xFF")},
	};
	prompts->err = (struct err){.kind = ERR_NONE};
	return prompt_fill(&prompts->arena, prompts->folder, name, section, fields, 2,
			   &prompts->text, &prompts->err);
}

static bool says(const struct prompts *prompts, const char *words)
{
	return prompts->err.kind == ERR_INPUT && str_has(str_of(prompts->err.text), str_of(words));
}

static void test_fill(struct prompts *prompts)
{
	CHECK(fill(prompts, "x.md", "system"));
	CHECK_STR(prompts->text, "You write C++ {{code}}.\n## Rules\n# Not A Section\n"
				 "* none {{ }} {{2}} {{a b}} {x} {{");
	CHECK(fill(prompts, "x.md", "user"));
	CHECK_STR(prompts->text, "{a {{target}} \xFF} and a {{target}} \xFF"
				 "C++ {{code}}\n"
				 "```sh\n# comment\n```\nend");
	CHECK(fill(prompts, "x.md", "empty"));
	CHECK_INT(prompts->text.len, 0);
}

static void test_missing(struct prompts *prompts)
{
	CHECK(!fill(prompts, "x.md", "repair"));
	CHECK(says(prompts, "{{unknown}}") && says(prompts, "# repair") && says(prompts, "x.md"));
	CHECK(!fill(prompts, "x.md", "nothing"));
	CHECK(says(prompts, "nothing") && says(prompts, "x.md"));
	CHECK(!fill(prompts, "x.md", "comment"));
	CHECK(!fill(prompts, "no-such-prompt.md", "system"));
	CHECK(says(prompts, "no-such-prompt.md"));
}

/* Without the file in the folder, the embedded one counts. */
static void test_embedded(struct prompts *prompts)
{
	CHECK(!fill(prompts, "models.json", "system"));
	CHECK(says(prompts, "no section"));
	prompts->folder = STR("");
	CHECK(!fill(prompts, "x.md", "system"));
	CHECK(!fill(prompts, "models.json", "system"));
	CHECK(says(prompts, "no section"));
}

int main(void)
{
	CHECK_BEGIN();
	char folder[] = "/tmp/test_prompt-XXXXXX";
	char path[100];
	CHECK(mkdtemp(folder) != NULL);
	snprintf(path, sizeof(path), "%s/x.md", folder);
	FILE *out = fopen(path, "w");
	CHECK(out != NULL && fputs(file, out) >= 0 && fclose(out) == 0);
	struct prompts prompts = {.folder = str_of(folder)};
	arena_init(&prompts.arena);
	test_fill(&prompts);
	test_missing(&prompts);
	test_embedded(&prompts);
	arena_deinit(&prompts.arena);
	CHECK(unlink(path) == 0 && rmdir(folder) == 0);
	return CHECK_END();
}
