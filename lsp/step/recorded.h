/*
 * A conversation that the user wants to keep.
 */
#pragma once

struct work;

/*
 * The answer of the call is all there will be: record it, if the user wants that and it was one.
 * Call it once for each, before the call goes.
 */
void recorded_take(struct work *work);
