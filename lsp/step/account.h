/*
 * What asking took, for the verdict.
 */
#pragma once

struct work;

/* What a token is worth where nobody counted: bytes of source text. */
enum { ACCOUNT_BYTES_PER_TOKEN = 4 };

/* Add the tokens and times of the call that has ended to the verdict; once per call. */
void account_call(struct work *work);
