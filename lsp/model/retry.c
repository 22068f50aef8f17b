/*
 * Retry-After in all its forms, Google's RetryInfo, and the official clients' back-off:
 * doubling, with jitter, so that clients which failed together do not come back together.
 */
#include "retry.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"

enum { RETRY_FIRST_MS = 500, RETRY_MOST_MS = 8000 };

/* Eleven days: longer than anyone waits, far from overflow. */
static const double retry_most_ms = 1e9;

/* Days from 1970-01-01 to a date of the Gregorian calendar. */
static int64_t retry_days(int64_t year, int64_t month, int64_t day)
{
	year -= month <= 2;
	int64_t era = year / 400;
	int64_t year_of_era = year - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468;
}

/* RFC 9110, 5.6.7: two digits mean the year that is at most 50 years ahead. */
static int retry_year(int year, int64_t now)
{
	int this_year = 1970 + (int)(now / 31556952);
	int full = this_year / 100 * 100 + year;
	if (full > this_year + 50)
		return full - 100;
	return full <= this_year - 50 ? full + 100 : full;
}

int64_t retry_date(struct str date, int64_t now)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char text[48], month[4];
	if (date.len == 0 || date.len >= sizeof(text))
		return -1;
	memcpy(text, date.at, date.len);
	text[date.len] = '\0';
	int day, year, hour, minute, second;
	if (sscanf(text, "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d GMT", &day, month, &year,
		   &hour, &minute, &second) == 6)
		; /* Sun, 06 Nov 1994 08:49:37 GMT */
	else if (sscanf(text, "%*9[A-Za-z], %2d-%3[A-Za-z]-%2d %2d:%2d:%2d GMT", &day, month, &year,
			&hour, &minute, &second) == 6)
		year = retry_year(year, now); /* Sunday, 06-Nov-94 08:49:37 GMT */
	else if (sscanf(text, "%*3[A-Za-z] %3[A-Za-z] %2d %2d:%2d:%2d %4d", month, &day, &hour,
			&minute, &second, &year) != 6)
		return -1; /* Sun Nov  6 08:49:37 1994 */
	const char *at = strstr(months, month);
	if (strlen(month) != 3 || at == NULL || (at - months) % 3 != 0 || year < 1970)
		return -1;
	return retry_days(year, (at - months) / 3 + 1, day) * 86400 + hour * 3600 + minute * 60 +
	       second;
}

static uint64_t retry_clamp(double ms)
{
	if (!(ms > 0))
		return 0;
	return ms > retry_most_ms ? (uint64_t)retry_most_ms : (uint64_t)ms + 1;
}

uint64_t retry_wait(struct str after_ms, struct str after, int64_t now)
{
	double ms = 0;
	if (!str_to_double(after_ms, &ms) || !(ms > 0)) {
		ms = 0;
		int64_t date = retry_date(after, now);
		if (str_to_double(after, &ms))
			ms *= 1000;
		else if (date > now)
			ms = (double)(date - now) * 1000;
	}
	return retry_clamp(ms);
}

uint64_t retry_wait_in(const cJSON *details)
{
	const cJSON *detail;
	cJSON_ArrayForEach(detail, details)
	{
		/* A duration in JSON is seconds with an "s" behind them: "34.4s". */
		struct str delay = json_get_str(detail, "retryDelay");
		double seconds = 0;
		if (str_ends(delay, STR("s")) &&
		    str_to_double(str_part(delay, 0, delay.len - 1), &seconds))
			return retry_clamp(seconds * 1000);
	}
	return 0;
}

uint64_t retry_backoff(int retries, double random)
{
	uint64_t ms = RETRY_MOST_MS;
	if (retries < 10 && ((uint64_t)RETRY_FIRST_MS << retries) < ms)
		ms = (uint64_t)RETRY_FIRST_MS << retries;
	return ms - (uint64_t)((double)ms * 0.25 * random);
}
