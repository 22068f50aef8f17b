/* retry: three forms of dates, seconds and milliseconds, Google's durations, and the back-off. */
#include "../../lsp/model/retry.h"

#include "base/json.h"
#include "check.h"

enum { NOW = 784111777 }; /* Sun, 06 Nov 1994 08:49:37 GMT */

static void test_dates(void)
{
	static const struct {
		const char *date;
		int64_t seconds;
	} cases[] = {
		{"Sun, 06 Nov 1994 08:49:37 GMT", NOW},
		{"Sunday, 06-Nov-94 08:49:37 GMT", NOW},
		{"Sun Nov  6 08:49:37 1994", NOW},
		{"Sun Nov 16 08:49:37 1994", NOW + 10 * 86400},
		{"Wednesday, 01-Jan-20 00:00:00 GMT", 1577836800}, /* within fifty years */
		{"Thursday, 01-Jan-70 00:00:00 GMT", 0},
		{"Thu, 29 Feb 1996 00:00:00 GMT", 825552000},
		{"Sun, 06 Foo 1994 08:49:37 GMT", -1},
		{"Sun, 06 anF 1994 08:49:37 GMT", -1},
		{"Sun, 06 Nov 1940 08:49:37 GMT", -1},
		{"soon", -1},
		{"", -1},
		{"Sun, 06 Nov 1994 08:49:37 GMT and a lot more than that", -1},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_INT(retry_date(str_of(cases[i].date), NOW), cases[i].seconds);
	CHECK_INT(retry_wait(STR(""), STR("Sunday, 06-Nov-94 08:49:47 GMT"), NOW), 10001);
	CHECK_INT(retry_wait(STR(""), STR("Sun Nov  6 08:49:27 1994"), NOW), 0);
	CHECK_INT(retry_wait(STR("x"), STR("1.5"), NOW), 1501);
}

static void test_details(void)
{
	static const struct {
		const char *json;
		uint64_t ms;
	} cases[] = {
		{"[{\"a\":1},{\"retryDelay\":\"34.4s\"}]", 34401},
		{"[{\"retryDelay\":\"0.5s\"}]", 501},
		{"[{\"retryDelay\":\"1e9s\"}]", 1000000000},
		{"[{\"retryDelay\":\"5m\"}]", 0},
		{"[{\"retryDelay\":5}]", 0},
		{"[{\"retryDelay\":\"-5s\"}]", 0},
		{"{\"x\":1}", 0},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err;
		cJSON *details = json_parse(str_of(cases[i].json), &err);
		CHECK_INT(retry_wait_in(details), cases[i].ms);
		cJSON_Delete(details);
	}
}

int main(void)
{
	CHECK_BEGIN();
	test_dates();
	test_details();
	CHECK_INT(retry_backoff(0, 0), 500);
	CHECK_INT(retry_backoff(1, 0), 1000);
	CHECK_INT(retry_backoff(1, 1), 750);
	CHECK_INT(retry_backoff(4, 0), 8000);
	CHECK_INT(retry_backoff(60, 0.5), 7000);
	return CHECK_END();
}
