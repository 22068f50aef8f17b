/* docstring: literals and their texts, what a text documents, and whether that fits the code. */
#include "base/buf.h"
#include "check.h"
#include "judge/docstring.h"

static struct arena arena;

/* --- literals --- */

static void test_read(void)
{
	static const struct {
		const char *literal, *text;
	} rows[] = {
		{"\"\"\"One.\"\"\"", "One."},
		{"'One.'", "One."},
		{"u'One.'", "One."},
		{"R'''a\\d'''", "a\\d"},
		{"\"\"\"One.\n\n    Two\n      three  \n\n    \"\"\"", "One.\n\nTwo\n  three"},
		{"\"\"\"\n    One.\n\tTab\n    \"\"\"", "One.\n    Tab"},
		{"'a\\x41\\u00e9\\101\\\n\\'\\q'", "aA\xC3\xA9"
						   "A'\\q"},
		{"\"\"\"a\\\"\"\"\"", "a\""},
		{"''", ""},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct str text = STR("(not read)");
		CHECK(docstring_text(&arena, str_of(rows[i].literal), &text));
		CHECK_STR(text, rows[i].text);
	}
	static const char *const wrong[] = {"",          "x",
					    "\"a",       "\"a\" \"b\"",
					    "'\\xg1'",   "'\\N{BULLET}'",
					    "\"\"\"a\"", "'''a''' '''b'''"};
	struct str text;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		CHECK(!docstring_text(&arena, str_of(wrong[i]), &text));
}

static void test_write(void)
{
	static const struct {
		const char *text, *literal;
	} rows[] = {
		{"One.", "\"\"\"One.\"\"\""},
		{"  One.\n\n\tTwo.  \n", "\"\"\"One.\n\n          Two.\n    \"\"\""},
		{"Say \"x\"", "\"\"\"Say \"x\"\n    \"\"\""},
		{"\"x\" is it.", "\"\"\" \"x\" is it.\"\"\""},
		{"Match \\d.", "r\"\"\"Match \\d.\"\"\""},
		{"End \\", "\"\"\"End \\\\\n    \"\"\""},
		{"A \"\"\" and \"\"\"\" \\n.", "\"\"\"A \\\"\"\" and \\\"\\\"\"\" \\\\n.\"\"\""},
	};
	struct doc_form form = {.indent = STR("    "), .newline = STR("\n")};
	struct str literal;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		literal = STR("(not written)");
		CHECK(docstring_write(&arena, str_of(rows[i].text), &form, &literal));
		CHECK_STR(literal, rows[i].literal);
	}
	CHECK(!docstring_write(&arena, STR(" \n "), &form, &literal));
	CHECK(!docstring_write(&arena, STR("a\0b"), &form, &literal));
	CHECK(!docstring_write(&arena, STR("a\x1b[1m"), &form, &literal));
	CHECK(!docstring_write(&arena, STR("a\xff"), &form, &literal));
	form = (struct doc_form){.indent = STR("\t"),
				 .newline = STR("\r\n"),
				 .single_quotes = true,
				 .width = 12};
	CHECK(docstring_write(&arena, STR("Fourteen chars"), &form, &literal));
	CHECK_STR(literal, "'''Fourteen chars\r\n\t'''");
}

/* Whatever a text holds, the literal stands for it and nothing else. */
static void test_round(void)
{
	static const char *const pieces[] = {"a",  "\"", "\"\"\"",   "'''", "\\",
					     "\n", " ",  "\xC3\xA9", "\\n", "'"};
	enum { PIECES = sizeof(pieces) / sizeof(pieces[0]) };
	for (unsigned n = 0; n < 20000; n++) {
		struct buf buf;
		buf_init(&buf, 100);
		buf_add_char(&buf, 'x');
		for (unsigned k = n; k > 0; k /= PIECES)
			buf_add(&buf, str_of(pieces[k % PIECES]));
		buf_add_char(&buf, n % 3 == 0 ? 'x' : '"');
		struct doc_form form = {.indent = STR("  "),
					.newline = STR("\n"),
					.single_quotes = n % 2 == 1};
		struct str literal, again, text;
		struct arena scratch;
		arena_init(&scratch);
		CHECK(docstring_write(&scratch, buf_str(&buf), &form, &literal));
		CHECK(docstring_text(&scratch, literal, &text));
		/* The same after one more turn: blanks at the ends of lines are gone by then. */
		CHECK(docstring_write(&scratch, text, &form, &literal));
		CHECK(docstring_text(&scratch, literal, &again) && str_eq(text, again));
		arena_deinit(&scratch);
		buf_deinit(&buf);
	}
}

