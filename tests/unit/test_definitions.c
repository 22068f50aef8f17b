/* definitions: what a Python source defines, where its documentation stands, what its bodies do. */
#include "check.h"
#include "lang/definitions.h"

static struct arena arena;

static const struct definition *read_one(const char *source, const char *path)
{
	static struct definitions all;
	CHECK(python_definitions(&arena, str_of(source), &all));
	for (size_t i = 0; i < all.count; i++)
		if (str_eq(all.at[i].path, str_of(path)))
			return &all.at[i];
	CHECK_STR(str_of(path), "(not found)");
	return &all.at[0];
}

static void test_kinds(void)
{
	static const char source[] = "class A:\n"
				     "    'doc'\n"
				     "    @property\n"
				     "    def p(self):\n"
				     "        return 1\n"
				     "    @p.setter\n"
				     "    def p(self, v): pass\n"
				     "    @staticmethod\n"
				     "    def s(x): pass\n"
				     "    class B:\n"
				     "        async def _m(self):\n"
				     "            def inner(): yield 1\n"
				     "            return\n"
				     "@overload\n"
				     "def f(x: int) -> int: ...\n"
				     "if True:\n"
				     "    def g(): pass\n";
	struct definitions all;
	CHECK(python_definitions(&arena, str_of(source), &all));
	CHECK_INT(all.count, 10);
	CHECK_INT(all.at[0].kind, DEFINITION_MODULE);
	CHECK(all.at[2].is_property && !all.at[2].is_accessor);
	CHECK(all.at[3].is_accessor);
	CHECK_INT(all.at[4].parameter_count, 1);
	const struct definition *m = read_one(source, "A.B._m");
	CHECK(m->kind == DEFINITION_METHOD && m->is_async && m->is_private && !m->yields);
	CHECK(!m->returns_value);
	const struct definition *inner = read_one(source, "A.B._m.inner");
	CHECK(inner->kind == DEFINITION_FUNCTION && inner->yields && inner->one_line);
	const struct definition *f = read_one(source, "f");
	CHECK(f->is_overload && f->is_abstract);
	CHECK_STR(f->returns, "int");
	CHECK(read_one(source, "g")->kind == DEFINITION_FUNCTION);
	CHECK_STR(definition_at(&all, str_find(str_of(source), STR("@p.setter")))->path, "A.p");
	CHECK_STR(definition_at(&all, str_find(str_of(source), STR("yield")))->path,
		  "A.B._m.inner");
	CHECK(definition_at(&all, str_find(str_of(source), STR("if True")))->kind ==
	      DEFINITION_MODULE);
}

static void test_parameters(void)
{
	const struct definition *f = read_one("def f(a, /, b: 'int' = 1, *args: str, c=2, \\\n"
					      "      # a comment\n"
					      "      d: int, **kw): pass\n",
					      "f");
	static const struct {
		const char *name, *annotation, *fallback;
		enum parameter_kind kind;
	} want[] = {
		{"a", "", "", PARAMETER_POSITIONAL}, {"b", "'int'", "1", PARAMETER_PLAIN},
		{"args", "str", "", PARAMETER_ARGS}, {"c", "", "2", PARAMETER_KEYWORD},
		{"d", "int", "", PARAMETER_KEYWORD}, {"kw", "", "", PARAMETER_KWARGS},
	};
	CHECK_INT(f->parameter_count, 6);
	for (size_t i = 0; i < 6 && i < f->parameter_count; i++) {
		CHECK_STR(f->parameters[i].name, want[i].name);
		CHECK_STR(f->parameters[i].annotation, want[i].annotation);
		CHECK_STR(f->parameters[i].fallback, want[i].fallback);
		CHECK_INT(f->parameters[i].kind, want[i].kind);
	}
	CHECK_INT(read_one("def f(*, k): pass\n", "f")->parameters[0].kind, PARAMETER_KEYWORD);
	CHECK_INT(read_one("class A:\n def f(self): pass\n", "A.f")->parameter_count, 0);
	CHECK_INT(read_one("class A:\n def f(*args): pass\n", "A.f")->parameter_count, 1);
}

