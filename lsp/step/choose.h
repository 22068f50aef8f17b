/*
 * Settling who is asked: what choosing holds outside the arena, and how it is done once more when
 * another provider takes the place of one that has failed.
 */
#pragma once

#include <stdbool.h>

#include "job/job.h"

struct choosing;
struct work;

void choosing_deinit(struct choosing *choosing);

/*
 * Another provider stands in work->choice: which of its models? NEXT: that is settled; FAIL with
 * job->err: it cannot be asked. WAIT: choose_more tells when the op has ended, in the same words.
 */
enum next choose_again(struct work *work);
enum next choose_more(struct work *work);

/* The op that has ended is one of these. */
bool choose_goes_on(const struct work *work);
