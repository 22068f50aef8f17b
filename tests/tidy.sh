#!/usr/bin/env bash
# The rules of the house, checked in a few seconds: who may open whom, sizes, banned calls, headers
# that stand alone, format, and what may be in the tree. The rules about C are in tests/tidy.awk.
# Each violation is one line, `file:line: rule: what to do`; exit 1 when there is one.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# All files of the tree, in git or about to be; without git, all but what is built.
list_files() {
	if [ "$(git rev-parse --show-toplevel 2>/dev/null)" = "$(pwd -P)" ]; then
		git ls-files --cached --others --exclude-standard
	else
		find . \( -name .git -o -path ./build -o -name node_modules -o -name __pycache__ \) -prune \
			-o -type f -print | sed 's|^\./||'
	fi | sort -u | while IFS= read -r file; do
		[ ! -f "$file" ] || printf '%s\n' "$file"
	done
}

# apart N COMMAND…: run it on N of the NUL-ended names from stdin at a time, two at once, and print
# all that they said, whole batches after one another.
apart() {
	local at
	at=$(mktemp -d "$tmp/apart-XXXXXX")
	# shellcheck disable=SC2016 # the inner shell expands it
	xargs -0 -r -P 2 -n "$1" sh -c 'at=$1; shift; "$@" >"$at/$$" 2>&1' apart "$at" "${@:2}" || true
	find "$at" -type f -exec cat {} +
}

# Every header is compiled alone: it must open what it needs.
check_headers() {
	local header n=0
	mkdir "$tmp/rooms" "$tmp/jail"
	while IFS= read -r header; do
		n=$((n + 1))
		case $header in lsp/jail/*) folder=jail ;; *) folder=rooms ;; esac
		printf '#include "%s"\nstruct tidy;\n' "$header" >"$tmp/$folder/$n.c"
	done < <(grep '\.h$' "$tmp/c")
	local flags=(-std=c11 -fsyntax-only -Wall -Wextra -Wpedantic -Wstrict-prototypes -Werror)
	flags+=(-I. -Iinclude)
	read -ra libraries < <(pkg-config --cflags libuv libcjson tree-sitter 2>/dev/null || true)
	find "$tmp/rooms" -name '*.c' -print0 | apart 12 "${CC:-cc}" "${flags[@]}" \
		${libraries[@]+"${libraries[@]}"} -D_POSIX_C_SOURCE=200809L >"$tmp/headers.log"
	find "$tmp/jail" -name '*.c' -print0 | apart 12 "${CC:-cc}" "${flags[@]}" -D_GNU_SOURCE \
		>>"$tmp/headers.log"
	[ -s "$tmp/headers.log" ] || return 0
	awk -F: '/^[^ ]+:[0-9]+:[0-9]+: (fatal )?error:/ && !seen[$1]++ {
		line = $0
		sub(/^[^ ]+ (fatal )?error: /, "", line)
		sub(/^[.]\//, "")
		printf "%s:%d: alone: does not compile by itself, open what it needs: %s\n", $1, $2, line
	}' "$tmp/headers.log" >"$tmp/headers"
	[ -s "$tmp/headers" ] || sed 's/^/include:1: alone: /' "$tmp/headers.log" >"$tmp/headers"
	cat "$tmp/headers"
}

# The format is version 14's (Debian 12): others differ in small things, and would never agree.
check_format() {
	local format=${CLANG_FORMAT:-} version
	for format in $format clang-format-14 clang-format; do
		version=$("$format" --version 2>/dev/null | sed -n 's/.*version \([0-9]*\).*/\1/p') || true
		[ "$version" = 14 ] && break
	done
	if [ "$version" != 14 ]; then
		echo "tidy: format not checked: clang-format 14 is needed, found ${version:-none}" >&2
		[ -z "${CI:-}" ] || echo ".clang-format:1: format: clang-format 14 must be there in CI"
		return
	fi
	tr '\n' '\0' <"$tmp/c" | apart 8 "$format" --dry-run --Werror |
		awk -F: '/error: code should be clang-formatted/ && !seen[$1]++ {
			printf "%s:%d: format: run clang-format -i %s\n", $1, $2, $1
		}' || true
}

