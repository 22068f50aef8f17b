/*
 * prompt: sections and fields; values are never searched; what is missing is said; the user's file
 * first. Heads: read strictly; what they get wrong is said with its line; ours agree with the
 * actions they are for.
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "action/action.h"
#include "base/embedded.h"
#include "check.h"
#include "io/file.h"
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

/* --- heads --- */

static const struct prompt_head nothing = {.temperature = -1};

static void test_head(struct arena *arena)
{
	struct prompt_head head = nothing;
	struct str body;
	struct err err = {0};
	CHECK(prompt_head_read(arena,
			       STR("---\r\n# a note\n title :  To C++: now \n\nkind: refactor.x\n"
				   "languages: python, javascript\nmax_tokens: 900\n"
				   "temperature: 0.5\nthinking: off\n---  \n# system\n---\nx: y\n"),
			       "p.md", &head, &body, &err));
	CHECK_STR(head.title, "To C++: now");
	CHECK_STR(head.kind, "refactor.x");
	CHECK_STR(head.languages, "python, javascript");
	CHECK_INT(head.max_tokens, 900);
	CHECK(head.temperature == 0.5 && head.thinking == MODEL_THINKING_OFF);
	CHECK_STR(body, "# system\n---\nx: y\n");
	/* What a second head does not say stays. */
	CHECK(prompt_head_read(arena, STR("\xEF\xBB\xBF---\nthinking: on\n---\n"), "p.md", &head,
			       &body, &err));
	CHECK(head.max_tokens == 900 && head.thinking == MODEL_THINKING_ON && body.len == 0);
	/* No head is no mistake. */
	static const char *const without[] = {"", "\n---\n---\n", "# system\nx",
					      "----\nx: y\n---\n"};
	for (size_t i = 0; i < sizeof(without) / sizeof(without[0]); i++) {
		CHECK(prompt_head_read(arena, str_of(without[i]), "p.md", &head, &body, &err));
		CHECK_STR(body, without[i]);
	}
}

static void test_head_wrong(struct arena *arena)
{
	static const struct {
		const char *bytes, *says;
	} wrong[] = {
		{"---\ntitle: x\n", "p.md:1: the head that begins here has no end"},
		{"---\ntitle: x\ntitel: y\n---\n", "p.md:3: \"titel\" is none of title, kind"},
		{"---\nTitle: x\n---\n", "p.md:2: \"Title\" is none"},
		{"---\n\ntitle x\n---\n", "p.md:3: a line of the head is \"name: value\""},
		{"---\ntitle: a\ntitle: b\n---\n", "p.md:3: \"title\" comes twice"},
		{"---\ntitle:\n---\n", "p.md:2: \"title\" must be followed by a value"},
		{"---\ntitle: a\x1b[31mb\n---\n", "p.md:2: \"title\" must be plain text"},
		{"---\ntitle: \xFF\n---\n", "p.md:2: \"title\" must be plain text"},
		{"---\nkind: Refactor\n---\n", "p.md:2: \"kind\" must be a kind"},
		{"---\nlanguages: c++\n---\n", "p.md:2: \"languages\" must be names"},
		{"---\nmax_tokens: 0\n---\n", "p.md:2: \"max_tokens\" must be a whole number"},
		{"---\nmax_tokens: 8k\n---\n", "p.md:2: \"max_tokens\" must be a whole number"},
		{"---\ntemperature: 2.1\n---\n", "p.md:2: \"temperature\" must be a number"},
		{"---\ntemperature: -1\n---\n", "p.md:2: \"temperature\" must be a number"},
		{"---\ntemperature: nan\n---\n", "p.md:2: \"temperature\" must be a number"},
		{"---\nthinking: yes\n---\n", "p.md:2: \"thinking\" must be on or off"},
	};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct prompt_head head = nothing;
		struct str body;
		struct err err = {0};
		CHECK(!prompt_head_read(arena, str_of(wrong[i].bytes), "p.md", &head, &body, &err));
		CHECK(str_has(str_of(err.text), str_of(wrong[i].says)));
		CHECK_INT(err.kind, ERR_INPUT);
	}
}

