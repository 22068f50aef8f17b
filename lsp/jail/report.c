/*
 * Reports as text. Written in one piece, so that a reader has all of it or none.
 */
#include "jail/report.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "jail.h"

static int64_t *report_field(struct jail_report *report, size_t i)
{
	return (int64_t *)(void *)((char *)report + jail_fields[i].offset);
}

void report_error(struct jail_report *report, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(report->error, sizeof report->error, format, args);
	va_end(args);
	/* One line is one line, whatever a file name in it holds. */
	for (char *c = report->error; *c; c++) {
		if (*c == '\n')
			*c = ' ';
	}
}

void report_write(int fd, const struct jail_report *report)
{
	struct jail_report copy = *report;
	char text[JAIL_REPORT_MAX];
	size_t len = 0;
	copy.end = 0;
	for (size_t i = 0; i < JAIL_FIELDS; i++) {
		if (strcmp(jail_fields[i].name, "end") == 0)
			continue;
		int more = snprintf(text + len, sizeof text - len, "%s=%" PRId64 "\n",
				    jail_fields[i].name, *report_field(&copy, i));
		len += (size_t)more;
	}
	if (copy.error[0]) {
		int more = snprintf(text + len, sizeof text - len, "error=%s\n", copy.error);
		len += (size_t)more;
	}
	int more = snprintf(text + len, sizeof text - len, "end=1\n");
	len += (size_t)more;
	for (size_t at = 0; at < len;) {
		ssize_t wrote = write(fd, text + at, len - at);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return;
		at += (size_t)wrote;
	}
}

bool report_parse(struct jail_report *report, char *text)
{
	memset(report, 0, sizeof *report);
	for (char *line = text, *next; *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		char *value = strchr(line, '=');
		if (!value)
			return false;
		*value++ = '\0';
		if (strcmp(line, "error") == 0) {
			report_error(report, "%s", value);
			continue;
		}
		for (size_t i = 0; i < JAIL_FIELDS; i++) {
			if (strcmp(line, jail_fields[i].name) == 0)
				*report_field(report, i) = strtoll(value, NULL, 10);
		}
	}
	return report->end == 1;
}
