/*
 * What the supervisor says about a run: any bytes. A report that is not whole is refused;
 * one that is taken has its error ended by a NUL.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "../../lsp/io/sandbox_private.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct jail_report report;
	struct str text = {(const char *)data, size};
	if (sandbox_report(text, &report))
		assert(report.end == 1 && str_has(text, STR("end=")));
	assert(memchr(report.error, '\0', sizeof(report.error)) != NULL);
	return 0;
}
