/*
 * Log lines: made plain, redacted, written to stderr in one write.
 */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/utf8.h"

enum { LOG_LINE_MAX = 2000 };

static const char *const log_words[] = {
	[LOG_ERROR] = "error",
	[LOG_WARNING] = "warning",
	[LOG_INFO] = "info",
	[LOG_DEBUG] = "debug",
};

void log_line(const struct log *log, enum log_level level, const char *format, ...)
{
	if (level > log->level)
		return;
	struct buf raw, line;
	buf_init(&raw, LOG_LINE_MAX);
	buf_init(&line, 2 * LOG_LINE_MAX);
	va_list args;
	va_start(args, format);
	buf_addv(&raw, format, args);
	va_end(args);
	utf8_add_plain(&line, buf_str(&raw));
	/* Only now: what was dropped may have stood in the middle of a key. */
	if (log->secrets != NULL)
		secrets_redact(log->secrets, &line);
	for (size_t i = 0; i < line.len; i++)
		if (line.at[i] == '\n' || line.at[i] == '\t')
			line.at[i] = ' ';
	fprintf(stderr, "kadane: %s: %.*s\n", log_words[level], STR_ARG(buf_str(&line)));
	if (log->also != NULL)
		log->also(log->data, level, buf_str(&line));
	buf_deinit(&raw);
	buf_deinit(&line);
}