# Sizes, blanks and open ends of everything a person wrote. Data for tests may hold anything.
check_text() {
	grep -E '\.(sh|bash|awk|py|lua|js|mjs|cjs|ts|vim|el)$|^\.ci/|^Makefile$' "$tmp/files" \
		>"$tmp/scripts" || true
	while IFS= read -r file; do
		lines=$(wc -l <"$file")
		[ "$lines" -le 400 ] ||
			echo "$file:401: length: a file has at most 400 lines: give a part of it a file of its own"
	done <"$tmp/scripts"
	grep -vE '^tests/(fixtures|case|fuzz/corpus)/|^docs/examples/.*\.(txt|md)$|package-lock\.json$' \
		"$tmp/text" | tr '\n' '\0' >"$tmp/prose"
	xargs -0 grep -HnE '[[:blank:]]+$' <"$tmp/prose" |
		sed -E 's/^([^:]*:[0-9]+):.*/\1: blanks: no white space at the end of a line/' || true
	xargs -0 grep -HnwE 'TO''DO|FIX''ME' <"$tmp/prose" |
		sed -E 's/^([^:]*:[0-9]+):.*/\1: open: do it now, or file it as an issue/' || true
	if grep -n '"resolved"' tests/protocol/package-lock.json >/dev/null 2>&1; then
		echo "tests/protocol/package-lock.json:1: lock: no addresses: npm install --omit-lockfile-registry-resolved"
	fi
}

# Nothing that a tool can make again, and nothing that a person cannot read, but pictures.
check_contents() {
	grep -E -e '(^|/)(build|node_modules|__pycache__)/|(^|/)compile_commands\.json$' \
		-e '\.(o|a|so|d|pyc|gcda|gcno|vsix|orig|rej|swp)$' "$tmp/files" |
		sed 's/$/:1: generated: keep it out of git (see .gitignore)/' || true
	tr '\n' '\0' <"$tmp/text" | xargs -0 awk 'FNR <= 5 &&
		/@generated|[Gg]enerated by |DO NOT EDIT/ && FILENAME !~ /^tests\/tidy/ {
			printf "%s:%d: generated: make it in the build, not in git\n", FILENAME, FNR
		}'
	comm -23 "$tmp/files" "$tmp/text" | while IFS= read -r file; do
		case $file in docs/*.png | docs/*.jpg | docs/*.gif | docs/*.webp | editors/*.png) continue ;; esac
		if [ -s "$file" ]; then
			echo "$file:1: binary: only pictures in docs/ may be binary"
		else
			echo "$file:1: binary: an empty file says nothing: remove it"
		fi
	done
}

list_files >"$tmp/files"
grep -E '^(lsp|include|tests)/.*\.[ch]$' "$tmp/files" | grep -vE '^tests/fixtures/' >"$tmp/c" || true
# Text: files with a line and without a NUL.
tr '\n' '\0' <"$tmp/files" | xargs -0 grep -lI '' | sort -u >"$tmp/text" || true

check_format >"$tmp/1" &
format=$!
check_headers >"$tmp/2" &
headers=$!
tr '\n' '\0' <"$tmp/c" | xargs -0 awk -f tests/tidy.awk >"$tmp/3"
check_text >"$tmp/4"
check_contents >"$tmp/5"
wait "$format"
wait "$headers"

sort -u "$tmp"/[1-5] | sort -t : -s -k 1,1 -k 2,2n >"$tmp/report"
cat "$tmp/report"
all=$(wc -l <"$tmp/files")
failed=$(cut -d : -f 1 "$tmp/report" | sort -u | wc -l)
echo "$((all - failed)) passed, $((failed)) failed"
[ "$failed" = 0 ]
