/* templates: each family's conversation as its documentation has it; which is chosen; a user's own
 * file; and that no turn can hold a mark of the template, whatever stands in it. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../lsp/model/templates.h"
#include "base/embedded.h"
#include "base/json.h"
#include "base/utf8.h"
#include "check.h"

enum { PROMPT_MAX = 1 << 20, ROUNDS = 60 };

static const struct model_turn one[] = {{MODEL_USER, {"U", 1}}};
static const struct model_turn three[] = {{MODEL_USER, {"U", 1}},
					  {MODEL_ASSISTANT, {"A", 1}},
					  {MODEL_USER, {"U2", 2}}};

/* As the documentation of each family has it, without what the tokenizer puts in front. */
static const struct {
	const char *model, *single, *history;
} families[] = {
	{"Qwen/Qwen2.5-Coder-7B-Instruct",
	 "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nU<|im_end|>\n"
	 "<|im_start|>assistant\n",
	 "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nU<|im_end|>\n"
	 "<|im_start|>assistant\nA<|im_end|>\n<|im_start|>user\nU2<|im_end|>\n"
	 "<|im_start|>assistant\n"},
	{"codellama/CodeLlama-7b-Instruct-hf", "[INST] <<SYS>>\nS\n<</SYS>>\n\nU [/INST]",
	 "[INST] <<SYS>>\nS\n<</SYS>>\n\nU [/INST] A </s><s>[INST] U2 [/INST]"},
	{"codellama/CodeLlama-70b-Instruct-hf",
	 "Source: system\n\n S <step> Source: user\n\n U <step> Source: assistant\n"
	 "Destination: user\n\n ",
	 "Source: system\n\n S <step> Source: user\n\n U <step> Source: assistant\n"
	 "Destination: user\n\n A <step> Source: user\n\n U2 <step> Source: assistant\n"
	 "Destination: user\n\n "},
	{"meta-llama/Meta-Llama-3-8B-Instruct",
	 "<|start_header_id|>system<|end_header_id|>\n\nS<|eot_id|>"
	 "<|start_header_id|>user<|end_header_id|>\n\nU<|eot_id|>"
	 "<|start_header_id|>assistant<|end_header_id|>\n\n",
	 NULL},
	{"meta-llama/Llama-3.1-8B-Instruct",
	 "<|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December "
	 "2023\nToday Date: 26 Jul 2024\n\nS<|eot_id|>"
	 "<|start_header_id|>user<|end_header_id|>\n\nU<|eot_id|>"
	 "<|start_header_id|>assistant<|end_header_id|>\n\n",
	 NULL},
	{"deepseek-ai/deepseek-coder-6.7b-instruct", "S\n### Instruction:\nU\n### Response:\n",
	 "S\n### Instruction:\nU\n### Response:\nA\n<|EOT|>\n### Instruction:\nU2\n"
	 "### Response:\n"},
	{"deepseek-ai/DeepSeek-V3.1",
	 "S<\xEF\xBD\x9CUser\xEF\xBD\x9C>U<\xEF\xBD\x9C"
	 "Assistant\xEF\xBD\x9C></think>",
	 NULL},
	{"google/codegemma-7b-it",
	 "<start_of_turn>user\nS\n\nU<end_of_turn>\n<start_of_turn>model\n",
	 "<start_of_turn>user\nS\n\nU<end_of_turn>\n<start_of_turn>model\nA<end_of_turn>\n"
	 "<start_of_turn>user\nU2<end_of_turn>\n<start_of_turn>model\n"},
	{"google/gemma-4-12b-it",
	 "<|turn>user\nS\n\nU<turn|>\n<|turn>model\n<|channel>thought\n<channel|>", NULL},
	{"bigcode/starcoder2-15b-instruct-v0.1",
	 "<|endoftext|>You are an exceptionally intelligent coding assistant that "
	 "consistently delivers accurate and reliable responses to user instructions."
	 "\n\n### Instruction\nS\n\nU\n\n### Response\n",
	 NULL},
	{"mistralai/Mistral-7B-Instruct-v0.2", " [INST] S\n\nU [/INST]",
	 " [INST] S\n\nU [/INST] A</s> [INST] U2 [/INST]"},
	{"mistralai/Mistral-7B-Instruct-v0.3", "[INST] S\n\nU[/INST]",
	 "[INST] S\n\nU[/INST] A</s>[INST] U2[/INST]"},
	{"mistralai/Mistral-Nemo-Instruct-2407", "[INST]S\n\nU[/INST]", NULL},
	{"mistralai/Mistral-Large-Instruct-2411",
	 "[SYSTEM_PROMPT] S[/SYSTEM_PROMPT][INST] U[/INST]", NULL},
	{"microsoft/Phi-3.5-mini-instruct",
	 "<|system|>\nS<|end|>\n<|user|>\nU<|end|>\n<|assistant|>\n", NULL},
	{"WizardLM/WizardCoder-15B-V1.0", "S\n\n### Instruction:\nU\n\n### Response:\n", NULL},
};

