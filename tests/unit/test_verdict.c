/*
 * The verdict's words: every claim only with its finding, and nothing that others wrote ever
 * rendered as Markdown.
 */
#include "judge/verdict.h"

#include "check.h"

/* A verdict on a candidate that compiles and prints the same. */
static struct verdict verdict_of(struct arena *arena)
{
	struct verdict verdict;
	verdict_init(&verdict, arena);
	verdict.compiles = VERDICT_COMPILES;
	verdict.output = (struct output_result){.match = OUTPUT_IDENTICAL,
						.text = STR("the output is identical")};
	verdict_add(&verdict, FINDING_OUTPUT, "the output is identical");
	return verdict;
}

static struct stats_speedup speedup_of(enum stats_claim claim, double ratio)
{
	return (struct stats_speedup){.claim = claim,
				      .whole = {ratio, ratio * 0.99, ratio * 1.01},
				      .by_cpu = true};
}

static void check_holds(struct arena *arena)
{
	struct verdict verdict = verdict_of(arena);
	CHECK(verdict_holds(&verdict));
	CHECK_STR(verdict_headline(arena, &verdict), "output identical");
	CHECK_STR(verdict_hint(arena, &verdict), "");
	verdict.speedup = speedup_of(STATS_FASTER, 41.2);
	CHECK_STR(verdict_headline(arena, &verdict), "41x faster, output identical");
	CHECK_STR(verdict_hint(arena, &verdict), "⚡ 41x");
	verdict.output.masked = 3;
	CHECK_STR(verdict_headline(arena, &verdict), "41x faster, output identical");
	verdict.output.match = OUTPUT_SAME_VALUE;
	CHECK_STR(verdict_headline(arena, &verdict), "41x faster, same values in different text");
	verdict.output.match = OUTPUT_IDENTICAL;
	verdict.speedup = speedup_of(STATS_SLOWER, 0.5);
	CHECK_STR(verdict_headline(arena, &verdict), "2.0x slower, output identical");
	CHECK_STR(verdict_hint(arena, &verdict), "2.0x slower");
	verdict.speedup = speedup_of(STATS_NO_DIFFERENCE, 1.01);
	CHECK_STR(verdict_headline(arena, &verdict),
		  "output identical, no measurable difference in time");
	verdict.speedup = speedup_of(STATS_TOO_SHORT, 10);
	CHECK_STR(verdict_headline(arena, &verdict),
		  "output identical, too short to compare, start-up dominates");
	CHECK_STR(verdict_hint(arena, &verdict), "");
}

/* A speed-up stands in the verdict, but its ground is gone: it must not be spoken of. */
static void check_no_claim(struct arena *arena)
{
	struct verdict verdict = verdict_of(arena);
	verdict.speedup = speedup_of(STATS_FASTER, 41.2);
	verdict.source_seconds = 8.57;
	verdict.candidate_seconds = 0.21;
	verdict.output = (struct output_result){
		.match = OUTPUT_DIFFERENT,
		.where = STR("stdout line 3"),
		.expected = STR("3 | 10980"),
		.got = STR("3 | 0"),
		.text = STR("stdout differs at line 3; 1 line differs"),
	};
	CHECK(!verdict_holds(&verdict));
	CHECK_STR(verdict_headline(arena, &verdict), "output differs at stdout line 3");
	CHECK(!str_has(verdict_markdown(arena, &verdict), STR("faster")));
	CHECK(!str_has(verdict_markdown(arena, &verdict), STR("41")));
	CHECK(!str_has(verdict_plain(arena, &verdict), STR("faster")));
	CHECK_STR(verdict_hint(arena, &verdict), "✗ output differs");
	verdict.output.where = STR("exit status");
	verdict.output.expected = STR("exit status 0");
	verdict.output.got = STR("signal 11 (segmentation fault)");
	CHECK_STR(verdict_headline(arena, &verdict),
		  "ends with signal 11 (segmentation fault) instead of exit status 0");
	verdict.output = (struct output_result){.match = OUTPUT_UNKNOWN,
						.text = STR("the output is longer than is kept")};
	CHECK_STR(verdict_headline(arena, &verdict),
		  "not verified: the output is longer than is kept");
	CHECK_STR(verdict_hint(arena, &verdict), "");
	verdict_init(&verdict, arena);
	CHECK_STR(verdict_headline(arena, &verdict), "nothing established");
	verdict.speedup = speedup_of(STATS_FASTER, 41.2);
	CHECK_STR(verdict_headline(arena, &verdict), "nothing established");
	verdict.compiles = VERDICT_COMPILES;
	CHECK_STR(verdict_headline(arena, &verdict), "compiles, output not compared");
	verdict.compiles = VERDICT_COMPILE_ERROR;
	CHECK_STR(verdict_headline(arena, &verdict), "does not compile");
}

