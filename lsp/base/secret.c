/*
 * Keeps keys out of everything but the header they are meant for.
 */
#include "base/secret.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { SECRET_SHORTEST = 6 }; /* shorter values would strike out ordinary words */

/* memset that the compiler may not drop. */
static void secret_wipe(char *value)
{
	for (volatile char *c = value; *c != '\0'; c++)
		*c = '\0';
}

static char *secret_copy(struct str s)
{
	char *copy = mem_new(s.len + 1);
	if (s.len > 0)
		memcpy(copy, s.at, s.len);
	return copy;
}

static void secret_add(struct secrets *secrets, const char *name, struct str value)
{
	size_t size = (secrets->count + 1) * sizeof(*secrets->list);
	secrets->list = mem_resize(secrets->list, size);
	secrets->list[secrets->count++] =
		(struct secret){.name = secret_copy(str_of(name)), .value = secret_copy(value)};
}

void secrets_init(struct secrets *secrets)
{
	*secrets = (struct secrets){0};
}

void secrets_deinit(struct secrets *secrets)
{
	for (size_t i = 0; i < secrets->count; i++) {
		secret_wipe(secrets->list[i].value);
		mem_free(secrets->list[i].value);
		mem_free(secrets->list[i].name);
	}
	mem_free(secrets->list);
	secrets_init(secrets);
}

void secrets_take_env(struct secrets *secrets, const char *name)
{
	char *value = getenv(name);
	if (value == NULL || value[0] == '\0')
		return;
	secret_add(secrets, name, str_of(value));
	/* unsetenv leaves the bytes where /proc/self/environ shows them. */
	secret_wipe(value);
	unsetenv(name);
}

void secrets_put(struct secrets *secrets, const char *name, struct str value)
{
	if (str_eq(secrets_get(secrets, name), value))
		return;
	for (size_t i = 0; i < secrets->count; i++)
		if (strcmp(secrets->list[i].name, name) == 0)
			secrets->list[i].name[0] = '\0';
	secret_add(secrets, name, value);
}

struct str secrets_get(const struct secrets *secrets, const char *name)
{
	for (size_t i = 0; i < secrets->count; i++)
		if (strcmp(secrets->list[i].name, name) == 0)
			return str_of(secrets->list[i].value);
	return STR("");
}

/* A text that was cut may end in the beginning of a value. */
static void secret_redact_end(struct str value, struct buf *buf)
{
	size_t len = value.len - 1 < buf->len ? value.len - 1 : buf->len;
	for (; len >= SECRET_SHORTEST; len--) {
		char *end = buf->at + buf->len - len;
		if (memcmp(end, value.at, len) != 0)
			continue;
		memset(end, '*', len);
		return;
	}
}

void secrets_redact(const struct secrets *secrets, struct buf *buf)
{
	for (size_t i = 0; i < secrets->count; i++) {
		struct str value = str_of(secrets->list[i].value);
		if (value.len < SECRET_SHORTEST)
			continue;
		size_t from = 0;
		for (;;) {
			struct str rest = str_part(buf_str(buf), from, buf->len);
			size_t hit = str_find(rest, value);
			if (hit == rest.len)
				break;
			/* In place of equal length, so that it can neither fail nor move the rest.
			 */
			memset(buf->at + from + hit, '*', value.len);
			from += hit + value.len;
		}
		secret_redact_end(value, buf);
	}
}
