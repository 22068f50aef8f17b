#!/usr/bin/env bash
# Fuzz one target for some seconds. Usage: tests/fuzz/run.sh build/fuzz/fuzz_frame 60
# New inputs are kept in build/fuzz/corpus; what crashes goes to build/fuzz/findings.
set -euo pipefail
target=$1
seconds=${2:-60}
name=$(basename "$target")
corpus=build/fuzz/corpus/$name
mkdir -p "$corpus" build/fuzz/findings
seeds=tests/fuzz/corpus/$name
[ -d "$seeds" ] || seeds=
echo "== $name, $seconds s"
# shellcheck disable=SC2086
"$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
	-artifact_prefix="build/fuzz/findings/$name-" -verbosity=0 "$corpus" $seeds 2>&1 | tail -n 40