static void test_raises(void)
{
	const struct definition *f = read_one("def f(x):\n"
					      "    try:\n"
					      "        raise KeyError(x)\n"
					      "    except KeyError as e:\n"
					      "        raise errors.Missing(x) from e\n"
					      "    def g(): raise OSError\n"
					      "    if x: raise ValueError\n"
					      "    raise ValueError('again')\n"
					      "    raise e\n"
					      "    raise\n",
					      "f");
	CHECK_INT(f->raises_count, 2);
	CHECK_STR(f->raises[0].name, "errors.Missing");
	CHECK_INT(f->raises[0].line, 5);
	CHECK_STR(f->raises[1].name, "ValueError");
	CHECK(!f->is_abstract);
	CHECK(read_one("def f():\n '''d'''\n raise NotImplementedError()\n", "f")->is_abstract);
}

static void test_docs(void)
{
	static const struct {
		const char *source, *doc;
	} rows[] = {
		{"def f():\n    r'''a\\d'''\n    return 1\n", "r'''a\\d'''"},
		{"def f():\n    # first a comment\n    \"x\" 'y'\n", "\"x\" 'y'"},
		{"def f():\n    ('x')\n", "'x'"},
		{"def f(): 'x'\n", "'x'"},
		{"def f(): 'x'; return 1\n", "'x'"},
		{"def f():\n    f'x'\n", ""},
		{"def f():\n    b'x'\n", ""},
		{"def f():\n    'x'.strip()\n", ""},
		{"def f():\n    1\n    'x'\n", ""},
		{"def f():\n    x = 'x'\n", ""},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct definition *f = read_one(rows[i].source, "f");
		CHECK_STR(f->doc, rows[i].doc);
		if (f->doc.len > 0)
			CHECK(f->doc.at == rows[i].source + f->doc_from);
	}
	CHECK(read_one("def f(): 'x'\n", "f")->doc_is_all);
	CHECK(!read_one("def f(): 'x'; return 1\n", "f")->doc_is_all);
	CHECK_STR(read_one("#!/bin/x\n\"m\"\nx = 1\n", "")->doc, "\"m\"");
	CHECK_INT(read_one("# only a comment\n", "")->body_from, 17);
}

static void test_layout(void)
{
	const struct definition *f = read_one("class A:\n\tdef f(self,\n\t\tx):  # why\n\t\t"
					      "return x\n",
					      "A.f");
	CHECK_STR(f->indent, "\t\t");
	CHECK_STR(f->own_indent, "\t");
	CHECK(!f->one_line);
	f = read_one("if x:\n  y\ndef f(a={1: 2}, b=lambda: 3) -> 'x:y': return 1\n", "f");
	CHECK(f->one_line);
	CHECK_STR(f->indent, "  ");
	CHECK_STR(str_part(STR("if x:\n  y\ndef f(a={1: 2}, b=lambda: 3) -> 'x:y': return 1\n"),
			   f->head_to, 9),
		  " return 1");
	CHECK(read_one("def f(): \\\n  return 1\n", "f")->one_line);
	CHECK_INT(read_one("\n@d\ndef f(): pass\n", "f")->from, 1);
	CHECK_INT(read_one("\n@d\ndef f(): pass\n", "f")->line, 3);
}

int main(void)
{
	CHECK_BEGIN();
	arena_init(&arena);
	struct definitions all;
	CHECK(!python_definitions(&arena, STR("def f(:\n"), &all));
	CHECK(python_definitions(&arena, STR(""), &all));
	CHECK_INT(all.count, 1);
	CHECK(python_definitions(&arena, STR("print(f.__doc__)\n"), &all) && all.reads_docs);
	test_kinds();
	test_parameters();
	test_raises();
	test_docs();
	test_layout();
	arena_deinit(&arena);
	return CHECK_END();
}
