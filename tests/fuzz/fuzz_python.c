/*
 * A document that claims to be Python: any bytes. Also a guard against the parser's library,
 * which is older than the grammar.
 */
#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "lang/lang.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena;
	arena_init(&arena);
	struct syntax_error error;
	if (!lang_python.parses(&arena, (struct str){(const char *)data, size}, &error)) {
		assert(error.offset <= size && error.line >= 1);
		assert(error.text.len > 0 && utf8_valid(error.text));
	}
	arena_deinit(&arena);
	return 0;
}
