
/*
 * Stands behind a program whose clocks are to go otherwise: KADANE_CLOCK=N in its environment makes
 * each reading some N nanoseconds later than the last one, years away from the true date. What the
 * program then prints of a clock is another number, whatever it is, and what it only pretends to
 * have read is the same. Where its clocks cannot be set it ends with status 97.
 */
#undef auto
#undef double
#undef int
#undef long
#undef static
#include <chrono>
#include <cstdlib>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

namespace kadane_clocks
{
using wide = long long;
const wide SECOND = 1000000000, DAY = 86400 * SECOND;
static wide tick = 0, went = 0, readings = 0;

/* The first steps are long, lest a program that reads a million times leaves the calendar. */
static wide step()
{
	wide n = __atomic_add_fetch(&readings, 1, __ATOMIC_RELAXED);
	wide longer = tick / 1000 * (1000 + n * 7919 % 2999) + n % 1000;
	return __atomic_add_fetch(&went, n <= 1000 ? longer : longer / 1000, __ATOMIC_RELAXED);
}

static wide now(clockid_t which)
{
	timespec real = {};
	syscall(SYS_clock_gettime, which, &real);
	wide at = real.tv_sec * SECOND + real.tv_nsec;
	if (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)
		at += tick < SECOND ? 1237 * DAY + 26003 * SECOND : 1581 * DAY + 34867 * SECOND;
	return tick == 0 ? real.tv_sec * SECOND + real.tv_nsec : at + step();
}

__attribute__((constructor(101))) static void begin()
{
	const char *text = getenv("KADANE_CLOCK");
	if (text == nullptr)
		return;
	tick = atoll(text);
	auto first = std::chrono::steady_clock::now(), second = std::chrono::steady_clock::now();
	auto date = std::chrono::system_clock::now().time_since_epoch();
	if (second - first < std::chrono::nanoseconds(tick) ||
	    date < std::chrono::nanoseconds(now(CLOCK_REALTIME) - 100 * tick - 100 * DAY))
		_exit(97);
}
} // namespace kadane_clocks

extern "C" int clock_gettime(clockid_t which, struct timespec *to) noexcept
{
	kadane_clocks::wide at = kadane_clocks::now(which);
	to->tv_sec = at / kadane_clocks::SECOND;
	to->tv_nsec = at % kadane_clocks::SECOND;
	return 0;
}

extern "C" int timespec_get(struct timespec *to, int base) noexcept
{
	clock_gettime(CLOCK_REALTIME, to);
	return base;
}

extern "C" int gettimeofday(struct timeval *to, void *) noexcept
{
	kadane_clocks::wide at = kadane_clocks::now(CLOCK_REALTIME);
	to->tv_sec = at / kadane_clocks::SECOND;
	to->tv_usec = at % kadane_clocks::SECOND / 1000;
	return 0;
}

extern "C" time_t time(time_t *to) noexcept
{
	time_t at = kadane_clocks::now(CLOCK_REALTIME) / kadane_clocks::SECOND;
	if (to != nullptr)
		*to = at;
	return at;
}

extern "C" clock_t clock() noexcept
{
	return kadane_clocks::now(CLOCK_PROCESS_CPUTIME_ID) /
	       (kadane_clocks::SECOND / CLOCKS_PER_SEC);
}
