/* asked: what is noted is read again, the oldest go, medians; nothing that is not known is 0. */
#include "step/asked.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "check.h"
#include "io/file.h"

static struct asked one(const char *model, double first, double speed, int verified)
{
	struct asked asked = asked_nothing;
	asked.provider = STR("ollama");
	asked.model = str_of(model);
	asked.first_token_s = first;
	asked.tokens_per_s = speed;
	asked.verified = verified;
	return asked;
}

static void test_round_trip(struct arena *arena)
{
	struct err err = {0};
	struct asked *list;
	size_t count;
	CHECK(asked_load(arena, &list, &count, &err));
	CHECK_INT(count, 0);
	struct asked asked = one("m", 0.5, -1, -1);
	asked.day = STR("2026-11-25");
	asked.input = 12;
	asked.cost = 0.25;
	CHECK(asked_note(&asked, &err));
	asked = one("say \"m\"\n", -1, 10, 1);
	CHECK(asked_note(&asked, &err));
	CHECK(asked_load(arena, &list, &count, &err));
	CHECK_INT(count, 2);
	CHECK_STR(list[0].day, "2026-11-25");
	CHECK_STR(list[0].model, "m");
	CHECK_NEAR(list[0].first_token_s, 0.5, 1e-9);
	CHECK(list[0].tokens_per_s < 0 && list[0].verified < 0 && list[0].output < 0);
	CHECK_INT(list[0].input, 12);
	CHECK_NEAR(list[0].cost, 0.25, 1e-9);
	CHECK_STR(list[1].model, "say \"m\"\n");
	CHECK_INT(list[1].day.len, 10);
	CHECK_INT(list[1].verified, 1);
}

static void test_sum(struct arena *arena)
{
	struct asked list[] = {one("m", 3, 10, 1), one("m", 1, -1, 0), one("m", 2, 30, -1),
			       one("other", 9, 99, 1)};
	struct asked_sum sum = asked_sum_of(arena, list, 4, STR("ollama"), STR("m"));
	CHECK_INT(sum.count, 3);
	CHECK_NEAR(sum.first_token_s, 2, 1e-9);
	CHECK_NEAR(sum.tokens_per_s, 20, 1e-9);
	CHECK_INT(sum.judged, 2);
	CHECK_INT(sum.verified, 1);
	sum = asked_sum_of(arena, list, 4, STR("openai"), STR("m"));
	CHECK_INT(sum.count, 0);
	CHECK(sum.first_token_s < 0 && sum.tokens_per_s < 0);
}

static void test_bounds(struct arena *arena, const char *path)
{
	struct err err = {0};
	struct asked *list;
	size_t count;
	struct buf text;
	buf_init(&text, 1 << 20);
	for (int i = 0; i < 1500; i++)
		buf_addf(&text, "{\"day\":\"2026-01-01\",\"provider\":\"p\",\"model\":\"m%d\"}\n",
			 i);
	buf_add(&text, STR("no JSON at all\n[]\n{\"day\":1}"));
	CHECK(file_replace(path, buf_str(&text), &err));
	buf_deinit(&text);
	struct asked asked = one("last", 1, 1, 1);
	CHECK(asked_note(&asked, &err));
	CHECK(asked_load(arena, &list, &count, &err));
	CHECK(count <= 1000 && count >= 990);
	CHECK_STR(list[count - 1].model, "last");
	CHECK(!str_eq(list[0].model, STR("m0")));
}

int main(void)
{
	CHECK_BEGIN();
	char folder[] = "/tmp/kadane-asked-XXXXXX";
	struct arena arena;
	arena_init(&arena);
	CHECK(mkdtemp(folder) != NULL);
	setenv("XDG_STATE_HOME", folder, 1);
	struct str path = file_state_path(&arena, "asked.jsonl");
	test_round_trip(&arena);
	test_sum(&arena);
	test_bounds(&arena, path.at);
	unlink(path.at);
	unlink(file_state_path(&arena, "asked.lock").at);
	rmdir(arena_fmt(&arena, "%s/kadane", folder).at);
	rmdir(folder);
	arena_deinit(&arena);
	return CHECK_END();
}