/* --- what is documented --- */

static const char google[] =
	"Add two.\n\nMore.\n\nArgs:\n    a (int): The first\n        one: really.\n"
	"    *rest (dict[str, int]): Others.\n    c: No type.\n\nReturns:\n"
	"    int: The sum.\n\nRaises:\n    ValueError: If not.\n\nExample:\n"
	"    >>> add(1)\n    1\n";
static const char numpy[] =
	"Add two.\n\nParameters\n----------\na : int\n    The first.\n\n"
	"*rest : dict[str, int]\n    Others.\nc\n    No type.\n\nReturns\n-------\n"
	"int\n    The sum.\n\nRaises\n------\nValueError\n    If not.\n\n"
	"Examples\n--------\n>>> add(1)\n1\n";
static const char sphinx[] = "Add two.\n\n:param int a: The first.\n:param rest: Others.\n"
			     ":type rest: dict[str, int]\n:param c: No type.\n:returns: The sum.\n"
			     ":rtype: int\n:raises ValueError: If not.\n\n>>> add(1)\n1\n";
static const char epydoc[] =
	"Add two.\n\n@param a: The first.\n@type a: int\n@param rest: Others.\n"
	"@type rest: dict[str, int]\n@param c: No type.\n@return: The sum.\n"
	"@rtype: int\n@raise ValueError: If not.\n>>> add(1)\n1\n";

static void test_parse(void)
{
	static const struct {
		const char *text;
		enum doc_style style;
	} rows[] = {{google, DOC_GOOGLE},
		    {numpy, DOC_NUMPY},
		    {sphinx, DOC_SPHINX},
		    {epydoc, DOC_EPYDOC}};
	struct doc doc;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		doc_parse(&arena, str_of(rows[i].text), &doc);
		CHECK_INT(doc.style, rows[i].style);
		CHECK_STR(doc.summary, "Add two.");
		CHECK_INT(doc.parameter_count, 3);
		CHECK_STR(doc.parameters[0].name, "a");
		CHECK_STR(doc.parameters[0].type, "int");
		CHECK_STR(doc.parameters[1].name, "rest");
		CHECK_STR(doc.parameters[1].type, "dict[str, int]");
		CHECK_STR(doc.parameters[2].name, "c");
		CHECK_STR(doc.parameters[2].type, "");
		CHECK(doc.returns && !doc.yields && doc.has_examples);
		CHECK_STR(doc.return_type, "int");
		CHECK_INT(doc.raise_count, 1);
		CHECK_STR(doc.raises[0].name, "ValueError");
	}
	doc_parse(&arena, STR("Do it: now.\n\nNote that Returns: is prose.\nReturns the sum."),
		  &doc);
	CHECK_INT(doc.style, DOC_PLAIN);
	CHECK(!doc.returns && doc.parameter_count == 0);
	doc_parse(&arena, STR("Two\nlines.\n\nYields:\n    int: x\n"), &doc);
	CHECK_INT(doc.summary_lines, 2);
	CHECK(doc.yields);
	doc_parse(&arena, STR("P.\n\nParameters\n----------\nx, y : float\n    Both.\n"), &doc);
	CHECK_INT(doc.parameter_count, 2);
	CHECK_STR(doc.parameters[1].type, "float");
}

static void test_styles(void)
{
	enum doc_style style;
	CHECK(doc_style_of(STR("NumPy"), &style) && style == DOC_NUMPY);
	CHECK(doc_style_of(STR("pep257"), &style) && style == DOC_PLAIN);
	CHECK(!doc_style_of(STR("latex"), &style));
	CHECK_STR(str_of(doc_style_word(DOC_SPHINX)), "sphinx");
	struct doc docs[4];
	doc_parse(&arena, STR("Plain."), &docs[0]);
	doc_parse(&arena, str_of(numpy), &docs[1]);
	doc_parse(&arena, str_of(google), &docs[2]);
	doc_parse(&arena, str_of(google), &docs[3]);
	CHECK_INT(doc_style_of_most(docs, 4, DOC_PLAIN), DOC_GOOGLE);
	CHECK_INT(doc_style_of_most(docs, 2, DOC_GOOGLE), DOC_NUMPY);
	CHECK_INT(doc_style_of_most(docs, 1, DOC_SPHINX), DOC_SPHINX);
}

/* --- against the code --- */

static const struct doc_parameter add_parameters[] = {
	{{"a", 1}, {"int", 3}, ""},
	{{"rest", 4}, {"", 0}, "*"},
	{{"c", 1}, {"Optional[str]", 13}, ""},
};
static const struct str add_raises[] = {{"ValueError", 10}};

