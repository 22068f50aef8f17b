/*
 * People give a base URL with its version, without it, or the whole address: all of
 * them are understood.
 */
#include "url.h"

#include <string.h>

#include "base/buf.h"

enum { URL_MAX = 8192 };

/* A model's name may hold anything; in a path only these stand for themselves. (RFC 3986, 2.3) */
static void url_add_escaped(struct buf *buf, struct str text)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789-._~";
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] != '\0' && strchr(plain, text.at[i]) != NULL)
			buf_add_char(buf, text.at[i]);
		else
			buf_addf(buf, "%%%02X", (unsigned)(unsigned char)text.at[i]);
	}
}

/* The version a path begins with: "/v1" of "/v1/messages". */
static struct str url_version(struct str path)
{
	struct str rest = str_part(path, 1, path.len);
	return str_starts(rest, STR("v")) ? str_part(path, 0, 1 + str_find(rest, STR("/")))
					  : STR("");
}

struct str url_of(struct arena *arena, struct str base, const char *path, struct str model)
{
	struct str rest = str_of(path);
	struct buf url;
	buf_init(&url, URL_MAX);
	struct str version = url_version(rest);
	if (version.len > 0 && str_ends(base, version))
		rest = str_part(rest, version.len, rest.len);
	buf_add(&url, base);
	if (!str_ends(base, str_of(path))) {
		size_t at = str_find(rest, STR("{model}"));
		buf_add(&url, str_part(rest, 0, at));
		if (at < rest.len) {
			url_add_escaped(&url, model);
			buf_add(&url, str_part(rest, at + 7, rest.len));
		}
	}
	struct str whole = arena_str(arena, buf_str(&url));
	buf_deinit(&url);
	return whole;
}
