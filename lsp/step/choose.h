/*
 * What choosing a model holds outside the arena.
 */
#pragma once

struct choosing;

void choosing_deinit(struct choosing *choosing);