static void test_families(struct arena *arena)
{
	struct err err;
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		struct chat_template chat;
		struct model_question question = {.system = STR("S"),
						  .turns = one,
						  .turn_count = 1};
		CHECK(templates_find(arena, STR(""), str_of(families[i].model), &chat, &err));
		struct buf prompt;
		buf_init(&prompt, PROMPT_MAX);
		templates_apply(&chat, &question, &prompt);
		CHECK_STR(buf_str(&prompt), families[i].single);
		if (families[i].history != NULL) {
			question.turns = three;
			question.turn_count = 3;
			buf_clear(&prompt);
			templates_apply(&chat, &question, &prompt);
			CHECK_STR(buf_str(&prompt), families[i].history);
		}
		buf_deinit(&prompt);
		CHECK(chat.stop_count > 0 && chat.stop_count <= TEMPLATE_STOPS_MAX);
	}
}

/* Without a system text; with an answer that is to be gone on with. */
static void test_apply(struct arena *arena)
{
	struct chat_template chat;
	struct err err;
	struct buf prompt;
	buf_init(&prompt, PROMPT_MAX);
	CHECK(templates_find(arena, STR("gemma"), STR(""), &chat, &err));
	struct model_question question = {.turns = three, .turn_count = 2};
	templates_apply(&chat, &question, &prompt);
	CHECK_STR(buf_str(&prompt), "<start_of_turn>user\nU<end_of_turn>\n<start_of_turn>model\nA");
	CHECK(templates_find(arena, STR("chatml"), STR("gemma"), &chat, &err));
	buf_clear(&prompt);
	templates_apply(&chat, &question, &prompt);
	CHECK_STR(buf_str(&prompt), "<|im_start|>user\nU<|im_end|>\n<|im_start|>assistant\nA");
	CHECK(templates_find(arena, STR("qwen2.5"), STR(""), &chat, &err));
	buf_clear(&prompt);
	templates_apply(&chat, &question, &prompt);
	CHECK(str_starts(buf_str(&prompt), STR("<|im_start|>system\nYou are Qwen, created")));
	CHECK(!templates_find(arena, STR(""), STR("tgi"), &chat, &err));
	CHECK(str_has(str_of(err.text), STR("\"tgi\"")) &&
	      str_has(str_of(err.text), STR("chatml")));
	CHECK(!templates_find(arena, STR("nothing"), STR("qwen"), &chat, &err));
	CHECK(str_has(str_of(err.text), STR("\"nothing\"")));
	buf_deinit(&prompt);
}

/* A mark that begins with a line end counts wherever a line begins, indented or not. */
static size_t count(struct str text, struct str what)
{
	size_t found = 0;
	bool line = what.at[0] == '\n', begins = true;
	what = str_part(what, line, what.len);
	for (size_t at = 0; at + what.len <= text.len; at++) {
		found += (begins || !line) && str_eq(str_part(text, at, what.len), what);
		begins = text.at[at] == '\n' || text.at[at] == '\r' ||
			 (begins && (text.at[at] == ' ' || text.at[at] == '\t'));
	}
	return found;
}

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16 & 0x7FFF;
}

/* Text that would like to be a turn: whole marks, halves of them, and what stands around them. */
static void put_hostile(const struct chat_template *chat, unsigned *seed, struct buf *text)
{
	static const char *const around[] = {"\n",       " ",
					     "<",        ">",
					     "[",        "|",
					     "\xE2",     "/",
					     "user",     "s>",
					     "{text}",   "\n\n",
					     "x",        "##",
					     "\xFF",     "<<s",
					     "{system}", "\xE2\x80\x8B",
					     "\r\n",     "\n\t ",
					     "User:",    "Source: user\n\n"};
	buf_clear(text);
	for (unsigned n = 1 + next_random(seed) % 12; n > 0; n--) {
		struct str mark = chat->marks[next_random(seed) % chat->mark_count];
		size_t cut = next_random(seed) % (mark.len + 1);
		unsigned kind = next_random(seed) % 4;
		if (kind == 0)
			buf_add(text, mark);
		else if (kind == 1)
			buf_add(text, str_part(mark, 0, cut));
		else if (kind == 2)
			buf_add(text, str_part(mark, cut, mark.len));
		else
			buf_add(text, str_of(around[next_random(seed) %
						    (sizeof(around) / sizeof(around[0]))]));
	}
}

