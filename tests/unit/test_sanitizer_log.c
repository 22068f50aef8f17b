/*
 * Reports of sanitizers as gcc 12 and clang 14 write them, and what only looks like one.
 */
#include "judge/sanitizer_log.h"

#include <string.h>

#include "check.h"

static struct sanitizer_report report(struct arena *arena, const char *err)
{
	return sanitizer_log_read(arena, str_of(err), STR("candidate.cpp"));
}

static void check_undefined(struct arena *arena)
{
	struct sanitizer_report r = report(
		arena,
		"what the program wrote\n"
		"/job/candidate.cpp:13:10: runtime error: signed integer overflow: 193496974 * 33 "
		"cannot be represented in type 'int'\n"
		"    #0 0x55d0c0ffee00 in main /job/candidate.cpp:13\n");
	CHECK_INT(r.outcome, SANITIZER_FOUND);
	CHECK_INT(r.line, 13);
	CHECK_STR(r.what, "signed integer overflow: 193496974 * 33 cannot be represented in type "
			  "'int'");
	CHECK_STR(r.text, "candidate.cpp:13:10: runtime error: signed integer overflow: 193496974 "
			  "* 33 cannot be represented in type 'int'\n"
			  "    #0 0x\xe2\x80\xa6 in main candidate.cpp:13");
	/* In a header: the line of the program is further down. */
	r = report(arena, "/usr/include/c++/12/bits/stl_vector.h:1123:9: runtime error: null "
			  "pointer\n    #0 0x4 in f\n    #1 0x5 in main /job/candidate.cpp:7:3\n");
	CHECK_INT(r.line, 7);
	CHECK_STR(r.what, "null pointer");
}

static void check_addresses(struct arena *arena)
{
	struct sanitizer_report r = report(
		arena,
		"=================================================================\n"
		"==3==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010 "
		"at pc 0x55724b81efee bp 0x7fff4e004fa0 sp 0x7fff4e004f98\n"
		"READ of size 4 at 0x602000000010 thread T0\n"
		"    #0 0x55724b81efed in main /tmp/x/job/candidate.cpp:42\n\n"
		"SUMMARY: AddressSanitizer: heap-use-after-free candidate.cpp:42 in main\n"
		"Shadow bytes around the buggy address:\n");
	CHECK_INT(r.outcome, SANITIZER_FOUND);
	CHECK_STR(r.what, "heap-use-after-free: reads 4 bytes");
	CHECK_INT(r.line, 42);
	CHECK(!str_has(r.text, STR("SUMMARY")) && !str_has(r.text, STR("602000000010")));
	CHECK(!str_has(r.text, STR("==3==")) && str_has(r.text, STR("in main candidate.cpp:42")));
	/* The library's own word comes before how the program was ended for it. */
	r = report(arena, "/usr/include/c++/12/bits/stl_vector.h:1123: T& f(): Assertion '__n < "
			  "this->size()' failed.\nAddressSanitizer:DEADLYSIGNAL\n"
			  "==3==ERROR: AddressSanitizer: ABRT on unknown address 0x000000000003\n"
			  "    #9 0x55724b81efed in main /job/candidate.cpp:41\n");
	CHECK_INT(r.outcome, SANITIZER_FOUND);
	CHECK_STR(r.what, "the library's assertion '__n < this->size()' failed.");
	CHECK_INT(r.line, 41);
}

static void check_races(struct arena *arena)
{
	static const char race[] =
		"==================\nWARNING: ThreadSanitizer: data race (pid=16990)\n"
		"  Read of size 8 at 0x7ffc7d668e88 by thread T2:\n"
		"    #0 operator() /job/candidate.cpp:20 (t+0x40138e)\n"
		"    #1 <null> <null> (libstdc++.so.6+0xd44a2)\n\n"
		"  Previous write of size 8 at 0x7ffc7d668e88 by thread T1:\n"
		"    #0 operator() /job/candidate.cpp:20 (t+0x401399)\n\n"
		"  Location is stack of main thread.\n";
	static const char library[] =
		"WARNING: ThreadSanitizer: data race (pid=1)\n"
		"  Write of size 8 at 0x7b04000000a0 by thread T1:\n"
		"    #0 operator delete(void*) <null> (libtsan.so.2+0x1)\n"
		"  Previous write of size 8 at 0x7b04000000a0 by main thread:\n"
		"    #0 main /job/candidate.cpp:9 (t+0x2)\n";
	struct sanitizer_report r = report(arena, race);
	CHECK_INT(r.outcome, SANITIZER_FOUND);
	CHECK_STR(r.what, "data race");
	CHECK_INT(r.line, 20);
	CHECK_INT(report(arena, library).outcome, SANITIZER_UNABLE);
}

/* What a sanitizer cannot bear is no fault of the program. */
static void check_unable(struct arena *arena)
{
	static const char *const troubles[] = {
		"==1==ERROR: AddressSanitizer: stack-overflow on address 0x7ffc71a9be60 (pc 0x0)\n"
		"    #0 0x401232 in f(int) /job/candidate.cpp:2\n",
		"==1==ERROR: AddressSanitizer: requested allocation size 0x28f5c28 exceeds\n",
		"==1==ERROR: AddressSanitizer failed to allocate 0xdfff0001000 bytes\n",
		"==1==Shadow memory range interleaves with an existing memory mapping. ASan cannot "
		"proceed correctly. ABORTING.\n",
		"FATAL: ThreadSanitizer: unexpected memory mapping 0x5d7c-0x5d7d\n",
		"watched: error while loading shared libraries: libasan.so.8: cannot open\n",
	};
	for (size_t i = 0; i < sizeof(troubles) / sizeof(troubles[0]); i++) {
		struct sanitizer_report r = report(arena, troubles[i]);
		CHECK_INT(r.outcome, SANITIZER_UNABLE);
		CHECK(r.what.len > 0);
	}
}

/* Hostile: whatever a program writes stays within bounds, and is plain. */
static void check_hostile(struct arena *arena)
{
	static char big[400000];
	CHECK_INT(report(arena, "").outcome, SANITIZER_NOTHING);
	CHECK_INT(report(arena, "terminate called\n").outcome, SANITIZER_NOTHING);
	CHECK_INT(report(arena, "AddressSanitizer: ABRT on unknown address\n").outcome,
		  SANITIZER_NOTHING);
	memset(big, 'x', sizeof(big) - 1);
	memcpy(big + sizeof(big) - 100000, "a: runtime error: ", 18);
	memcpy(big + sizeof(big) - 90000, "candidate.cpp:", 14);
	struct sanitizer_report r = report(arena, big);
	CHECK_INT(r.outcome, SANITIZER_FOUND);
	CHECK(r.what.len <= 300 && r.text.len <= 3000);
	CHECK_INT(r.line, 0);
	r = report(arena,
		   "\x1b[31mcandidate.cpp:99999999999999:1: runtime error: \x1b]0;bad\x07 \xff\n");
	CHECK(!str_has(r.what, STR("\x1b")) && !str_has(r.text, STR("\x1b")));
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	check_undefined(&arena);
	check_addresses(&arena);
	check_races(&arena);
	check_unable(&arena);
	check_hostile(&arena);
	arena_deinit(&arena);
	return CHECK_END();
}
