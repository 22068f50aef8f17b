/* docstring_edit: documentation comes out of whatever a model answers, and goes where it belongs.
 */
#include "../../lsp/step/docstring.h"
#include "base/buf.h"
#include "check.h"

static struct arena arena;

/* --- into the source --- */

/* The source with `text` as the documentation of `path`. */
static struct str with_doc(const char *source, const char *path, const char *text)
{
	struct definitions all;
	struct doc_target target = {0};
	struct doc_edit edit;
	CHECK(python_definitions(&arena, str_of(source), &all));
	for (size_t i = 0; i < all.count; i++)
		if (str_eq(all.at[i].path, str_of(path)))
			target.definition = &all.at[i];
	CHECK(target.definition != NULL);
	if (target.definition == NULL)
		return STR("");
	target.text = str_of(text);
	size_t count = docstring_edits(&arena, str_of(source), &target, 1, 79, &edit);
	if (count == 0)
		return target.faults.count > 0 ? target.faults.at[0] : STR("(no edit)");
	return docstring_apply(&arena, str_of(source), &edit, count);
}

static void test_place(void)
{
	static const struct {
		const char *source, *path, *text, *result;
	} rows[] = {
		{"def f():\n    return 1\n", "f", "D.",
		 "def f():\n    \"\"\"D.\"\"\"\n    return 1\n"},
		{"@d(\n 1)\ndef f(a,\n      b={1: 2}):  # why\n    # first\n    return 1\n", "f",
		 "D.",
		 "@d(\n 1)\ndef f(a,\n      b={1: 2}):  # why\n    \"\"\"D.\"\"\"\n    # first\n"
		 "    return 1\n"},
		{"def f(): return 1 # c\n", "f", "D.",
		 "def f():\n    \"\"\"D.\"\"\"\n    return 1 # c\n"},
		{"class A: x = 1; y = 2", "A", "D.",
		 "class A:\n    \"\"\"D.\"\"\"\n    x = 1; y = 2"},
		{"class A:\n\tx = 1\n", "A", "D.", "class A:\n\t\"\"\"D.\"\"\"\n\n\tx = 1\n"},
		{"class A:\n\n\tdef f(self):\n\t\tpass\n", "A.f", "D.\n\nE.",
		 "class A:\n\n\tdef f(self):\n\t\t\"\"\"D.\n\n\t\tE.\n\t\t\"\"\"\n\t\tpass\n"},
		{"def f():\r\n  return 1\r\n", "f", "D.\n\nE.",
		 "def f():\r\n  \"\"\"D.\r\n\r\n  E.\r\n  \"\"\"\r\n  return 1\r\n"},
		{"def f():\n    'old'\n    return 1\n", "f", "New.",
		 "def f():\n    \"\"\"New.\"\"\"\n    return 1\n"},
		{"def f():\n    '''old'''\n", "f", "New.", "def f():\n    '''New.'''\n"},
		{"def f(): \"old\"; return 1\n", "f", "New.\n\nTwo.",
		 "def f(): \"\"\"New.\n\n    Two.\n    \"\"\"; return 1\n"},
		{"def f():\n    'a' 'b'\n", "f", "New.",
		 "what documents it now is no plain string"},
		{"x = 1\n", "", "D.", "\"\"\"D.\"\"\"\n\nx = 1\n"},
		{"#!/usr/bin/python\n# coding: x\n\nfrom __future__ import y\n", "", "D.",
		 "#!/usr/bin/python\n# coding: x\n\"\"\"D.\"\"\"\n\nfrom __future__ import y\n"},
		{"\xEF\xBB\xBFx = 1\n", "", "D.", "\xEF\xBB\xBF\"\"\"D.\"\"\"\n\nx = 1\n"},
		{"# only this", "", "D.", "# only this\n\"\"\"D.\"\"\"\n"},
		{"", "", "D.", "\"\"\"D.\"\"\"\n"},
		{"def f():\n    pass\n", "f", "D\x01",
		 "the text holds characters that no source may hold"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_STR(with_doc(rows[i].source, rows[i].path, rows[i].text), rows[i].result);
}

/* --- out of an answer --- */

static const char source[] = "def f(x):\n    return x\n\nclass A:\n    def f(self):\n        pass\n"
			     "    def g(self): pass\n";

/* "f=One.|A.g=Two." for the targets that got a text. */
static struct str taken(const char *answer, const char *const *paths, size_t count)
{
	static struct definitions all;
	struct doc_target targets[4] = {0};
	CHECK(python_definitions(&arena, str_of(source), &all));
	for (size_t k = 0; k < count; k++)
		for (size_t i = 0; i < all.count; i++)
			if (str_eq(all.at[i].path, str_of(paths[k])))
				targets[k].definition = &all.at[i];
	docstring_take(&arena, str_of(answer), targets, count);
	struct buf line;
	buf_init(&line, 1000);
	for (size_t k = 0; k < count; k++)
		if (targets[k].text.len > 0)
			buf_addf(&line, "%s%s=%.*s", line.len > 0 ? "|" : "", paths[k],
				 STR_ARG(targets[k].text));
	struct str result = arena_str(&arena, buf_str(&line));
	buf_deinit(&line);
	return result;
}

static void test_take_one(void)
{
	static const char *const f[] = {"f"};
	static const struct {
		const char *answer, *result;
	} rows[] = {
		{"```python\ndef f(x):\n    \"\"\"One.\"\"\"\n    os.remove(x)\n```", "f=One."},
		{"Sure!\n```\n\"\"\"One.\n\n    Two.\n    \"\"\"\n```\nHope it helps.",
		 "f=One.\n\nTwo."},
		{"```python\ndef f(x):\n    \"\"\"One.\"\"\"\n```", "f=One."},
		{"```python\n    def f(x):\n        \"\"\"One.\"\"\"\n        return x\n```",
		 "f=One."},
		{"```python\ndef f(x:\n    '''One.'''\n```", "f=One."},
		{"def f(x):\n    \"\"\"One.\"\"\"\n    return x\n", "f=One."},
		{"\"\"\"One.\"\"\"", "f=One."},
		{"One.\n\nTwo.\n", "f=One.\n\nTwo."},
		{"r'''One \\d.'''", "f=One \\d."},
		{"```python\ndef other(x):\n    \"\"\"One.\"\"\"\n```", ""},
		{"```python\ndef f(x):\n    return x\n```", ""},
		{"```python\ndef f(x):\n    f\"\"\"One.\"\"\"\n```", ""},
		{"", ""},
		{"def f(x): return x", ""},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_STR(taken(rows[i].answer, f, 1), rows[i].result);
}

/* What nobody would read is no documentation. */
static void test_take_long(void)
{
	static const char *const f[] = {"f"};
	struct buf answer;
	buf_init(&answer, 1 << 20);
	buf_add(&answer, STR("```python\ndef f():\n    \"\"\"One.\n\n    "));
	for (int i = 0; i < 40000; i++)
		buf_add_char(&answer, 'w');
	buf_add(&answer, STR("\n    \"\"\"\n```\n"));
	CHECK_STR(taken(arena_cstr(&arena, buf_str(&answer)), f, 1), "");
	buf_deinit(&answer);
}

static void test_take_many(void)
{
	static const char *const all[] = {"", "f", "A", "A.g"};
	static const char *const both_of_a[] = {"A.f"};
	CHECK_STR(taken("```python\n\"\"\"Module.\"\"\"\ndef f(x):\n    \"\"\"F.\"\"\"\nclass A:\n"
			"    \"\"\"A.\"\"\"\n    def f(self):\n        \"\"\"Af.\"\"\"\n    def "
			"g(self):\n"
			"        \"\"\"Ag.\"\"\"\n```",
			all, 4),
		  "=Module.|f=F.|A=A.|A.g=Ag.");
	/* One block for each; a method without its class. */
	CHECK_STR(taken("```python\ndef f(x):\n    \"\"\"F.\"\"\"\n```\nand\n```python\ndef "
			"g(self):\n"
			"    \"\"\"Ag.\"\"\"\n    pass\n```",
			all, 4),
		  "f=F.|A.g=Ag.");
	/* A setter documents nothing of its own; of two alike each gets its own. */
	static const char *const one[] = {"f"};
	CHECK_STR(taken("```python\nclass A:\n    @property\n    def f(self):\n        "
			"\"\"\"Get.\"\"\"\n"
			"    @f.setter\n    def f(self, v):\n        \"\"\"Set.\"\"\"\n```",
			both_of_a, 1),
		  "A.f=Get.");
	CHECK_STR(taken("```python\nif x:\n    def f(x):\n        \"\"\"One.\"\"\"\nelse:\n    def "
			"f(x):\n"
			"        \"\"\"Two.\"\"\"\n```",
			one, 1),
		  "f=One.");
	/* Two are called f: the one without a class is meant. */
	static const char *const both[] = {"A.f", "f"};
	CHECK_STR(taken("```python\ndef f(self):\n    \"\"\"F.\"\"\"\n```", both, 2), "f=F.");
	CHECK_STR(taken("Just prose.", both, 2), "");
}

/* --- while somebody types --- */

/* The source as it is by now, with documentation for `path` that was asked for before. */
static struct str rebased(const char *then, const char *path, const char *now)
{
	struct definitions all;
	struct doc_target target = {.text = STR("D.")};
	struct doc_edit edit;
	CHECK(python_definitions(&arena, str_of(then), &all));
	for (size_t i = 0; i < all.count; i++)
		if (str_eq(all.at[i].path, str_of(path)))
			target.definition = &all.at[i];
	size_t left = docstring_rebase(&arena, str_of(then), str_of(now), &target, 1);
	if (left == 0)
		return target.faults.at[0];
	CHECK_INT(docstring_edits(&arena, str_of(now), &target, 1, 79, &edit), 1);
	return docstring_apply(&arena, str_of(now), &edit, 1);
}

static void test_rebase(void)
{
	static const char then[] =
		"def f():\n    return 1\n\nclass A:\n    def g(self):\n        pass\n";
	CHECK_STR(rebased(then, "f", then),
		  "def f():\n    \"\"\"D.\"\"\"\n    return 1\n\nclass A:\n"
		  "    def g(self):\n        pass\n");
	CHECK_STR(rebased(then, "f", "import x\n\ndef f():\n    return 1\n# end\n"),
		  "import x\n\ndef f():\n    \"\"\"D.\"\"\"\n    return 1\n# end\n");
	CHECK_STR(rebased(then, "f", "def f():\n    return 2\n"), "it was edited meanwhile");
	CHECK_STR(rebased(then, "f", "def f():\n    'x'\n    return 1\n"),
		  "it was edited meanwhile");
	CHECK_STR(rebased(then, "f", "def f():\n    return 1\ndef f():\n    return 1\n"),
		  "it was edited meanwhile");
	CHECK_STR(rebased(then, "f", "def f(:\n"), "the file does not parse any more");
	/* What is typed in a method does not touch the class. */
	CHECK_STR(rebased(then, "A", "class A:\n    def g(self):\n        return 2\n"),
		  "class A:\n    \"\"\"D.\"\"\"\n\n    def g(self):\n        return 2\n");
	CHECK_STR(rebased(then, "A", "class A(B):\n    def g(self):\n        pass\n"),
		  "it was edited meanwhile");
	CHECK_STR(rebased(then, "", "x = 1\n"), "\"\"\"D.\"\"\"\n\nx = 1\n");
}

/* Whoever moves a definition above another: the edits come in the order of the text. */
static void test_moved(void)
{
	const char *then = "def f():\n    return 1\ndef g():\n    return 2\n";
	const char *now = "def g():\n    return 2\ndef f():\n    return 1\n";
	struct definitions all;
	struct doc_edit edits[2];
	CHECK(python_definitions(&arena, str_of(then), &all));
	struct doc_target targets[] = {{.definition = &all.at[1], .text = STR("F.")},
				       {.definition = &all.at[2], .text = STR("G.")}};
	CHECK_INT(docstring_rebase(&arena, str_of(then), str_of(now), targets, 2), 2);
	CHECK_INT(docstring_edits(&arena, str_of(now), targets, 2, 79, edits), 2);
	CHECK_STR(docstring_apply(&arena, str_of(now), edits, 2),
		  "def g():\n    \"\"\"G.\"\"\"\n    return 2\ndef f():\n    "
		  "\"\"\"F.\"\"\"\n    return 1\n");
}

/* --- judged --- */

static struct str judged(const char *code, const char *text, enum doc_style style)
{
	struct definitions all;
	CHECK(python_definitions(&arena, str_of(code), &all));
	CHECK_INT(all.count, 2);
	struct doc_target target = {.definition = &all.at[1], .text = str_of(text)};
	if (all.at[1].doc.len > 0)
		CHECK(docstring_text(&arena, all.at[1].doc, &target.old_text));
	const struct doc_wish wish = {.style = style, .width = 40};
	size_t good = docstring_judge(&arena, &target, 1, &wish);
	struct str evidence = docstring_evidence(&arena, &target, 1);
	CHECK_INT(good, evidence.len == 0);
	return evidence;
}

static void test_judge(void)
{
	static const char code[] =
		"def f(a: int, *rest):\n    if a: raise ValueError\n    return a\n";
	CHECK_STR(judged(code, "F.", DOC_PLAIN), "");
	CHECK_STR(judged(code, "F.", DOC_GOOGLE),
		  "- f: the parameter \"a\" is not documented\n"
		  "- f: the parameter \"*rest\" is not documented\n"
		  "- f: it does not document what is returned\n"
		  "- f: it does not document that ValueError is raised");
	CHECK_STR(judged(code,
			 "F.\n\nArgs:\n    a: X.\n    *rest: Y.\n\nReturns:\n    Z.\n\nRaises:\n"
			 "    ValueError: W.\n",
			 DOC_GOOGLE),
		  "");
	CHECK_STR(judged(code,
			 "F.\n\n:param a: X.\n:param rest: Y.\n:returns: Z.\n:raises ValueError: "
			 "W.\n",
			 DOC_GOOGLE),
		  "- f: it is in sphinx style, the project's is google");
	CHECK_STR(judged(code, "F is a function with forty characters.", DOC_PLAIN),
		  "- f: a line has 38 characters, 36 are allowed: F is a function with forty "
		  "characters.");
	CHECK_STR(judged(code, "", DOC_PLAIN),
		  "- f: there is no documentation for it in the answer");
	CHECK_STR(judged("def f():\n    'Old words.'\n", "New words.", DOC_PLAIN),
		  "- f: this line of the text that stood there is gone: Old words.");
	CHECK_STR(judged("def f():\n    'Old words.'\n", "Old words.\n\nMore.", DOC_GOOGLE), "");
	/* What is written in another encoding must be ASCII. */
	{
		struct definitions all;
		CHECK(python_definitions(&arena, STR("def f(): pass\n"), &all));
		struct doc_target target = {.definition = &all.at[1], .text = STR("Caf\xC3\xA9.")};
		const struct doc_wish plain = {.style = DOC_PLAIN, .ascii_only = true};
		CHECK_INT(docstring_judge(&arena, &target, 1, &plain), 0);
		target.text = STR("Cafe.");
		CHECK_INT(docstring_judge(&arena, &target, 1, &plain), 1);
	}
	CHECK_STR(judged("class A(B):\n    x = 1\n", "A class.", DOC_GOOGLE), "");
}

int main(void)
{
	CHECK_BEGIN();
	arena_init(&arena);
	test_place();
	test_take_one();
	test_take_long();
	test_take_many();
	test_rebase();
	test_moved();
	test_judge();
	arena_deinit(&arena);
	return CHECK_END();
}