static struct doc_duty add_duty(void)
{
	return (struct doc_duty){.parameters = add_parameters,
				 .parameter_count = 3,
				 .raises = add_raises,
				 .raise_count = 1,
				 .returns = STR("int"),
				 .returns_value = true,
				 .is_callable = true};
}

/* The faults of a text, as one line. */
static struct str faults_of(const char *text, const struct doc_duty *duty, bool brief)
{
	struct doc doc;
	struct doc_faults faults = {.count = 0};
	doc_parse(&arena, str_of(text), &doc);
	doc_check(&arena, &doc, duty, brief, &faults);
	struct buf all;
	buf_init(&all, 10000);
	for (size_t i = 0; i < faults.count; i++)
		buf_addf(&all, "%s%.*s", i > 0 ? "; " : "", STR_ARG(faults.at[i]));
	struct str line = arena_str(&arena, buf_str(&all));
	buf_deinit(&all);
	return line;
}

static void test_check(void)
{
	struct doc_duty duty = add_duty();
	CHECK_STR(faults_of(google, &duty, false), "");
	CHECK_STR(faults_of(numpy, &duty, false), "");
	CHECK_STR(faults_of(sphinx, &duty, false), "");
	CHECK_STR(faults_of(epydoc, &duty, false), "");
	CHECK_STR(faults_of("Add two.", &duty, true), "");
	static const struct {
		const char *text, *fault;
	} rows[] = {
		{"Add two.\n\nArgs:\n    a: x\n    c: y\n",
		 "the parameter \"*rest\" is not documented"},
		{"Add two.\n\nArgs:\n    b: x\n", "a parameter \"b\" that does not exist"},
		{"Add two.\n\nArgs:\n    a: x\n    a: y\n", "\"a\" is documented twice"},
		{"Add two.\n\nArgs:\n    c: x\n    a: y\n", "not in the order of the signature"},
		{"Add two.\n\nArgs:\n    a (str): x\n",
		 "\"a\" is of type str, the annotation says int"},
		{"Add two.\n\nArgs:\n    *c: x\n", "the parameter \"c\" has no stars"},
		{"Add two.\n\nArgs:\n    a: x\n", "does not document what is returned"},
		{"Add two.\n\nArgs:\n    a: x\n", "does not document that ValueError is raised"},
		{"Add two.\n\nYields:\n    int: x\n", "what is yielded, but nothing is"},
		{"Add two.\n\nReturns:\n    str: x\n",
		 "says that str is returned, the annotation says int"},
		{"Add two", "must end with a full stop"},
		{"Add\ntwo.", "the summary must be one line"},
		{"", "no summary"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK(str_has(faults_of(rows[i].text, &duty, false), str_of(rows[i].fault)));
	/* Said in other words, it is no contradiction. */
	CHECK(!str_has(faults_of("A.\n\nArgs:\n    a (integer, optional): x\n    c (string): y\n",
				 &duty, false),
		       STR("annotation")));
	CHECK(!str_has(faults_of("A.\n\nArgs:\n    a (a number of things): x\n", &duty, false),
		       STR("annotation")));
	duty.returns_value = false;
	duty.returns = STR("None");
	CHECK(str_has(faults_of(google, &duty, false), STR("what is returned, but nothing is")));
	duty.width = 20;
	CHECK(str_has(faults_of("A line that is longer than that.", &duty, true),
		      STR("has 32 characters, 20 are allowed")));
	duty = (struct doc_duty){.is_callable = false};
	CHECK_STR(faults_of("A class.", &duty, false), "");
}

static void test_kept(void)
{
	struct doc old, new;
	struct doc_faults faults = {.count = 0};
	doc_parse(&arena, STR("Add.\n\nMind the gap.\n\nArgs:\n    a: the old words\n"), &old);
	doc_parse(&arena, STR("Add.\n\nMind the gap.\n\nArgs:\n    a: new words\n    b: x\n"),
		  &new);
	doc_check_kept(&arena, &old, &new, &faults);
	CHECK_INT(faults.count, 0);
	doc_parse(&arena, STR("Add.\n\nArgs:\n    a: new words\n"), &new);
	doc_check_kept(&arena, &old, &new, &faults);
	CHECK_INT(faults.count, 1);
	CHECK(str_has(faults.at[0], STR("Mind the gap.")));
}

int main(void)
{
	CHECK_BEGIN();
	arena_init(&arena);
	test_read();
	test_write();
	test_round();
	test_parse();
	test_styles();
	test_check();
	test_kept();
	arena_deinit(&arena);
	return CHECK_END();
}