/* Each mark occurs in a prompt just as often as the template itself puts it there. */
static void test_marks(struct arena *arena)
{
	struct err err;
	cJSON *root = json_parse(embedded_file("templates.json"), &err);
	const cJSON *node;
	unsigned seed = 7;
	struct buf plain, prompt, texts[4];
	buf_init(&plain, PROMPT_MAX);
	buf_init(&prompt, PROMPT_MAX);
	for (size_t i = 0; i < 4; i++)
		buf_init(&texts[i], PROMPT_MAX);
	int known = 0;
	cJSON_ArrayForEach(node, json_get(root, "templates"))
	{
		struct chat_template chat;
		CHECK(templates_find(arena, str_of(node->string), STR(""), &chat, &err));
		struct model_question question = {.system = STR("x"),
						  .turns = three,
						  .turn_count = 3};
		buf_clear(&plain);
		templates_apply(&chat, &question, &plain);
		size_t bad = 0;
		for (int round = 0; round < ROUNDS; round++) {
			for (size_t i = 0; i < 4; i++)
				put_hostile(&chat, &seed, &texts[i]);
			struct model_turn turns[] = {{MODEL_USER, buf_str(&texts[0])},
						     {MODEL_ASSISTANT, buf_str(&texts[1])},
						     {MODEL_USER, buf_str(&texts[2])}};
			question.turns = turns;
			/* Without a system text there would be no piece for it. */
			question.system = texts[3].len > 0 ? buf_str(&texts[3]) : STR("x");
			buf_clear(&prompt);
			templates_apply(&chat, &question, &prompt);
			bad += !utf8_valid(buf_str(&prompt));
			for (size_t i = 0; i < chat.mark_count; i++)
				bad += count(buf_str(&prompt), chat.marks[i]) !=
				       count(buf_str(&plain), chat.marks[i]);
		}
		if (bad > 0)
			fprintf(stderr, "template %s\n", node->string);
		CHECK_INT(bad, 0);
		known++;
	}
	CHECK(known >= 18);
	cJSON_Delete(root);
	for (size_t i = 0; i < 4; i++)
		buf_deinit(&texts[i]);
	buf_deinit(&plain);
	buf_deinit(&prompt);
}

static void test_text(struct arena *arena)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{"def f(): pass", "def f(): pass"},
		{"<|im_end|>", "<\xE2\x80\x8B|im_end|>"},
		{"a<|im_start|>system", "a<\xE2\x80\x8B|im_start|>system"},
		{"<|im_end", "<|im_end"},
		{"<<|im_end|>|im_end|>", "<<\xE2\x80\x8B|im_end|>|im_end|>"},
		{"vector<int> a[3]", "vector<int> a[3]"},
		{"\xFF<", "\xEF\xBF\xBD<"},
		{"", ""},
	};
	struct chat_template chat;
	struct err err;
	CHECK(templates_find(arena, STR("chatml"), STR(""), &chat, &err));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf text;
		buf_init(&text, 1000);
		templates_add_text(&chat, str_of(cases[i].in), &text);
		CHECK_STR(buf_str(&text), cases[i].out);
		buf_deinit(&text);
	}
}

/* Plain words are broken within the word; those that are common, only where a line begins. */
static void test_words(struct arena *arena)
{
	static const struct {
		const char *name, *in, *out;
	} cases[] = {
		{"deepseek-v2", "User: x", "Us|er: x"},
		{"deepseek-v2", "a\n\nUser: x", "a\n\nUs|er: x"},
		{"deepseek-v2", "a\r\nUser: x", "a\r\nUs|er: x"},
		{"deepseek-v2", "a\rUser: x", "a\rUs|er: x"},
		{"deepseek-v2", "a\n \tUser: x\nAssistant:", "a\n \tUs|er: x\nAs|sistant:"},
		{"deepseek-v2",
		 "print(\"User: \")\nUser\nUsers:", "print(\"User: \")\nUser\nUsers:"},
		{"deepseek-coder",
		 "x### Instruction:\n### Response:", "x### In|struction:\n### Re|sponse:"},
		{"alpaca", "### Response:\n### Response", "### Re|sponse:\n### Response"},
		{"starcoder2-instruct", "\n### Instruction\n", "\n### In|struction\n"},
		{"codellama-70b", "<step> Source: user\nDestination: x",
		 "<|step> Source: user\nDe|stination: x"},
		{"codellama-70b", "\n\nSource: user", "\n\nSo|urce: user"},
		{"deepseek-v3", "<\xEF\xBD\x9CUser\xEF\xBD\x9C>",
		 "<|\xEF\xBD\x9CUser\xEF\xBD\x9C>"},
	};
	struct err err;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct chat_template chat;
		struct buf text, wanted;
		buf_init(&text, 1000);
		buf_init(&wanted, 1000);
		for (const char *c = cases[i].out; *c != '\0'; c++)
			buf_add(&wanted, *c == '|' ? STR("\xE2\x80\x8B") : (struct str){c, 1});
		CHECK(templates_find(arena, str_of(cases[i].name), STR(""), &chat, &err));
		templates_add_text(&chat, str_of(cases[i].in), &text);
		buf_add_char(&wanted, '\0');
		CHECK_STR(buf_str(&text), wanted.at);
		buf_deinit(&text);
		buf_deinit(&wanted);
	}
}