/* The embedded files say what the actions say, and have all that is asked of them. */
static void test_actions(struct arena *arena)
{
	for (const struct action *const *at = actions; *at != NULL; at++) {
		struct prompt_head head = nothing;
		struct str body, word, rest;
		struct err err = {0};
		size_t named = 0;
		struct str bytes = embedded_file((*at)->prompt);
		CHECK(str_starts(bytes, STR("---\n")));
		CHECK(prompt_head_read(arena, bytes, (*at)->prompt, &head, &body, &err));
		/* Two actions may ask alike: the file speaks for the one it is called after. */
		if (str_eq(str_of((*at)->prompt), arena_fmt(arena, "%s.md", (*at)->name))) {
			CHECK_STR(head.title, (*at)->title);
			CHECK_STR(head.kind, (*at)->kind);
		}
		for (rest = head.languages; str_split(&rest, ',', &word); named++) {
			const struct language *language = lang_by_id(str_trim(word));
			CHECK(language != NULL && (*at)->offer(language));
		}
		CHECK(named > 0);
		CHECK(str_has(body, STR("\n# system\n")) && str_has(body, STR("\n# user\n")) &&
		      str_has(body, STR("\n# repair\n")));
	}
	CHECK(actions[0] != NULL);
}

static void write_file(const char *path, const char *text)
{
	FILE *out = fopen(path, "w");
	CHECK(out != NULL && fputs(text, out) >= 0 && fclose(out) == 0);
}

/* Of a user's own: the folder that is set first, then the configuration's; only the title is free.
 */
static void test_own(struct arena *arena, const char *folder)
{
	struct prompt_head head;
	struct str title, text;
	struct err err = {0};
	struct prompt_field fields[] = {{"source", STR("x = 1")}};
	char kadane[120], prompts[140], own[160], set[140];
	snprintf(kadane, sizeof(kadane), "%s/kadane", folder);
	snprintf(prompts, sizeof(prompts), "%s/prompts", kadane);
	snprintf(own, sizeof(own), "%s/translate.md", prompts);
	snprintf(set, sizeof(set), "%s/translate.md", folder);
	CHECK(mkdir(kadane, 0700) == 0 && mkdir(prompts, 0700) == 0);
	CHECK(setenv("XDG_CONFIG_HOME", folder, 1) == 0);
	write_file(own,
		   "---\ntitle: Mine\nmax_tokens: 77\n---\n# system\nhi\n# user\n{{source}}\n");
	CHECK(action_title(actions[0], arena, STR(""), &title, &err));
	CHECK_STR(title, "Mine");
	CHECK(prompt_head(arena, STR(""), "translate.md", &head, &err));
	CHECK_INT(head.max_tokens, 77);
	CHECK_STR(head.kind, actions[0]->kind);
	CHECK(prompt_fill(arena, STR(""), "translate.md", "user", fields, 1, &text, &err));
	CHECK_STR(text, "x = 1");
	write_file(set, "# system\nset\n");
	CHECK(prompt_fill(arena, str_of(folder), "translate.md", "system", fields, 1, &text, &err));
	CHECK_STR(text, "set");
	CHECK(action_title(actions[0], arena, str_of(folder), &title, &err));
	CHECK_STR(title, actions[0]->title);
	write_file(own, "---\nkind: refactor.other\n---\n# system\nhi\n");
	CHECK(!prompt_head(arena, STR(""), "translate.md", &head, &err));
	CHECK(str_has(str_of(err.text), STR("translate.md: \"kind\" is \"refactor.rewrite")));
	CHECK(!action_title(actions[0], arena, STR(""), &title, &err));
	CHECK_STR(title, actions[0]->title);
	CHECK(unlink(own) == 0 && unlink(set) == 0 && rmdir(prompts) == 0 && rmdir(kadane) == 0);
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
	CHECK(setenv("XDG_CONFIG_HOME", folder, 1) == 0);
	test_head(&prompts.arena);
	test_head_wrong(&prompts.arena);
	test_actions(&prompts.arena);
	test_own(&prompts.arena, folder);
	test_fill(&prompts);
	test_missing(&prompts);
	test_embedded(&prompts);
	arena_deinit(&prompts.arena);
	CHECK(unlink(path) == 0 && rmdir(folder) == 0);
	return CHECK_END();
}
