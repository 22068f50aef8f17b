/*
 * The list of what a program left, as the jail writes it: any bytes, with any count. A list that
 * is not exactly that is refused; of one that is taken every view lies in it, and it is sorted.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "../../lsp/io/sandbox_private.h"
#include "base/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void within(struct str bytes, struct str view)
{
	assert(view.at >= bytes.at && view.len <= bytes.len &&
	       view.at + view.len <= bytes.at + bytes.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sandbox_file *files;
	size_t found;
	if (size == 0)
		return 0;
	struct str bytes = {(const char *)data + 1, size - 1};
	if (!sandbox_files(bytes, data[0] % 8, &files, &found)) {
		assert(files == NULL && found == 0);
		return 0;
	}
	assert(found == data[0] % 8);
	for (size_t i = 0; i < found; i++) {
		within(bytes, files[i].name);
		within(bytes, files[i].bytes);
		assert(files[i].name.len > 0 &&
		       memchr(files[i].name.at, '\0', files[i].name.len) == NULL);
		assert(strchr("dflo", files[i].kind) != NULL && files[i].mode <= 07777);
	}
	mem_free(files);
	return 0;
}
