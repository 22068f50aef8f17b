/*
 * Writes a value as others write it. In base64 what stands before it shifts it by no, one or two
 * bytes ("user:key" is no other case): of each shift the characters that hold bits of the value
 * alone make a form, and those that share bits with a neighbour are counted.
 */
#include "secret_forms.h"

#include <string.h>

#include "base/mem.h"

enum {
	FORM_SHORTEST = 6, /* a shorter value would strike out ordinary words */
	FORM_ENCODED = 8,  /* the same of an encoded one */
};

static const char *const form_base64[] = {
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
};
static const char *const form_hex[] = {"0123456789ABCDEF", "0123456789abcdef"};
/* What is not percent-encoded, beside letters and digits: by the RFC, by Python, by JavaScript. */
static const char *const form_kept[] = {"-._~", "-._~/", "-._~!'()*"};

static void form_wipe(struct secret_form *form)
{
	volatile char *at = form->text;
	for (size_t i = 0; i < form->len; i++)
		at[i] = '\0';
	mem_free(form->text);
	*form = (struct secret_form){0};
}

/* Takes the text, unless it is there already. */
static void form_add(struct secret *secret, struct secret_form form)
{
	bool there = form.len < form.least || secret->form_count == SECRET_FORMS_MAX;
	for (size_t i = 0; i < secret->form_count && !there; i++)
		there = secret->forms[i].len == form.len &&
			memcmp(secret->forms[i].text, form.text, form.len) == 0;
	if (there)
		form_wipe(&form);
	else
		secret->forms[secret->form_count++] = form;
}

/* The value behind `shift` other bytes. */
static void form_add_base64(struct secret *secret, struct str value, size_t shift,
			    const char *alphabet)
{
	size_t from = (shift * 8 + 5) / 6, bits = (shift + value.len) * 8, to = bits / 6;
	if (to <= from)
		return;
	struct secret_form form = {.text = mem_new(to - from + 1),
				   .least = FORM_ENCODED,
				   .before = shift > 0,
				   .after = bits % 6 > 0};
	for (size_t i = from; i < to; i++) {
		unsigned six = 0;
		for (size_t bit = i * 6 - shift * 8, end = bit + 6; bit < end; bit++)
			six = six << 1 | ((unsigned char)value.at[bit / 8] >> (7 - bit % 8) & 1);
		form.text[form.len++] = alphabet[six];
	}
	form_add(secret, form);
}

static bool form_is_kept(char c, const char *kept)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       strchr(kept, c) != NULL;
}

/* Two digits for each byte that is not kept, behind a '%' when some are. */
static void form_add_hex(struct secret *secret, struct str value, const char *digits,
			 const char *kept)
{
	struct secret_form form = {.text = mem_new(value.len * 3 + 1),
				   .least = kept == NULL ? FORM_ENCODED : FORM_SHORTEST};
	for (size_t i = 0; i < value.len; i++) {
		unsigned char byte = (unsigned char)value.at[i];
		if (kept != NULL && form_is_kept(value.at[i], kept)) {
			form.text[form.len++] = value.at[i];
			continue;
		}
		if (kept != NULL)
			form.text[form.len++] = '%';
		form.text[form.len++] = digits[byte >> 4];
		form.text[form.len++] = digits[byte & 15];
	}
	form_add(secret, form);
}

static void form_add_plain(struct secret *secret, struct str value)
{
	struct secret_form form = {.text = mem_new(value.len + 1),
				   .len = value.len,
				   .least = FORM_SHORTEST};
	memcpy(form.text, value.at, value.len);
	form_add(secret, form);
}

void secret_forms_make(struct secret *secret)
{
	struct str value = str_of(secret->value);
	if (value.len < FORM_SHORTEST)
		return;
	form_add_plain(secret, value);
	for (size_t i = 0; i < 2; i++) {
		for (size_t shift = 0; shift < 3; shift++)
			form_add_base64(secret, value, shift, form_base64[i]);
		for (size_t kept = 0; kept < 3; kept++)
			form_add_hex(secret, value, form_hex[i], form_kept[kept]);
		form_add_hex(secret, value, form_hex[i], NULL);
	}
}

void secret_forms_wipe(struct secret *secret)
{
	for (size_t i = 0; i < secret->form_count; i++)
		form_wipe(&secret->forms[i]);
	secret->form_count = 0;
}
