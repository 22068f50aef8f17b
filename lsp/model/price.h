/*
 * The arithmetic of a price list. Private to model; knows no provider, so that tests can feed it.
 */
#pragma once

#include "catalog.h"
#include "model/cost.h"

/* What no answer costs, in USD: a provider who says more is not believed. */
enum { PRICE_TOLD_MAX = 100000 };

/* Unknown when the price or the tokens are. */
struct cost price_of(const struct price *price, const struct model_usage *usage, int64_t when);

/* The same at the price's dearest: nothing comes from a cache, and it may take half an hour. */
struct cost price_worst(const struct price *price, int64_t input, int64_t output, int64_t when);

/* A header's "0.00123"; negative when it is no cost, or 0, which gateways say for "unknown". */
double price_told(struct str value);