/* The headline of a verdict that holds, but for one finding. */
static struct str headline_with(struct arena *arena, enum finding_kind kind, const char *text)
{
	struct verdict verdict = verdict_of(arena);
	verdict.speedup = speedup_of(STATS_FASTER, 41.2);
	verdict_add(&verdict, kind, "%s", text);
	return verdict_headline(arena, &verdict);
}

static void check_obstacles(struct arena *arena)
{
	CHECK_STR(headline_with(arena, FINDING_COMPILE_ERROR, "line 3: expected ';'\nmore"),
		  "does not compile: line 3: expected ';'");
	CHECK_STR(headline_with(arena, FINDING_CRASH, "the translation was ended by signal 11"),
		  "the translation was ended by signal 11");
	CHECK_STR(headline_with(arena, FINDING_LIMIT, "the translation was stopped: 60 s"),
		  "the translation was stopped: 60 s");
	CHECK_STR(headline_with(arena, FINDING_NOT_VERIFIED, "no sandbox works here"),
		  "not verified: no sandbox works here");
	CHECK_STR(headline_with(arena, FINDING_NO_CODE, "The answer holds no program"),
		  "The answer holds no program");
	CHECK_STR(headline_with(arena, FINDING_NO_MODEL, "401"), "no answer: 401");
	CHECK_STR(headline_with(arena, FINDING_SYNTAX, "line 2: invalid syntax"),
		  "the original does not parse: line 2: invalid syntax");
	CHECK_STR(headline_with(arena, FINDING_ORIGINAL_FAILS, "the original fails: ValueError"),
		  "the original fails: ValueError");
	CHECK_STR(headline_with(arena, FINDING_NOT_DETERMINISTIC, "the original is not"),
		  "the original is not");
	CHECK_STR(headline_with(arena, FINDING_NOTE, "by the way"), "41x faster, output identical");
	/* One line, of a length that fits one, of plain text. */
	struct str cut = headline_with(arena, FINDING_CRASH,
				       "0123456789012345678901234567890123456789012345678901234567"
				       "8901234567890123456789012345678901234567890123456789012345"
				       "678901234567890123456789012345678901234567890123456789");
	CHECK(str_ends(cut, STR("…")) && cut.len < 200);
	CHECK_STR(headline_with(arena, FINDING_CRASH, "a\x1b[31mb\x07\xE2\x80\xAE"), "ab");
}

static void check_rounds(struct arena *arena)
{
	struct verdict verdict = verdict_of(arena);
	verdict.rounds = 2;
	verdict.input_tokens = 10;
	verdict.source_seconds = 8.5;
	verdict.candidate_seconds = 0.2;
	verdict.speedup = speedup_of(STATS_FASTER, 41);
	verdict_add(&verdict, FINDING_COMPILE_ERROR, "x");
	verdict_add(&verdict, FINDING_NOTE, "kept");
	verdict_add(&verdict, FINDING_CRASH, "y");
	verdict_add(&verdict, FINDING_NOT_DETERMINISTIC, "kept, too");
	verdict_next_round(&verdict);
	CHECK_INT(verdict.compiles, VERDICT_NOT_COMPILED);
	CHECK_INT(verdict.output.match, OUTPUT_UNKNOWN);
	CHECK_INT(verdict.speedup.claim, STATS_NOTHING);
	CHECK_INT(verdict.rounds, 2);
	CHECK_INT(verdict.input_tokens, 10);
	CHECK_NEAR(verdict.source_seconds, 8.5, 0);
	CHECK_NEAR(verdict.candidate_seconds, 0, 0);
	CHECK_STR(verdict.findings->text, "kept");
	CHECK_STR(verdict.findings->next->text, "kept, too");
	CHECK(verdict.findings->next->next == NULL);
}

