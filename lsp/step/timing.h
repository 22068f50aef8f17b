/*
 * What the timing step holds outside the arena.
 */
#pragma once

struct timing;

void timing_deinit(struct timing *timing);
