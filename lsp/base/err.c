/*
 * One error, said once. Text that is cut keeps its beginning; control characters
 * become blanks, so that it stays one line.
 */
#include "base/err.h"

#include <stdio.h>

bool err_setv(struct err *err, enum err_kind kind, const char *format, va_list args)
{
	err->kind = kind;
	vsnprintf(err->text, sizeof(err->text), format, args);
	for (char *c = err->text; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 127)
			*c = ' ';
	return false;
}

bool err_set(struct err *err, enum err_kind kind, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	err_setv(err, kind, format, args);
	va_end(args);
	return false;
}

void err_clear(struct err *err)
{
	err->kind = ERR_NONE;
	err->text[0] = '\0';
}
