#!/usr/bin/env bash
# Nothing but lsp/io/proc.c can start a program. tests/tidy.sh looks for it in the source; here it is
# looked for in what the compiler made of it, where no macro and no spelling can hide a call:
# `tests/objects_test.sh FOLDER…` with build folders.
set -euo pipefail
cd "$(dirname "$0")/.."

starts='_*v?fork|_Fork|forkpty|exec[a-z]*|fexecve|posix_spawnp?|system|popen|clone|wordexp|syscall|uv_spawn'
passed=0 failed=0
verdict() { # verdict NAME OFFENCES
	if [ -z "$2" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAILED: %s\n%s\n' "$1" "$2"
	fi
}

# refers FOLDER PATTERN: "FILE FUNCTION" for all of the rooms that refer to such a function.
refers() {
	find "$1/lsp" -name '*.o' -print0 | xargs -0 nm -A --undefined-only |
		sed -nE "s|^$1/||; s/^([^:]*):.* U ($2)(@.*)?\$/\1 \2/p"
}

for folder in "$@"; do
	[ -d "$folder/lsp" ] || continue
	found=$(refers "$folder" "$starts")
	verdict "$folder: somebody else starts a program" "$(grep -v '^lsp/io/proc\.o ' <<<"$found" || true)"
	case $found in
	*'lsp/io/proc.o posix_spawn'*) verdict "$folder" '' ;;
	*) verdict "$folder: the look sees nothing, not even lsp/io/proc.o" none ;;
	esac
	# What is looked up by name at run time: libcurl's functions and no other.
	found=$(refers "$folder" 'dlsym|dlopen')
	verdict "$folder: somebody else looks functions up" "$(grep -v '^lsp/io/curl\.o ' <<<"$found" || true)"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
