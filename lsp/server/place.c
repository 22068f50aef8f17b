/*
 * URIs. Editors escape differently (VS Code writes %3A, Neovim a colon), so two URIs
 * are the same document when their decoded paths are. Only local files have a path:
 * untitled:, vscode-notebook-cell: and their kin are told apart by the URI as it is.
 */
#include "place.h"

#include "base/buf.h"
#include "io/file.h"

enum { PLACE_MAX = 64 << 10 };

static int place_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Appends `s` with %XX decoded; what is no escape stays. False when a NUL byte comes out. */
static bool place_decode(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		if (c == '%' && i + 2 < s.len && place_digit(s.at[i + 1]) >= 0 &&
		    place_digit(s.at[i + 2]) >= 0) {
			c = (char)(place_digit(s.at[i + 1]) * 16 + place_digit(s.at[i + 2]));
			i += 2;
		}
		if (c == '\0' || !buf_add_char(out, c))
			return false;
	}
	return true;
}

/* The part of a file URI behind its scheme and host; the empty str when it is no local file. */
static struct str place_local(struct str uri)
{
	struct str none = {NULL, 0};
	if (!str_eq_nocase(str_part(uri, 0, 5), STR("file:")))
		return none;
	struct str rest = str_part(uri, 5, uri.len);
	if (str_starts(rest, STR("//"))) {
		rest = str_part(rest, 2, rest.len);
		if (str_eq_nocase(str_part(rest, 0, 10), STR("localhost/")))
			rest = str_part(rest, 9, rest.len);
	}
	return str_starts(rest, STR("/")) ? rest : none;
}

struct place place_of(struct arena *arena, struct str uri)
{
	struct place place = {.uri = arena_str(arena, uri)};
	place.key = place.uri;
	struct buf path;
	buf_init(&path, PLACE_MAX);
	struct str local = place_local(uri);
	if (local.len > 0 && place_decode(&path, local)) {
		place.path = arena_str(arena, buf_str(&path));
		place.key = place.path;
	}
	buf_deinit(&path);
	return place;
}

static bool place_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '/' || c == '-' || c == '.' || c == '_' || c == '~';
}

struct place place_of_path(struct arena *arena, struct str path)
{
	struct buf uri;
	buf_init(&uri, 3 * PLACE_MAX);
	buf_add(&uri, STR("file://"));
	for (size_t i = 0; i < path.len; i++) {
		if (place_plain(path.at[i]))
			buf_add_char(&uri, path.at[i]);
		else
			buf_addf(&uri, "%%%02X", (unsigned)(unsigned char)path.at[i]);
	}
	struct place place = {.uri = arena_str(arena, buf_str(&uri)),
			      .path = arena_str(arena, path)};
	place.key = place.path;
	buf_deinit(&uri);
	return place;
}

struct place place_copy(struct arena *arena, const struct place *place)
{
	struct place copy = {.uri = arena_str(arena, place->uri)};
	copy.key = copy.uri;
	if (place->path.len > 0) {
		copy.path = arena_str(arena, place->path);
		copy.key = copy.path;
	}
	return copy;
}

struct str place_name(const struct place *place)
{
	if (place->path.len > 0)
		return file_base(place->path);
	struct str name = place->uri;
	for (size_t i = name.len; i > 0; i--)
		if (name.at[i - 1] == '/' || name.at[i - 1] == ':')
			return str_part(name, i, name.len);
	return name;
}
