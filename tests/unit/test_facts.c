/* Reports of what an original did: read with care, put into words. */
#include "check.h"

#include "base/arena.h"
#include "base/buf.h"
#include "judge/facts.h"

static struct arena arena;

static struct facts read_text(const char *text)
{
	return facts_read(&arena, str_of(text), 100);
}

static const struct fact *find(const struct facts *facts, const char *word)
{
	for (size_t i = 0; i < facts->count; i++)
		if (strcmp(facts->list[i].word, word) == 0)
			return &facts->list[i];
	return NULL;
}

static void test_reading(void)
{
	struct facts facts = read_text("kadane-facts\t1\t3.11.7\n//\t12\t-7\n//\t3\t-1\n%\t4\t\n"
				       "end\twhole\n");
	CHECK(facts.known && !facts.so_far);
	CHECK_INT(facts.count, 2);
	const struct fact *floor = find(&facts, "floor");
	CHECK(floor != NULL && floor->warning);
	CHECK_INT(floor->line_count, 2);
	CHECK_INT(floor->lines[0], 3);
	CHECK_STR(floor->text, "`//` with an operand below zero (seen: -7)");
	CHECK_STR(fact_lines(&arena, floor), "lines 3 and 12");
	CHECK_STR(find(&facts, "modulo")->text, "`%` with an operand below zero");
	facts = read_text("kadane-facts\t1\t3.11.7\n%\t4\t\n");
	CHECK(facts.known && facts.so_far);
	CHECK_INT(facts.count, 1);
	CHECK_STR(facts_warnings(&arena, &facts),
		  "line 4: `%` with an operand below zero\n(seen until it was stopped)");
}

static void test_hostile(void)
{
	CHECK(!read_text("").known);
	CHECK_INT(read_text("//\t3\t-1\nend\twhole\n").count, 0);
	struct facts facts = read_text("kadane-facts\t1\t3.11.7\n//\t0\t-1\n//\t101\t-1\n//\tx\t1\n"
				       "//\t-4\t1\nmade-up\t3\t1\n//\n\n\t\t\t\nend\n//\t7");
	CHECK_INT(facts.count, 1);
	CHECK_INT(find(&facts, "floor")->line_count, 1);
	CHECK_INT(find(&facts, "floor")->lines[0], 7);
	/* Details that are long, or would mark something up, are left out; the fact stays. */
	facts = read_text("kadane-facts\t1\t3\n//\t1\t`x`\n%\t2\t\033[31m\n**\t3\t"
			  "0123456789012345678901234567890123456789012345678901234567890123456789"
			  "0123456789\0012\n");
	CHECK_STR(find(&facts, "floor")->text, "`//` with an operand below zero");
	CHECK_STR(find(&facts, "modulo")->text, "`%` with an operand below zero");
	CHECK_STR(find(&facts, "power")->text, "`**` with an exponent below zero");
	struct buf many;
	buf_init(&many, 1 << 20);
	buf_add(&many, STR("kadane-facts\t1\t3.11\n"));
	for (int i = 0; i < 20000; i++)
		buf_addf(&many, "random\t%d\tmethod%d\n", i % 100 + 1, i);
	facts = facts_read(&arena, buf_str(&many), 100);
	CHECK_INT(facts.count, 1);
	CHECK_INT(facts.list[0].line_count, FACT_LINES);
	CHECK_STR(facts.list[0].text, "random numbers");
	buf_deinit(&many);
}

static void test_numbers(void)
{
	struct facts facts = read_text(
		"kadane-facts\t1\t3.11.7\nint31\t3\t4000000000 32 bits\nint31\t4\t99999999999 37 "
		"bits\n"
		"int63\t3\t36893488147419103232 66 bits\nint63\t5\t2463 bits\nend\twhole\n");
	CHECK_STR(find(&facts, "int63")->text, "integers grow beyond 64 bits (at most 2463 bits)");
	CHECK(str_has(find(&facts, "int63")->advice, STR("any length")));
	/* A line that is told of under 64 bits is not told of again under 32. */
	CHECK_STR(fact_lines(&arena, find(&facts, "int31")), "line 4");
	facts = read_text("kadane-facts\t1\t3\nint63\t3\t36893488147419103232 66 bits\n");
	CHECK_STR(find(&facts, "int63")->text,
		  "integers grow beyond 64 bits (at most 36893488147419103232, 66 bits)");
	CHECK(str_has(find(&facts, "int63")->advice, STR("__int128")));
	facts = read_text("kadane-facts\t1\t3\nint63\t3\t18446744073709551615 64 bits\n");
	CHECK(str_has(find(&facts, "int63")->advice, STR("unsigned")));
	facts = read_text("kadane-facts\t1\t3\nint63\t3\tx y z bits\nint63\t4\tbits\n");
	CHECK_STR(find(&facts, "int63")->text, "integers grow beyond 64 bits");
}

static void test_words(void)
{
	struct facts facts =
		read_text("kadane-facts\t1\t3.11.7\nrandom\t2\tseed\nrandom\t5\trandint\n"
			  "random\t6\tchoice\nfloat-sum\t7\t0.5\nend\twhole\n");
	const struct fact *random = find(&facts, "random");
	CHECK_STR(random->text, "random numbers (seed, randint, choice)");
	CHECK(str_has(random->advice, STR("init_by_array")));
	CHECK(!random->warning);
	CHECK(str_has(find(&facts, "float-sum")->advice, STR("plainly")));
	facts = read_text("kadane-facts\t1\t3.12.1\nfloat-sum\t7\t0.5\nend\twhole\n");
	CHECK(str_has(find(&facts, "float-sum")->advice, STR("compensates")));
	facts = read_text("kadane-facts\t1\t3.9.1\n//\t12\t-7\nend\twhole\n");
	CHECK_STR(facts_question(&arena, &facts),
		  "- line 12: `//` with an operand below zero (seen: -7): round towards minus "
		  "infinity; `/` of C++ rounds towards zero.");
	facts = read_text("kadane-facts\t1\t3.9.1\nend\twhole\n");
	CHECK_STR(facts_question(&arena, &facts), "");
	CHECK_STR(facts_warnings(&arena, &facts), "");
}

static void test_json(void)
{
	struct facts facts = read_text("kadane-facts\t1\t3.11.7\ninf\t12\t\nend\twhole\n");
	struct buf out;
	buf_init(&out, 4096);
	struct json json;
	json_init(&json, &out);
	json_object(&json);
	facts_json(&json, &facts);
	json_object_end(&json);
	CHECK_STR(buf_str(&out),
		  "{\"facts\":{\"whole\":true,\"input\":\"\",\"seen\":[{\"kind\":\"inf\","
		  "\"warning\":false,\"lines\":[12],"
		  "\"text\":\"a calculation gives an infinity\","
		  "\"advice\":\"printed as inf or -inf\"}]}}");
	buf_clear(&out);
	struct facts none = {0};
	json_init(&json, &out);
	json_object(&json);
	facts_json(&json, &none);
	json_object_end(&json);
	CHECK_STR(buf_str(&out), "{\"facts\":null}");
	buf_deinit(&out);
}

int main(void)
{
	CHECK_BEGIN();
	arena_init(&arena);
	test_reading();
	test_hostile();
	test_numbers();
	test_words();
	test_json();
	arena_deinit(&arena);
	return CHECK_END();
}
