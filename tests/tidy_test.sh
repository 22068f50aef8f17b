#!/usr/bin/env bash
# Proves that tests/tidy.sh catches what it should and nothing else: plants violations in a copy of
# the doors and compares its findings with the planted ones, one for one. A planted line says what
# it expects in a comment ("EXPECT rule"); what cannot say so itself is in the list at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mkdir -p "$tmp/tests" "$tmp/docs"
cp -R include .clang-format "$tmp"
cp tests/tidy.sh tests/tidy.awk "$tmp/tests"
cd "$tmp"
mkdir -p lsp/base lsp/io lsp/judge lsp/step lsp/server lsp/job lsp/cli lsp/jail lsp/harness docs

plant() { # plant FILE: what stands on stdin
	mkdir -p "$(dirname "$1")"
	cat >"$1"
	echo "$1" >>planted
}

plant lsp/io/proc.h <<'E1'
/*
 * A private header: nobody outside io may open it.
 */
#pragma once

void proc_start(void);
E1

plant lsp/judge/planted.c <<'E1'
/* Looks up to the rooms above it, reads a clock, speaks LSP. */
// clang-format off
#include "judge/output.h"
#include "server/nowhere.h" // EXPECT direction private
#include "io/loop.h" // EXPECT direction
#include <uv.h> // EXPECT direction
#include <server/planted.h> // EXPECT direction
long planted(void)
{
	time_t now = time(NULL); // EXPECT pure
	log_hint("textDocument/hover"); // EXPECT protocol
	return now;
}
const char *planted_words = "41x faster, output identical"; // EXPECT global
E1

plant include/server/planted.h <<'E1'
/*
 * A door of a room high up.
 */
#pragma once

void server_planted(void);
E1

plant lsp/step/planted.c <<'E1'
/* Opens what is private to io, and takes memory for itself. */
// clang-format off
#include "../io/proc.h" // EXPECT private own-header
#include "io/proc.h" // EXPECT private
#include "proc.h" // EXPECT private
#include "step/planted.h"
#include "rpc/frame.h" // EXPECT direction
int planted(const char *text)
{
	char *copy = malloc(9); // EXPECT memory
	int n = atoi(text); // EXPECT banned
	sprintf(copy, "%d", n); // EXPECT banned
	strcpy(copy, text); // EXPECT banned
	free(copy); // EXPECT memory
	if (system("true")) // EXPECT banned
		return 1;
	printf("%d\n", n); // EXPECT stdout
	fputs(text, stdout); // EXPECT stdout
	text = getenv("HOME"); // EXPECT environment
	text = "41x faster, output identical"; // EXPECT claim
	pthread_create(0, 0, 0, 0); // EXPECT thread
	command_start(0, 0, 0, 0); // EXPECT unconfined
	return fork() || execvp(text, 0); // EXPECT process
}
E1

plant include/step/planted.h <<'E1'
/*
 * A header that does not stand alone: it lacks stddef.h, and the pragma.
 */

size_t step_planted(void);
E1

plant lsp/server/planted.c <<'E1'
/* Calls the libraries behind io's back, and keeps state for itself. */
// clang-format off
#define _GNU_SOURCE // EXPECT extension
#include "server/planted.h"
static int planted_count; // EXPECT global
static const char *planted_names[] = { "a", "b" }; // EXPECT global
struct planted { int n; } planted_one; // EXPECT global
static void (*planted_hook)(int) = NULL; // EXPECT global
typedef struct planted planted_t; // EXPECT typedef
#ifdef __linux__ // EXPECT ifdef
#endif
void planted(const void *node)
{
	static int calls; // EXPECT global
	uv_run(NULL, 0); // EXPECT library
	curl_easy_init(); // EXPECT library
	cJSON_GetObjectItem(node, "id"); // EXPECT json
	send("{\"jsonrpc\":"); // EXPECT protocol
	calls++;
}
E1

