/*
 * The forms in which a value may come back from who was given it: as it is, in base64, in
 * percent-encoding, in hex. Private to base.
 */
#pragma once

#include "base/secret.h"

/* Make the forms of secret->value; none of a value that is too short to be struck out. */
void secret_forms_make(struct secret *secret);

/* Overwrite them and let go of them. */
void secret_forms_wipe(struct secret *secret);
