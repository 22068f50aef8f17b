/*
 * kadane trust: in which folders editors may have code run without asking first. The command line
 * itself never asks: who types a command has allowed it.
 */
#include "step/trust.h"

#include <stdio.h>

#include "base/utf8.h"
#include "cli/cli.h"
#include "io/file.h"
#include "options.h"
#include "session.h"

enum { TRUST_PATH_MAX = 8192 };

static const char trust_help[] =
	"Usage: kadane trust [FOLDER]\n"
	"       kadane trust --list\n"
	"       kadane trust --forget [FOLDER]\n"
	"\n"
	"Allow that code in FOLDER (default: this one) is run in the sandbox when an editor has "
	"it\n"
	"open as a workspace, without being asked first. It holds for this folder, not for those\n"
	"below it, and for the sandbox that works today or a stronger one.\n"
	"\n"
	"Options:\n"
	"  --list     the folders that are trusted, with the sandbox they are trusted under\n"
	"  --forget   ask again for FOLDER\n"
	"  --help     this text\n"
	"\n"
	"Exit status: 0 done; 2 bad input; 3 could not be done.\n";

/* A folder's name as a terminal may see it. */
static void trust_print(struct str before, struct str folder, struct str after)
{
	struct buf plain;
	buf_init(&plain, TRUST_PATH_MAX);
	utf8_add_plain(&plain, folder);
	printf("%.*s%.*s%.*s\n", STR_ARG(before), STR_ARG(buf_str(&plain)), STR_ARG(after));
	buf_deinit(&plain);
}

static int trust_list(struct trust *trust)
{
	struct err err = {0};
	if (!trust_load(trust, &err))
		return session_complain(&err);
	for (const struct trust_entry *entry = trust->first; entry != NULL; entry = entry->next) {
		struct str tier = sandbox_tier_name(entry->tier);
		printf("%.*s  %-10.*s  ", STR_ARG(entry->since), STR_ARG(tier));
		trust_print(STR(""), entry->folder, STR(""));
	}
	return CLI_FINE;
}

static int trust_change(struct session *session, struct trust *trust, const char *folder,
			bool forget)
{
	struct err err = {0};
	struct str real;
	bool there = file_real_path(&session->arena, folder, &real, &err);
	/* One that is gone can still be forgotten, by its name. */
	if (!there && forget && folder[0] == '/')
		real = arena_str(&session->arena, str_of(folder));
	else if (!there)
		return session_complain(&err);
	err_clear(&err);
	if (forget)
		return trust_forget(trust, real, &err) ? CLI_FINE : session_complain(&err);
	if (!session_look(session))
		return CLI_WORLD;
	struct sandbox *sandbox = session->kit.sandbox;
	if (!sandbox_usable(sandbox, session->settings.sandbox_minimum, &err) ||
	    !trust_grant(trust, real, sandbox_tier(sandbox), &err))
		return session_complain(&err);
	struct str after = arena_fmt(&session->arena, " is trusted; sandbox: %.*s",
				     STR_ARG(sandbox_describe(sandbox)));
	trust_print(STR(""), real, after);
	if (str_eq(real, file_env("HOME")))
		fprintf(stderr, "kadane: that is your home folder: scripts that lie there directly "
				"are run unasked from now on\n");
	return CLI_FINE;
}

int cli_trust(int argc, char **argv)
{
	bool help = false, list = false, forget = false;
	const struct option_spec specs[] = {
		{"--forget", &forget, NULL},
		{"--help", &help, NULL},
		{"--list", &list, NULL},
		{0},
	};
	const char *rest[1] = {"."};
	size_t count;
	if (!options_read("trust", argc, argv, specs, rest, 1, &count))
		return CLI_USAGE;
	if (help) {
		fputs(trust_help, stdout);
		return CLI_FINE;
	}
	if (list && (forget || count > 0)) {
		fputs("kadane trust: --list stands alone; see kadane trust --help\n", stderr);
		return CLI_USAGE;
	}
	struct session session;
	struct trust trust;
	if (!session_init(&session))
		return CLI_USAGE;
	trust_init(&trust);
	int status = list ? trust_list(&trust) : trust_change(&session, &trust, rest[0], forget);
	trust_deinit(&trust);
	return session_leave(&session, status);
}
