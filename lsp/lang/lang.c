/*
 * The table of languages. A new one is a file with one const struct, and two lines here.
 */
#include "lang/lang.h"

static const struct language *const languages[] = {
	&lang_cpp,
	&lang_python,
};

enum { LANGUAGES = sizeof(languages) / sizeof(languages[0]) };

const struct language *lang_by_id(struct str id)
{
	for (size_t i = 0; i < LANGUAGES; i++)
		if (str_eq(id, str_of(languages[i]->id)))
			return languages[i];
	return NULL;
}

/* True when `path` is a name and the suffix, not the suffix alone (".py" is a hidden file). */
static bool lang_has_suffix(struct str path, struct str suffix)
{
	if (path.len <= suffix.len || path.at[path.len - suffix.len - 1] == '/')
		return false;
	return str_eq_nocase(str_part(path, path.len - suffix.len, suffix.len), suffix);
}

const struct language *lang_by_file(struct str path)
{
	for (size_t i = 0; i < LANGUAGES; i++)
		for (const char *const *suffix = languages[i]->suffixes; *suffix != NULL; suffix++)
			if (lang_has_suffix(path, str_of(*suffix)))
				return languages[i];
	return NULL;
}
