/*
 * A small reader of options: a table per subcommand says what there is.
 */
#include "options.h"

#include <stdio.h>
#include <string.h>

/* The option that `word` names, with *value behind a "=" if there is one. */
static const struct option_spec *option_find(const struct option_spec *specs, const char *word,
					     const char **value)
{
	*value = NULL;
	for (const struct option_spec *spec = specs; spec->name != NULL; spec++) {
		size_t len = strlen(spec->name);
		if (strncmp(word, spec->name, len) != 0)
			continue;
		if (word[len] == '\0')
			return spec;
		if (word[len] == '=' && spec->value != NULL) {
			*value = word + len + 1;
			return spec;
		}
	}
	return NULL;
}

bool options_read(const char *name, int argc, char **argv, const struct option_spec *specs,
		  const char **rest, size_t max, size_t *count)
{
	bool options = true;
	*count = 0;
	for (int i = 0; i < argc; i++) {
		const char *word = argv[i], *value;
		if (options && strcmp(word, "--") == 0) {
			options = false;
			continue;
		}
		if (!options || word[0] != '-' || word[1] == '\0') {
			if (*count == max) {
				fprintf(stderr, "kadane %s: one argument too many: %s\n", name,
					word);
				return false;
			}
			rest[(*count)++] = word;
			continue;
		}
		if (strcmp(word, "-h") == 0)
			word = "--help";
		const struct option_spec *spec = option_find(specs, word, &value);
		if (spec == NULL) {
			fprintf(stderr, "kadane %s: unknown option %s (see kadane %s --help)\n",
				name, word, name);
			return false;
		}
		if (spec->flag != NULL) {
			*spec->flag = true;
			continue;
		}
		if (value == NULL && i + 1 == argc) {
			fprintf(stderr, "kadane %s: %s wants a value\n", name, word);
			return false;
		}
		*spec->value = value != NULL ? value : argv[++i];
	}
	return true;
}