static size_t count_of(struct str text, const char *what)
{
	size_t count = 0;
	for (size_t at = str_find(text, str_of(what)); at < text.len;) {
		count++;
		text = str_part(text, at + 1, text.len);
		at = str_find(text, str_of(what));
	}
	return count;
}

static void check_markdown(struct arena *arena)
{
	struct verdict verdict = verdict_of(arena);
	verdict.speedup = speedup_of(STATS_FASTER, 41.2);
	verdict.source_seconds = 8.57;
	verdict.candidate_seconds = 0.0212;
	verdict.source_runs = 3;
	verdict.candidate_runs = 15;
	verdict.source = STR("pi.py");
	verdict.artefact = STR("pi.cpp");
	verdict.output.masked = 1;
	verdict.compiler = STR("g++ 12.2.0 -std=c++20 -O3");
	verdict.sandbox = STR("full (bubblewrap 0.8.0)");
	verdict.visible = STR("pi.py, /usr; read-only, no network");
	verdict.provider = STR("anthropic");
	verdict.model = STR("claude");
	verdict.rounds = 2;
	verdict.input_tokens = 1200;
	verdict.output_tokens = 830;
	struct str text = verdict_markdown(arena, &verdict);
	CHECK(str_starts(text, STR("**41x faster, output identical**\n\n| | |\n| --- | --- |\n")));
	CHECK(str_has(text, STR("| Original | 8.57 s, median of 3 runs, `pi.py` |\n")));
	CHECK(str_has(text, STR("| Translation | 21.2 ms, median of 15 runs, `pi.cpp` |\n")));
	CHECK(str_has(text, STR("| Ratio | 41.2 (95 % interval 40.8 to 41.6), of CPU times")));
	CHECK(str_has(text, STR("| Output | `the output is identical` |\n")));
	CHECK(str_has(text, STR("| Compiler | `g++ 12.2.0 -std=c++20 -O3` |\n")));
	CHECK(str_has(text, STR("| Sandbox | `full (bubblewrap 0.8.0)` |\n"
				"| Visible | `pi.py, /usr; read-only, no network` |\n")));
	CHECK(str_has(text, STR("| Model | `anthropic` `claude`, 2 rounds |\n")));
	CHECK(str_has(text, STR("| Tokens | 1200 in, 830 out |\n")));
	verdict.output.match = OUTPUT_SAME_VALUE;
	text = verdict_markdown(arena, &verdict);
	CHECK(str_has(text, STR("`, 1 number masked |\n")));
	verdict.output.match = OUTPUT_IDENTICAL;
	struct str plain = verdict_plain(arena, &verdict);
	CHECK(str_starts(plain, STR("41x faster, output identical\n\nOriginal          8.57 s")));
	CHECK(!str_has(plain, STR("`")) && !str_has(plain, STR("|")));
}

/* What others wrote breaks out of nothing. */
static void check_hostile(struct arena *arena)
{
	struct verdict verdict = verdict_of(arena);
	verdict.model = STR("a|b`c``d\n| x | [l](http://evil) |");
	verdict.provider = STR("openai");
	verdict.output = (struct output_result){
		.match = OUTPUT_DIFFERENT,
		.where = STR("stdout line 1"),
		.expected = STR("1 | ```\n[x](command:evil)"),
		.got = STR("1 | ````md\n# big\n````"),
		.text = STR("differs"),
	};
	verdict_add(&verdict, FINDING_COMPILE_ERROR,
		    "[click](command:evil) <b>x</b> http://evil www.evil.com **b** `c`");
	struct str text = verdict_markdown(arena, &verdict);
	struct str head = str_part(text, 0, str_find(text, STR("\n")));
	CHECK(str_has(head, STR("\\[click\\](command:evil) \\<b\\>x\\</b\\> http\\://evil")));
	CHECK(str_has(head, STR("www\\.evil.com \\*\\*b\\*\\* \\`c\\`")));
	/* Every row has its two cells, whatever stands in them. */
	struct str rest = text, line;
	while (str_line(&rest, &line))
		if (str_starts(line, STR("| ")) && !str_starts(line, STR("| |")))
			CHECK_INT(count_of(line, "|") - count_of(line, "\\|"), 3);
	CHECK(str_has(text, STR("``` a\\|b`c``d \\| x \\| [l](http://evil) \\| ```")));
	CHECK(str_has(text, STR("\n````text\n1 | ```\n[x](command:evil)\n````\n")));
	CHECK(str_has(text, STR("\n`````text\n1 | ````md\n# big\n````\n`````\n")));
}

