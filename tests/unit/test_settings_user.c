/*
 * Settings a job keeps, and the user's own file: what is not understood is said, with its place.
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "step/settings.h"

/*
 * A job keeps its settings while the configuration is read anew: nothing in a copy leads to where
 * the strings were. All of them begin as the same empty one, so they are found by its address, also
 * those that a copy forgets.
 */
static void test_copy(struct arena *arena)
{
	enum { WORDS = sizeof(struct settings) / sizeof(char *) };
	static char old[WORDS + 32];
	union {
		struct settings settings;
		const char *words[WORDS];
	} from, copy;
	size_t strings = 0;
	memset(old, 'x', sizeof(old));
	settings_init(&from.settings);
	const char *empty = from.settings.provider.at;
	for (size_t i = 0; i + 1 < WORDS; i++)
		if (from.words[i] == empty) {
			((struct str *)(void *)&from.words[i])->len = 3;
			from.words[i] = old + strings++;
		}
	CHECK(strings >= 10 && strings <= 32);
	from.settings.action_count = SETTINGS_ACTIONS_MAX;
	for (size_t i = 0; i < SETTINGS_ACTIONS_MAX; i++)
		from.settings.actions[i] = (struct settings_action){{old, 4}, {old, 5}, {old, 6}};
	from.settings.fallback_count = SETTINGS_FALLBACK_MAX;
	for (size_t i = 0; i < SETTINGS_FALLBACK_MAX; i++)
		from.settings.fallback[i] = (struct str){old, 7};
	settings_copy(&copy.settings, &from.settings, arena);
	for (size_t i = 0; i < WORDS; i++) {
		uintptr_t at = (uintptr_t)copy.words[i], first = (uintptr_t)old;
		if (at >= first && at < first + sizeof(old))
			fprintf(stderr, "word %zu of the settings is borrowed\n", i);
		CHECK(at < first || at >= first + sizeof(old));
	}
	CHECK_STR(copy.settings.doc_style, "xxx");
	CHECK_STR(copy.settings.fallback[SETTINGS_FALLBACK_MAX - 1], "xxxxxxx");
	CHECK_STR(copy.settings.actions[SETTINGS_ACTIONS_MAX - 1].model, "xxxxxx");
	CHECK_INT(copy.settings.rounds, 3);
}

static void test_user_write(const char *text, size_t len)
{
	FILE *file = fopen(getenv("TEST_CONFIG"), "w");
	CHECK(file != NULL);
	if (file == NULL)
		return;
	CHECK_INT(fwrite(text, 1, len, file), len);
	CHECK_INT(fclose(file), 0);
}

/* A file that is not understood as a whole is a complaint, which names the place. */
static void test_user_file(struct arena *arena)
{
	static const struct {
		const char *text, *words;
	} wrong[] = {
		{"", "config.json: not valid JSON in line 1"},
		{"{\n\t\"rounds\": 2\n\t\"budget\": {\"job\": 0}\n}\n",
		 "config.json: not valid JSON in line 3"},
		{"{\"budget\":{\"job\":\"0\"}}",
		 "config.json: setting budget.job: must be a number"},
		{"{\"budget\":0}", "config.json: setting budget is not known"},
		{"{\"sandbox\":{\"minimum\":\"ful\"}}", "config.json: setting sandbox.minimum: "},
		{"{\"fallback\":\"\"}", "config.json: setting fallback: "},
		{"{\"budgets\":{\"job\":0}}", "config.json: setting budgets is not known"},
		{"[]", "config.json: the settings are no JSON object"},
		{"{\"kadane\":[]}", "config.json: \"kadane\" must be an object that holds"},
		{"{\"budget\":{\"job\":0},\"kadane\":{}}", "config.json: \"kadane\" must be"},
		{"{\"kadane\":{},\"rounds\":2}", "config.json: \"kadane\" must be"},
	};
	char folder[] = "/tmp/kadane-settings-XXXXXX";
	CHECK(mkdtemp(folder) != NULL);
	setenv("XDG_CONFIG_HOME", folder, 1);
	struct str home = arena_fmt(arena, "%s/kadane", folder);
	setenv("TEST_CONFIG", arena_fmt(arena, "%s/config.json", home.at).at, 1);
	struct settings s;
	struct err err = {0};
	settings_init(&s);
	CHECK(settings_load_user(&s, arena, &err));
	CHECK_INT(mkdir(home.at, 0700), 0);
	uint64_t before = settings_user_state();
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		test_user_write(wrong[i].text, strlen(wrong[i].text));
		err_clear(&err);
		CHECK(!settings_load_user(&s, arena, &err));
		CHECK(str_starts(str_of(err.text), home));
		if (!str_has(str_of(err.text), str_of(wrong[i].words)))
			fprintf(stderr, "%s\n", err.text);
		CHECK(str_has(str_of(err.text), str_of(wrong[i].words)));
		CHECK(i == 0 || settings_user_state() != before);
		before = settings_user_state();
		CHECK(settings_user_state() == before);
	}
	static const char good[] = "{\"kadane\":{\"budget\":{\"job\":0.25}}}\n";
	test_user_write(good, sizeof(good) - 1);
	CHECK(settings_user_state() != before);
	CHECK(settings_load_user(&s, arena, &err));
	CHECK_NEAR(s.budget_most.job_usd, 0.25, 1e-12);
	unlink(getenv("TEST_CONFIG"));
	rmdir(home.at);
	rmdir(folder);
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	test_copy(&arena);
	test_user_file(&arena);
	arena_deinit(&arena);
	return CHECK_END();
}
