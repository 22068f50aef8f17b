/*
 * The question itself, between consent.c and the editor.
 */
#pragma once

#include "consent.h"

/* --- consent_ask.c --- */

/* Ask the editor; the answer is put into the folder, and consent_decided is called. */
void consent_question(struct server *server, struct consent_folder *folder,
		      const struct work *work);

/* A name or a path that somebody chose, on one line, harmless, at most `columns` long. */
struct str consent_plain(struct arena *arena, struct str text, size_t columns);

/* Say that a folder is allowed for good, and how that is taken back. */
void consent_tell(struct server *server, const struct consent_folder *folder);

/* --- consent.c --- */

/* The folder's state has changed: tell the jobs that wait for it. */
void consent_decided(struct server *server, struct consent_folder *folder);