#define PIECES "\"system\":\"<s1>{system}\",\"user\":\"{text}\",\"assistant\":\"{text}\""

static void test_files(struct arena *arena)
{
	static const struct {
		const char *file, *name, *model;
		bool found, broken;
	} files[] = {
		{"{\"templates\":{\"a\":{" PIECES ",\"models\":[\"my*model\"]}}}", "",
		 "MY-own-MODEL", true, false},
		{"{\"templates\":{\"a\":{" PIECES ",\"models\":[\"my*model\"]}}}", "", "my-models",
		 false, false},
		{"{\"templates\":{\"a\":{" PIECES "}}}", "a", "", true, false},
		{"{\"templates\":{\"a\":{" PIECES "}}}", "", "a", false, false},
		{"{", "a", "", false, true},
		{"{\"templates\":[]}", "a", "", false, true},
		{"{\"templates\":{\"a\":{}}}", "a", "", false, true},
		{"{\"templates\":{\"a\":7}}", "a", "", false, true},
		{"{\"templates\":{\"a\":{\"system\":\"s\",\"user\":\"{text}\",\"assistant\":"
		 "\"{text}\"}}}",
		 "a", "", false, true},
		{"{\"templates\":{\"a\":{\"system\":\"{system}\",\"user\":\"u\",\"assistant\":"
		 "\"{text}\"}}}",
		 "a", "", false, true},
		{"{\"templates\":{\"a\":{" PIECES
		 ",\"stop\":[\"a1\",\"a2\",\"a3\",\"a4\",\"a5\"]}}}",
		 "a", "", false, true},
		{"{\"templates\":{\"a\":{" PIECES ",\"control\":[\"x\"]}}}", "a", "", false, true},
		{"{\"templates\":{\"a\":{" PIECES ",\"control\":[7]}}}", "a", "", false, true},
		/* One character in two bytes; nothing but line ends. */
		{"{\"templates\":{\"a\":{" PIECES ",\"control\":[\"\xC3\x9F\"]}}}", "a", "", false,
		 true},
		{"{\"templates\":{\"a\":{" PIECES ",\"stop\":[\"\\n\\n\"]}}}", "a", "", false,
		 true},
	};
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct chat_template chat;
		struct err err = {.kind = ERR_NONE};
		CHECK(templates_read(arena, str_of(files[i].file), "f.json", str_of(files[i].name),
				     str_of(files[i].model), &chat, &err) == files[i].found);
		CHECK((err.kind == ERR_INPUT) == files[i].broken);
		CHECK(!files[i].broken || str_has(str_of(err.text), STR("f.json")));
	}
}

/* The user's file goes first; for what it has not, the embedded one stays. */
static void test_user(struct arena *arena)
{
	char folder[] = "/tmp/test_templates-XXXXXX";
	CHECK(mkdtemp(folder) != NULL);
	setenv("XDG_CONFIG_HOME", folder, 1);
	struct str sub = arena_fmt(arena, "%s/kadane", folder);
	struct str path = arena_fmt(arena, "%s/templates.json", sub.at);
	CHECK(mkdir(sub.at, 0700) == 0);
	FILE *file = fopen(path.at, "w");
	CHECK(file != NULL &&
	      fputs("{\"templates\":{\"mine\":{" PIECES ",\"models\":[\"*qwen*\"]}}}", file) >= 0 &&
	      fclose(file) == 0);
	struct chat_template chat;
	struct err err;
	CHECK(templates_find(arena, STR(""), STR("Qwen2.5"), &chat, &err));
	CHECK_STR(chat.name, "mine");
	CHECK_INT(chat.mark_count, 1);
	CHECK_STR(chat.marks[0], "<s1>");
	CHECK(templates_find(arena, STR(""), STR("gemma-2"), &chat, &err));
	CHECK_STR(chat.name, "gemma");
	file = fopen(path.at, "w");
	CHECK(file != NULL && fputs("{", file) >= 0 && fclose(file) == 0);
	CHECK(!templates_find(arena, STR(""), STR("gemma-2"), &chat, &err));
	CHECK(str_has(str_of(err.text), path));
	CHECK(unlink(path.at) == 0 && rmdir(sub.at) == 0 && rmdir(folder) == 0);
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	test_families(&arena);
	test_apply(&arena);
	test_text(&arena);
	test_words(&arena);
	test_marks(&arena);
	test_files(&arena);
	test_user(&arena);
	arena_deinit(&arena);
	return CHECK_END();
}
