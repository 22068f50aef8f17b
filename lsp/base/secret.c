/*
 * Keeps keys out of everything but the header they are meant for. It reads whatever leaves, once:
 * where no form of any value can begin is told by four bytes.
 */
#include "base/secret.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "secret_forms.h"

enum { SECRET_BEGIN = 4 }; /* bytes that are looked up; every form has more */

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

/* The bit of the four bytes. */
static size_t secret_begin(const char *at)
{
	uint32_t four;
	memcpy(&four, at, sizeof(four));
	return four * 2654435761u >> (32 - SECRETS_BEGIN_BITS);
}

static void secret_add(struct secrets *secrets, const char *name, struct str value)
{
	size_t size = (secrets->count + 1) * sizeof(*secrets->list);
	secrets->list = mem_resize(secrets->list, size);
	struct secret *secret = &secrets->list[secrets->count++];
	*secret = (struct secret){.name = secret_copy(str_of(name)), .value = secret_copy(value)};
	secret_forms_make(secret);
	for (size_t i = 0; i < secret->form_count; i++) {
		size_t bit = secret_begin(secret->forms[i].text);
		secrets->begins[bit / 64] |= (uint64_t)1 << bit % 64;
	}
}

void secrets_init(struct secrets *secrets)
{
	*secrets = (struct secrets){0};
}

void secrets_deinit(struct secrets *secrets)
{
	for (size_t i = 0; i < secrets->count; i++) {
		secret_wipe(secrets->list[i].value);
		secret_forms_wipe(&secrets->list[i]);
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

/* Does the form stand there, whole or cut by the end? */
static bool secret_is(const struct secret_form *form, struct str text)
{
	size_t len = form->len < text.len ? form->len : text.len;
	return len >= SECRET_BEGIN && (len == form->len || len >= form->least) &&
	       memcmp(text.at, form->text, len) == 0;
}

/* The longest form of any value that stands there. */
static const struct secret_form *secrets_at(const struct secrets *secrets, struct str text)
{
	const struct secret_form *longest = NULL;
	for (size_t i = 0; i < secrets->count; i++)
		for (size_t k = 0; k < secrets->list[i].form_count; k++) {
			const struct secret_form *form = &secrets->list[i].forms[k];
			if ((longest == NULL || form->len > longest->len) && secret_is(form, text))
				longest = form;
		}
	return longest;
}

static bool secret_in_base64(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c != '\0' && strchr("+/-_", c) != NULL);
}

/* With as many stars, so that it can neither fail nor move the rest. The place behind it. */
static size_t secret_strike(const struct secret_form *form, struct buf *buf, size_t at)
{
	size_t end = form->len < buf->len - at ? at + form->len : buf->len;
	if (form->before && at > 0 && secret_in_base64(buf->at[at - 1]))
		at--;
	if (form->after && end < buf->len && secret_in_base64(buf->at[end]))
		end++;
	memset(buf->at + at, '*', end - at);
	return end;
}

void secrets_redact(const struct secrets *secrets, struct buf *buf)
{
	size_t at = 0;
	while (secrets->count > 0 && at + SECRET_BEGIN <= buf->len) {
		size_t bit = secret_begin(buf->at + at);
		const struct secret_form *form = NULL;
		if (secrets->begins[bit / 64] >> bit % 64 & 1)
			form = secrets_at(secrets, str_part(buf_str(buf), at, buf->len));
		at = form == NULL ? at + 1 : secret_strike(form, buf, at);
	}
}
