/*
 * What the closing steps need of the asking one.
 */
#pragma once

struct work;

/* Add the tokens and times of the call that has ended to the verdict; once per call. */
void ask_count(struct work *work);
