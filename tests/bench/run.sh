#!/usr/bin/env bash
# What things cost, as ratios to floors measured in the same run. Usage: tests/bench/run.sh build
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${1:-build}
bench=$build/bench
mkdir -p "$bench"
flags="-std=c11 -O2 -D_GNU_SOURCE"
packages="libuv libcjson tree-sitter"
# shellcheck disable=SC2046,SC2086
gcc $flags $(pkg-config --cflags $packages) -o "$bench/floor" tests/bench/floor.c $(pkg-config --libs $packages)
# shellcheck disable=SC2086
gcc $flags -o "$bench/latency" tests/bench/latency.c
jail=$(find lsp/jail -maxdepth 1 -name '*.c' ! -name jail.c)
# shellcheck disable=SC2046,SC2086
gcc $flags -Iinclude -o "$bench/sandbox" tests/bench/sandbox.c tests/bench/sandbox_start.c $jail $(pkg-config --libs libseccomp) -lm
# shellcheck disable=SC2086
gcc $flags -o "$bench/sandbox_job" tests/bench/sandbox_job.c
echo "$(nproc) cores, $(uname -sr); medians of interleaved runs"
# Both ends of a pipe on one core: else the time is that of waking another core, for either of them
# in turns (47 us against 11 for the same work).
one_core=
command -v taskset > /dev/null && one_core="taskset -c 0"
$one_core "$bench/latency" "$(realpath "$build/kadane")" "$(realpath "$bench/floor")"
"$bench/sse"
python3 tests/bench/verdict.py "$build/kadane"
python3 tests/bench/leave.py "$build/kadane"
"$bench/sandbox" "$(realpath "$build/kadane-jail")" "$(realpath "$bench/sandbox_job")"
python3 -B tests/bench/timing.py "$build"
