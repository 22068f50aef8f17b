#!/usr/bin/env bash
# Neovim without a screen, the plugin on its runtimepath, and the real server: each case in a
# folder, a cache and an editor of its own. KADANE names the server, NVIM_BIN the editor (both may
# be left out); arguments choose cases by name.
set -euo pipefail
cd "$(dirname "$0")"
here=$PWD
root=$(cd ../.. && pwd)
export KADANE=${KADANE:-$root/build/kadane} NVIM_BIN=${NVIM_BIN:-nvim}
export NVIM_INIT=$here/init.lua NVIM_PLUGIN=$root/editors/neovim
limit=60
# What the terminal of another Neovim would hand down.
unset NVIM NVIM_LISTEN_ADDRESS VIMRUNTIME

tmp=$(mktemp -d)
child=''
stop() {
	[ -z "$child" ] || kill -9 -- "-$child" 2>/dev/null || true
	rm -rf "$tmp"
}
trap stop EXIT
trap 'exit 130' INT TERM HUP

passed=0 failed=0
count() { # count OK|not NAME
	if [ "$1" = ok ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not ok: $2"
	fi
}

if [ ! -x "$KADANE" ]; then
	echo "there is no server at $KADANE: make bin"
	echo "0 passed, 1 failed"
	exit 1
fi

# A script that takes Python some tenths of a second, and another that takes it longer.
scripts() {
	mkdir -p "$1/answers"
	cat >"$1/chain.py" <<-'PYTHON'
		import time


		def chain_sum(limit):
		    total, value = 0, 42
		    for _ in range(limit):
		        value = (value * 1664525 + 1013904223) % 4294967291
		        total += value
		    return total


		start = time.time()
		print("Sum:", chain_sum(2_000_000))
		print(f"Execution Time: {time.time() - start:.6f} seconds")
	PYTHON
	sed 's/chain_sum/slow_sum/; s/2_000_000/30_000_000/' "$1/chain.py" >"$1/slow.py"
	sed 's/chain_sum/other_sum/' "$1/chain.py" >"$1/unknown.py"
	printf 'def greet(name):\n    return "hello " + name\n\n\nprint(greet("you"))\n' >"$1/greet.py"
	cat >"$1/answers/greet.txt" <<-'ANSWER'
		Written by tests/nvim/run.sh.
		pace: 100
		-- when --
		def greet(name):
		-- answer 1 --
		```python
		def greet(name):
		    """Say hello.

		    Args:
		        name: To whom.

		    Returns:
		        The words.
		    """
		```
	ANSWER
	recording "$1/answers/chain.txt" 100 'def chain_sum(limit):' 2000000
	recording "$1/answers/slow.txt" 10 'def slow_sum(limit):' 30000000
}

recording() { # recording FILE PACE WHEN LIMIT
	cat >"$1" <<-ANSWER
		Written by tests/nvim/run.sh.
		pace: $2
		-- when --
		$3
		-- answer 1 --
		\`\`\`cpp
		#include <chrono>
		#include <cstdint>
		#include <cstdio>

		int main()
		{
		    const auto start = std::chrono::steady_clock::now();
		    std::uint64_t total = 0, value = 42;
		    for (long long number = 0; number < $4; ++number) {
		        value = (value * 1664525 + 1013904223) % 4294967291;
		        total += value;
		    }
		    std::printf("Sum: %llu\n", static_cast<unsigned long long>(total));
		    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
		    std::printf("Execution Time: %.6f seconds\n", took.count());
		}
		\`\`\`
	ANSWER
}

# One editor from start to end; its words are in $at/log, its results in $at/results.
editor() {
	setsid timeout -k 5 "$limit" "$NVIM_BIN" --headless -i NONE -n -u "$NVIM_INIT" \
		-c "luafile $here/$1.lua" </dev/null >"$at/log" 2>&1 &
	child=$!
	local rc=0
	wait "$child" || rc=$?
	child=''
	return "$rc"
}

run() {
	at=$tmp/$1
	mkdir -p "$at/work" "$at/cache" "$at/home"
	scripts "$at/work"
	: >"$at/results"
	local rc=0
	export CASE=$at
	HOME=$at/home XDG_CONFIG_HOME=$at/home/config XDG_DATA_HOME=$at/home/data \
		XDG_STATE_HOME=$at/home/state XDG_CACHE_HOME=$at/cache editor "$1" || rc=$?
	local result name
	while IFS=' ' read -r result name; do
		count "$result" "$1: $name"
	done <"$at/results"
	if [ "$rc" != 0 ] || ! tail -n 1 "$at/results" | grep -qx 'ok the end'; then
		count not "$1: came to its end (exit status $rc)"
	fi
	# When the editor has gone the server follows, and takes everything with it.
	local pids pid gone=ok left
	pids=$(cat "$at/servers" 2>/dev/null || true)
	for _ in $(seq 30); do
		gone=ok
		for pid in $pids; do
			if kill -0 "$pid" 2>/dev/null && ! grep -q '^State:.Z' "/proc/$pid/status" 2>/dev/null; then
				gone=not
			fi
		done
		[ "$gone" = not ] || break
		sleep 0.1
	done
	count "$gone" "$1: the server has gone with the editor"
	left=$(find "$at/cache" -path '*kadane*' ! -type d | head -n 5)
	count "$([ -z "$left" ] && echo ok || echo not)" "$1: no temporary file is left $left"
	if grep -q '^not' "$at/results" || [ "$rc" != 0 ]; then
		sed 's/^/    /' "$at/log" | tail -n 40
		[ ! -f "$at/cache/nvim/lsp.log" ] || tail -n 20 "$at/cache/nvim/lsp.log"
		[ ! -f "$at/home/state/nvim/lsp.log" ] || tail -n 20 "$at/home/state/nvim/lsp.log"
	fi
}

for file in start translate docstring stale cancel question model screen; do
	case " $* " in "  " | *" $file "*) run "$file" ;; esac
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
