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

/* The version a path begins with: "/v1" of "/v1/messages", "/v1beta" of "/v1beta/models". */
static struct str url_version(struct str path)
{
	struct str first = str_part(path, 1, path.len);
	first = str_part(first, 0, str_find(first, STR("/")));
	if (first.len < 2 || first.at[0] != 'v' || first.at[1] < '0' || first.at[1] > '9')
		return STR("");
	return str_part(path, 0, 1 + first.len);
}

/* Does the base name a version already, whichever? */
static bool url_has_version(struct str base)
{
	size_t slash = base.len;
	while (slash > 0 && base.at[slash - 1] != '/')
		slash--;
	struct str last = str_part(base, slash - (slash > 0), base.len);
	return url_version(last).len == last.len && last.len > 0;
}

struct str url_of(struct arena *arena, struct str base, const char *path, struct str model)
{
	struct str rest = str_of(path);
	struct buf url;
	buf_init(&url, URL_MAX);
	struct str version = url_version(rest);
	if (version.len > 0 && url_has_version(base))
		rest = str_part(rest, version.len, rest.len);
	buf_add(&url, base);
	if (!str_ends(base, str_of(path))) {
		size_t at = str_find(rest, STR("{model}"));
		buf_add(&url, str_part(rest, 0, at));
		if (at < rest.len) {
			/* As lists of models have it, and as the path says already. */
			if (str_ends(buf_str(&url), STR("/models/")) &&
			    str_starts(model, STR("models/")))
				model = str_part(model, 7, model.len);
			url_add_escaped(&url, model);
			buf_add(&url, str_part(rest, at + 7, rest.len));
		}
	}
	struct str whole = arena_str(arena, buf_str(&url));
	buf_deinit(&url);
	return whole;
}

struct str url_query(struct arena *arena, const char *name, struct str value)
{
	if (value.len == 0)
		return STR("");
	struct buf query;
	buf_init(&query, URL_MAX);
	buf_addf(&query, "%s=", name);
	url_add_escaped(&query, value);
	struct str whole = query.full ? STR("") : arena_str(arena, buf_str(&query));
	buf_deinit(&query);
	return whole;
}

/* A port: digits, up to 65535. */
static bool url_is_port(struct str text)
{
	long long port;
	return text.len <= 5 && str_to_int(text, &port) && port >= 0 && port <= 65535 &&
	       text.at[0] >= '0' && text.at[0] <= '9';
}

/* The host alone, as a URL has it. Where a server listens everywhere, it is on this machine. */
static struct str url_ollama_name(struct arena *arena, struct str name)
{
	if (str_starts(name, STR("[")) && str_ends(name, STR("]")))
		name = str_part(name, 1, name.len - 2);
	if (name.len == 0 || str_eq(name, STR("0.0.0.0")))
		return STR("127.0.0.1");
	if (str_eq(name, STR("::")))
		return STR("[::1]");
	return str_has(name, STR(":")) ? arena_fmt(arena, "[%.*s]", STR_ARG(name)) : name;
}

struct str url_of_ollama(struct arena *arena, struct str host)
{
	host = str_trim(host);
	while (host.len >= 2 && (host.at[0] == '"' || host.at[0] == '\'') &&
	       host.at[host.len - 1] == host.at[0])
		host = str_part(host, 1, host.len - 2);
	if (host.len == 0 || str_eq(host, STR("ollama.com")))
		return host.len == 0 ? host : STR("https://ollama.com");
	size_t scheme = str_find(host, STR("://"));
	bool has_scheme = scheme < host.len;
	struct str rest = has_scheme ? str_part(host, scheme + 3, host.len) : host;
	size_t slash = str_find(rest, STR("/"));
	struct str path = str_part(rest, slash, rest.len), name = str_part(rest, 0, slash);
	while (str_ends(path, STR("/")))
		path = str_part(path, 0, path.len - 1);
	/* Behind the last colon is a port, unless the address is one of IPv6 without brackets. */
	size_t colon = name.len;
	while (colon > 0 && name.at[colon - 1] != ':')
		colon--;
	struct str before = str_part(name, 0, colon > 0 ? colon - 1 : 0);
	struct str port = str_part(name, colon, name.len);
	bool bare = str_has(before, STR(":")) && !str_ends(before, STR("]"));
	bool has_port = colon > 0 && !bare && !str_ends(name, STR("]"));
	if (has_port)
		name = before;
	/* A scheme brings its own port. */
	struct str end = has_scheme ? STR("") : STR(":11434");
	if (has_port && url_is_port(port))
		end = arena_fmt(arena, ":%.*s", STR_ARG(port));
	return arena_fmt(arena, "%.*s://%.*s%.*s%.*s", has_scheme ? (int)scheme : 4,
			 has_scheme ? host.at : "http", STR_ARG(url_ollama_name(arena, name)),
			 STR_ARG(end), STR_ARG(path));
}
