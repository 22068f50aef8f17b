/* replay: recordings are read strictly and found by what was asked; the answer comes from the loop.
 */
#include <stdlib.h>
#include <unistd.h>

#include "../../lsp/model/recording.h"
#include "base/log.h"
#include "check.h"
#include "model/model.h"

/* --- the file format --- */

static const char good[] = "Two answers about maximum subarrays.\n"
			   "model: kadane\n"
			   "pace: 400\n"
			   "\n"
			   "-- when --\n"
			   "def max_subarray\n"
			   "\n"
			   "  import time  \n"
			   "-- answer 1 --\n"
			   "First:\n"
			   "\n"
			   "```cpp\n"
			   "int x; // -- not a section --\n"
			   "```\n"
			   "\n"
			   "-- answer 2 --\n"
			   "  second\n"
			   "-- end --\n"
			   "-- nonsense --\n";

static void test_parse(void)
{
	struct recording recording;
	struct err err = {.kind = ERR_NONE};
	CHECK(recording_parse(str_of(good), "a.txt", &recording, &err));
	CHECK_STR(recording.model, "kadane");
	CHECK_INT(recording.pace, 400);
	CHECK_INT(recording.count, 2);
	CHECK_STR(recording.answers[0], "First:\n\n```cpp\nint x; // -- not a section --\n```");
	CHECK_STR(recording.answers[1], "  second");
	struct str turn = STR("import time\ndef max_subarray(a):");
	CHECK(recording_applies(&recording, STR(""), turn));
	CHECK(recording_applies(&recording, STR("kadane"), turn));
	CHECK(!recording_applies(&recording, STR("other"), turn));
	CHECK(!recording_applies(&recording, STR(""), STR("def max_subarray(a):")));
	CHECK(!recording_applies(&recording, STR(""), STR("")));
	/* CRLF, and nothing but the sections. */
	CHECK(recording_parse(STR("-- when --\r\nx\r\n-- answer 1 --\r\na\r\nb\r\n"), "a.txt",
			      &recording, &err));
	CHECK_STR(recording.answers[0], "a\r\nb");
	CHECK_INT(recording.pace, 0);
	CHECK(recording_applies(&recording, STR("any"), STR("axb")));
}

static void test_malformed(void)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{"", "a.txt:1: there is no"},
		{"prose\n", "a.txt:2: there is no"},
		{"-- when --\nx\n", "a.txt:3: there is no"},
		{"-- when --\n-- answer 1 --\na\n", "a.txt:2: the section \"when\""},
		{"-- answer 1 --\na\n", "a.txt:1: \"-- when --\" must"},
		{"-- when --\nx\n-- answer 2 --\na\n", "a.txt:3: answers are numbered"},
		{"-- when --\nx\n-- answer 1 --\na\n-- answer 1 --\nb\n", "a.txt:5: answers are"},
		{"-- when --\nx\n-- answer one --\na\n", "a.txt:3: answers are"},
		{"-- when --\nx\n-- answer 1 --\n\n\n", "a.txt:6: the answer before"},
		{"-- when --\nx\n-- anwser 1 --\na\n", "a.txt:3: a section is"},
		{"-- when --\nx\n-- when --\ny\n-- answer 1 --\na\n",
		 "a.txt:3: \"-- when --\" comes"},
		{"pace: fast\n-- when --\nx\n-- answer 1 --\na\n", "a.txt:1: \"pace:\""},
		{"pace: -1\n-- when --\nx\n-- answer 1 --\na\n", "a.txt:1: \"pace:\""},
		{"\nmodel: \n-- when --\nx\n-- answer 1 --\na\n", "a.txt:2: \"model:\""},
		{"-- when --\nx\n-- answer 1 --\na\n\xFF\n", "a.txt:5: this line is not UTF-8"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct recording recording;
		struct err err = {.kind = ERR_NONE};
		CHECK(!recording_parse(str_of(cases[i].text), "a.txt", &recording, &err));
		CHECK_INT(err.kind, ERR_INPUT);
		CHECK_STR(str_part(str_of(err.text), 0, strlen(cases[i].says)), cases[i].says);
	}
}

/* --- through the door --- */

struct asked {
	struct loop *loop;
	struct models *models;
	struct model_call call;
	size_t deltas, ended;
	size_t cancel_at; /* bytes of text; 0: never */
};

static void on_text(struct model_call *call, struct str delta)
{
	struct asked *asked = call->data;
	asked->deltas++;
	CHECK(delta.len > 0 && str_ends(buf_str(&call->text), delta));
	CHECK(asked->cancel_at == 0 || call->text.len - delta.len < asked->cancel_at);
	if (asked->cancel_at > 0 && call->text.len >= asked->cancel_at)
		op_cancel(&call->op);
}

static void on_ended(struct op *op)
{
	struct asked *asked = op->owner;
	asked->ended++;
}

