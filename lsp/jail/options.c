/*
 * The command line of kadane-jail: pairs of --name value, then -- and the program.
 * Only lsp/io and the supervisor itself write it, so a mistake here is ours: it is
 * refused in full rather than guessed at.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jail.h"

static bool options_number(const char *text, uint64_t *number)
{
	char *end = NULL;
	errno = 0;
	unsigned long long value = strtoull(text, &end, 10);
	if (errno || end == text || *end || *text == '-')
		return false;
	*number = value;
	return true;
}

static bool options_tier(const char *text, int *tier)
{
	static const char *const names[] = {"none", "restricted", "full"};
	for (int i = 0; i < 3; i++) {
		if (strcmp(text, names[i]) == 0) {
			*tier = i;
			return true;
		}
	}
	return false;
}

static bool options_text(struct jail_options *options, const char *name, const char *value)
{
	struct {
		const char *name;
		const char **to;
	} const texts[] = {
		{"--artifact", &options->artifact},
		{"--artifact-inside", &options->artifact_inside},
		{"--bwrap", &options->bwrap},
		{"--work", &options->work},
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (strcmp(name, texts[i].name) == 0 && value[0] == '/') {
			*texts[i].to = value;
			return true;
		}
	}
	return false;
}

static bool options_value(struct jail_options *options, const char *name, const char *value)
{
	struct {
		const char *name;
		uint64_t *to;
	} const numbers[] = {
		{"--disk", &options->disk},       {"--memory", &options->memory},
		{"--output", &options->output},   {"--processes", &options->processes},
		{"--wall-ms", &options->wall_ms},
	};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		if (strcmp(name, numbers[i].name) == 0)
			return options_number(value, numbers[i].to);
	}
	if (strcmp(name, "--tier") == 0)
		return options_tier(value, &options->tier);
	return options_text(options, name, value);
}

static bool options_mount(struct jail_options *options, const char *option, const char *host,
			  const char *inside)
{
	struct jail_mount mount = {.host = host,
				   .inside = inside,
				   .masked = strcmp(option, "--masked") == 0,
				   .copied = strcmp(option, "--copy") == 0};
	if (options->mount_count == JAIL_MOUNTS || host[0] != '/' || inside[0] != '/' ||
	    (mount.copied && strncmp(inside, "/job/", 5) != 0))
		return false;
	/* Once is enough: the same copy a second time would find the first in its place. */
	for (size_t i = 0; mount.copied && i < options->mount_count; i++)
		if (options->mounts[i].copied && strcmp(options->mounts[i].host, host) == 0 &&
		    strcmp(options->mounts[i].inside, inside) == 0)
			return true;
	options->mounts[options->mount_count++] = mount;
	return true;
}

static bool options_is_mount(const char *name)
{
	return strcmp(name, "--mount") == 0 || strcmp(name, "--masked") == 0 ||
	       strcmp(name, "--copy") == 0;
}

static bool options_complete(const struct jail_options *options)
{
	if (options->tier < 0 || !options->wall_ms || !options->memory || !options->disk ||
	    !options->output || !options->processes || !options->argv || !options->argv[0])
		return false;
	return !options->artifact || options->artifact_inside;
}

bool options_parse(struct jail_options *options, int argc, char **argv)
{
	options->tier = -1;
	int at = 2;
	while (at < argc) {
		const char *name = argv[at];
		bool ok = false;
		if (strcmp(name, "--") == 0) {
			options->argv = argv + at + 1;
			break;
		}
		if (strcmp(name, "--no-userns") == 0) {
			options->no_userns = ok = true;
			at++;
		} else if (strcmp(name, "--sparse") == 0) {
			options->sparse = ok = true;
			at++;
		} else if (strcmp(name, "--no-unix") == 0) {
			options->no_unix = ok = true;
			at++;
		} else if (at + 2 < argc && options_is_mount(name)) {
			ok = options_mount(options, name, argv[at + 1], argv[at + 2]);
			at += 3;
		} else if (at + 1 < argc) {
			ok = options_value(options, name, argv[at + 1]);
			at += 2;
		}
		if (!ok) {
			fprintf(stderr, "kadane-jail: bad option %s\n", name);
			return false;
		}
	}
	if (!options_complete(options)) {
		fprintf(stderr, "kadane-jail: a limit, the tier or the program is missing\n");
		return false;
	}
	return true;
}
