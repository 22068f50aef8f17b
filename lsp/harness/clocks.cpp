
/*
 * Stands behind a program whose clocks are to go otherwise: KADANE_CLOCK=N in its environment makes
 * each reading some N nanoseconds later than the last one, years away from the true date. What the
 * program then prints of a clock is another number, whatever it is, and what it only pretends to
 * have read is the same. Where its clocks cannot be set it ends with status 97. The program does
 * not find the setting in its environment, and no macro of its own reaches what stands here: all
 * names are reserved ones, and the functions of the C library are bound by the linker's names.
 */
#undef char
#undef const
#undef extern
#undef for
#undef if
#undef int
#undef long
#undef noexcept
#undef nullptr
#undef return
#undef static
#undef struct
#undef void
#undef while
#include <sys/syscall.h>

struct __kadane_time {
	long __kadane_whole, __kadane_part;
};

extern "C" long __kadane_call(long, ...) __asm__("syscall");
extern "C" void __kadane_exit(int) __asm__("_exit");
extern "C" char *__kadane_getenv(const char *) __asm__("getenv");
extern "C" int __kadane_unsetenv(const char *) __asm__("unsetenv");
extern "C" int __kadane_clock_gettime(int, __kadane_time *) noexcept __asm__("clock_gettime");
extern "C" int __kadane_timespec_get(__kadane_time *, int) noexcept __asm__("timespec_get");
extern "C" int __kadane_gettimeofday(__kadane_time *, void *) noexcept __asm__("gettimeofday");
extern "C" long __kadane_time_of(long *) noexcept __asm__("time");
extern "C" long __kadane_clock() noexcept __asm__("clock");

/* What the headers have made known of the library of C++. */
#if defined __GLIBCXX__
extern "C" long long __kadane_steady() __asm__("_ZNSt6chrono3_V212steady_clock3nowEv");
extern "C" long long __kadane_system() __asm__("_ZNSt6chrono3_V212system_clock3nowEv");
static const long long __kadane_unit = 1;
#elif defined _LIBCPP_VERSION
extern "C" long long __kadane_steady() __asm__("_ZNSt3__16chrono12steady_clock3nowEv");
extern "C" long long __kadane_system() __asm__("_ZNSt3__16chrono12system_clock3nowEv");
static const long long __kadane_unit = 1000;
#endif

/* Linux's numbers of clocks: the date, the processor's time, the date in coarse steps. */
static const int __kadane_date = 0, __kadane_used = 2, __kadane_coarse = 5;
static const long long __kadane_second = 1000000000, __kadane_day = 86400 * __kadane_second;
static long long __kadane_tick = 0, __kadane_went = 0, __kadane_readings = 0;

/* The first steps are long, lest a program that reads a million times leaves the calendar. */
static long long __kadane_step()
{
	long long __n = __atomic_add_fetch(&__kadane_readings, 1, __ATOMIC_RELAXED);
	long long __longer = __kadane_tick / 1000 * (1000 + __n * 7919 % 2999) + __n % 1000;
	return __atomic_add_fetch(&__kadane_went, __n <= 1000 ? __longer : __longer / 1000,
				  __ATOMIC_RELAXED);
}

static long long __kadane_now(int __which)
{
	__kadane_time __actual = {0, 0};
	__kadane_call(SYS_clock_gettime, __which, &__actual);
	long long __at = __actual.__kadane_whole * __kadane_second + __actual.__kadane_part;
	if (__kadane_tick == 0)
		return __at;
	if (__which == __kadane_date || __which == __kadane_coarse)
		__at += __kadane_tick < __kadane_second
				? 1237 * __kadane_day + 26003 * __kadane_second
				: 1581 * __kadane_day + 34867 * __kadane_second;
	return __at + __kadane_step();
}

/* The program is not to see that it is watched. */
static long long __kadane_take(char *__text)
{
	long long __value = 0;
	char *__from = __text - sizeof("KADANE_CLOCK");
	__kadane_unsetenv("KADANE_CLOCK");
	for (; *__text != '\0'; __text++)
		__value = __value * 10 + (*__text - '0');
	while (__text-- > __from)
		*__text = '\0';
	return __value;
}

__attribute__((__constructor__(101))) static void __kadane_begin()
{
	char *__text = __kadane_getenv("KADANE_CLOCK");
	if (__text == nullptr)
		return;
	__kadane_tick = __kadane_take(__text);
#if defined __GLIBCXX__ || defined _LIBCPP_VERSION
	long long __first = __kadane_steady(), __second = __kadane_steady();
	long long __date = __kadane_system() * __kadane_unit;
	if (__second - __first < __kadane_tick ||
	    __date < __kadane_now(__kadane_date) - 100 * __kadane_tick - 100 * __kadane_day)
		__kadane_exit(97);
#endif
}

extern "C" int __kadane_clock_gettime(int __which, __kadane_time *__to) noexcept
{
	long long __at = __kadane_now(__which);
	__to->__kadane_whole = __at / __kadane_second;
	__to->__kadane_part = __at % __kadane_second;
	return 0;
}

extern "C" int __kadane_timespec_get(__kadane_time *__to, int __base) noexcept
{
	__kadane_clock_gettime(__kadane_date, __to);
	return __base;
}

extern "C" int __kadane_gettimeofday(__kadane_time *__to, void *) noexcept
{
	long long __at = __kadane_now(__kadane_date);
	__to->__kadane_whole = __at / __kadane_second;
	__to->__kadane_part = __at % __kadane_second / 1000;
	return 0;
}

extern "C" long __kadane_time_of(long *__to) noexcept
{
	long __at = __kadane_now(__kadane_date) / __kadane_second;
	if (__to != nullptr)
		*__to = __at;
	return __at;
}

extern "C" long __kadane_clock() noexcept
{
	return __kadane_now(__kadane_used) / 1000;
}
