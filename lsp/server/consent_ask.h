/*
 * The question itself, between consent.c and the editor.
 */
#pragma once

#include "consent.h"

/* --- consent_ask.c --- */

/* Ask the editor; the answer is put into the folder, and consent_decided is called. */
void consent_question(struct server *server, struct consent_folder *folder,
		      const struct work *work);

/* --- consent.c --- */

/* The folder's state has changed: tell the jobs that wait for it. */
void consent_decided(struct server *server, struct consent_folder *folder);