static struct str json_of(struct arena *arena, const struct verdict *verdict)
{
	struct buf buf;
	buf_init(&buf, 1 << 20);
	struct json json;
	json_init(&json, &buf);
	json_object(&json);
	verdict_json(&json, verdict);
	json_object_end(&json);
	struct str text = arena_str(arena, buf_str(&buf));
	buf_deinit(&buf);
	return text;
}

static void check_json_empty(struct arena *arena)
{
	struct verdict verdict;
	verdict_init(&verdict, arena);
	struct err err = {0};
	cJSON *root = json_parse(json_of(arena, &verdict), &err);
	CHECK(root != NULL);
	CHECK(cJSON_IsFalse(json_get(root, "compiles")));
	CHECK_STR(json_get_str(root, "output"), "unknown");
	CHECK(cJSON_IsNull(json_get(root, "speedup")));
	CHECK(cJSON_IsNull(json_get(root, "source_seconds")));
	CHECK(cJSON_IsNull(json_get(root, "candidate_seconds")));
	CHECK(cJSON_IsNull(json_get(root, "model")));
	CHECK(cJSON_IsNull(json_get(json_get(root, "tokens"), "input")));
	CHECK_INT(cJSON_GetArraySize(json_get(root, "findings")), 0);
	CHECK(!json_get_bool(root, "final", true));
	cJSON_Delete(root);
}

static void check_json(struct arena *arena)
{
	struct verdict verdict = verdict_of(arena);
	verdict.speedup = speedup_of(STATS_FASTER, 41.2);
	verdict.source_seconds = 8.57;
	verdict.final = true;
	verdict.rounds = 2;
	verdict.document_version = 7;
	verdict.source_hash = 0xab;
	verdict.output_tokens = 7;
	verdict_add(&verdict, FINDING_NOTE, "a \"quoted\" \xFF");
	struct err err = {0};
	cJSON *root = json_parse(json_of(arena, &verdict), &err);
	CHECK(root != NULL);
	CHECK(json_get_bool(root, "compiles", false));
	CHECK_STR(json_get_str(root, "output"), "identical");
	const cJSON *speedup = json_get(root, "speedup");
	CHECK_NEAR(json_get_number(speedup, "ratio", 0), 41.2, 1e-9);
	CHECK_NEAR(json_get_number(speedup, "low", 0), 40.788, 1e-9);
	CHECK_STR(json_get_str(speedup, "claim"), "faster");
	CHECK(cJSON_IsNull(json_get(speedup, "compute_ratio")));
	CHECK_NEAR(json_get_number(root, "source_seconds", 0), 8.57, 1e-9);
	CHECK_STR(json_get_str(root, "headline"), "41x faster, output identical");
	CHECK_INT(json_get_int(root, "rounds", 0), 2);
	CHECK_INT(json_get_int(root, "document_version", 0), 7);
	CHECK_STR(json_get_str(root, "source_hash"), "00000000000000ab");
	CHECK_INT(json_get_int(json_get(root, "tokens"), "output", 0), 7);
	CHECK(json_get_bool(root, "final", false));
	const cJSON *note = cJSON_GetArrayItem(json_get(root, "findings"), 1);
	CHECK_STR(json_get_str(note, "kind"), "note");
	CHECK_STR(json_get_str(note, "text"), "a \"quoted\" \xEF\xBF\xBD");
	cJSON_Delete(root);
	/* No speed of what prints something else. */
	verdict.output.match = OUTPUT_DIFFERENT;
	verdict.compiles = VERDICT_COMPILE_ERROR;
	root = json_parse(json_of(arena, &verdict), &err);
	CHECK(cJSON_IsNull(json_get(root, "speedup")));
	CHECK_STR(json_get_str(root, "output"), "different");
	CHECK(cJSON_IsFalse(json_get(root, "compiles")));
	cJSON_Delete(root);
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	check_holds(&arena);
	check_no_claim(&arena);
	check_obstacles(&arena);
	check_rounds(&arena);
	check_markdown(&arena);
	check_hostile(&arena);
	check_json_empty(&arena);
	check_json(&arena);
	arena_deinit(&arena);
	return CHECK_END();
}