/* Ask with `turns` user turns; true when it was accepted: then it has ended. */
static bool ask(struct asked *asked, const char *folder, const char *model, size_t turns,
		struct err *err)
{
	struct model_turn list[8];
	struct model_question question = {.turns = list, .temperature = -1};
	for (size_t i = 0; i < 2 * turns - 1; i++)
		list[question.turn_count++] =
			(struct model_turn){i % 2 == 0 ? MODEL_USER : MODEL_ASSISTANT,
					    i == 0 ? STR("please: import time; def max_subarray")
						   : STR("more")};
	struct model_choice choice = {.provider = provider_find(asked->models, STR("replay")),
				      .model = str_of(model),
				      .folder = str_of(folder)};
	asked->call = (struct model_call){.on_text = on_text, .data = asked};
	asked->call.op.ended = on_ended;
	asked->call.op.owner = asked;
	asked->deltas = asked->ended = 0;
	if (!model_start(asked->models, &asked->call, &choice, &question, err))
		return false;
	CHECK_INT(asked->ended, 0);
	CHECK_INT(asked->call.text.len, 0);
	loop_run(asked->loop);
	CHECK_INT(asked->ended, 1);
	return true;
}

static void put(const char *folder, const char *name, const char *text)
{
	char path[300];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	CHECK(file != NULL);
	if (file == NULL)
		return;
	fputs(text, file);
	fclose(file);
}

static void test_answers(struct asked *asked, const char *folder)
{
	struct err err = {.kind = ERR_NONE};
	CHECK(ask(asked, folder, "", 1, &err));
	CHECK_INT(asked->call.outcome, MODEL_COMPLETE);
	CHECK_INT(asked->call.op.err.kind, ERR_NONE);
	CHECK_STR(asked->call.model, "kadane");
	CHECK(str_starts(buf_str(&asked->call.text), STR("First:")));
	CHECK(str_ends(buf_str(&asked->call.text), STR("```")));
	CHECK(asked->deltas > 1);
	CHECK(asked->call.first_ns >= asked->call.asked_ns &&
	      asked->call.last_ns > asked->call.first_ns);
	CHECK_INT(asked->call.usage.input, -1);
	model_call_deinit(&asked->call);
	CHECK(ask(asked, folder, "kadane", 2, &err));
	CHECK_STR(buf_str(&asked->call.text), "  second");
	model_call_deinit(&asked->call);
	/* Another model, another file; all at once. */
	CHECK(ask(asked, folder, "brute", 1, &err));
	CHECK_STR(buf_str(&asked->call.text), "gr\xC3\xB6\xC3\x9F"
					      "er");
	CHECK_INT(asked->deltas, 1);
	model_call_deinit(&asked->call);
	asked->cancel_at = 5;
	CHECK(ask(asked, folder, "", 1, &err));
	CHECK_INT(asked->call.outcome, MODEL_FAILED);
	CHECK_INT(asked->call.op.err.kind, ERR_CANCELLED);
	CHECK(asked->call.text.len < 20);
	model_call_deinit(&asked->call);
	asked->cancel_at = 0;
}

static void test_no_record(struct asked *asked, const char *folder)
{
	struct err err = {.kind = ERR_NONE};
	CHECK(!ask(asked, folder, "unknown", 1, &err));
	CHECK_INT(err.kind, ERR_INPUT);
	CHECK(str_has(str_of(err.text), str_of(folder)));
	CHECK(str_has(str_of(err.text), STR("ANTHROPIC_API_KEY")));
	CHECK(str_has(str_of(err.text), STR("unknown")));
	CHECK(!ask(asked, folder, "", 3, &err));
	CHECK(str_has(str_of(err.text), STR("question 3")));
	CHECK(!ask(asked, "", "", 1, &err));
	CHECK(str_has(str_of(err.text), STR("KADANE_REPLAY")));
	CHECK(!ask(asked, "/nonexistent/recordings", "", 1, &err));
	CHECK(str_has(str_of(err.text), STR("/nonexistent/recordings")));
	/* A malformed file is named, with its line, even when another one would apply. */
	put(folder, "0.txt", "x\n-- wehn --\n");
	CHECK(!ask(asked, folder, "", 1, &err));
	CHECK(str_has(str_of(err.text), STR("0.txt:2: ")));
}

int main(void)
{
	CHECK_BEGIN();
	unsetenv("KADANE_REPLAY");
	test_parse();
	test_malformed();
	struct log log = {.level = LOG_ERROR};
	struct secrets secrets;
	secrets_init(&secrets);
	struct asked asked = {.loop = loop_new(&log)};
	asked.models = models_new(asked.loop, &secrets);
	char folder[] = "/tmp/test_replay-XXXXXX";
	CHECK(mkdtemp(folder) != NULL);
	put(folder, "a.txt", good);
	put(folder, "b.txt",
	    "model: brute\n-- when --\nmax_subarray\n-- answer 1 --\n"
	    "gr\xC3\xB6\xC3\x9F"
	    "er\n");
	put(folder, "c.txt.bak", "not read\n");
	test_answers(&asked, folder);
	test_no_record(&asked, folder);
	const char *const names[] = {"0.txt", "a.txt", "b.txt", "c.txt.bak"};
	for (size_t i = 0; i < 4; i++) {
		char path[300];
		snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		unlink(path);
	}
	CHECK(rmdir(folder) == 0);
	models_free(asked.models);
	loop_free(asked.loop);
	secrets_deinit(&secrets);
	return CHECK_END();
}