# What looks like a violation and is none.
plant lsp/job/planted_good.c <<'E1'
/*
 * Not a finding: malloc(1), sprintf(x), uv_run() and stdout in a comment.
 */
#include "base/str.h"
#include "io/op.h"
#include "judge/verdict.h"

struct planted {
	int count;
};

enum { PLANTED_MAX = 3 };

static const char *const planted_names[] = {"system(\"x\")", "stdout", "/* uv_run( */"};
static const struct str planted_str = {"a", 1};
static void (*const planted_hook)(void) = NULL;

static const char *planted_name(int at)
{
	static const char quote = '"'; // printf("%d")
	return at ? planted_names[at] : &quote;
}

/* A prototype and a pointer to a function among its parameters. */
struct str *planted_each(int (*each)(void *data), void *data);

void planted_free(void);

const char *planted_job_fork(struct planted *planted)
{
	planted_free();
	planted_hook();
	return planted->count > PLANTED_MAX ? planted_name(1) : planted_str.at;
}
E1

{
	printf '/* Too long, as a whole and in its one function. */\nint planted_long(void)\n{\n'
	for i in $(seq 397); do printf '\tplanted_call(%d);\n' "$i"; done
	printf '}\n'
} | plant lsp/base/planted_long.c
{
	printf '/* Just short enough: 400 lines, and a function of 60. */\n'
	for i in $(seq 339); do printf '\n'; done
	printf 'int planted_60(void)\n{\n'
	for i in $(seq 57); do printf '\tplanted_call(%d);\n' "$i"; done
	printf '}\n'
} | sed '2,339s/^$/\/\/ line/' | plant lsp/base/planted_short.c
seq 401 | sed 's/^/# /' | plant lsp/harness/planted_long.py
printf 'int planted_mute(void);\n' | plant lsp/base/planted_mute.c
printf '/* Badly laid out: four blanks and a brace. */\nvoid planted_format(void) {\n    planted(); }\n' |
	plant lsp/base/planted_format.c
printf 'A line with a blank at its end \nand something to''do: TO''DO\n' | plant docs/planted.md
printf 'a\0b' | plant docs/planted.bin
printf 'a\0b' | plant docs/planted.png
printf '// DO NOT EDIT\n' | plant docs/planted_made.js
printf 'x\n' | plant lsp/base/planted.o
printf '' | plant docs/planted_empty.txt

{
	while IFS= read -r file; do
		{ grep -n 'EXPECT ' "$file" || true; } | while IFS= read -r line; do
			for rule in ${line#*EXPECT }; do
				echo "$file:${line%%:*}: $rule"
			done
		done
	done <planted
	cat <<'E1'
docs/planted.bin:1: binary
docs/planted.md:1: blanks
docs/planted.md:2: open
docs/planted_empty.txt:1: binary
docs/planted_made.js:1: generated
include/step/planted.h:1: once
include/step/planted.h:5: alone
lsp/base/planted.o:1: generated
lsp/base/planted_format.c:2: format
lsp/base/planted_long.c:2: function
lsp/base/planted_long.c:401: length
lsp/base/planted_mute.c:1: opening
lsp/harness/planted_long.py:401: length
E1
} | sort -u >expected

if CC=${CC:-cc} tests/tidy.sh >report 2>errors; then
	echo "tidy.sh exits 0 in spite of violations"
	echo "0 passed, 1 failed"
	exit 1
fi
cat errors
grep -Ff planted report | sed -E 's/^([^:]*:[0-9]+: [a-z-]+):.*/\1/' | sort -u >got
# Without clang-format 14 the format is not judged.
! grep -q 'format not checked' errors || sed -i.bak '/: format$/d' expected

comm -23 expected got | sed 's/^/not caught: /'
comm -13 expected got | sed 's/^/wrongly reported: /'
passed=$(comm -12 expected got | wc -l)
failed=$(comm -3 expected got | wc -l)
echo "$((passed)) passed, $((failed)) failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
